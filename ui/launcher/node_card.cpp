// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/launcher/node_card.h"

#include "net/network_access.h"
#include "ui/launcher/health_row.h"
#include "ui/launcher/node_words.h"
#include "ui/settings/server_card.h"
#include "ui/theme/dialogs.h"
#include "ui/theme/flow_layout.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTimer>
#include <QToolButton>
#include <QUrlQuery>
#include <QVBoxLayout>

namespace pipit {

using State = NodeStatus::State;

namespace {

constexpr std::chrono::milliseconds saidTime{1'500};
constexpr int narrowCard = 380;

QComboBox *choiceBox(const char *name)
{
    auto *box = new QComboBox;
    box->setObjectName(QString::fromLatin1(name));
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon); // a long URL does not widen the card
    box->setMinimumContentsLength(8);
    return box;
}

QPushButton *pushButton(const char *name, const char *icon = nullptr, QColor Tokens::*colour = &Tokens::text)
{
    auto *button = new QPushButton;
    button->setObjectName(QString::fromLatin1(name));
    if (icon)
        button->setIcon(themedIcon(icon, colour));
    return button;
}

} // namespace

NodeCard::NodeCard(Servers *servers, QWidget *parent)
    : LauncherCard(parent), m_servers(servers), m_rows(new QFormLayout), m_buttons(new QHBoxLayout), m_dot(new StateDot), m_title(new QLabel), m_uptime(new QLabel), m_address(new TextField), m_copyAddress(m_address->addButton()), m_token(new TextField),
      m_reveal(m_token->addButton()), m_copyToken(m_token->addButton()), m_database(choiceBox("nodeDatabase")), m_urlRow(new QWidget), m_url(new QLineEdit), m_useUrl(new QPushButton), m_exposure(choiceBox("nodeExposure")),
      m_decided(wordsLabel("dim")), m_problem(wordsLabel("bad")), m_health(new HealthRow), m_start(pushButton("nodeStart", "play", &Tokens::onAccent)), m_stop(pushButton("nodeStop", "stop", &Tokens::bad)),
      m_restart(pushButton("nodeRestart", "retry")), m_drain(pushButton("nodeDrain")), m_openPage(pushButton("nodeOpenPage")), m_primary(pushButton("nodePrimary"))
{
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    m_title->setObjectName("nodeTitle");
    Theme::measure(m_title, [this] { m_title->setFont(Theme::title()); });
    m_uptime->setObjectName("pill");
    auto *top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(m_dot);
    top->addWidget(m_title, 1);
    top->addWidget(m_uptime);
    column()->addLayout(top);

    m_rows->setHorizontalSpacing(12);
    m_rows->setVerticalSpacing(9);
    m_rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_rows->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_addressLabel = addRow(m_address);
    m_tokenLabel = addRow(m_token);
    m_databaseLabel = addRow(m_database);
    auto *inUrl = new QHBoxLayout(m_urlRow);
    inUrl->setContentsMargins(0, 0, 0, 0);
    inUrl->addWidget(m_url, 1);
    inUrl->addWidget(m_useUrl);
    m_rows->addRow(m_urlRow);
    m_exposureLabel = addRow(m_exposure);
    column()->addLayout(m_rows);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_decided, m_problem, m_health})
        column()->addWidget(widget);
    m_urlRow->hide();
    m_problem->hide();
    m_problem->setObjectName("nodeProblem");
    m_decided->setObjectName("nodeDecided");
    m_url->setObjectName("nodeUrl");
    m_useUrl->setObjectName("nodeUseUrl");
    m_url->setEchoMode(QLineEdit::PasswordEchoOnEdit); // there may be a password in it
    m_token->setObjectName("field");
    addButtons();

    connect(m_copyAddress, &QToolButton::clicked, this, [this] { copyWith(m_copyAddress, m_address->text()); });
    connect(m_copyToken, &QToolButton::clicked, this, [this] { copyWith(m_copyToken, QString::fromLatin1(m_servers->ownNode()->token())); });
    connect(m_reveal, &QToolButton::clicked, this, [this] {
        m_isRevealed = !m_isRevealed;
        retell();
    });
    connect(m_database, &QComboBox::activated, this, &NodeCard::chooseDatabase);
    connect(m_exposure, &QComboBox::activated, this, &NodeCard::chooseExposure);
    connect(m_useUrl, &QPushButton::clicked, this, &NodeCard::useUrl);
    connect(m_url, &QLineEdit::returnPressed, this, &NodeCard::useUrl);
    auto *second = new QTimer(this);
    connect(second, &QTimer::timeout, this, [this] {
        if (isVisible())
            sayUptime();
    });
    second->start(std::chrono::seconds(1));
    retell();
}

QLabel *NodeCard::addRow(QWidget *field)
{
    auto *label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    setLook(label, "tone", "dim");
    label->setBuddy(field);
    label->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    // As high as its field, so that both stand on one line.
    Theme::measure(label, [this, label] { label->setMinimumHeight(isNarrow() ? 0 : Theme::scaled(30)); });
    field->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_rows->addRow(label, field);
    return label;
}

void NodeCard::addButtons()
{
    auto *buttons = new QWidget;
    auto *flow = new FlowLayout(8, buttons);
    for (QPushButton *button : {m_start, m_stop, m_restart, m_drain, m_openPage})
        flow->addWidget(button);
    m_buttons->setSpacing(8);
    m_buttons->addWidget(buttons, 1);
    m_buttons->addWidget(m_primary, 0, Qt::AlignTop | Qt::AlignRight);
    setLook(m_start, "kind", "primary");
    setLook(m_primary, "kind", "primary");
    setLook(m_stop, "tone", "bad");
    column()->addSpacing(2);
    column()->addLayout(m_buttons);
    connect(m_start, &QPushButton::clicked, m_servers, &Servers::startOwnNode);
    connect(m_restart, &QPushButton::clicked, m_servers, &Servers::startOwnNode);
    connect(m_stop, &QPushButton::clicked, m_servers, &Servers::stopOwnNode);
    connect(m_drain, &QPushButton::clicked, this, &NodeCard::askToDrain);
    connect(m_openPage, &QPushButton::clicked, this, &NodeCard::openPage);
    connect(m_primary, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(curlLine());
        m_primary->setText(tr("Copied"));
        QTimer::singleShot(saidTime, this, &NodeCard::retell);
    });
}

// The browser is let in once, for half a minute: no token stands in its history.
QCoro::Task<> NodeCard::openPage()
{
    const QPointer<NodeCard> self(this);
    Connection *const connection = m_servers->view(Servers::own()).connection;
    if (!connection)
        co_return;
    const QJsonObject nothing;
    const auto ticket = co_await connection->api().post(QStringLiteral("/api/auth/tickets"), nothing);
    if (!self || (!ticket && ticket.error().code == ErrorCode::Cancelled))
        co_return;
    if (!ticket) {
        Q_EMIT problem(ticket.error().message);
        co_return;
    }
    QUrl page = endpoint(m_servers->ownNode()->status().url, QStringLiteral("/sse-demo"));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("ticket"), ticket->value(u"ticket").toString());
    page.setQuery(query);
    QDesktopServices::openUrl(page);
}

bool NodeCard::isNarrow() const
{
    return width() < Theme::scaled(narrowCard);
}

// What stands side by side in a wide card stands one below the other in a narrow one.
void NodeCard::resizeEvent(QResizeEvent *event)
{
    LauncherCard::resizeEvent(event);
    m_rows->setRowWrapPolicy(isNarrow() ? QFormLayout::WrapAllRows : QFormLayout::DontWrapRows);
    for (QLabel *label : {m_addressLabel, m_tokenLabel, m_databaseLabel, m_exposureLabel})
        label->setMinimumHeight(isNarrow() ? 0 : Theme::scaled(30));
    m_buttons->setDirection(isNarrow() ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

QWidget *NodeCard::firstField() const
{
    return m_address->isVisible() ? m_address->line() : nullptr;
}

QString NodeCard::curlLine() const
{
    return NodeWords::curlLine(m_servers->ownNode()->status());
}

void NodeCard::refresh()
{
    const OwnNode *node = m_servers->ownNode();
    const NodeStatus status = node ? node->status() : NodeStatus();
    m_dot->setTone(NodeWords::toneOf(status));
    m_title->setText(NodeWords::titleOf(status));
    sayUptime();
    m_address->setText(status.url.toString());
    m_token->setMasked(!m_isRevealed);
    m_token->setText(QString::fromLatin1(status.token));
    for (QWidget *widget : std::initializer_list<QWidget *>{m_address, m_addressLabel})
        widget->setVisible(!status.url.isEmpty());
    for (QWidget *widget : std::initializer_list<QWidget *>{m_token, m_tokenLabel})
        widget->setVisible(!status.token.isEmpty());
    const bool isDown = status.state == State::Stopped || status.state == State::Failed;
    m_start->setVisible(status.state == State::Stopped); // what has failed has a card of its own
    m_stop->setVisible(!isDown);
    m_stop->setEnabled(status.state != State::Stopping);
    m_restart->setVisible(status.isUp() || status.state == State::Starting);
    m_restart->setEnabled(status.state == State::Running);
    m_drain->setVisible(m_restart->isVisibleTo(this));
    m_drain->setEnabled(status.state == State::Running);
    m_openPage->setVisible(status.isUp());
    m_primary->setVisible(status.isUp());
    m_primary->setToolTip(status.isUp() ? curlLine() : QString());
    m_health->setVisible(status.isUp());
    refreshChoices();
}

void NodeCard::sayUptime()
{
    const OwnNode *node = m_servers->ownNode();
    const QDateTime since = node ? node->status().since : QDateTime();
    m_uptime->setVisible(since.isValid());
    if (since.isValid())
        m_uptime->setText(NodeWords::uptime(since.secsTo(QDateTime::currentDateTimeUtc())));
}

void NodeCard::setHealth(const NodeHealth &health)
{
    m_health->setHealth(health, m_servers->ownNode() ? m_servers->ownNode()->status().dataDir : QString());
}

void NodeCard::refreshChoices()
{
    const NodeSettings *settings = m_servers->nodeSettings();
    if (!settings || m_database->view()->isVisible() || m_exposure->view()->isVisible())
        return;
    const NodeSettings::View view = settings->view();
    const QSignalBlocker quietDatabase(m_database), quietExposure(m_exposure);
    for (const DatabaseKind kind : {DatabaseKind::Sqlite, DatabaseKind::LocalPostgres, DatabaseKind::Postgres}) {
        const QString words = kind == view.database && !view.databaseName.isEmpty() ? NodeWords::database(kind, view.databaseName)
            : kind == DatabaseKind::Sqlite ? tr("SQLite") : kind == DatabaseKind::LocalPostgres ? tr("PostgreSQL of its own") : tr("PostgreSQL by its address…");
        m_database->setItemText(int(kind == DatabaseKind::Sqlite ? 0 : kind == DatabaseKind::LocalPostgres ? 1 : 2), words);
    }
    if (!m_urlRow->isVisibleTo(this))
        m_database->setCurrentIndex(view.database == DatabaseKind::Sqlite ? 0 : view.database == DatabaseKind::LocalPostgres ? 1 : 2);
    m_database->setToolTip(view.databaseName);
    m_exposure->setCurrentIndex(view.isOpen ? 1 : 0);
    m_database->setEnabled(view.databaseBy.isEmpty() && !view.fault);
    m_exposure->setEnabled(view.listenBy.isEmpty() && !view.fault);
    QStringList decided;
    if (!view.databaseBy.isEmpty())
        decided << tr("The database is decided by %1.").arg(view.databaseBy);
    if (!view.listenBy.isEmpty())
        decided << tr("Who may reach it is decided by %1.").arg(view.listenBy);
    else if (view.isOpen)
        decided << tr("Whoever has a token reaches it from other computers, at this computer's address and port %1.").arg(view.port);
    m_decided->setText(decided.join(u'\n'));
    m_decided->setVisible(!decided.isEmpty());
}

void NodeCard::chooseDatabase(int index)
{
    m_problem->hide();
    NodeSettings *settings = m_servers->nodeSettings();
    const NodeSettings::View view = settings->view();
    const DatabaseKind kind = index == 0 ? DatabaseKind::Sqlite : index == 1 ? DatabaseKind::LocalPostgres : DatabaseKind::Postgres;
    m_urlRow->setVisible(kind == DatabaseKind::Postgres);
    if (kind == DatabaseKind::Postgres)
        return m_url->setFocus(Qt::OtherFocusReason);
    if (kind == view.database)
        return;
    const QString consequences = tr("The node starts anew with the other database and shows what is in that one. What is in this one stays where it is; pipitctl move carries it over.");
    if (dialogs::confirm(this, tr("Use another database?"), consequences, tr("Use it"))) {
        if (const auto kept = settings->setDatabase(kind); !kept) {
            m_problem->setText(kept.error().message);
            m_problem->show();
        }
    }
    refresh();
}

void NodeCard::useUrl()
{
    const auto kept = m_servers->nodeSettings()->setDatabase(DatabaseKind::Postgres, m_url->text());
    m_problem->setVisible(!kept);
    if (!kept)
        return m_problem->setText(kept.error().message);
    m_url->clear();
    m_urlRow->hide();
    refresh();
}

void NodeCard::chooseExposure(int index)
{
    NodeSettings *settings = m_servers->nodeSettings();
    if (index == 0 || settings->view().isOpen || ServerCard::confirmOpening(this))
        settings->setOpenToNetwork(index == 1);
    refresh();
}

void NodeCard::askToDrain()
{
    const auto config = m_servers->nodeSettings()->config();
    const QString consequences = tr("Every client is told to come back later, one by one within %1 s; then the node stops. The conversations of this window wait until it is started again.").arg(config ? config->streams.drainS : 0);
    if (dialogs::confirm(this, tr("Send the clients away and stop?"), consequences, tr("Drain")))
        m_servers->drainOwnNode();
}

void NodeCard::retell()
{
    m_addressLabel->setText(tr("Address"));
    m_tokenLabel->setText(tr("Token"));
    m_databaseLabel->setText(tr("Database"));
    m_exposureLabel->setText(tr("Open to"));
    m_address->line()->setAccessibleName(tr("Address"));
    m_token->line()->setAccessibleName(tr("Token"));
    m_database->setAccessibleName(tr("Database"));
    m_exposure->setAccessibleName(tr("Open to"));
    m_openPage->setText(tr("Browser page"));
    m_openPage->setAccessibleName(tr("Open the page in the browser"));
    m_openPage->setToolTip(tr("The node's own page in the browser, signed in once with a ticket"));
    m_copyAddress->setText(tr("Copy"));
    m_copyAddress->setAccessibleName(tr("Copy the address"));
    m_copyToken->setText(tr("Copy"));
    m_copyToken->setAccessibleName(tr("Copy the token"));
    m_reveal->setText(m_isRevealed ? tr("Hide") : tr("Show"));
    m_reveal->setAccessibleName(m_isRevealed ? tr("Hide the token") : tr("Show the token"));
    m_url->setPlaceholderText(QStringLiteral("postgres://user:password@host/database"));
    m_url->setAccessibleName(tr("Address of the database"));
    m_useUrl->setText(tr("Use it"));
    if (m_database->count() == 0) {
        m_database->addItems({QString(), QString(), QString()});
        m_exposure->addItems({QString(), QString()});
    }
    m_exposure->setItemText(0, tr("This computer only"));
    m_exposure->setItemText(1, tr("The network"));
    m_start->setText(tr("Start"));
    m_stop->setText(tr("Stop"));
    m_restart->setText(tr("Restart"));
    m_drain->setText(tr("Drain…"));
    m_primary->setText(tr("Copy curl line"));
    refresh();
}

} // namespace pipit
