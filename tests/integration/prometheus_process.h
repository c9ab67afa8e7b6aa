// SPDX-License-Identifier: GPL-3.0-or-later
// A real Prometheus that reads one node each second, with the rules and the configuration of packaging/monitoring; only the times, the
// address and the token are the test's own.
//
// Thread rule: the thread that made it, which needs an application. Errors: the constructor throws std::runtime_error with what the program wrote.
#pragma once

#include <QJsonValue>
#include <QProcess>
#include <QTemporaryDir>

namespace pipit::test {

class PrometheusProcess
{
public:
    PrometheusProcess(quint16 nodePort, const QByteArray &token);
    ~PrometheusProcess();

    // `data` of its answer; null where it refuses.
    QJsonValue get(const QString &path) const;
    // The results of a query at this moment.
    QJsonArray query(const QString &expression) const;

private:
    void write(const QString &name, const QByteArray &text) const;

    QTemporaryDir m_directory;
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace pipit::test
