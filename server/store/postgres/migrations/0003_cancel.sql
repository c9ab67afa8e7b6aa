-- SPDX-License-Identifier: GPL-3.0-or-later
-- Runs that somebody wants to end, while their node does not listen. Run once, in one transaction, with @schema@ replaced by the
-- schema's quoted name.

ALTER TABLE @schema@.runs ADD COLUMN cancel_asked boolean NOT NULL DEFAULT false;
