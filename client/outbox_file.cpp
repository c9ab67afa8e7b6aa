// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/outbox_file.h"

#include "core/private_file.h"

#include <QJsonDocument>
#include <QLoggingCategory>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

namespace pipit {

namespace {

Q_LOGGING_CATEGORY(log, "pipit.outbox")

} // namespace

OutboxFile::OutboxFile(const QString &name)
    : m_name(name), m_connection(QStringLiteral("outbox-") + QUuid::createUuid().toString(QUuid::WithoutBraces)),
      m_database(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection))
{
    ensurePrivateFile(name);
    m_database.setDatabaseName(name);
    m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=2000"));
}

OutboxFile::~OutboxFile()
{
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connection);
}

Result<QList<PendingMessage>> OutboxFile::load()
{
    if (const auto opened = open(); !opened)
        return opened.error();
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.exec(QStringLiteral("SELECT draft, ask_bot_id, failed_reason, created_at_ms FROM outbox ORDER BY seq")))
        return failure(query.lastError().text());
    QList<PendingMessage> messages;
    while (query.next()) {
        auto draft = MessageDraft::fromJson(QJsonDocument::fromJson(query.value(0).toString().toUtf8()).object());
        if (!draft) {
            qCWarning(log, "A row of the outbox file %s is damaged and stays unsent: %s", qUtf8Printable(m_name), qUtf8Printable(draft.error().message));
            continue;
        }
        const QVariant reason = query.value(2);
        messages.push_back(PendingMessage{.draft = *std::move(draft),
                                          .askBotId = query.value(1).toString(),
                                          .state = reason.isNull() ? PendingMessage::State::Waiting : PendingMessage::State::Failed,
                                          .reason = reason.toString(),
                                          .createdAtMs = query.value(3).toLongLong()});
    }
    return messages;
}

Result<Done> OutboxFile::add(const PendingMessage &message)
{
    return run(QStringLiteral("INSERT INTO outbox (client_message_id, draft, ask_bot_id, created_at_ms) VALUES (?, ?, ?, ?)"),
               {message.draft.clientMessageId, QString::fromUtf8(QJsonDocument(message.draft.toJson()).toJson(QJsonDocument::Compact)), message.askBotId, message.createdAtMs});
}

Result<Done> OutboxFile::update(const PendingMessage &message)
{
    const bool isFailed = message.state == PendingMessage::State::Failed;
    return run(QStringLiteral("UPDATE outbox SET failed_reason = ? WHERE client_message_id = ?"),
               {isFailed ? QVariant(message.reason) : QVariant(QMetaType::fromType<QString>()), message.draft.clientMessageId});
}

Result<Done> OutboxFile::remove(const QString &clientMessageId)
{
    return run(QStringLiteral("DELETE FROM outbox WHERE client_message_id = ?"), {clientMessageId});
}

Result<Done> OutboxFile::open()
{
    if (m_isOpen)
        return Done{};
    if (!m_database.isOpen() && !m_database.open())
        return failure(m_database.lastError().text());
    QSqlQuery query(m_database);
    for (const char *statement : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
                                  "CREATE TABLE IF NOT EXISTS outbox ("
                                  "seq INTEGER PRIMARY KEY AUTOINCREMENT, client_message_id TEXT NOT NULL UNIQUE, draft TEXT NOT NULL, "
                                  "ask_bot_id TEXT, failed_reason TEXT, created_at_ms INTEGER NOT NULL)"}) {
        if (!query.exec(QString::fromLatin1(statement)))
            return failure(query.lastError().text());
    }
    m_isOpen = true;
    return Done{};
}

Result<Done> OutboxFile::run(const QString &statement, const QVariantList &values)
{
    if (auto opened = open(); !opened)
        return opened;
    QSqlQuery query(m_database);
    if (!query.prepare(statement))
        return failure(query.lastError().text());
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return failure(query.lastError().text());
    return Done{};
}

Error OutboxFile::failure(const QString &reason) const
{
    return Error{ErrorCode::Internal, QStringLiteral("The outbox file %1 cannot be used: %2. Check the disk and the file's rights, then retry.").arg(m_name, reason)};
}

} // namespace pipit
