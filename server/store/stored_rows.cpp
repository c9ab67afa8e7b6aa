// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/stored_rows.h"

#include <QJsonDocument>

namespace pipit::store {

namespace {

constexpr QChar listSeparator = u' '; // no session pattern has one

Message messageAt(const QSqlQuery &row, int first)
{
    return Message{
        .id = row.value(first).toLongLong(),
        .sessionId = row.value(first + 1).toString(),
        .clientMessageId = row.value(first + 2).toString(),
        .senderType = SenderType(row.value(first + 3).toInt()),
        .senderId = row.value(first + 4).toString(),
        .senderName = row.value(first + 5).toString(),
        .contentType = row.value(first + 6).toString(),
        .content = row.value(first + 7).toString(),
        .metadata = QJsonDocument::fromJson(row.value(first + 8).toString().toUtf8()).object(),
        .replyTo = optionalNumber(row.value(first + 9)),
        .replaces = optionalNumber(row.value(first + 10)),
        .createdAtMs = row.value(first + 11).toLongLong(),
    };
}

} // namespace

Message messageOfRow(const QSqlQuery &row)
{
    return messageAt(row, 0);
}

SessionRecord sessionOfRow(const QSqlQuery &row)
{
    SessionRecord record{
        .id = row.value(0).toString(),
        .title = row.value(1).toString(),
        .archived = row.value(2).toBool(),
        .createdAtMs = row.value(3).toLongLong(),
        .updatedAtMs = row.value(4).toLongLong(),
    };
    if (!row.value(5).isNull())
        record.lastMessage = messageAt(row, 5);
    return record;
}

auth::TokenRecord tokenOfRow(const QSqlQuery &row, const QByteArray &hash)
{
    return {
        .kind = auth::TokenRecord::Kind(row.value(0).toInt()),
        .hash = hash,
        .caller = {.sub = row.value(1).toString(),
                   .name = row.value(2).toString(),
                   .role = auth::roleFromName(row.value(3).toString()).value_or(auth::Role::User),
                   .sessions = row.value(4).toString().split(listSeparator, Qt::SkipEmptyParts)},
        .parentHash = row.value(5).toByteArray(),
        .createdAtMs = row.value(6).toLongLong(),
        .expiresAtMs = optionalNumber(row.value(7)),
    };
}

QString joinedPatterns(const QStringList &patterns)
{
    return patterns.isEmpty() ? QStringLiteral("") : patterns.join(listSeparator);
}

std::optional<qint64> optionalNumber(const QVariant &value)
{
    return value.isNull() ? std::nullopt : std::optional(value.toLongLong());
}

QVariant orNull(std::optional<qint64> number)
{
    return number ? QVariant(*number) : QVariant(QMetaType::fromType<qint64>());
}

QVariant orNull(const QString &text)
{
    return text.isEmpty() ? QVariant(QMetaType::fromType<QString>()) : QVariant(text);
}

QVariant orNull(const QByteArray &bytes)
{
    return bytes.isEmpty() ? QVariant(QMetaType::fromType<QByteArray>()) : QVariant(bytes);
}

QString orEmpty(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

} // namespace pipit::store
