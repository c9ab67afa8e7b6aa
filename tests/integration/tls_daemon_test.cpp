// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: readers that were not written here, curl above all, trust a real pipitd over TLS where they trust its authority
// and not otherwise; and so does pipitctl.
#include "core/private_file.h"
#include "tests/integration/ctl_process.h"
#include "tests/integration/node_process.h"
#include "tests/support/certificate_maker.h"

#include <QDeadlineTimer>
#include <QFile>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace pipit::test {

namespace {

constexpr int limitMs = 20'000;

class TlsDaemonTest : public testing::Test
{
protected:
    void SetUp() override
    {
        const Issuer between = authority.between();
        const Issued issued = between.issue();
        ASSERT_TRUE(writePrivateFile(path(u"cert.pem"_s), issued.certificate + between.pem()).ok());
        ASSERT_TRUE(writePrivateFile(path(u"key.pem"_s), issued.key).ok());
        ASSERT_TRUE(writePrivateFile(path(u"ca.pem"_s), authority.pem()).ok());
        node.start();
    }

    QString path(const QString &name) const { return directory.filePath(name); }
    QString url(const QString &target = {}) const { return u"https://localhost:%1%2"_s.arg(node.port()).arg(target); }

    CtlOutcome curl(const QStringList &arguments) const
    {
        QProcess process;
        process.start(u"curl"_s, QStringList{u"-sS"_s, u"--max-time"_s, u"20"_s, u"-H"_s, u"Authorization: Bearer "_s + QString::fromLatin1(node.token())} + arguments);
        return outcomeOf(process);
    }

    QStringList asOperator(const QStringList &arguments) const { return QStringList{u"--url"_s, url(), u"--token-file"_s, node.dataDirectory() + u"/operator.token"} + arguments; }
    QStringList trusting() const { return {u"--ca-file"_s, path(u"ca.pem"_s)}; }

    inline static const Issuer authority = Issuer::root();
    QTemporaryDir directory;
    NodeProcess node{{u"--tls-cert-file"_s, path(u"cert.pem"_s), u"--tls-key-file"_s, path(u"key.pem"_s)}};
};

bool waitForOutput(QProcess &process, QByteArray &output, QByteArrayView text)
{
    const QDeadlineTimer deadline(limitMs);
    while (!output.contains(text) && !deadline.hasExpired()) {
        process.waitForReadyRead(int(deadline.remainingTime()));
        output += process.readAllStandardOutput();
    }
    return output.contains(text);
}

} // namespace

TEST_F(TlsDaemonTest, CurlTrustsItsAuthority)
{
    const QStringList trusted{u"--cacert"_s, path(u"ca.pem"_s)};
    const CtlOutcome posted = curl(trusted + QStringList{u"--json"_s, uR"({"sessionId":"s","senderType":"user","content":"over TLS"})"_s, u"-w"_s, u" %{http_code} %{http_version}"_s, url(u"/api/messages"_s)});
    EXPECT_TRUE(posted.output.endsWith(u" 201 1.1")) << posted.output.toStdString() << posted.errors.toStdString();
    const CtlOutcome chunked = curl(trusted + QStringList{u"-H"_s, u"Transfer-Encoding: chunked"_s, u"--json"_s, uR"({"sessionId":"s","senderType":"user","content":"in chunks"})"_s, url(u"/api/messages"_s)});
    EXPECT_TRUE(chunked.output.contains(u"\"content\":\"in chunks\"")) << chunked.output.toStdString() << chunked.errors.toStdString();
    // It ends with its last event: curl says so where TLS had no end (exit code 56).
    const CtlOutcome stream = curl(trusted + QStringList{u"-N"_s, url(u"/api/sse/test"_s)});
    EXPECT_EQ(stream.exitCode, 0) << stream.errors.toStdString();
    EXPECT_EQ(stream.output.count(u"data: {\"number\":"), 5);

    const CtlOutcome distrustful = curl({url(u"/healthz"_s)});
    EXPECT_EQ(distrustful.exitCode, 60) << distrustful.errors.toStdString();
    const CtlOutcome plain = curl({u"-i"_s, u"http://localhost:%1/healthz"_s.arg(node.port())});
    EXPECT_TRUE(plain.output.startsWith(u"HTTP/1.1 400 ")) << plain.output.toStdString();
    EXPECT_TRUE(plain.output.contains(u"This port speaks HTTPS"));
}

TEST_F(TlsDaemonTest, PipitctlReadsAndWrites)
{
    QProcess tail;
    startCtl(tail, asOperator(trusting() + QStringList{u"tail"_s, u"--session"_s, u"s"_s}));
    QByteArray seen;
    ASSERT_TRUE(waitForOutput(tail, seen, "position")) << tail.readAllStandardError().toStdString();
    const CtlOutcome sent = runCtl(asOperator(trusting() + QStringList{u"send"_s, u"--session"_s, u"s"_s, u"hello over TLS"_s}));
    EXPECT_EQ(sent.exitCode, 0) << sent.errors.toStdString();
    EXPECT_TRUE(waitForOutput(tail, seen, "hello over TLS")) << seen.toStdString();
    tail.terminate();
    EXPECT_EQ(outcomeOf(tail).exitCode, 0);

    const CtlOutcome distrustful = runCtl(asOperator({u"send"_s, u"--session"_s, u"s"_s, u"x"_s}));
    EXPECT_EQ(distrustful.exitCode, 1);
    EXPECT_FALSE(distrustful.errors.isEmpty());
    const CtlOutcome missing = runCtl({u"--ca-file"_s, path(u"key.pem"_s), u"stats"_s});
    EXPECT_EQ(missing.exitCode, 2);
    EXPECT_TRUE(missing.errors.contains(u"holds none in PEM form")) << missing.errors.toStdString();
}

TEST_F(TlsDaemonTest, ARestartIsToldToItsStreams)
{
    QProcess stream;
    stream.start(u"curl"_s, {u"-sSN"_s, u"--cacert"_s, path(u"ca.pem"_s), u"-H"_s, u"Authorization: Bearer "_s + QString::fromLatin1(node.token()), url(u"/api/sse/messages?sessionId=*"_s)});
    QByteArray seen;
    ASSERT_TRUE(waitForOutput(stream, seen, "event: position"));
    EXPECT_EQ(node.terminate(), 0);
    EXPECT_TRUE(waitForOutput(stream, seen, "\"reason\":\"shutdown\"")) << seen.toStdString();
    EXPECT_EQ(outcomeOf(stream).exitCode, 0) << "without an end of TLS it would be 56";
}

} // namespace pipit::test
