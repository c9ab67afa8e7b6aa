// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/stored_rows.h"

#include <QJsonDocument>

namespace pipit::store {

namespace {

constexpr QChar listSeparator = u' '; // no session pattern has one

QJsonObject objectOf(const QVariant &text)
{
    return QJsonDocument::fromJson(text.toString().toUtf8()).object();
}

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
        .metadata = objectOf(row.value(first + 8)),
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
    record.purgedTo = row.value(17).toLongLong();
    return record;
}

auth::TokenRecord tokenOfRow(const QSqlQuery &row)
{
    return {
        .kind = auth::TokenRecord::Kind(row.value(1).toInt()),
        .hash = row.value(0).toByteArray(),
        .caller = {.sub = row.value(2).toString(),
                   .name = row.value(3).toString(),
                   .role = auth::roleFromName(row.value(4).toString()).value_or(auth::Role::User),
                   .sessions = row.value(5).toString().split(listSeparator, Qt::SkipEmptyParts)},
        .parentHash = row.value(6).toByteArray(),
        .createdAtMs = row.value(7).toLongLong(),
        .expiresAtMs = optionalNumber(row.value(8)),
        .jwtKey = row.value(9).toByteArray(),
        .callerExpiresAtMs = optionalNumber(row.value(10)),
    };
}

RunRecord runOfRow(const QSqlQuery &row)
{
    return {
        .runId = row.value(0).toString(),
        .sessionId = row.value(1).toString(),
        .botId = row.value(2).toString(),
        .clientMessageId = row.value(3).toString(),
        .questionId = row.value(4).toLongLong(),
        .replaces = optionalNumber(row.value(5)),
        .state = runStateFromName(row.value(6).toString()).value_or(RunState::Interrupted),
        .error = row.value(7).toString(),
        .node = row.value(8).toString(),
        .provider = objectOf(row.value(9)),
        .answer = row.value(10).toString(),
        .reasoning = row.value(11).toString(),
        .figures = objectOf(row.value(12)),
        .createdAtMs = row.value(13).toLongLong(),
        .updatedAtMs = row.value(14).toLongLong(),
        .cancelAsked = row.value(15).toBool(),
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

QVariant ifGiven(const std::optional<QString> &text)
{
    return text ? QVariant(orEmpty(*text)) : QVariant(QMetaType::fromType<QString>());
}

QString objectText(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace pipit::store
