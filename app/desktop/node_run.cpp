// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/node_run.h"

#include "core/event_dispatcher.h"
#include "keychain/keychain.h"
#include "server/auth/tokens.h"
#include "server/ops/alerts.h"
#include "server/server.h"

#include <QCryptographicHash>
#include <QEventLoop>
#include <QTimer>

#include <exception>

namespace pipit {

namespace {

constexpr int portsToTry = 20;
constexpr std::chrono::milliseconds drainStep{100};

// Each data directory has a node of its own.
QString secretNameOfNode(const QString &dataDir)
{
    return QStringLiteral("node ") + QString::fromLatin1(QCryptographicHash::hash(dataDir.toUtf8(), QCryptographicHash::Sha256).toHex().first(16));
}

Error brokenBy(const char *what)
{
    return {ErrorCode::Internal, NodeRun::tr("The node has stopped because of a fault in it (%1). Start it again. If that happens often, tell the makers, with the log.").arg(QString::fromUtf8(what))};
}

} // namespace

NodeRun::NodeRun(Config config, QByteArray token, quint16 port, QObject *parent) : QThread(parent), m_config(std::move(config)), m_token(std::move(token)), m_port(port), m_inside(new QObject)
{
    setObjectName(QStringLiteral("node"));
    if (auto dispatcher = makeEventDispatcher())
        setEventDispatcher(dispatcher.release());
    m_inside->moveToThread(this);
}

NodeRun::~NodeRun()
{
    end();
    wait();
    delete m_inside; // here, because end() may be called until the last moment
}

void NodeRun::end()
{
    if (!isRunning())
        return;
    QMetaObject::invokeMethod(m_inside, [this] {
        m_isToEnd = true;
        if (m_loop)
            m_loop->quit();
    }, Qt::QueuedConnection);
}

void NodeRun::drain()
{
    QMetaObject::invokeMethod(m_inside, [this] {
        if (!m_loop || m_isToEnd)
            return;
        auto *step = new QTimer(m_inside);
        connect(step, &QTimer::timeout, m_inside, [this] { Q_EMIT drains(m_server->openStreams()); });
        step->start(drainStep);
        Q_EMIT drains(m_server->openStreams());
        m_server->drain([this, step] {
            step->stop();
            Q_EMIT drains(m_server->openStreams());
            m_loop->quit();
        });
    }, Qt::QueuedConnection);
}

void NodeRun::ask(Answer answer, std::function<QFuture<Result<Done>>(Server &)> question)
{
    QMetaObject::invokeMethod(m_inside, [this, answer = std::move(answer), question = std::move(question)] {
        if (!m_server)
            return;
        question(*m_server).then([answer](const Result<Done> &result) {
            answer->addResult(result);
            answer->finish();
        });
    }, Qt::QueuedConnection);
}

// Made at the first start. Empty where the keychain has none and takes none: then it is in the node's file, which only its user
// can read. Waits for the keychain, ten seconds at most for each question.
QByteArray NodeRun::knownToken() const
{
    if (!m_token.isEmpty())
        return m_token;
    const QString name = secretNameOfNode(m_config.server.dataDir);
    const auto kept = readSecret(name).get();
    if (kept)
        return *kept;
    // A locked one says so too, and then does not take another.
    if (kept.error().code != ErrorCode::NotFound)
        return {};
    const QByteArray fresh = auth::makeToken();
    return writeSecret(name, fresh).get() ? fresh : QByteArray();
}

// Asked only now that the port could not be had; and who has gone meanwhile is in nobody's way.
std::optional<TakenPort> NodeRun::takenPort(quint16 used) const
{
    if (m_port == 0 || m_port == used)
        return std::nullopt;
    const auto holder = portHolder(m_port);
    if (holder)
        return TakenPort{.wanted = m_port, .used = used, .holder = *holder};
    return holder.error().code == ErrorCode::NotFound ? std::nullopt : std::optional(TakenPort{.wanted = m_port, .used = used, .unknown = holder.error().message});
}

void NodeRun::run()
{
    try {
        serve();
    } catch (const std::exception &fault) {
        m_fault = brokenBy(fault.what());
    } catch (...) {
        m_fault = brokenBy("?");
    }
    m_server = nullptr;
    m_loop = nullptr;
    qDeleteAll(m_inside->children()); // timers end in their thread
}

void NodeRun::serve()
{
    Server server(m_config);
    const QByteArray known = knownToken();
    server.setOperatorToken(known);
    connect(&server, &Server::alerted, m_inside, [this](const ops::AlertNews &news) { Q_EMIT alerted({.name = news.name, .fires = news.fires, .metric = news.metric, .value = news.value, .limit = news.limit}); });
    if (const auto started = server.start(portsToTry); !started) {
        m_fault = started.error();
        return;
    }
    bool isTokenInFile = known.isEmpty();
    // The one that was kept had been taken back. Where this one is not taken in its place, it is in the node's file.
    if (!known.isEmpty() && known != server.operatorToken()) {
        isTokenInFile = true;
        if (const auto written = writeSecret(secretNameOfNode(m_config.server.dataDir), server.operatorToken()).get(); !written)
            qWarning("The node's new token is not in the keychain: %s", qUtf8Printable(written.error().message));
    }
    m_server = &server;
    Q_EMIT begun({server.url(), server.operatorToken(), isTokenInFile, takenPort(quint16(server.url().port()))});
    QEventLoop loop;
    m_loop = &loop;
    try {
        if (!m_isToEnd)
            loop.exec();
    } catch (const std::exception &fault) {
        m_fault = brokenBy(fault.what());
    }
    m_loop = nullptr;
    server.stop();
    m_server = nullptr;
}

} // namespace pipit
