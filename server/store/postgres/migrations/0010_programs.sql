-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which tables each running node was made for, so that a later step can refuse to break it. Run once, in one transaction, with
-- @schema@ replaced by the schema's quoted name. Nodes of version 9 go on beside it.

-- 0: of version 9, which does not say so.
ALTER TABLE nodes ADD COLUMN tables integer NOT NULL DEFAULT 0;
