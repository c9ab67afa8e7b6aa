// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables as values, and values as they are bound: the same on every database, because every database selects
// the same columns in the same order. Thread rule: functions without state.
#pragma once

#include "server/store/store.h"

#include <QSqlQuery>
#include <QVariant>

namespace pipit::store {

// id, session_id, client_message_id, sender_type (0, 1, 2 as in SenderType), sender_id, sender_name, content_type, content,
// metadata, reply_to, replaces, created_at (ms)
Message messageOfRow(const QSqlQuery &row);

// id, title, archived, created_at, updated_at (ms), then the last message's columns, all NULL where there is none
SessionRecord sessionOfRow(const QSqlQuery &row);

// hash, kind, sub, name, role, sessions, parent, created_at, expires_at (ms), jwt_key, caller_expires_at (ms)
auth::TokenRecord tokenOfRow(const QSqlQuery &row);

// run_id, session_id, bot_id, client_message_id, question_id, replaces, state, error, node, provider, answer, reasoning, figures,
// created_at, updated_at (ms), cancel_asked
RunRecord runOfRow(const QSqlQuery &row);

// As tokens keep them: in one text.
QString joinedPatterns(const QStringList &patterns);

std::optional<qint64> optionalNumber(const QVariant &value);
QVariant orNull(std::optional<qint64> number);
QVariant orNull(const QString &text); // NULL for an empty one
QVariant orNull(const QByteArray &bytes);
QString orEmpty(const QString &text); // a null QString would be taken for NULL
QVariant ifGiven(const std::optional<QString> &text); // NULL for none, not for an empty one
QString objectText(const QJsonObject &object);

} // namespace pipit::store
