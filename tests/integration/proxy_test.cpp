// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: behind nginx and behind Caddy, set up as packaging/proxies says, a node is what it is without them: events come
// at once, uploads go through, and the node knows who asks and that it was over HTTPS.
#include "core/private_file.h"
#include "tests/integration/ctl_process.h"
#include "tests/integration/node_process.h"
#include "tests/integration/proxy_process.h"
#include "tests/support/certificate_maker.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace pipit::test {

namespace {

constexpr int limitMs = 15'000; // less than a heartbeat, which would flush any buffer

class ProxyTest : public testing::TestWithParam<ProxyKind>
{
protected:
    void SetUp() override
    {
        const Issued issued = authority.issue({.name = "chat.example.org"});
        ASSERT_TRUE(writePrivateFile(path(u"cert.pem"_s), issued.certificate).ok());
        ASSERT_TRUE(writePrivateFile(path(u"key.pem"_s), issued.key).ok());
        ASSERT_TRUE(writePrivateFile(path(u"ca.pem"_s), authority.pem()).ok());
        node.start();
        proxy = std::make_unique<ProxyProcess>(GetParam(), node.port(), path(u"cert.pem"_s), path(u"key.pem"_s));
    }

    QString path(const QString &name) const { return directory.filePath(name); }
    QString url(const QString &target) const { return u"https://chat.example.org:%1%2"_s.arg(proxy->port()).arg(target); }
    QString bearer() const { return u"Authorization: Bearer "_s + QString::fromLatin1(node.token()); }

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

    CtlOutcome say(const QString &content, const QStringList &more = {}) const
    {
        return curl(QStringList{u"-H"_s, bearer(), u"--json"_s, u"{\"sessionId\":\"s\",\"senderType\":\"user\",\"content\":\"%1\"}"_s.arg(content)} + more + QStringList{url(u"/api/messages"_s)});
    }

    inline static const Issuer authority = Issuer::root();
    QTemporaryDir directory;
    NodeProcess node{{u"--server-trusted-proxies"_s, u"127.0.0.1"_s, u"--server-allowed-hosts"_s, u"chat.example.org"_s}};
    std::unique_ptr<ProxyProcess> proxy;
};

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
        while (!m_seen.contains(text) && !deadline.hasExpired() && m_process.state() != QProcess::NotRunning) {
            m_process.waitForReadyRead(int(deadline.remainingTime()));
            m_seen += m_process.readAllStandardOutput();
        }
        return m_seen.contains(text);
    }

private:
    QProcess m_process;
    QByteArray m_seen;
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

TEST(ProxyRecipeTest, IsWhatTheDocumentationShows)
{
    const auto textOf = [](const QString &name) {
        QFile file(QStringLiteral(PIPIT_SOURCE_DIR) + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const QByteArray documentation = textOf(u"/docs/operations-tls.md"_s);
    for (const QString &name : {u"nginx.conf"_s, u"Caddyfile"_s}) {
        const QByteArray recipe = textOf(u"/packaging/proxies/"_s + name);
        EXPECT_TRUE(!recipe.isEmpty() && documentation.contains(recipe)) << name.toStdString();
    }
}

INSTANTIATE_TEST_SUITE_P(Behind, ProxyTest, testing::Values(ProxyKind::Nginx, ProxyKind::Caddy), [](const auto &tested) { return std::string(tested.param == ProxyKind::Nginx ? "Nginx" : "Caddy"); });

} // namespace pipit::test
