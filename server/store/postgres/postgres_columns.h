// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of table `messages m` in the order of stored_rows.h.
#pragma once

#define MESSAGE_COLUMNS                                                                                                                   \
    "m.id, m.session_id, m.client_message_id, array_position('{user,bot,system}'::text[], m.sender_type) - 1, m.sender_id, m.sender_name," \
    " m.content_type, m.content, m.metadata, m.reply_to, m.replaces, (extract(epoch FROM m.created_at) * 1000)::bigint"
