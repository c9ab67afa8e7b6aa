// SPDX-License-Identifier: GPL-3.0-or-later
// The file of a node's local copy: its schema, its state, one connection to it.
//
// WAL; what is deleted is overwritten (secure_delete). A file that is no database any more is Damaged and can be set aside; one
// of a later schema is Newer and is never touched. Both the writer and the readers have a LocalFile of their own.
// Thread rule: the thread that made it. Errors: state() and reason(); nothing is thrown.
#pragma once

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <initializer_list>
#include <memory>
#include <unordered_map>

class QSqlError;

namespace pipit {

class LocalFile
{
public:
    enum class State {
        Closed,
        Open,
        Damaged,
        Newer,
        Unusable, // rights, the disk: reason() says
    };

    explicit LocalFile(const QString &name);
    ~LocalFile();
    LocalFile(const LocalFile &) = delete;
    LocalFile &operator=(const LocalFile &) = delete;

    // Makes the file, private, and its tables where there are none.
    bool openToWrite();
    // Only what is there already.
    bool openToRead();
    void close();

    State state() const { return m_state; }
    const QString &reason() const { return m_reason; }
    const QString &name() const { return m_name; }

    // `statement` is a literal, which is prepared once. Null: it failed; the file is then Damaged, or still Open with a reason().
    // A query that gave rows is to be finished, or it holds the log back.
    QSqlQuery *run(const char *statement, std::initializer_list<QVariant> values = {});

    void setDamaged(const QString &reason);
    // From the next transaction on.
    void setSynchronous(const char *level);

    // Renames the closed file out of the way, with its journal; the new name, or empty where that did not work. Of those that were
    // set aside before, none is kept.
    static QString setAside(const QString &name);
    // What was set aside holds texts, too.
    static void removeSetAside(const QString &name);

private:
    bool connectToFile();
    bool fail(const QSqlError &error);

    QString m_name;
    QString m_connection;
    QSqlDatabase m_database;
    std::unordered_map<const char *, std::unique_ptr<QSqlQuery>> m_statements;
    State m_state = State::Closed;
    QString m_reason;
};

} // namespace pipit
