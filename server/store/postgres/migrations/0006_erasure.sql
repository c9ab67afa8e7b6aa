-- SPDX-License-Identifier: GPL-3.0-or-later
-- What was taken away from the log. Run once, in one transaction, with @schema@ replaced by the schema's quoted name.
--
-- Up to and with `position`, messages of the session are gone. `number` grows with each change, under the order lock: by it the
-- nodes hear what others have purged.

CREATE TABLE @schema@.purged (
    session_id text COLLATE "C" PRIMARY KEY,
    position bigint NOT NULL,
    number bigint NOT NULL
);
CREATE INDEX purged_by_position ON @schema@.purged (position);
CREATE INDEX purged_by_number ON @schema@.purged (number);

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
        EXECUTE 'GRANT SELECT, INSERT, UPDATE, DELETE ON @schema@.purged TO ' || role;
    END LOOP;
END
$$;
