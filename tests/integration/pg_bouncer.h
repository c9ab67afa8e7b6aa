// SPDX-License-Identifier: GPL-3.0-or-later
// A real PgBouncer in front of a database.
// Thread rule: one thread. Errors: std::runtime_error with what it said; a test can do nothing without it.
#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace pipit::test {

class PgBouncer
{
public:
    // `mode`: transaction or session.
    PgBouncer(const QString &databaseUrl, const QString &mode);
    ~PgBouncer();

    QString url() const;

private:
    QTemporaryDir m_directory;
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace pipit::test
