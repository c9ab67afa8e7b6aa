-- SPDX-License-Identifier: GPL-3.0-or-later
-- Uploaded files, whose bytes are in a directory that the nodes share. Run once, in one transaction, with @schema@ replaced by the
-- schema's quoted name. Times are milliseconds since 1970.

CREATE TABLE @schema@.files (
    id text COLLATE "C" PRIMARY KEY,
    session_id text COLLATE "C" NOT NULL,
    sender_id text NOT NULL,
    name text NOT NULL,
    mime_type text NOT NULL,
    shown_inline integer NOT NULL,
    size bigint NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    thumbnail text COLLATE "C" NOT NULL,
    thumbnail_type text NOT NULL,
    created_at bigint NOT NULL,
    position bigint NOT NULL,
    is_used integer NOT NULL
);
CREATE INDEX tokens_by_end ON @schema@.tokens (expires_at) WHERE expires_at IS NOT NULL;

CREATE INDEX files_of_session ON @schema@.files (session_id);
CREATE INDEX files_of_blob ON @schema@.files (sha256);
CREATE INDEX files_of_thumbnail ON @schema@.files (thumbnail) WHERE thumbnail <> '';
CREATE INDEX files_unused ON @schema@.files (created_at) WHERE is_used = 0;

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
        EXECUTE 'GRANT SELECT, INSERT, UPDATE, DELETE ON @schema@.files TO ' || role;
    END LOOP;
END
$$;
