// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/servers_section.h"

#include "net/trusted_authorities.h"
#include "ui/theme/dialogs.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

namespace pipit {

namespace {

constexpr int editWidth = 300;

bool isInvitation(const QString &text)
{
    return text.trimmed().startsWith(u"pipit:");
}

QLineEdit *wideEdit()
{
    auto *edit = new QLineEdit;
    Theme::measure(edit, [edit] {
        edit->setMinimumWidth(Theme::scaled(120));
        edit->setMaximumWidth(Theme::scaled(editWidth));
    });
    return edit;
}

} // namespace

ServersSection::ServersSection(const SettingsContext &context)
    : SettingsForm(&ServersSection::title), m_context(context), m_cards(nullptr), m_address(wideEdit()), m_token(wideEdit()), m_name(wideEdit()), m_add(new QPushButton), m_problem(new QLabel)
{
    auto *cards = new QWidget;
    m_cards = new QVBoxLayout(cards);
    m_cards->setContentsMargins(0, 0, 0, 0);
    m_cards->setSpacing(12);
    addWidget(cards);
    addForm();
    addAuthorities();
    connect(m_context.servers, &Servers::listChanged, this, &ServersSection::refresh);
    refresh();
}

void ServersSection::refresh()
{
    QStringList wanted, shown;
    for (const ServerView &server : m_context.servers->all())
        wanted << server.id;
    for (const ServerCard *card : std::as_const(m_shown))
        shown << card->id();
    if (wanted != shown) {
        for (ServerCard *card : std::as_const(m_shown)) {
            if (!wanted.contains(card->id()))
                card->deleteLater(); // it may be the one that asks for it
        }
        m_shown.removeIf([&wanted](const ServerCard *card) { return !wanted.contains(card->id()); });
        for (qsizetype i = 0; i < wanted.size(); ++i) {
            if (i < m_shown.size() && m_shown[i]->id() == wanted[i])
                continue;
            auto *card = new ServerCard(m_context, wanted[i]);
            m_cards->insertWidget(int(i), card);
            m_shown.insert(i, card);
        }
    }
    for (ServerCard *card : std::as_const(m_shown))
        card->refresh();
}

void ServersSection::addForm()
{
    addHeading([] { return tr("Another server"); });
    addNote([] { return tr("By its address and a token, or by an invitation link, which has both in it and is good once. Tokens are kept in the keychain of your system, and nowhere else."); });
    m_address->setObjectName("serverAddress");
    m_token->setObjectName("serverToken");
    m_name->setObjectName("serverName");
    m_add->setObjectName("serverAdd");
    m_token->setEchoMode(QLineEdit::Password);
    addRow([] { return tr("Address or invitation"); }, m_address);
    addRow([] { return tr("Token"); }, m_token);
    addRow([] { return tr("Name"); }, m_name);
    say(m_address, [this] {
        m_address->setPlaceholderText(QStringLiteral("https://chat.example.org"));
        m_name->setPlaceholderText(tr("As the address"));
    });
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setObjectName("serverProblem");
    setLook(m_problem, "tone", "bad");
    m_problem->hide();
    addWidget(m_problem);
    setLook(m_add, "kind", "primary");
    m_add->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    say(m_add, [this] { updateForm(); });
    addWidget(m_add);
    connect(m_add, &QPushButton::clicked, this, [this] { addServer(); });
    for (QLineEdit *edit : {m_address, m_token, m_name}) {
        connect(edit, &QLineEdit::returnPressed, m_add, &QPushButton::click);
        connect(edit, &QLineEdit::textChanged, this, &ServersSection::updateForm);
    }
}

void ServersSection::updateForm()
{
    const bool invited = isInvitation(m_address->text());
    m_token->setEnabled(!invited);
    m_token->setPlaceholderText(invited ? tr("In the invitation") : QString());
    m_add->setText(m_isBusy ? tr("Asking the node…") : invited ? tr("Take up the invitation") : tr("Add"));
    m_add->setEnabled(!m_isBusy && !m_address->text().trimmed().isEmpty());
}

void ServersSection::setInvitation(const QString &link)
{
    m_address->setText(link);
    m_token->clear();
    m_problem->hide();
    // An address alone needs a token.
    (isInvitation(link) ? static_cast<QWidget *>(m_add) : m_token)->setFocus(Qt::OtherFocusReason);
}

QCoro::Task<> ServersSection::addServer()
{
    const QPointer<ServersSection> self(this);
    const QString address = m_address->text();
    const QByteArray token = m_token->text().trimmed().toUtf8();
    const QString name = m_name->text();
    const bool invited = isInvitation(address);
    m_isBusy = true;
    m_problem->hide();
    updateForm();
    // A word before each await: the compiler must not destroy what it hands over twice.
    auto asked = invited ? m_context.servers->join(address, name) : m_context.servers->add(address, token, name);
    const auto added = co_await asked;
    if (!self || (!added && added.error().code == ErrorCode::Cancelled))
        co_return;
    m_isBusy = false;
    updateForm();
    if (added) {
        for (QLineEdit *edit : {m_address, m_token, m_name})
            edit->clear();
        co_return;
    }
    m_problem->setText(ServerWords::faultOf(added.error(), invited));
    m_problem->show();
}

void ServersSection::addAuthorities()
{
    addHeading([] { return tr("Certificates"); });
    auto *file = wideEdit();
    file->setObjectName("serverAuthorities");
    file->setText(m_context.settings->value("tls/authorities").toString());
    auto *problem = new QLabel;
    problem->setWordWrap(true);
    problem->setTextFormat(Qt::PlainText);
    setLook(problem, "tone", "bad");
    problem->hide();
    addRow([] { return tr("Your own authorities"); }, file, [] { return tr("A PEM file with certificates to trust beside the system's, for servers whose authority is your own. Connections that are made from now on follow it."); });
    addWidget(problem);
    QAction *choose = file->addAction(themedIcon("file", &Tokens::dim), QLineEdit::TrailingPosition);
    say(file, [choose] { choose->setText(tr("Choose a file")); });
    connect(choose, &QAction::triggered, file, [file] {
        const QString path = dialogs::openFile(file, tr("Certificates to trust"), tr("Certificates (*.pem *.crt *.cer);;All files (*)"));
        if (path.isEmpty())
            return;
        file->setText(path);
        Q_EMIT file->editingFinished();
    });
    connect(file, &QLineEdit::editingFinished, this, [this, file, problem] {
        const auto trusted = trustAuthoritiesIn(file->text().trimmed());
        problem->setVisible(!trusted);
        if (!trusted)
            return problem->setText(trusted.error().message);
        m_context.settings->setValue("tls/authorities", file->text().trimmed());
    });
}

} // namespace pipit
