// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/outbox_file.h"

#include "client/outbox_log.h"
#include "core/private_file.h"

#include <QJsonDocument>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

namespace pipit {

namespace {

QString textOf(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QVariant toText(const std::optional<PendingFile> &file)
{
    if (!file)
        return QVariant(QMetaType::fromType<QString>());
    return textOf({{QStringLiteral("path"), file->path},
                   {QStringLiteral("name"), file->name},
                   {QStringLiteral("mimeType"), file->mimeType},
                   {QStringLiteral("size"), file->size},
                   {QStringLiteral("modifiedMs"), file->modifiedMs},
                   {QStringLiteral("isOwned"), file->isOwned},
                   {QStringLiteral("isUploaded"), file->isUploaded}});
}

std::optional<PendingFile> fileIn(const QVariant &text)
{
    if (text.isNull())
        return std::nullopt;
    const QJsonObject object = QJsonDocument::fromJson(text.toString().toUtf8()).object();
    return PendingFile{.path = object.value(u"path").toString(),
                       .name = object.value(u"name").toString(),
                       .mimeType = object.value(u"mimeType").toString(),
                       .size = object.value(u"size").toInteger(),
                       .modifiedMs = object.value(u"modifiedMs").toInteger(),
                       .isOwned = object.value(u"isOwned").toBool(),
                       .isUploaded = object.value(u"isUploaded").toBool()};
}

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
    if (!query.exec(QStringLiteral("SELECT draft, ask_bot_id, failed_reason, created_at_ms, file FROM outbox ORDER BY seq")))
        return failure(query.lastError().text());
    QList<PendingMessage> messages;
    while (query.next()) {
        auto draft = MessageDraft::fromJson(QJsonDocument::fromJson(query.value(0).toString().toUtf8()).object());
        if (!draft) {
            qCWarning(lcOutbox, "A row of the outbox file %s is damaged and stays unsent: %s", qUtf8Printable(m_name), qUtf8Printable(draft.error().message));
            continue;
        }
        const QVariant reason = query.value(2);
        messages.push_back(PendingMessage{.draft = *std::move(draft),
                                          .askBotId = query.value(1).toString(),
                                          .state = reason.isNull() ? PendingMessage::State::Waiting : PendingMessage::State::Failed,
                                          .reason = reason.toString(),
                                          .createdAtMs = query.value(3).toLongLong(),
                                          .file = fileIn(query.value(4))});
    }
    // A damaged page ends the rows: what is behind it waits there still, and so do its files.
    if (query.lastError().isValid())
        return failure(query.lastError().text());
    return messages;
}

Result<Done> OutboxFile::add(const PendingMessage &message)
{
    return run(QStringLiteral("INSERT INTO outbox (client_message_id, draft, ask_bot_id, created_at_ms, file) VALUES (?, ?, ?, ?, ?)"),
               {message.draft.clientMessageId, textOf(message.draft.toJson()), message.askBotId, message.createdAtMs, toText(message.file)});
}

Result<Done> OutboxFile::rewrite(const PendingMessage &message)
{
    return run(QStringLiteral("UPDATE outbox SET draft = ?, file = ? WHERE client_message_id = ?"), {textOf(message.draft.toJson()), toText(message.file), message.draft.clientMessageId});
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
    if (auto added = addFileColumn(); !added)
        return added;
    m_isOpen = true;
    return Done{};
}

// Files of before there were attachments have none.
Result<Done> OutboxFile::addFileColumn()
{
    QSqlQuery query(m_database);
    if (!query.exec(QStringLiteral("SELECT COUNT(*) FROM pragma_table_info('outbox') WHERE name = 'file'")) || !query.next())
        return failure(query.lastError().text());
    const bool isThere = query.value(0).toInt() > 0;
    query.finish();
    if (!isThere && !query.exec(QStringLiteral("ALTER TABLE outbox ADD COLUMN file TEXT")))
        return failure(query.lastError().text());
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
