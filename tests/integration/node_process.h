// SPDX-License-Identifier: GPL-3.0-or-later
// A real pipitd with a data directory of its own, that can be ended in any way and started again on its port.
//
// Thread rule: log() from any thread, port() and token() too once started, the rest on the thread that made it.
// Errors: start() throws std::runtime_error with what the node wrote; a test can do nothing without it.
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>
#include <QTemporaryDir>

namespace pipit::test {

class NodeProcess
{
public:
    // `arguments`: of `pipitd serve`, beside the data directory and the address.
    explicit NodeProcess(QStringList arguments = {});
    ~NodeProcess();

    // Of another version, in place of the one that was built. Before start().
    void setProgram(const QString &file) { m_program = file; }

    // Elsewhere than in a temporary folder. Before start().
    void setDataDirectory(const QString &path) { m_dataDirectory = path; }
    // How many descriptors it may have, as `ulimit -n` says it. From the next start() on.
    void setDescriptorLimit(unsigned count);
    // In place of this process's own. From the next start() on.
    void setEnvironment(const QProcessEnvironment &environment) { m_process.setProcessEnvironment(environment); }

    // Waits until the node says that it listens. The first time on a free port, then on the same one.
    void start();
    // As a power cut would: SIGKILL, without a word.
    void kill();
    // It is there and does nothing (SIGSTOP), until kill().
    void standStill();
    // As a service manager would: SIGTERM, with no time to drain unless the arguments give some. Gives the exit code.
    int terminate();
    // The signal alone; ended() waits for what comes of it, and gives the exit code (-1: it did not end by itself).
    void tell(int signal);
    int ended();

    // False also where it has ended by itself.
    bool isRunning();
    // Why it is not ready, as it says so itself; empty: it is. "no answer" where it says nothing within `limit`.
    QString unready(std::chrono::seconds limit = std::chrono::seconds(20)) const;
    qint64 processId() const { return m_process.processId(); }
    quint16 port() const { return m_port; }
    const QByteArray &token() const { return m_token; }
    QString dataDirectory() const { return m_dataDirectory.isEmpty() ? m_directory.filePath(QStringLiteral("data")) : m_dataDirectory; }
    QByteArray log() const;
    // The most that the process has had in memory, and what it has; 0 where the system does not say so.
    qint64 peakBytes() const { return memory("VmHWM:"); }
    qint64 residentBytes() const { return memory("VmRSS:"); }
    qint64 addressSpaceBytes() const { return memory("VmSize:"); }
    // How many descriptors it has open, and how many threads; as above.
    int descriptors() const { return entries(QStringLiteral("fd")); }
    int threads() const { return entries(QStringLiteral("task")); }

private:
    QByteArray tryStart(quint16 port);
    qint64 memory(const QByteArray &name) const;
    int entries(const QString &folder) const;

    QString m_program;
    QStringList m_arguments;
    QTemporaryDir m_directory; // its log, and its data where nobody says otherwise
    QString m_dataDirectory;
    QProcess m_process;
    quint16 m_port = 0;
    QByteArray m_token;
};

} // namespace pipit::test
