// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: behind an nginx that keeps streams back, a window gets everything all the same, by polling, and goes back to the
// stream when nginx lets it through; nothing is lost on the way, and nothing comes twice.
#include "client/api_client.h"
#include "client/connection.h"
#include "core/private_file.h"
#include "tests/integration/node_process.h"
#include "tests/integration/proxy_process.h"
#include "tests/support/certificate_maker.h"

#include <gtest/gtest.h>

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {

namespace {

bool comes(const std::function<bool()> &condition)
{
    const QDeadlineTimer deadline(60'000);
    while (!condition() && !deadline.hasExpired()) {
        QEventLoop loop;
        QTimer::singleShot(5, &loop, &QEventLoop::quit);
        loop.exec();
    }
    return condition();
}

class BufferingProxyTest : public testing::Test
{
protected:
    void SetUp() override
    {
        const Issued issued = authority.issue({.name = "chat.example.org"});
        ASSERT_TRUE(writePrivateFile(path(u"cert.pem"_s), issued.certificate).ok());
        ASSERT_TRUE(writePrivateFile(path(u"key.pem"_s), issued.key).ok());
        auto trusted = QSslConfiguration::defaultConfiguration();
        trusted.setCaCertificates(QSslCertificate::fromData(authority.pem()));
        QSslConfiguration::setDefaultConfiguration(trusted);
        node.start();
        proxy = std::make_unique<ProxyProcess>(ProxyKind::Nginx, QList<quint16>{node.port()}, path(u"cert.pem"_s), path(u"key.pem"_s), Buffering::On);
        anna = std::make_unique<ApiClient>(QUrl(u"http://127.0.0.1:%1"_s.arg(node.port())), node.token(), 10s);

        ConnectionOptions options;
        options.url = QUrl(u"https://127.0.0.1:%1"_s.arg(proxy->port()));
        options.token = node.token();
        options.outboxFile = path(u"outbox.db"_s);
        options.connectionTimeout = 3s;
        options.reconnectInterval = 100ms;
        options.refreshInterval = 200ms;
        options.streamAgainAfter = 300ms;
        options.maxReconnectAttempts = 1'000;
        connection = std::make_unique<Connection>(options);
        QObject::connect(connection.get(), &Connection::messageArrived, connection.get(), [this](const Message &message) { arrived << message.content; });
    }

    QString path(const QString &name) const { return directory.filePath(name); }

    // Straight to the node, past the proxy.
    void say(const QString &content)
    {
        MessageDraft draft{.sessionId = u"s"_s, .content = content};
        said << content;
        anna->postMessage(draft).then([this](const Result<Message> &stored) { posted += stored.ok() ? 1 : 0; });
        const qsizetype all = said.size();
        ASSERT_TRUE(comes([&] { return posted == all; }));
    }

    bool uses(TransportKind kind)
    {
        return comes([&] { return connection->status().state == ConnectionStatus::State::Live && connection->status().transport == kind; });
    }

    bool has(const QString &content)
    {
        return comes([&] { return arrived.contains(content); });
    }

    inline static const Issuer authority = Issuer::root();
    QTemporaryDir directory;
    NodeProcess node{{u"--server-trusted-proxies"_s, u"127.0.0.1"_s}};
    std::unique_ptr<ProxyProcess> proxy;
    std::unique_ptr<ApiClient> anna;
    std::unique_ptr<Connection> connection;
    QStringList said, arrived;
    int posted = 0;
};

} // namespace

TEST_F(BufferingProxyTest, MessagesComeByPollingUntilStreamsGetThrough)
{
    connection->start();
    ASSERT_TRUE(uses(TransportKind::Poll));
    EXPECT_FALSE(connection->status().transportReason.isEmpty());
    SessionFeed *feed = connection->feed(u"s"_s);
    ASSERT_TRUE(comes([&] { return feed->isLoaded(); }));

    for (int i = 0; i < 20; ++i)
        say(u"by polling %1"_s.arg(i));
    ASSERT_TRUE(has(said.last()));
    connection->ask(u"s"_s, u"echo"_s, u"Does an answer come too?"_s);
    ASSERT_TRUE(comes([&] { return !feed->messages().isEmpty() && feed->messages().last().senderType == SenderType::Bot; }));
    EXPECT_EQ(connection->pendingCount(), 0);
    EXPECT_EQ(connection->status().transport, TransportKind::Poll);

    say(u"before nginx is set right"_s);
    proxy->restart(Buffering::Off);
    say(u"while it starts"_s);
    ASSERT_TRUE(uses(TransportKind::Stream));
    EXPECT_TRUE(connection->status().transportReason.isEmpty());
    for (int i = 0; i < 20; ++i)
        say(u"by stream %1"_s.arg(i));
    ASSERT_TRUE(has(said.last()));

    proxy->restart(Buffering::On);
    ASSERT_TRUE(uses(TransportKind::Poll));
    say(u"by polling again"_s);
    ASSERT_TRUE(has(said.last()));
    EXPECT_EQ(arrived.size(), said.size() + 2); // with the question and its answer
    for (const QString &content : std::as_const(said))
        EXPECT_EQ(arrived.count(content), 1) << qPrintable(content);
    ASSERT_EQ(feed->messages().size(), arrived.size());
    for (qsizetype i = 0; i < arrived.size(); ++i)
        EXPECT_EQ(feed->messages().at(i).content, arrived.at(i));
}

} // namespace pipit::test
