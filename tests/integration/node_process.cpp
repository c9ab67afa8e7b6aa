// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/node_process.h"

#include "tests/integration/http_call.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QRandomGenerator>

#include <sys/resource.h>

#include <csignal>
#include <stdexcept>

using namespace Qt::StringLiterals;

namespace pipit::test {

namespace {

constexpr int limitMs = 30'000;

} // namespace

NodeProcess::NodeProcess(QStringList arguments) : m_program(QStringLiteral(PIPITD)), m_arguments(std::move(arguments))
{
    if (constexpr auto drain = "--streams-drain-s"_L1; !m_arguments.contains(drain))
        m_arguments << drain << u"0"_s;
    m_process.setProcessChannelMode(QProcess::SeparateChannels);
    // The log goes to the test's own output: ctest shows it where the test fails.
    m_process.setStandardErrorFile(m_directory.filePath(u"node.log"_s), QIODevice::Append);
}

NodeProcess::~NodeProcess()
{
    kill();
}

QByteArray NodeProcess::tryStart(quint16 port)
{
    const QString canary = u"--server-canary-s"_s; // what is counted is the test's own, where it does not say otherwise
    m_process.start(m_program, QStringList{u"serve"_s, u"--data"_s, dataDirectory(), u"--listen"_s, u"127.0.0.1:%1"_s.arg(port)} + (m_arguments.contains(canary) ? QStringList() : QStringList{canary, u"0"_s}) + m_arguments);
    const QDeadlineTimer deadline(limitMs);
    while (m_process.state() != QProcess::NotRunning && !deadline.hasExpired()) {
        if (m_process.canReadLine()) {
            if (m_process.readLine().startsWith("listening on "))
                return {};
        } else {
            m_process.waitForReadyRead(int(deadline.remainingTime()));
        }
    }
    kill();
    return log();
}

QByteArray NodeProcess::log() const
{
    QFile file(m_directory.filePath(u"node.log"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no log");
}

void NodeProcess::setDescriptorLimit(unsigned count)
{
    m_process.setChildProcessModifier([count] {
        const rlimit limit{count, count};
        ::setrlimit(RLIMIT_NOFILE, &limit);
    });
}

qint64 NodeProcess::memory(const QByteArray &name) const
{
    QFile status(u"/proc/%1/status"_s.arg(m_process.processId()));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith(name))
            return line.sliced(name.size()).trimmed().split(' ').first().toLongLong() * 1024;
    }
    return 0;
}

void NodeProcess::start()
{
    QByteArray fault = "no free port";
    // Below the range from which outgoing connections take theirs: none of them can be sitting on it when the node comes back.
    for (int attempt = 0; m_port == 0 && attempt < 20; ++attempt) {
        const auto port = quint16(QRandomGenerator::global()->bounded(20'000, 32'000));
        fault = tryStart(port);
        if (fault.isEmpty())
            m_port = port;
    }
    if (m_port != 0 && m_process.state() == QProcess::NotRunning)
        fault = tryStart(m_port);
    if (!fault.isEmpty() && m_process.state() == QProcess::NotRunning)
        throw std::runtime_error("pipitd did not start: " + fault.toStdString());

    QFile token(dataDirectory() + u"/operator.token"_s);
    if (!token.open(QIODevice::ReadOnly))
        throw std::runtime_error("pipitd wrote no operator.token");
    m_token = token.readAll().trimmed();
}

void NodeProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished(limitMs);
}

void NodeProcess::standStill()
{
    ::kill(pid_t(m_process.processId()), SIGSTOP);
}

bool NodeProcess::isRunning()
{
    return m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(0);
}

QString NodeProcess::unready(std::chrono::seconds limit) const
{
    const Answer answer = HttpConnection(m_port, limit).call(httpRequest("GET", "/readyz", "Bearer " + m_token)).value_or(Answer());
    if (answer.status == 200)
        return {};
    const QString reason = answer.json().value(u"reason").toString();
    return answer.status == 0 ? u"no answer"_s : reason.isEmpty() ? u"%1 without a reason"_s.arg(answer.status) : reason;
}

int NodeProcess::entries(const QString &folder) const
{
    return int(QDir(u"/proc/%1/%2"_s.arg(m_process.processId()).arg(folder)).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size());
}

int NodeProcess::terminate()
{
    tell(SIGTERM);
    return ended();
}

void NodeProcess::tell(int signal)
{
    ::kill(pid_t(m_process.processId()), signal);
}

int NodeProcess::ended()
{
    m_process.waitForFinished(limitMs);
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

} // namespace pipit::test
