// SPDX-License-Identifier: GPL-3.0-or-later
// PostgreSQL's own programs on this machine, and how to run them.
//
// They refuse to run as root; there they run as the system's user `postgres`.
// Thread rule: blocks, on any thread. Errors: Unavailable, saying what to install.
#pragma once

#include "core/result.h"

#include <QDir>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace pipit::store {

class PostgresPrograms
{
public:
    // The newest that has all of them; of that major version, where one is wanted.
    static Result<PostgresPrograms> find(std::optional<int> major = {});
    // pg_dump and pg_restore, of the oldest version from that one on: what a newer one writes, an older server may not read. They
    // are started as this process's own user.
    static Result<PostgresPrograms> findClients(int atLeast);

    int major() const { return m_major; }
    QString path(const QString &program) const; // initdb, pg_ctl; pg_dump, pg_restore

    struct Outcome {
        bool ok = false;
        QString output = {}; // both streams
    };
    // In `folder`, so that relative paths do: pg_ctl hands absolute ones to a shell and quotes only some of what may be in them.
    Outcome run(const QString &program, const QStringList &arguments, std::chrono::milliseconds atMost, const QString &folder = QDir::rootPath()) const;

    // The user that the programs run as, where it is not this process's own.
    static std::optional<QString> otherUser();
    // Gives a file or folder to that user, with what is in it; does nothing where there is none.
    static Result<Done> handOver(const QString &path);
    // Lets that user through this folder, without letting it look around. Errors: Unavailable, naming a folder above it that
    // is closed and not ours to open.
    static Result<Done> letThrough(const QString &folder);

private:
    PostgresPrograms(QString folder, int major) : m_folder(std::move(folder)), m_major(major) { }

    QString m_folder;
    int m_major;
};

} // namespace pipit::store
