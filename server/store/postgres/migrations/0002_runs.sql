-- SPDX-License-Identifier: GPL-3.0-or-later
-- What bots are doing, and the conversations that their providers keep. Run once, in one transaction, with @schema@ replaced by
-- the schema's quoted name.
--
-- A run is open until `ended_at` is set. An open one is owned by a node in one of its lives (`node`, `instance`); when `lease_until` is
-- over, any node may take it. The texts are what has come of an answer that is not in the log yet.

CREATE TABLE runs (
    run_id text COLLATE "C" PRIMARY KEY,
    session_id text COLLATE "C" NOT NULL,
    bot_id text COLLATE "C" NOT NULL,
    client_message_id uuid NOT NULL,
    question_id bigint NOT NULL,
    replaces bigint,
    state text COLLATE "C" NOT NULL,
    error text NOT NULL DEFAULT '',
    node text COLLATE "C" NOT NULL,
    instance text COLLATE "C" NOT NULL,
    lease_until timestamptz NOT NULL,
    provider jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(provider) = 'object'),
    figures jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(figures) = 'object'),
    answer text NOT NULL DEFAULT '',
    reasoning text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    ended_at timestamptz,
    CHECK (state IN ('queued', 'streaming', 'polling', 'completed', 'failed', 'cancelled', 'interrupted')),
    CHECK ((ended_at IS NULL) = (state IN ('queued', 'streaming', 'polling')))
);
CREATE INDEX runs_of_session ON runs (session_id, created_at);
-- None with lease_until, so that renewing it changes no index.
CREATE INDEX runs_open ON runs (created_at) WHERE ended_at IS NULL;
CREATE INDEX runs_ended ON runs (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE conversations (
    session_id text COLLATE "C" NOT NULL,
    bot_id text COLLATE "C" NOT NULL,
    conversation_id text NOT NULL,
    PRIMARY KEY (session_id, bot_id)
);

-- Nodes' roles may use them as they use the other tables, whoever makes them.
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
        EXECUTE 'GRANT SELECT, INSERT, UPDATE, DELETE ON @schema@.runs, @schema@.conversations TO ' || role;
    END LOOP;
END
$$;
