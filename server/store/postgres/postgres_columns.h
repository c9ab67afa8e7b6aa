// SPDX-License-Identifier: GPL-3.0-or-later
// Columns as stored_rows.h reads them, as parts of statements.
// Thread rule: constant text.
#pragma once

// A time as milliseconds since 1970.
#define MS(column) "(extract(epoch FROM " column ") * 1000)::bigint"

// Qt's driver takes a byte order mark at the beginning of a text for no part of it.
#define WHOLE_TEXT(column) "CASE WHEN left(" column ", 1) = E'\\uFEFF' THEN E'\\uFEFF' ELSE '' END || " column

// One session's messages are asked for by `session_id BETWEEN s AND s … ORDER BY session_id, id`. By `session_id = s … ORDER BY id`
// it would be the planner's choice to look for a quiet session's messages by walking the whole log.

// Of table `messages m`.
#define CREATED_AT_MS MS("m.created_at")
#define MESSAGE_COLUMNS                                                                                                                   \
    "m.id, m.session_id, m.client_message_id, array_position('{user,bot,system}'::text[], m.sender_type) - 1, " WHOLE_TEXT("m.sender_id") ", " WHOLE_TEXT("m.sender_name") \
    ", m.content_type, " WHOLE_TEXT("m.content") ", m.metadata, m.reply_to, m.replaces, " CREATED_AT_MS
