// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: behind nginx and behind Caddy, set up by the files of docs/examples, a node is what it is without them: events come
// at once, uploads go through, WebSockets too, and the node knows who asks and that it was over HTTPS. A reader goes on with its
// cursor after the proxy was restarted, and after its node has gone and another one is there.
#include "core/private_file.h"
#include "tests/integration/ctl_process.h"
#include "tests/integration/node_process.h"
#include "tests/integration/proxy_process.h"
#include "tests/support/certificate_maker.h"
#include "tests/support/postgres_server.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace pipit::test {

namespace {

constexpr int limitMs = 15'000; // less than a heartbeat, which would flush any buffer

// A proxy for chat.example.org, and curl before it.
class ProxyFixture : public testing::TestWithParam<ProxyKind>
{
protected:
    void SetUp() override
    {
        const Issued issued = authority.issue({.name = "chat.example.org"});
        ASSERT_TRUE(writePrivateFile(path(u"cert.pem"_s), issued.certificate).ok());
        ASSERT_TRUE(writePrivateFile(path(u"key.pem"_s), issued.key).ok());
        ASSERT_TRUE(writePrivateFile(path(u"ca.pem"_s), authority.pem()).ok());
    }

    void startBefore(const QList<quint16> &ports) { proxy = std::make_unique<ProxyProcess>(GetParam(), ports, path(u"cert.pem"_s), path(u"key.pem"_s)); }

    QString path(const QString &name) const { return directory.filePath(name); }
    QString url(const QString &target) const { return u"https://chat.example.org:%1%2"_s.arg(proxy->port()).arg(target); }

    // As a client of another address than the proxy's: all of 127.0.0.0/8 is this machine.
    QStringList asClient(const QStringList &arguments) const
    {
        return QStringList{u"-sSN"_s, u"--interface"_s, u"127.0.0.2"_s, u"--cacert"_s, path(u"ca.pem"_s), u"--resolve"_s, u"chat.example.org:%1:127.0.0.1"_s.arg(proxy->port())} + arguments;
    }

    CtlOutcome curl(const QStringList &arguments) const
    {
        QProcess process;
        process.start(u"curl"_s, asClient(QStringList{u"--max-time"_s, u"30"_s} + arguments));
        return outcomeOf(process);
    }

    CtlOutcome say(const QByteArray &token, const QString &content, const QStringList &more = {}) const
    {
        return curl(QStringList{u"-H"_s, bearer(token), u"--json"_s, u"{\"sessionId\":\"s\",\"senderType\":\"user\",\"content\":\"%1\"}"_s.arg(content)} + more + QStringList{url(u"/api/messages"_s)});
    }

    static QString bearer(const QByteArray &token) { return u"Authorization: Bearer "_s + QString::fromLatin1(token); }
    static QStringList behindProxy() { return {u"--server-trusted-proxies"_s, u"127.0.0.1"_s, u"--server-allowed-hosts"_s, u"chat.example.org"_s}; }

    inline static const Issuer authority = Issuer::root();
    QTemporaryDir directory;
    std::unique_ptr<ProxyProcess> proxy;
};

class ProxyTest : public ProxyFixture
{
protected:
    void SetUp() override
    {
        ProxyFixture::SetUp();
        node.start();
        startBefore({node.port()});
    }

    QString bearer() const { return ProxyFixture::bearer(node.token()); }
    CtlOutcome say(const QString &content, const QStringList &more = {}) const { return ProxyFixture::say(node.token(), content, more); }

    NodeProcess node{behindProxy()};
};

class NodesBehindProxyTest : public ProxyFixture
{
protected:
    void SetUp() override
    {
        ProxyFixture::SetUp();
        first.start();
        second.start();
        startBefore({first.port(), second.port()});
    }

    PostgresServer server;
    QString database = server.createDatabase();
    NodeProcess first{behindProxy() + QStringList{u"--database"_s, database}}, second{behindProxy() + QStringList{u"--database"_s, database}};
};

// A reader that has seen what it has seen; the id of the last event that had one is where the next one goes on.
class Stream
{
public:
    explicit Stream(const QStringList &arguments) { m_process.start(u"curl"_s, arguments); }
    ~Stream()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    bool says(QByteArrayView text)
    {
        const QDeadlineTimer deadline(limitMs);
        while (!m_seen.contains(text) && !deadline.hasExpired() && m_process.state() != QProcess::NotRunning)
            read(int(deadline.remainingTime()));
        return m_seen.contains(text);
    }

    bool ends()
    {
        const QDeadlineTimer deadline(limitMs);
        while (m_process.state() != QProcess::NotRunning && !deadline.hasExpired())
            read(int(deadline.remainingTime()));
        return m_process.state() == QProcess::NotRunning;
    }

    QByteArray lastId() const
    {
        const qsizetype at = m_seen.lastIndexOf("\nid: ");
        return at < 0 ? QByteArray() : m_seen.sliced(at + 5, m_seen.indexOf('\n', at + 5) - at - 5);
    }
    const QByteArray &seen() const { return m_seen; }

private:
    void read(int ms)
    {
        m_process.waitForReadyRead(ms);
        m_seen += m_process.readAllStandardOutput();
    }

    QProcess m_process;
    QByteArray m_seen{"\n"};
};

} // namespace

TEST_P(ProxyTest, EventsComeAtOnce)
{
    for (const QString &version : {u"--http1.1"_s, u"--http2"_s}) {
        Stream stream(asClient({version, u"-H"_s, bearer(), url(u"/api/sse/messages?sessionId=s"_s)}));
        EXPECT_TRUE(stream.says("event: position")) << version.toStdString();
        EXPECT_TRUE(say(u"hello by "_s + version).output.contains(u"\"id\""));
        EXPECT_TRUE(stream.says(QString(u"\"content\":\"hello by "_s + version).toUtf8())) << version.toStdString();
    }
}

// The best of three: the machine may have other things to do once.
TEST_P(ProxyTest, TheFirstEventIsThereWithinHalfASecond)
{
    qint64 best = limitMs;
    for (int i = 0; i < 3; ++i) {
        QElapsedTimer timer;
        timer.start();
        Stream stream(asClient({u"-H"_s, bearer(), url(u"/api/sse/messages?sessionId=s"_s)}));
        ASSERT_TRUE(stream.says("event: position"));
        best = std::min(best, timer.elapsed());
    }
    EXPECT_LT(best, 500);
}

TEST_P(ProxyTest, AReaderGoesOnAfterTheProxyWasRestarted)
{
    Stream before(asClient({u"-H"_s, bearer(), url(u"/api/sse/messages?sessionId=s"_s)}));
    ASSERT_TRUE(before.says("event: position"));
    EXPECT_EQ(say(u"first"_s).exitCode, 0);
    ASSERT_TRUE(before.says("\"content\":\"first\""));
    proxy->restart(Buffering::Off);
    EXPECT_TRUE(before.ends());
    EXPECT_EQ(say(u"second"_s).exitCode, 0);
    Stream after(asClient({u"-H"_s, bearer(), u"-H"_s, u"Last-Event-ID: "_s + QString::fromLatin1(before.lastId()), url(u"/api/sse/messages?sessionId=s"_s)}));
    EXPECT_TRUE(after.says("\"content\":\"second\"")) << after.seen().toStdString();
    EXPECT_TRUE(after.seen().contains("\"status\":\"continue\""));
    EXPECT_FALSE(after.seen().contains("\"content\":\"first\""));
}

// Each node goes once, so one of them has had the stream. As a client does, it sends a message that was refused again, and opens
// another stream where one ends: until the proxy has noticed that a node is gone or back, it may answer 502.
TEST_P(NodesBehindProxyTest, AReaderGoesOnAtAnotherNode)
{
    const QByteArray token = first.token();
    const auto open = [&](const QByteArray &cursor) {
        return std::make_unique<Stream>(asClient(QStringList{u"-H"_s, bearer(token), u"-H"_s, u"Last-Event-ID: "_s + QString::fromLatin1(cursor), url(u"/api/sse/messages?sessionId=s"_s)}));
    };
    const auto publish = [&](const QString &content, const QString &id) {
        const QString message = u"{\"sessionId\":\"s\",\"senderType\":\"user\",\"content\":\"%1\",\"clientMessageId\":\"%2\"}"_s.arg(content, id);
        for (const QDeadlineTimer deadline(limitMs); !deadline.hasExpired();) {
            if (curl({u"-H"_s, bearer(token), u"--json"_s, message, url(u"/api/messages"_s)}).output.contains(u"\"success\":true"))
                return true;
        }
        return false;
    };
    auto stream = open({});
    ASSERT_TRUE(stream->says("event: position"));
    QByteArray seen;
    for (NodeProcess *node : {&first, &second}) {
        node->kill();
        const QByteArray content = node == &first ? "without the first" : "without the second";
        ASSERT_TRUE(publish(QString::fromLatin1(content), node == &first ? u"6f1d4c1e-0d1b-4c57-8a3e-1f2a3b4c5d01"_s : u"6f1d4c1e-0d1b-4c57-8a3e-1f2a3b4c5d02"_s));
        QByteArray cursor = stream->lastId();
        for (const QDeadlineTimer deadline(limitMs); !stream->says(content) && !deadline.hasExpired();) {
            ASSERT_TRUE(stream->ends());
            if (const QByteArray id = stream->lastId(); !id.isEmpty())
                cursor = id;
            seen += stream->seen();
            stream = open(cursor);
        }
        EXPECT_TRUE(stream->seen().contains(content)) << stream->seen().toStdString();
        node->start();
    }
    seen += stream->seen();
    EXPECT_EQ(seen.count("\"content\":\"without the first\""), 1) << seen.toStdString();
    EXPECT_EQ(seen.count("\"content\":\"without the second\""), 1) << seen.toStdString();
    EXPECT_FALSE(seen.contains("\"reset\"")) << seen.toStdString();
}

TEST_P(ProxyTest, AWebSocketGoesThrough)
{
    Stream socket(asClient({u"-i"_s, u"--http1.1"_s, u"--max-time"_s, u"60"_s, u"-H"_s, bearer(), u"-H"_s, u"Connection: Upgrade"_s, u"-H"_s, u"Upgrade: websocket"_s, u"-H"_s, u"Sec-WebSocket-Version: 13"_s, u"-H"_s,
                            u"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="_s, url(u"/api/ws?sessionId=s"_s)}));
    ASSERT_TRUE(socket.says(R"({"type":"position")")) << socket.seen().toStdString();
    EXPECT_TRUE(socket.seen().contains("HTTP/1.1 101")) << socket.seen().toStdString();
    EXPECT_TRUE(socket.seen().toLower().contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo="));
    say(u"through the proxy"_s);
    EXPECT_TRUE(socket.says("through the proxy")) << socket.seen().toStdString();
}

TEST_P(ProxyTest, BodiesOfEveryKindGoThrough)
{
    EXPECT_TRUE(say(u"in chunks"_s, {u"--http1.1"_s, u"-H"_s, u"Transfer-Encoding: chunked"_s}).output.contains(u"\"content\":\"in chunks\""));
    QByteArray large(5 << 20, '\0');
    for (qsizetype i = 0; i < large.size(); ++i)
        large[i] = char(i * 31 % 251);
    ASSERT_TRUE(writePrivateFile(path(u"large.bin"_s), large).ok());
    for (const QStringList &how : {QStringList{u"--http1.1"_s, u"-H"_s, u"Transfer-Encoding: chunked"_s}, QStringList{u"--http2"_s}}) {
        const CtlOutcome uploaded = curl(QStringList{u"-H"_s, bearer(), u"-H"_s, u"Content-Type: application/octet-stream"_s, u"--data-binary"_s, u"@"_s + path(u"large.bin"_s)} + how
                                         + QStringList{url(u"/api/files?sessionId=s&name=large.bin"_s)});
        const QJsonObject file = QJsonDocument::fromJson(uploaded.output.toUtf8()).object().value(u"data").toObject().value(u"file").toObject();
        EXPECT_EQ(file.value(u"size").toInteger(), large.size()) << uploaded.output.toStdString() << uploaded.errors.toStdString();
        const CtlOutcome back = curl({u"-H"_s, bearer(), u"-o"_s, path(u"back.bin"_s), url(file.value(u"url").toString())});
        EXPECT_EQ(back.exitCode, 0) << back.errors.toStdString();
        QFile read(path(u"back.bin"_s));
        ASSERT_TRUE(read.open(QIODevice::ReadOnly));
        EXPECT_TRUE(read.readAll() == large);
    }
}

TEST_P(ProxyTest, TheNodeKnowsWhoAsksAndHow)
{
    // What the client claims of itself counts for nothing.
    EXPECT_TRUE(curl({u"-H"_s, u"Authorization: Bearer wrong"_s, u"-H"_s, u"X-Forwarded-For: 203.0.113.9"_s, url(u"/api/sessions"_s)}).output.contains(u"unauthenticated"));
    QFile audit(node.dataDirectory() + u"/audit-unknown.log");
    ASSERT_TRUE(audit.open(QIODevice::ReadOnly));
    const QByteArray lines = audit.readAll();
    EXPECT_TRUE(lines.contains("\"from\":\"127.0.0.2\"")) << lines.toStdString();
    EXPECT_FALSE(lines.contains("203.0.113.9")) << lines.toStdString();

    const QStringList logIn{u"-i"_s, u"--json"_s, u"{\"token\":\"%1\"}"_s.arg(QString::fromLatin1(node.token())), url(u"/api/auth/session"_s)};
    const CtlOutcome loggedIn = curl(logIn);
    EXPECT_TRUE(loggedIn.output.contains(u"; Secure")) << loggedIn.output.toStdString();
    EXPECT_TRUE(curl(QStringList{u"-H"_s, u"Origin: http://chat.example.org"_s} + logIn).output.contains(u"forbidden"));
    // The page is at the name that the proxy passes on; its port is the test's, not the recipe's.
    EXPECT_TRUE(curl(QStringList{u"-H"_s, GetParam() == ProxyKind::Nginx ? u"Origin: https://chat.example.org"_s : u"Origin: https://chat.example.org:%1"_s.arg(proxy->port())} + logIn).output.contains(u"\"caller\""));
}

const auto nameOf = [](const testing::TestParamInfo<ProxyKind> &tested) { return std::string(tested.param == ProxyKind::Nginx ? "Nginx" : "Caddy"); };
INSTANTIATE_TEST_SUITE_P(Behind, ProxyTest, testing::Values(ProxyKind::Nginx, ProxyKind::Caddy), nameOf);
INSTANTIATE_TEST_SUITE_P(Behind, NodesBehindProxyTest, testing::Values(ProxyKind::Nginx, ProxyKind::Caddy), nameOf);

} // namespace pipit::test
