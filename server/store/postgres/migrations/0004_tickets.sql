-- SPDX-License-Identifier: GPL-3.0-or-later
-- Tickets, and tokens that go back to a JWT. Run once, in one transaction, with @schema@ replaced by the schema's quoted name.

ALTER TABLE @schema@.tokens ADD COLUMN jwt_key bytea, ADD COLUMN caller_expires_at timestamptz;
