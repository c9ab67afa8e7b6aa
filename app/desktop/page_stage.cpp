// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/page_stage.h"

#include "app/desktop/desktop.h"
#include "app/desktop/page_states.h"
#include "client/release_version.h"
#include "core/free_memory.h"
#include "keychain/keychain.h"
#include "ui/chat/chat_page.h"
#include "ui/main_window.h"

#include <QCoreApplication>
#include <QCoroTimer>
#include <QJsonArray>
#include <QProcessEnvironment>
#include <QTcpServer>
#include <QTcpSocket>

#include <algorithm>

namespace pipit {

using namespace std::chrono_literals;
using Node = PageState::Node;

namespace {

constexpr auto lookAgain = 20ms;
constexpr auto stagePatience = 10s;

const PageState *stateOf(const QString &page)
{
    const auto states = pageStates();
    const auto found = std::ranges::find_if(states, [&page](const PageState &state) { return page == QLatin1StringView(state.page); });
    return found == states.end() ? nullptr : &*found;
}

QJsonObject invitation(const QString &sub, const QString &name)
{
    const QJsonObject invite{{QStringLiteral("sub"), sub}, {QStringLiteral("name"), name}, {QStringLiteral("sessions"), QJsonArray{QStringLiteral("*")}}};
    return {{QStringLiteral("invite"), invite}};
}

QByteArray feedWithNext()
{
    const QVersionNumber running = ReleaseVersion::parse(QStringLiteral(PIPIT_VERSION))->numbers;
    const QByteArray next = QVersionNumber(running.majorVersion(), running.minorVersion() + 1, 0).toString().toLatin1();
    return "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>Pipit " + next + "</title><link href=\"https://example.org/pipit/v" + next + "\"/></entry></feed>";
}

} // namespace

bool PageStage::isPage(const QString &name)
{
    return stateOf(name);
}

QStringList PageStage::pages()
{
    QStringList pages;
    for (const PageState &state : pageStates())
        pages << QLatin1StringView(state.page);
    return pages;
}

PageStage::~PageStage() = default;

Result<std::unique_ptr<PageStage>> PageStage::make(DesktopOptions &options)
{
    // What is recorded, and nothing of the person who looks at it; nor is anything left behind.
    leaveKeychainAlone();
    const QStringList variables = QProcessEnvironment::systemEnvironment().keys();
    for (const QString &name : variables) {
        if (name.startsWith(u"PIPIT_"))
            qunsetenv(name.toUtf8().constData());
    }
    std::unique_ptr<PageStage> stage(new PageStage);
    stage->m_state = stateOf(options.page);
    auto demo = DemoData::make(stage->m_state->node == Node::Empty ? DemoData::Content::None : DemoData::Content::Sessions);
    if (!demo)
        return demo.error();
    stage->m_demo = std::move(*demo);
    options.dataDir = stage->m_demo->directory();
    if (options.session.isEmpty() && stage->m_state->node != Node::Empty)
        options.session = QLatin1StringView(stage->m_state->session);
    switch (stage->m_state->node) {
    case Node::Inside:
    case Node::Empty:
        break;
    case Node::Faulty:
        if (const auto spoiled = stage->m_demo->spoil(); !spoiled)
            return spoiled.error();
        break;
    case Node::Elsewhere:
    case Node::Strange: {
        const auto served = stage->m_demo->serve();
        if (!served)
            return served.error();
        options.url = served->url;
        options.token = stage->m_state->node == Node::Elsewhere ? served->token : QByteArray("a token that has ended");
        break;
    }
    case Node::Silent:
        stage->m_silent = std::make_unique<QTcpServer>();
        if (!stage->m_silent->listen(QHostAddress::LocalHost))
            return Error{ErrorCode::Unavailable, QStringLiteral("No port can be listened at on this computer: %1.").arg(stage->m_silent->errorString())};
        options.url = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(stage->m_silent->serverPort()));
        break;
    }
    giveFreeMemoryBack(); // what making it took is not the window's
    return stage;
}

void PageStage::begin(Desktop *desktop)
{
    m_desktop = desktop;
    connect(qApp, &QCoreApplication::aboutToQuit, this, [this] { m_isEnding = true; });
    const QString page = QLatin1StringView(m_state->page);
    const QString name = page.section(u'/', 0, 0);
    if (name == u"settings")
        window()->showSettings(page.section(u'/', 1).section(u'-', 0, 0));
    else if (name != u"chat") // which is there
        window()->showPage(name);
    play();
}

QCoro::Task<> PageStage::play()
{
    bool isThere = true;
    if (!m_state->scripts.front())
        co_await settled();
    for (const PageState::Script script : m_state->scripts) {
        if (script && isThere)
            isThere = co_await script(*this);
    }
    m_isThere = isThere;
}

MainWindow *PageStage::window() const
{
    return m_desktop->window();
}

ChatPage *PageStage::chat() const
{
    return window()->chat();
}

Connection *PageStage::connection() const
{
    const QList<ServerView> servers = m_desktop->servers()->list();
    return servers.isEmpty() ? nullptr : servers.first().connection;
}

QCoro::Task<> PageStage::until(std::function<bool()> isSo)
{
    // Nothing of it goes on while the program ends.
    while (m_isEnding || !isSo())
        co_await QCoro::sleepFor(lookAgain);
}

QCoro::Task<> PageStage::settled()
{
    return until([this] { return window()->isSettled(); });
}

QCoro::Task<Connection *> PageStage::guest(QString sub, QString name)
{
    if (const auto known = m_guests.find(sub); known != m_guests.end())
        co_return known->second.get();
    const auto ticket = co_await connection()->api().post(QStringLiteral("/api/auth/tickets"), invitation(sub, name));
    if (m_isEnding || !ticket)
        co_return nullptr;
    ApiClient door(connection()->url(), {}, stagePatience);
    QJsonObject taken;
    taken.insert(u"ticket", ticket->value(u"ticket"));
    const auto entry = co_await door.post(QStringLiteral("/api/auth/session"), taken);
    if (m_isEnding || !entry)
        co_return nullptr;
    ConnectionOptions options;
    options.url = connection()->url();
    options.token = entry->value(u"token").toString().toLatin1();
    options.outboxFile = m_demo->directory() + u'/' + sub + u".outbox";
    m_guests[sub] = std::make_unique<Connection>(options);
    Connection *guest = m_guests[sub].get();
    guest->start();
    const auto isIn = [guest] { return guest->status().state == ConnectionStatus::State::Live && !guest->ownSenderId().isEmpty(); };
    co_await until(isIn);
    co_return guest;
}

QString PageStage::feedOfNewer()
{
    m_feed = std::make_unique<QTcpServer>();
    if (!m_feed->listen(QHostAddress::LocalHost))
        return {};
    connect(m_feed.get(), &QTcpServer::newConnection, m_feed.get(), [server = m_feed.get()] {
        QTcpSocket *socket = server->nextPendingConnection();
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            if (!socket->peek(64 << 10).contains("\r\n\r\n"))
                return;
            const QByteArray feed = feedWithNext();
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/atom+xml\r\nConnection: close\r\nContent-Length: " + QByteArray::number(feed.size()) + "\r\n\r\n" + feed);
            socket->disconnectFromHost();
        });
    });
    return QStringLiteral("http://127.0.0.1:%1/releases.atom").arg(m_feed->serverPort());
}

void PageStage::stopNode()
{
    m_demo->stopServing();
}

} // namespace pipit
