-- SPDX-License-Identifier: GPL-3.0-or-later
-- A session's note and the comments on it, wherever in a long history they are. Run once, in one transaction, with @schema@
-- replaced by the schema's quoted name.

CREATE INDEX notes ON @schema@.messages (session_id, id) WHERE content_type = 'state' AND metadata ->> 'name' = 'note';
CREATE INDEX comments ON @schema@.messages (reply_to, id) WHERE content_type = 'comment';
