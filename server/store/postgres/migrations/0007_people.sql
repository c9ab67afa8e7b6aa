-- SPDX-License-Identifier: GPL-3.0-or-later
-- Up to where each caller has read. Run once, in one transaction, with @schema@ replaced by the schema's quoted name.
--
-- The row of session '' says since when a caller reads: what was there before counts as read in every session.

CREATE TABLE @schema@.read_positions (
    session_id text COLLATE "C" NOT NULL,
    sub text COLLATE "C" NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    position bigint NOT NULL,
    read_at bigint NOT NULL, -- ms
    PRIMARY KEY (session_id, sub)
);
CREATE INDEX read_positions_of ON @schema@.read_positions (sub, read_at);

-- With what unread messages are counted by.
DROP INDEX @schema@.messages_of_session;
CREATE UNIQUE INDEX messages_of_session ON @schema@.messages (session_id, id) INCLUDE (replaces, sender_type, sender_id);

-- Nodes' roles may use it as they use the other tables, whoever makes it.
DO $$
DECLARE
    role text;
BEGIN
    FOR role IN
        SELECT quote_ident(r.rolname)
        FROM pg_catalog.pg_class c CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) a JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
        WHERE c.oid = '@schema@.sessions'::pg_catalog.regclass AND r.oid <> c.relowner AND a.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
        GROUP BY r.rolname
        HAVING count(DISTINCT a.privilege_type) = 4
    LOOP
        EXECUTE 'GRANT SELECT, INSERT, UPDATE, DELETE ON @schema@.read_positions TO ' || role;
    END LOOP;
END
$$;
