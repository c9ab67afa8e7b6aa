// SPDX-License-Identifier: GPL-3.0-or-later
// What people run who have no Pipit: a web framework, a table whose trigger sends each row by NOTIFY, one connection that listens,
// and a write to every stream that wants it. A yardstick, not an example.
//
// plain_stack.mjs DATABASE_URL: says its port in a line once it is ready.
import Fastify from 'fastify';
import pg from 'pg';

const connectionString = process.argv[2];
const database = new pg.Pool({ connectionString, max: 10 });
await database.query(`
    CREATE TABLE chat (
        id bigserial PRIMARY KEY,
        session_id text NOT NULL,
        sender_type text NOT NULL,
        content text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now());
    CREATE FUNCTION tell_chat() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_notify('chat:' || NEW.session_id, row_to_json(NEW)::text);
        RETURN NULL;
    END $$;
    CREATE TRIGGER chat_told AFTER INSERT ON chat FOR EACH ROW EXECUTE FUNCTION tell_chat();`);

const streamsOf = new Map();
const ear = new pg.Client({ connectionString });
await ear.connect();
ear.on('notification', (notice) => {
    const streams = streamsOf.get(notice.channel);
    if (!streams)
        return;
    const event = `id: ${JSON.parse(notice.payload).id}\nevent: message\ndata: ${notice.payload}\n\n`;
    for (const stream of streams)
        stream.write(event);
});

const server = Fastify();

server.get('/stream', async (request, reply) => {
    const channel = `chat:${request.query.session}`;
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    stream.write(': here\n\n');
    if (!streamsOf.has(channel)) {
        streamsOf.set(channel, new Set());
        await ear.query(`LISTEN "${channel}"`);
    }
    const streams = streamsOf.get(channel);
    streams.add(stream);
    request.raw.on('close', () => streams.delete(stream));
});

server.post('/messages', async (request) => {
    const { session, content } = request.body;
    const stored = await database.query("INSERT INTO chat (session_id, sender_type, content) VALUES ($1, 'user', $2) RETURNING *", [session, content]);
    return { message: stored.rows[0] };
});

await server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 });
console.log(`listening on ${server.server.address().port}`);
