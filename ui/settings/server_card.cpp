// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/server_card.h"

#include "ui/theme/dialogs.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/theme/toggle.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace pipit {

namespace {

constexpr int dotSize = 9;

} // namespace

ServerCard::ServerCard(const SettingsContext &context, const QString &id, QWidget *parent)
    : QWidget(parent), m_context(context), m_id(id), m_name(new QLabel), m_standing(wordsLabel("dim")), m_address(wordsLabel("dim")), m_note(wordsLabel("warn")), m_isOn(new Toggle), m_isOpen(new Toggle), m_openNote(wordsLabel("dim")),
      m_inputRow(new QWidget), m_edit(new QLineEdit), m_done(new QPushButton), m_problem(wordsLabel("bad")), m_rename(new QPushButton), m_signIn(new QPushButton), m_remove(new QPushButton)
{
    setArea(this, "card");
    m_name->setTextFormat(Qt::PlainText);
    Theme::measure(m_name, [this] { m_name->setFont(Theme::strong()); });
    m_address->setTextInteractionFlags(Qt::TextSelectableByMouse);
    for (QPushButton *button : {m_rename, m_signIn, m_remove}) {
        setLook(button, "kind", "pill");
        button->setMinimumWidth(40);
    }

    auto *top = new QHBoxLayout;
    top->setSpacing(10);
    top->addSpacing(Theme::scaled(dotSize) + top->spacing()); // a spacer has none beside it
    top->addWidget(m_name);
    top->addWidget(m_standing, 1);
    auto *inInput = new QHBoxLayout(m_inputRow);
    inInput->setContentsMargins(0, 0, 0, 0);
    inInput->setSpacing(8);
    inInput->addWidget(m_edit, 1);
    inInput->addWidget(m_done);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton *button : {m_rename, m_signIn, m_remove})
        buttons->addWidget(button);
    buttons->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(6);
    column->addLayout(top);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_address, m_note, m_isOn, m_isOpen, m_openNote, m_inputRow, m_problem})
        column->addWidget(widget);
    column->addLayout(buttons);
    m_inputRow->hide();
    m_problem->hide();

    connect(m_rename, &QPushButton::clicked, this, [this] { openInput(Input::Name); });
    connect(m_signIn, &QPushButton::clicked, this, [this] { openInput(Input::SignIn); });
    connect(m_remove, &QPushButton::clicked, this, &ServerCard::askToRemove);
    connect(m_done, &QPushButton::clicked, this, &ServerCard::finishInput);
    connect(m_edit, &QLineEdit::returnPressed, this, &ServerCard::finishInput);
    connect(m_isOn, &QCheckBox::toggled, this, &ServerCard::switchOwnNode);
    connect(m_isOpen, &QCheckBox::toggled, this, &ServerCard::openToNetwork);
    connect(m_context.servers, &Servers::connectionMade, this, [this](const QString &made) {
        if (made == m_id)
            watch();
    });
    watch();
    retranslate();
}

void ServerCard::watch()
{
    if (const Connection *connection = m_context.servers->view(m_id).connection) {
        connect(connection, &Connection::statusChanged, this, &ServerCard::refresh);
        connect(connection, &Connection::pendingCountChanged, this, &ServerCard::refresh);
    }
    refresh();
}

void ServerCard::refresh()
{
    const ServerView server = m_context.servers->view(m_id);
    const ServerWords::Standing standing = ServerWords::standingOf(server);
    const int unsent = m_context.servers->unsent(m_id);
    m_tone = standing.tone;
    m_name->setText(ServerWords::nameOf(server));
    m_standing->setText(unsent == 0 ? standing.word : QString(standing.word + QStringLiteral(" · ") + tr("%n unsent", nullptr, unsent)));
    QString address = server.url.isEmpty() ? QString() : server.url.toString();
    if (!standing.reason.isEmpty())
        address += (address.isEmpty() ? QString() : QStringLiteral("\n")) + standing.reason;
    m_address->setText(address);
    m_address->setVisible(!address.isEmpty());
    m_note->setText(ServerWords::tokenNote(server));
    m_note->setVisible(!m_note->text().isEmpty());
    for (QWidget *widget : std::initializer_list<QWidget *>{m_isOn, m_isOpen, m_openNote})
        widget->setVisible(server.isOwn);
    const QSignalBlocker quietOn(m_isOn), quietOpen(m_isOpen);
    m_isOn->setChecked(server.isOn);
    if (const NodeSettings *settings = m_context.servers->nodeSettings(); settings && server.isOwn) {
        const NodeSettings::View view = settings->view();
        m_isOpen->setChecked(view.isOpen);
        m_isOpen->setEnabled(server.isOn && view.listenBy.isEmpty() && !view.fault);
        m_openNote->setText(view.listenBy.isEmpty() ? tr("The node starts anew when you change this; that takes a moment.") : tr("This is decided by %1.").arg(view.listenBy));
    }
    m_signIn->setVisible(!server.isOwn);
    m_remove->setVisible(!server.isOwn && !server.isGiven);
    m_rename->setVisible(!server.isGiven);
    const bool needsSignIn = server.token == ServerView::Token::Missing || (server.connection && server.connection->status().state == ConnectionStatus::State::SignedOut);
    setLook(m_signIn, "kind", needsSignIn ? "primary" : "pill");
    update();
}

void ServerCard::openInput(Input input)
{
    m_input = m_input == input ? Input::None : input;
    m_problem->hide();
    m_inputRow->setVisible(m_input != Input::None);
    m_edit->setEchoMode(m_input == Input::SignIn ? QLineEdit::Password : QLineEdit::Normal);
    m_edit->setText(m_input == Input::Name ? m_context.servers->view(m_id).name : QString());
    retranslate();
    if (m_input != Input::None)
        m_edit->setFocus(Qt::OtherFocusReason);
}

void ServerCard::finishInput()
{
    const QString text = m_edit->text();
    if (m_input == Input::Name) {
        m_context.servers->rename(m_id, text);
        openInput(Input::None);
        m_rename->setFocus(Qt::OtherFocusReason);
    } else if (m_input == Input::SignIn && !m_isBusy && !text.trimmed().isEmpty()) {
        signIn(text);
    }
}

QCoro::Task<> ServerCard::signIn(QString tokenOrLink)
{
    const QPointer<ServerCard> self(this);
    m_isBusy = true;
    m_done->setEnabled(false);
    const auto done = co_await m_context.servers->signIn(m_id, tokenOrLink);
    if (!self || (!done && done.error().code == ErrorCode::Cancelled))
        co_return;
    m_isBusy = false;
    m_done->setEnabled(true);
    if (done) {
        openInput(Input::None);
        m_signIn->setFocus(Qt::OtherFocusReason);
        co_return;
    }
    m_problem->setText(ServerWords::faultOf(done.error(), tokenOrLink.trimmed().startsWith(u"pipit:")));
    m_problem->show();
}

void ServerCard::askToRemove()
{
    const int unsent = m_context.servers->unsent(m_id);
    QString consequences = tr("Its token and what is kept of its sessions on this computer are deleted. What is on the server stays there.");
    if (unsent > 0)
        consequences += QStringLiteral("\n\n") + tr("%n message(s) that were not sent yet would be lost.", nullptr, unsent);
    if (dialogs::confirm(this, tr("Remove %1?").arg(ServerWords::nameOf(m_context.servers->view(m_id))), consequences, tr("Remove")))
        m_context.servers->remove(m_id);
}

void ServerCard::switchOwnNode(bool isOn)
{
    const auto done = m_context.servers->setOwnNodeOn(isOn);
    m_problem->setVisible(!done);
    if (!done)
        m_problem->setText(done.error().message);
    refresh();
}

bool ServerCard::confirmOpening(QWidget *parent)
{
    const QString consequences = tr("Other computers will be able to reach this node. Whoever has a token can read and write what that token is for; nobody else can.\n\n"
                                    "Without a certificate (tls.cert_file in pipit.toml) nothing is encrypted on the way: in a network that you do not trust, others can read your messages and your token.");
    return dialogs::confirm(parent, tr("Open this node to the network?"), consequences, tr("Open to the network"));
}

void ServerCard::openToNetwork(bool isOpen)
{
    if (!isOpen || confirmOpening(this))
        m_context.servers->nodeSettings()->setOpenToNetwork(isOpen);
    refresh();
}

void ServerCard::paintEvent(QPaintEvent *event)
{
    QWidget::paintEvent(event);
    const Tokens &tokens = Theme::tokens();
    const QColor dots[] = {tokens.good, tokens.warn, tokens.bad, tokens.faint};
    const int size = Theme::scaled(dotSize);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(dots[int(m_tone)]);
    painter.drawEllipse(QRect(14, m_name->geometry().center().y() - size / 2, size, size));
}

void ServerCard::retranslate()
{
    m_isOn->setText(tr("Start it with the window"));
    m_isOpen->setText(tr("Other computers may reach it"));
    m_rename->setText(tr("Rename"));
    m_signIn->setText(tr("Sign in again"));
    m_remove->setText(tr("Remove…"));
    m_done->setText(m_input == Input::SignIn ? tr("Sign in") : tr("Save"));
    const QString words = m_input == Input::SignIn ? tr("Token, or invitation link") : tr("Name");
    m_edit->setPlaceholderText(words);
    m_edit->setAccessibleName(words);
    refresh();
}

void ServerCard::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace pipit
