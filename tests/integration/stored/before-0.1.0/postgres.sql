--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: append_message(text, uuid, text, text, text, text, text, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.append_message(s text, u uuid, t text, i text, n text, k text, c text, m jsonb, OUT before bigint, OUT at_ms bigint, OUT new_id bigint) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET jit TO 'off'
    SET "pipit.writer" TO 'on'
    AS $$
DECLARE
    now_at timestamptz;
    place text;
    patience CONSTANT text := current_setting('lock_timeout');
BEGIN
    PERFORM pg_advisory_xact_lock(1349087337, 1);
    before := greatest((SELECT max(m.id) FROM public.messages m), (SELECT k.value::bigint FROM public.kept k WHERE k.key = 'floor'), 0);
    PERFORM setval('public.message_order', before) FROM public.message_order o WHERE before > o.last_value OR (before = o.last_value AND NOT o.is_called);
    now_at := date_trunc('milliseconds', clock_timestamp());
    IF u IS NULL THEN
        INSERT INTO public.messages AS stored (id, session_id, sender_type, sender_id, sender_name, content_type, content, metadata, created_at)
        VALUES (nextval('public.message_order'), s, t, i, n, k, c, m, now_at)
        RETURNING stored.id INTO new_id;
    ELSE
        BEGIN
            -- Another program's open transaction may have inserted a message with the same client_message_id: nobody should wait for it.
            PERFORM set_config('lock_timeout', '250ms', true);
            INSERT INTO public.messages AS stored (id, session_id, client_message_id, sender_type, sender_id, sender_name, content_type, content, metadata, created_at)
            VALUES (nextval('public.message_order'), s, u, t, i, n, k, c, m, now_at)
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


--
-- Name: append_messages(json); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.append_messages(drafts json, OUT before bigint, OUT at_ms bigint, OUT ids text) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET jit TO 'off'
    SET "pipit.writer" TO 'on'
    AS $$
DECLARE
    low bigint;
    high bigint;
    now_at timestamptz;
    patience CONSTANT text := current_setting('lock_timeout');
BEGIN
    PERFORM pg_advisory_xact_lock(1349087337, 1);
    -- The same expression as the nodes use: a function of its own would be planned anew at each call.
    before := greatest((SELECT max(m.id) FROM public.messages m), (SELECT k.value::bigint FROM public.kept k WHERE k.key = 'floor'), 0);
    -- Ids go on behind the newest message, also where that one was put there by hand.
    PERFORM setval('public.message_order', before) FROM public.message_order o WHERE before > o.last_value OR (before = o.last_value AND NOT o.is_called);
    now_at := date_trunc('milliseconds', clock_timestamp());
    BEGIN
        -- Another program's open transaction may have inserted a message with the same client_message_id: the others of this
        -- batch should not wait for it.
        PERFORM set_config('lock_timeout', '250ms', true);
        WITH draft AS (
            SELECT * FROM ROWS FROM (json_to_recordset(drafts) AS (s text, u uuid, t text, i text, n text, k text, c text, m jsonb, r bigint, p bigint, l bigint)) WITH ORDINALITY
                AS d (session_id, client_message_id, sender_type, sender_id, sender_name, content_type, content, metadata, reply_to, replaces, if_latest, place)
        ), judged AS MATERIALIZED (
            SELECT j.*, nextval('public.message_order') AS id
            FROM (
                SELECT d.*, CASE
                    WHEN d.reply_to IS NOT NULL AND NOT EXISTS (SELECT FROM public.messages m WHERE m.session_id = d.session_id AND m.id = d.reply_to) THEN 1
                    WHEN d.replaces IS NOT NULL AND NOT EXISTS (SELECT FROM public.messages m WHERE m.session_id = d.session_id AND m.id = d.replaces) THEN 2
                    WHEN d.if_latest IS NOT NULL AND d.if_latest <> coalesce((SELECT max(m.id) FROM public.messages m WHERE m.replaces = d.replaces AND m.content_type = 'state'), d.replaces) THEN 3
                    ELSE 0 END AS fault
                FROM draft d ORDER BY d.place
            ) j
        ), written AS (
            INSERT INTO public.messages AS stored (id, session_id, client_message_id, sender_type, sender_id, sender_name, content_type, content, metadata, reply_to, replaces, created_at)
            SELECT j.id, j.session_id, j.client_message_id, j.sender_type, coalesce(j.sender_id, ''), coalesce(j.sender_name, ''), j.content_type, j.content, coalesce(j.metadata, '{}'),
                   j.reply_to, j.replaces, now_at
            FROM judged j WHERE j.fault = 0
            ON CONFLICT (session_id, client_message_id) WHERE client_message_id IS NOT NULL DO NOTHING
            RETURNING stored.id, stored.session_id
        ), rung AS (
            SELECT min(s.low) AS low, max(s.high) AS high, count(pg_notify('session_messages:' || s.session_id, format('{"from":%s,"to":%s}', s.low, s.high)))
            FROM (SELECT w.session_id, min(w.id) AS low, max(w.id) AS high FROM written w GROUP BY w.session_id) s
        )
        SELECT (SELECT r.low FROM rung r), (SELECT r.high FROM rung r), string_agg(coalesce(w.id, -j.fault)::text, ',' ORDER BY j.place)
        INTO low, high, ids
        FROM judged j LEFT JOIN written w ON w.id = j.id;
        PERFORM set_config('lock_timeout', patience, true);
    EXCEPTION WHEN lock_not_available THEN
        RAISE EXCEPTION 'another program''s open transaction has inserted a message with this client_message_id' USING ERRCODE = 'serialization_failure';
    END;
    at_ms := (extract(epoch FROM now_at) * 1000)::bigint;
    IF high IS NOT NULL THEN
        PERFORM pg_notify('pipit_messages', format('{"from":%s,"to":%s}', low, high));
    END IF;
END
$$;


--
-- Name: refuse_message(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.refuse_message() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        RAISE EXCEPTION 'The id of a message is given at commit; leave it out.' USING ERRCODE = 'generated_always';
    END IF;
    RAISE EXCEPTION 'A message is never changed. Insert one whose "replaces" is %.', OLD.id USING ERRCODE = 'insufficient_privilege';
END
$$;


--
-- Name: settle_at_commit(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.settle_at_commit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    -- The first row of a transaction settles them all: it has the highest of their provisional ids.
    IF EXISTS (SELECT FROM public.messages m WHERE m.id = NEW.id) THEN
        PERFORM public.settle_messages(NEW.id, true);
    END IF;
    RETURN NULL;
END
$$;


--
-- Name: settle_messages(bigint, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.settle_messages(newest bigint DEFAULT '-1'::integer, strict boolean DEFAULT false) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET jit TO 'off'
    SET "pipit.writer" TO 'on'
    AS $$
DECLARE
    low bigint;
    high bigint;
    settled_count bigint;
    dangling boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(1349087337, 1);
    -- What a node has delivered must not be lost with the server, and its id given again.
    PERFORM set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off';
    high := (SELECT max(m.id) FROM public.messages m);
    -- Ids go on behind the newest message, also where that one was put there by hand.
    PERFORM setval('public.message_order', high) FROM public.message_order o WHERE high > o.last_value OR (high = o.last_value AND NOT o.is_called);
    WITH fresh AS MATERIALIZED (
        SELECT o.id AS provisional, o.reply_to, o.replaces, nextval('public.message_order') AS id
        FROM (SELECT m.id, m.reply_to, m.replaces FROM public.messages m WHERE m.id < 0 AND m.id <= newest ORDER BY m.id DESC) o
    ), named AS (
        SELECT f.provisional, f.id, CASE WHEN f.reply_to < 0 THEN r.id ELSE f.reply_to END AS reply_to, CASE WHEN f.replaces < 0 THEN p.id ELSE f.replaces END AS replaces,
               (f.reply_to < 0 AND r.id IS NULL) OR (f.replaces < 0 AND p.id IS NULL) AS is_dangling
        FROM fresh f LEFT JOIN fresh r ON r.provisional = f.reply_to LEFT JOIN fresh p ON p.provisional = f.replaces
    ), settled AS (
        UPDATE public.messages m SET id = n.id, reply_to = n.reply_to, replaces = n.replaces FROM named n WHERE m.id = n.provisional
        RETURNING m.id, m.session_id, n.is_dangling
    ), of_session AS (
        SELECT session_id, min(id) AS low, max(id) AS high, count(*) AS settled_count, bool_or(is_dangling) AS is_dangling FROM settled GROUP BY session_id
    )
    SELECT min(s.low), max(s.high), sum(s.settled_count), bool_or(s.is_dangling),
           count(pg_notify('session_messages:' || s.session_id, format('{"from":%s,"to":%s}', s.low, s.high)))
    INTO low, high, settled_count, dangling
    FROM of_session s;
    IF dangling AND strict THEN
        RAISE EXCEPTION 'reply_to or replaces names a provisional id that is not of this transaction'
            USING ERRCODE = 'foreign_key_violation', HINT = 'The id that INSERT returns is provisional. Read the true one by client_message_id after the commit.';
    END IF;
    IF high IS NOT NULL THEN
        PERFORM pg_notify('pipit_messages', format('{"from":%s,"to":%s}', low, high));
    END IF;
    RETURN coalesce(settled_count, 0);
END
$$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: conversations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.conversations (
    session_id text NOT NULL COLLATE pg_catalog."C",
    bot_id text NOT NULL COLLATE pg_catalog."C",
    conversation_id text NOT NULL
);


--
-- Name: files; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.files (
    id text NOT NULL COLLATE pg_catalog."C",
    session_id text NOT NULL COLLATE pg_catalog."C",
    sender_id text NOT NULL,
    name text NOT NULL,
    mime_type text NOT NULL,
    shown_inline integer NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL COLLATE pg_catalog."C",
    width integer NOT NULL,
    height integer NOT NULL,
    thumbnail text NOT NULL COLLATE pg_catalog."C",
    thumbnail_type text NOT NULL,
    created_at bigint NOT NULL,
    "position" bigint NOT NULL,
    is_used integer NOT NULL
);


--
-- Name: kept; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.kept (
    key text NOT NULL,
    value text NOT NULL
);


--
-- Name: message_order; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.message_order
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: message_terms; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.message_terms (
    message_id bigint NOT NULL,
    terms tsvector NOT NULL
);


--
-- Name: messages; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.messages (
    id bigint NOT NULL,
    session_id text NOT NULL COLLATE pg_catalog."C",
    client_message_id uuid,
    sender_type text NOT NULL COLLATE pg_catalog."C",
    sender_id text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    sender_name text DEFAULT ''::text NOT NULL,
    content_type text DEFAULT 'text'::text NOT NULL COLLATE pg_catalog."C",
    content text NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    reply_to bigint,
    replaces bigint,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    bytes integer GENERATED ALWAYS AS (((octet_length(content) + octet_length((metadata)::text)) + 200)) STORED NOT NULL,
    CONSTRAINT messages_check CHECK (((octet_length(content) <= 16777216) AND ((content <> ''::text) OR (content_type = 'state'::text)))),
    CONSTRAINT messages_content_type_check CHECK ((content_type ~ '^[a-z][a-z0-9_-]{0,31}$'::text)),
    CONSTRAINT messages_created_at_check CHECK (((created_at >= '1970-01-01 00:00:00+00'::timestamp with time zone) AND (created_at <= '9999-12-31 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT messages_metadata_check CHECK (((jsonb_typeof(metadata) = 'object'::text) AND (octet_length((metadata)::text) <= 4194304))),
    CONSTRAINT messages_sender_id_check CHECK ((octet_length(sender_id) <= 200)),
    CONSTRAINT messages_sender_name_check CHECK ((octet_length(sender_name) <= 200)),
    CONSTRAINT messages_sender_type_check CHECK ((sender_type = ANY (ARRAY['user'::text, 'bot'::text, 'system'::text]))),
    CONSTRAINT messages_session_id_check CHECK ((session_id ~ '^[A-Za-z0-9_:-]{1,46}$'::text))
);


--
-- Name: TABLE messages; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.messages IS 'The message log of Pipit. Other programs insert session_id, content, sender_type, and optionally content_type, sender_id, sender_name, metadata, client_message_id, reply_to, replaces, created_at; never id. A message is never changed: insert one that replaces it.';


--
-- Name: messages_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.messages ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.messages_id_seq
    START WITH -1
    INCREMENT BY -1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: nodes; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.nodes (
    id text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    clock timestamp with time zone NOT NULL,
    stats jsonb DEFAULT '{}'::jsonb NOT NULL
);


--
-- Name: purged; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.purged (
    session_id text NOT NULL COLLATE pg_catalog."C",
    "position" bigint NOT NULL,
    number bigint NOT NULL
);


--
-- Name: read_positions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.read_positions (
    session_id text NOT NULL COLLATE pg_catalog."C",
    sub text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    role text NOT NULL,
    "position" bigint NOT NULL,
    read_at bigint NOT NULL
);


--
-- Name: runs; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.runs (
    run_id text NOT NULL COLLATE pg_catalog."C",
    session_id text NOT NULL COLLATE pg_catalog."C",
    bot_id text NOT NULL COLLATE pg_catalog."C",
    client_message_id uuid NOT NULL,
    question_id bigint NOT NULL,
    replaces bigint,
    state text NOT NULL COLLATE pg_catalog."C",
    error text DEFAULT ''::text NOT NULL,
    node text NOT NULL COLLATE pg_catalog."C",
    instance text NOT NULL COLLATE pg_catalog."C",
    lease_until timestamp with time zone NOT NULL,
    provider jsonb DEFAULT '{}'::jsonb NOT NULL,
    figures jsonb DEFAULT '{}'::jsonb NOT NULL,
    answer text DEFAULT ''::text NOT NULL,
    reasoning text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    cancel_asked boolean DEFAULT false NOT NULL,
    CONSTRAINT runs_check CHECK (((ended_at IS NULL) = (state = ANY (ARRAY['queued'::text, 'streaming'::text, 'polling'::text])))),
    CONSTRAINT runs_figures_check CHECK ((jsonb_typeof(figures) = 'object'::text)),
    CONSTRAINT runs_provider_check CHECK ((jsonb_typeof(provider) = 'object'::text)),
    CONSTRAINT runs_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'streaming'::text, 'polling'::text, 'completed'::text, 'failed'::text, 'cancelled'::text, 'interrupted'::text])))
);


--
-- Name: sessions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sessions (
    id text NOT NULL COLLATE pg_catalog."C",
    title text DEFAULT ''::text NOT NULL,
    archived boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    last_message_id bigint DEFAULT 0 NOT NULL
);


--
-- Name: tokens; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.tokens (
    hash bytea NOT NULL,
    kind smallint NOT NULL,
    sub text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    sessions text NOT NULL,
    parent bytea,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    jwt_key bytea,
    caller_expires_at timestamp with time zone
);


--
-- Data for Name: conversations; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.conversations (session_id, bot_id, conversation_id) FROM stdin;
\.


--
-- Data for Name: files; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.files (id, session_id, sender_id, name, mime_type, shown_inline, size, sha256, width, height, thumbnail, thumbnail_type, created_at, "position", is_used) FROM stdin;
3gwubo5f34f6r9ncpmkl	orders	operator	menu.txt	text/plain; charset=utf-8	1	16	630c3c03bdfcdc8eb0dafec0e0277a928cefebfa90f41b93c929987546eec880	0	0			1796063079364	8	0
\.


--
-- Data for Name: kept; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.kept (key, value) FROM stdin;
schema_version	9
epoch	abd6q7hb
files_id	e5zyawrvq7xr552wspeb
floor	12
derived_to	13
\.


--
-- Data for Name: message_terms; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.message_terms (message_id, terms) FROM stdin;
1	'丁':6 '两份':1 '份宫':2 '保鸡':4 '宫保':3 '谢':8 '谢谢':7 '鸡丁':5
2	'de':2 'dos':1 'kung':3 'pao':4
3	'丁':6 '三份':1 '份宫':2 '保鸡':4 '宫保':3 '谢':8 '谢谢':7 '鸡丁':5
4	'a':2 'las':3 'ocho':4 'reparto':1
5	'nueve':1
6	'half':1 'it':3 'of':2
7	'asked':4 'been':3 'has':2 'what':1
8	'19':21,26 '8':25 'a':33 'account':9 'again':46 'am':3 'and':47 'answer':50 'ask':45 'asked':17 'bash':36 'be':30 'been':16 'built':5 'by':53 'bytes':22 'can':29 'characters':20 'come':51 'command':34 'echo':7 'from':32 'has':15 'hello':1 'i':2 'in':6,23,57 'it':61 'line':35 'measure':18 'middle':59 'network':11 'next':44 'no':8,10 'of':60 'piece':52,54 'pipitctl':37 'press':55 'said':13 'same':28 'seen':31 'session':39,40 'stop':56 'tail':38 'the':4,27,49,58 'to':42 'try':43 'utf':24 'value':19 'watch':48 'what':14,41 'you':12
9	'menu':1 'txt':2
13	'away':2 'put':1
\.


--
-- Data for Name: messages; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.messages (id, session_id, client_message_id, sender_type, sender_id, sender_name, content_type, content, metadata, reply_to, replaces, created_at) FROM stdin;
1	orders	\N	user	operator	Ana	text	两份宫保鸡丁，谢谢 🐦	{}	\N	\N	2026-11-30 18:24:35.345+00
2	orders	\N	bot	operator	Operator	markdown	dos de *kung pao*	{"tag": 7}	1	\N	2026-11-30 18:24:35.379+00
3	orders	\N	user	operator	Operator	text	三份宫保鸡丁，谢谢	{}	\N	1	2026-11-30 18:24:35.394+00
4	orders	\N	user	operator	Operator	state	# Reparto\n\na las ocho	{"name": "note"}	\N	\N	2026-11-30 18:24:35.403+00
5	orders	\N	user	operator	Operator	comment	nueve	{}	4	\N	2026-11-30 18:24:35.428+00
6	orders	\N	user	operator	Operator	progress	half of it	{"percent": 50}	\N	\N	2026-11-30 18:24:35.436+00
7	answers	929b0ba2-b05b-4471-a28a-e2a9e1ec5eec	user	operator	Operator	text	what has been asked	{}	\N	\N	2026-11-30 18:24:35.441+00
8	answers	ffb218d8-64f1-504c-9dc8-8c4bde966960	bot	echo	Eco 回声	markdown	Hello 👋 I am the built-in echo: no account, no network. You said:\n\n> what has been asked\n\n| measure | value |\n| --- | ---: |\n| characters | 19 |\n| bytes in UTF-8 | 19 |\n\nThe same can be seen from a command line:\n\n```bash\npipitctl tail --session "$SESSION"\n```\n\nWhat to try next:\n\n- ask again and watch the answer come **piece by piece**;\n- press *Stop* in the middle of it.\n	{"runId": "0a034144-5961-5c51-a882-3a6cf037cf74", "durationMs": 3835, "lastTokenMs": 3787, "firstTokenMs": 70}	7	\N	2026-11-30 18:24:39.285+00
9	orders	\N	user	operator	Operator	file	/api/files/3gwubo5f34f6r9ncpmkl	{"name": "menu.txt"}	\N	\N	2026-11-30 18:24:39.381+00
13	old	\N	user	operator	Operator	text	put away	{}	\N	\N	2026-11-30 18:24:39.698+00
10	orders	\N	user	operator	Operator	state		{"redacted": true}	\N	\N	2026-11-30 18:24:39.389+00
11	orders	\N	system	operator		state		{"ids": [10], "redacted": true}	\N	10	2026-11-30 18:24:39.524+00
\.


--
-- Data for Name: nodes; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.nodes (id, started_at, seen_at, clock, stats) FROM stdin;
\.


--
-- Data for Name: purged; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.purged (session_id, "position", number) FROM stdin;
gone	12	2
\.


--
-- Data for Name: read_positions; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.read_positions (session_id, sub, name, role, "position", read_at) FROM stdin;
orders	operator	Operator	operator	1	1796063079758
	operator	Operator	operator	13	1796063079831
\.


--
-- Data for Name: runs; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.runs (run_id, session_id, bot_id, client_message_id, question_id, replaces, state, error, node, instance, lease_until, provider, figures, answer, reasoning, created_at, updated_at, ended_at, cancel_asked) FROM stdin;
0a034144-5961-5c51-a882-3a6cf037cf74	answers	echo	ffb218d8-64f1-504c-9dc8-8c4bde966960	7	\N	completed		os7vh6km	cgab6col	2026-11-30 18:24:54.302151+00	{}	{"durationMs": 3852, "lastTokenMs": 3787, "firstTokenMs": 70}			2026-11-30 18:24:35.445101+00	2026-11-30 18:24:39.302151+00	2026-11-30 18:24:39.302151+00	f
\.


--
-- Data for Name: sessions; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.sessions (id, title, archived, created_at, updated_at, last_message_id) FROM stdin;
answers		f	2026-11-30 18:24:35.441+00	2026-11-30 18:24:39.285+00	8
old		t	2026-11-30 18:24:39.698+00	2026-11-30 18:24:39.698+00	13
orders	Pedidos 订单	f	2026-11-30 18:24:35.345+00	2026-11-30 18:24:39.524+00	11
\.


--
-- Data for Name: tokens; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.tokens (hash, kind, sub, name, role, sessions, parent, created_at, expires_at, jwt_key, caller_expires_at) FROM stdin;
\.


--
-- Name: message_order; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.message_order', 13, true);


--
-- Name: messages_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.messages_id_seq', -1, false);


--
-- Name: conversations conversations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT conversations_pkey PRIMARY KEY (session_id, bot_id);


--
-- Name: files files_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.files
    ADD CONSTRAINT files_pkey PRIMARY KEY (id);


--
-- Name: kept kept_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.kept
    ADD CONSTRAINT kept_pkey PRIMARY KEY (key);


--
-- Name: message_terms message_terms_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message_terms
    ADD CONSTRAINT message_terms_pkey PRIMARY KEY (message_id);


--
-- Name: messages messages_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (id);


--
-- Name: nodes nodes_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.nodes
    ADD CONSTRAINT nodes_pkey PRIMARY KEY (id);


--
-- Name: purged purged_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.purged
    ADD CONSTRAINT purged_pkey PRIMARY KEY (session_id);


--
-- Name: read_positions read_positions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.read_positions
    ADD CONSTRAINT read_positions_pkey PRIMARY KEY (session_id, sub);


--
-- Name: runs runs_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_pkey PRIMARY KEY (run_id);


--
-- Name: sessions sessions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);


--
-- Name: tokens tokens_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tokens
    ADD CONSTRAINT tokens_pkey PRIMARY KEY (hash);


--
-- Name: comments; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX comments ON public.messages USING btree (reply_to, id) WHERE (content_type = 'comment'::text);


--
-- Name: files_of_blob; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX files_of_blob ON public.files USING btree (sha256);


--
-- Name: files_of_session; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX files_of_session ON public.files USING btree (session_id);


--
-- Name: files_of_thumbnail; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX files_of_thumbnail ON public.files USING btree (thumbnail) WHERE (thumbnail <> ''::text);


--
-- Name: files_unused; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX files_unused ON public.files USING btree (created_at) WHERE (is_used = 0);


--
-- Name: message_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX message_once ON public.messages USING btree (session_id, client_message_id) WHERE (client_message_id IS NOT NULL);


--
-- Name: message_terms_found; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX message_terms_found ON public.message_terms USING gin (terms);


--
-- Name: messages_of_session; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX messages_of_session ON public.messages USING btree (session_id, id) INCLUDE (replaces, sender_type, sender_id);


--
-- Name: notes; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notes ON public.messages USING btree (session_id, id) WHERE ((content_type = 'state'::text) AND ((metadata ->> 'name'::text) = 'note'::text));


--
-- Name: purged_by_number; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX purged_by_number ON public.purged USING btree (number);


--
-- Name: purged_by_position; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX purged_by_position ON public.purged USING btree ("position");


--
-- Name: read_positions_of; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX read_positions_of ON public.read_positions USING btree (sub, read_at);


--
-- Name: replacements; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX replacements ON public.messages USING btree (replaces) WHERE (replaces IS NOT NULL);


--
-- Name: runs_ended; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX runs_ended ON public.runs USING btree (ended_at) WHERE (ended_at IS NOT NULL);


--
-- Name: runs_of_session; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX runs_of_session ON public.runs USING btree (session_id, created_at);


--
-- Name: runs_open; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX runs_open ON public.runs USING btree (created_at) WHERE (ended_at IS NULL);


--
-- Name: sessions_by_time; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sessions_by_time ON public.sessions USING btree (archived, updated_at DESC, id);


--
-- Name: tokens_by_end; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX tokens_by_end ON public.tokens USING btree (expires_at) WHERE (expires_at IS NOT NULL);


--
-- Name: tokens_of_parent; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX tokens_of_parent ON public.tokens USING btree (parent) WHERE (parent IS NOT NULL);


--
-- Name: messages messages_final; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER messages_final BEFORE UPDATE ON public.messages FOR EACH ROW WHEN ((current_setting('pipit.writer'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION public.refuse_message();


--
-- Name: messages messages_id; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER messages_id BEFORE INSERT ON public.messages FOR EACH ROW WHEN (((new.id >= 0) AND (current_setting('pipit.writer'::text, true) IS DISTINCT FROM 'on'::text))) EXECUTE FUNCTION public.refuse_message();


--
-- Name: messages messages_settle; Type: TRIGGER; Schema: public; Owner: -
--

CREATE CONSTRAINT TRIGGER messages_settle AFTER INSERT ON public.messages DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.id < 0)) EXECUTE FUNCTION public.settle_at_commit();


--
-- PostgreSQL database dump complete
--

