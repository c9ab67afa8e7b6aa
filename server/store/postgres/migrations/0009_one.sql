-- SPDX-License-Identifier: GPL-3.0-or-later
-- The short way for one message that refers to no other, which is most of them wherever there is no crowd: append_messages()
-- with a list of one takes three times as long. Run once, in one transaction, with @schema@ replaced by the schema's quoted name.

-- `new_id` is null where the session has a message with this client_message_id.
CREATE FUNCTION append_message(s text, u uuid, t text, i text, n text, k text, c text, m jsonb, OUT before bigint, OUT at_ms bigint, OUT new_id bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET jit = off SET pipit.writer = 'on' AS $$
DECLARE
    now_at timestamptz;
    place text;
    patience CONSTANT text := current_setting('lock_timeout');
BEGIN
    PERFORM pg_advisory_xact_lock(1349087337, 1);
    before := greatest((SELECT max(m.id) FROM @schema@.messages m), (SELECT k.value::bigint FROM @schema@.kept k WHERE k.key = 'floor'), 0);
    PERFORM setval('@schema@.message_order', before) FROM @schema@.message_order o WHERE before > o.last_value OR (before = o.last_value AND NOT o.is_called);
    now_at := date_trunc('milliseconds', clock_timestamp());
    IF u IS NULL THEN
        INSERT INTO @schema@.messages AS stored (id, session_id, sender_type, sender_id, sender_name, content_type, content, metadata, created_at)
        VALUES (nextval('@schema@.message_order'), s, t, i, n, k, c, m, now_at)
        RETURNING stored.id INTO new_id;
    ELSE
        BEGIN
            -- Another program's open transaction may have inserted a message with the same client_message_id: nobody should wait for it.
            PERFORM set_config('lock_timeout', '250ms', true);
            INSERT INTO @schema@.messages AS stored (id, session_id, client_message_id, sender_type, sender_id, sender_name, content_type, content, metadata, created_at)
            VALUES (nextval('@schema@.message_order'), s, u, t, i, n, k, c, m, now_at)
            ON CONFLICT (session_id, client_message_id) WHERE client_message_id IS NOT NULL DO NOTHING
            RETURNING stored.id INTO new_id;
            PERFORM set_config('lock_timeout', patience, true);
        EXCEPTION WHEN lock_not_available THEN
            RAISE EXCEPTION 'another program''s open transaction has inserted a message with this client_message_id' USING ERRCODE = 'serialization_failure';
        END;
    END IF;
    at_ms := (extract(epoch FROM now_at) * 1000)::bigint;
    IF new_id IS NOT NULL THEN
        place := format('{"from":%s,"to":%s}', new_id, new_id);
        PERFORM pg_notify('session_messages:' || s, place), pg_notify('pipit_messages', place);
    END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION append_message(text, uuid, text, text, text, text, text, jsonb) FROM PUBLIC;

-- Whoever may write the log as a node may do so the short way.
DO $$
DECLARE
    node name;
BEGIN
    FOR node IN SELECT DISTINCT r.rolname FROM pg_proc p, aclexplode(p.proacl) a JOIN pg_roles r ON r.oid = a.grantee
                WHERE p.oid = '@schema@.append_messages(json)'::regprocedure AND a.privilege_type = 'EXECUTE' AND r.oid <> p.proowner LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION @schema@.append_message(text, uuid, text, text, text, text, text, jsonb) TO %I', node);
    END LOOP;
END
$$;
