// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: /api/openapi.json is valid, and true. Every operation of it is asked of a real node, for what it is there for and for
// each status that it may refuse with; what comes is held against what is described, a member that is not described being a fault. An
// operation, a status or an event that nobody has asked for here fails the test. (That the node has no route beside these is
// tests/unit/description_test.cpp's.)
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Description } from './description.mjs';
import { PipitNode } from './pipit_node.mjs';
import { Provider } from './provider.mjs';

const bodyBytes = 65_536;
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

// What cannot be had of a node here: its database would have to fail, or ten minutes pass.
const outOfReach = (id, what) => what === '503' && !['getReadiness', 'listOffers', 'listOffersOf', 'testBot', 'chat'].includes(id);

function configuration(provider) {
    const bots = [['echo', 'echo', 'piece_interval_ms = 0'], ['local', 'openai', `model = 'small'\nbase_url = '${provider.url}'`], ['away', 'openai', "model = 'small'\nbase_url = 'http://127.0.0.1:9/v1'"]];
    return bots.map(([id, kind, more]) => `[[bots]]\nid = '${id}'\nprovider = '${kind}'\n${more}\n`).join('')
        + "[[alerts]]\nname = 'test'\nmetric = 'pipit_store_ready'\nabove = 5\nfor_s = 0\n[[alerts]]\nname = 'late'\nmetric = 'pipit_commit_to_wire_seconds'\nbelow = 0\n";
}

async function until(condition, what) {
    const end = Date.now() + 30_000;
    while (!(await condition())) {
        if (Date.now() > end)
            assert.fail(`Not within 30 s: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

describe('the description', () => {
    let provider;
    let node;
    let api;
    const open = [];

    const call = (id, given, expected) => api.call(node, id, given, expected);
    const listen = async (id, given) => {
        const stream = await api.stream(node, id, given);
        open.push(stream);
        return stream;
    };
    const message = (sessionId, content, more = {}) => call('publishMessage', { body: { sessionId, content, senderType: 'user', ...more } }, 201);
    const guest = async (invite) => {
        const { data } = await call('makeTicket', { body: { invite } }, 201);
        return (await call('openSession', { token: '', body: { ticket: data.ticket } })).data.token;
    };
    const ended = (session, runId) => until(async () => {
        const { data } = await call('listRuns', { path: { id: session } });
        return ['completed', 'failed', 'cancelled'].includes(data.runs.find((run) => run.runId === runId)?.state);
    }, `the end of run ${runId}`);

    before(async () => {
        provider = await Provider.create();
        node = await PipitNode.create(['--limits-body-bytes', `${bodyBytes}`, '--limits-message-bytes', '2048', '--files-max-bytes', '131072', '--files-total-bytes', '160000', '--streams-drain-s', '2'], { configuration: configuration(provider) });
        const answer = await fetch(`${node.url}/api/openapi.json`);
        api = new Description(await answer.json());
    });
    after(async () => {
        for (const stream of open)
            stream.close();
        await node?.remove();
        provider?.close();
    });

    test('is valid OpenAPI 3.1, and its schemas are', async () => {
        const data = api.document;
        const { headers } = await call('getDescription', { token: '' });
        const result = await new Validator().validate(structuredClone(data));
        assert.ok(result.valid, JSON.stringify(result.errors, null, 1));
        assert.match(data.openapi, /^3\.1\./);
        api.compileAll();
        const ids = api.operations.map((operation) => operation.operationId);
        assert.equal(new Set(ids).size, ids.length, 'each operation has a name of its own');
        const tags = data.tags.map((tag) => tag.name);
        for (const operation of api.operations)
            assert.ok(operation.summary && operation.tags.length === 1 && tags.includes(operation.tags[0]), operation.operationId);
        await call('getDescription', { token: '', headers: { 'if-none-match': headers.etag } }, 304);
    });

    test('has every component for somebody', () => {
        const text = JSON.stringify(api.document);
        for (const kind of ['schemas', 'responses', 'parameters']) {
            for (const name of Object.keys(api.document.components[kind]))
                assert.ok(text.includes(`"#/components/${kind}/${name}"`) || text.includes(`"#/components/${kind}/${name}/`), `${kind}/${name} is used by nothing`);
        }
    });

    test('is true of who may ask', async () => {
        const user = await guest({ sub: 'una', sessions: ['*'] });
        const large = Buffer.alloc(bodyBytes + 1, ' ');
        const cookie = (await call('openSession', { token: '', body: { token: node.token } })).headers['set-cookie'][0].split(';')[0];
        for (const operation of api.operations) {
            const id = operation.operationId;
            const isPublic = operation.security?.length === 0;
            const path = Object.fromEntries(api.parametersOf(operation).filter((parameter) => parameter.in === 'path').map((parameter) => [parameter.name, id === 'getAsset' ? 'pipit.svg' : '1']));
            const isUpload = Boolean(operation.requestBody?.content['*/*']);
            await call(id, { path, headers: { origin: 'http://elsewhere.example' } }, 403);
            await call(id, { path, headers: { host: 'elsewhere.example' } }, 421);
            if (!isPublic) {
                assert.equal((await call(id, { path, token: '' }, 401)).error.code, 'unauthenticated');
                await call(id, { path, query: { ticket: 'x' } }, 400);
            }
            if (operation['x-role'] === 'operator')
                assert.equal((await call(id, { path, token: user }, 403)).error.code, 'forbidden');
            if (operation.requestBody && !isUpload) {
                await call(id, { path, body: large }, 413);
                await call(id, { path, body: Buffer.from('{') }, 400);
                await call(id, { path, body: { unheardOf: 1 } }, 400);
            }
            if (operation.requestBody && !isUpload && !isPublic)
                await call(id, { path, token: '', body: Buffer.from('{}'), headers: { cookie, 'content-type': 'text/plain' } }, 415);
        }
    });

    test('is true of too many requests', async () => {
        const busy = await PipitNode.create(['--limits-requests-per-s', '1', '--server-trusted-proxies', '127.0.0.1']);
        try {
            for (const operation of api.operations.filter((one) => one.responses[429])) {
                const id = operation.operationId;
                const path = Object.fromEntries(api.parametersOf(operation).filter((parameter) => parameter.in === 'path').map((parameter) => [parameter.name, '1']));
                let answer;
                do
                    answer = await api.call(busy, id, { path, token: 'guessed', headers: { 'x-forwarded-for': '192.0.2.1' } }, [401, 429]);
                while (answer.status !== 429);
                assert.equal(answer.error.code, 'rate_limited');
                assert.ok(Number(answer.headers['retry-after']) >= 1);
            }
        } finally {
            await busy.remove();
        }
    });

    test('is true of what holds everywhere', async () => {
        const head = await call('listSessions', { method: 'HEAD' });
        assert.equal(head.body.length, 0);
        assert.equal((await call('listSessions', { headers: { 'x-request-id': 'a-b_c.d:1' } })).headers['x-request-id'], 'a-b_c.d:1');
        const wrong = await call('listSessions', { method: 'PUT' }, 405);
        assert.deepEqual(wrong.headers.allow.split(', ').sort(), ['GET', 'HEAD', 'POST']);
        await call('listSessions', { headers: { 'x-long': 'x'.repeat(20_000) } }, 431);
        await call('getHealth', { token: '' });
        await call('getReadiness', { token: '' });
        for (const id of ['getDemoPage', 'getDemoPageByFile', 'getBotPage']) {
            const page = await call(id, { token: '' });
            await call(id, { token: '', headers: { 'if-none-match': page.headers.etag } }, 304);
        }
        const asset = await call('getAsset', { token: '', path: { file: 'pipit.svg' } });
        await call('getAsset', { token: '', path: { file: 'pipit.svg' }, headers: { 'if-none-match': asset.headers.etag } }, 304);
        await call('getAsset', { token: '', path: { file: 'nothing.js' } }, 404);
    });

    test('is true of messages', async () => {
        const clientMessageId = randomUUID();
        const first = (await message('talk', 'The first word', { clientMessageId, senderName: 'Ann', metadata: { a: [1, null] } })).data.message;
        await call('publishMessage', { body: { sessionId: 'talk', content: 'The first word', senderType: 'user', senderName: 'Ann', clientMessageId, metadata: { a: [1, null] } } }, 200);
        const conflict = await call('publishMessage', { body: { sessionId: 'talk', content: 'another', senderType: 'user', clientMessageId } }, 409);
        assert.equal(conflict.error.current.id, first.id);
        await message('talk', 'The second', { replyTo: first.id, replaces: first.id });
        const state = (await message('talk', '', { contentType: 'state' })).data.message;
        const next = (await message('talk', 'more', { contentType: 'state', replaces: state.id, ifLatest: state.id })).data.message;
        const lost = await call('publishMessage', { body: { sessionId: 'talk', content: 'less', contentType: 'state', replaces: state.id, ifLatest: state.id, senderType: 'user' } }, 409);
        assert.equal(lost.error.current.id, next.id);
        await call('publishMessage', { body: { sessionId: 'talk', content: 'x'.repeat(3000), senderType: 'user' } }, 413);
        assert.equal((await call('publishMessage', { body: { sessionId: 'talk', content: '', senderType: 'user' } }, 400)).error.field, 'content');
        for (const contentType of ['markdown', 'image', 'audio', 'video', 'file', 'notification', 'progress', 'comment'])
            await message('kinds', 'x', { contentType, senderType: 'system' });

        const page = (await call('listMessages', { query: { sessionId: 'talk', limit: 2 } })).data;
        assert.ok(page.hasMore && page.messages.length === 2);
        await call('listMessages', { query: { sessionId: 'talk', before: `${page.messages[0].id}` } });
        await call('listMessages', { query: { sessionId: 'talk', after: `${page.position}~${page.epoch}`, wait: 1 } });
        await call('listMessages', { query: { sessionId: ['talk', 'kinds'], after: '0' } });
        await call('listMessages', { query: { sessionId: '*' } });
        await call('listMessages', { query: { sessionId: 'never' } }, 404);
        await call('listMessages', { query: { sessionId: 'talk', limit: 201 } }, 400);
        assert.equal((await call('searchMessages', { query: { q: 'first' } })).data.messages[0].id, first.id);
        await call('searchMessages', { query: { q: 'first', sessionId: 'talk', limit: 1, before: '1' } });
        await call('searchMessages', { query: { q: '-' } }, 400);

        const erased = await call('redactMessage', { path: { id: `${first.id}` } });
        assert.equal(erased.data.ids.length, 2);
        await call('redactMessage', { path: { id: '999999' } }, 404);
        await call('listMessages', { query: { sessionId: 'talk' } });
    });

    test('is true of sessions', async () => {
        await call('createSession', { body: { id: 'room', title: 'A room' } }, 201);
        await call('createSession', { body: { id: 'room' } }, 200);
        await call('createSession', { body: {} }, 201);
        const una = await guest({ sub: 'una', name: 'Una', role: 'user', sessions: ['room', 'x-*'] });
        await message('room', 'for Una');
        assert.equal((await call('listSessions', { token: una })).data.sessions[0].unread, 0, 'what was there before she asked is read');
        const unread = (await message('room', 'for Una, again')).data.message.id;
        assert.equal((await call('listSessions', { token: una, query: { limit: 1 } })).data.sessions[0].firstUnread, unread);
        assert.equal((await call('getSession', { token: una, path: { id: 'room' } })).data.session.unread, 1);
        await call('getSession', { path: { id: 'never' } }, 404);
        await call('changeSession', { path: { id: 'room' }, body: { title: 'The room', archived: false } });
        await call('changeSession', { path: { id: 'never' }, body: { title: 'x' } }, 404);
        await call('markRead', { token: una, path: { id: 'room' }, body: { position: unread } });
        await call('markRead', { token: una, path: { id: 'room' } });
        await call('markRead', { path: { id: 'never' } }, 404);
        await call('tellTyping', { token: una, path: { id: 'room' }, body: { what: 'note', active: true } });
        assert.ok((await call('listMembers', { path: { id: 'room' } })).data.members.some((member) => member.sub === 'una' && member.readTo === unread));
        await call('listMembers', { path: { id: 'never' } }, 404);

        assert.equal((await call('getNote', { path: { id: 'room' } })).data.note, null);
        const note = (await message('room', 'A note', { contentType: 'state', metadata: { name: 'note' } })).data.message;
        await message('room', 'A remark', { contentType: 'comment', replyTo: note.id });
        assert.equal((await call('getNote', { path: { id: 'room' } })).data.comments.length, 1);

        const before = (await message('gone', 'soon')).data.message.id;
        await message('gone', 'too');
        await call('deleteSession', { path: { id: 'gone' } });
        await call('deleteSession', { path: { id: 'gone' } }, 404);
        await call('listMessages', { query: { sessionId: 'gone', after: `${before}` } }, 410);
    });

    test('is true of bots', async () => {
        const { bots } = (await call('listBots')).data;
        assert.deepEqual(bots.map((bot) => [bot.id, bot.available]), [['echo', true], ['local', true], ['away', false]]);
        assert.deepEqual((await call('listOffers', { path: { id: 'local' } })).data.offers.map((offer) => offer.id), ['small', 'large']);
        await call('listOffers', { path: { id: 'echo' } }, 400);
        await call('listOffers', { path: { id: 'nobody' } }, 404);
        await call('listOffers', { path: { id: 'away' } }, 503);
        const draft = { provider: 'openai', model: 'small', base_url: provider.url };
        await call('listOffersOf', { body: { bot: draft, token: 'x' } });
        await call('listOffersOf', { body: { id: 'nobody' } }, 404);
        await call('listOffersOf', { body: { id: 'away' } }, 503);
        const slow = call('testBot', { body: { bot: { ...draft, system_prompt: 'x', first_token_timeout_ms: 2000 } } });
        const [, other] = await Promise.all([slow, call('testBot', { body: { id: 'local' } }, [200, 429])]);
        assert.ok([200, 429].includes(other.status));
        await call('testBot', { body: { id: 'echo' } });
        await call('testBot', { body: { id: 'nobody' } }, 404);
        await call('testBot', { body: { id: 'away' } }, 503);

        const ask = (body, expected = 202) => call('askBot', { path: { id: 'asked' }, body }, expected);
        const clientMessageId = randomUUID();
        const asked = (await ask({ botId: 'local', content: 'What?', clientMessageId, metadata: { userId: 'u' } })).data;
        await ask({ botId: 'local', content: 'What?', clientMessageId, metadata: { userId: 'u' } }, 200);
        await ask({ botId: 'local', content: 'What else?', clientMessageId }, 409);
        await ask({ botId: 'nobody', content: 'What?' }, 404);
        await ended('asked', asked.run.runId);
        const answer = (await call('listMessages', { query: { sessionId: 'asked' } })).data.messages.at(-1);
        assert.equal(answer.content, 'This is an answer.');
        const again = (await ask({ botId: 'local', regenerates: answer.id, clientMessageId: randomUUID() })).data;
        assert.equal(again.run.replaces, answer.id);
        await ended('asked', again.run.runId);
        const failed = (await ask({ botId: 'local', content: 'refuse this' })).data;
        await ended('asked', failed.run.runId);
        // In a session of its own: a question that got no answer goes along with the next one.
        const held = (await call('askBot', { path: { id: 'held' }, body: { botId: 'local', content: 'wait' } }, 202)).data;
        await call('cancelRun', { path: { id: held.run.runId } });
        await ended('held', held.run.runId);
        await call('cancelRun', { path: { id: held.run.runId } }, 404);
        provider.goOn();
        const { runs } = (await call('listStories', { query: { limit: 10 } })).data;
        assert.ok(runs.some((run) => run.errorCode) && runs.some((run) => run.figures.outputTokens === 4), JSON.stringify(runs));

        const question = { userId: 'u', message: 'What?', botId: 'local' };
        const whole = await call('chat', { body: { ...question, shopId: 's', conversationId: 'chat' } });
        assert.equal(whole.data.usage.totalTokens, 9);
        await call('chat', { body: { ...question, botId: 'nobody' } }, 404);
        await call('chat', { body: { ...question, message: 'refuse' } }, 503);
        await call('chatStream', { body: { ...question, botId: 'nobody' } }, 404);
        for (const [text, last] of [['What?', 'completed'], ['refuse', 'error']]) {
            const stream = await listen('chatStream', { body: { ...question, message: text } });
            await stream.end();
            assert.equal(stream.of('message')[0].event, 'started');
            assert.equal(stream.of('message').at(-1).event, last);
        }
    });

    test('is true of files', async () => {
        const upload = (name, body, type, expected = 201) => call('uploadFile', { query: { sessionId: 'files', name }, body, headers: { 'content-type': type } }, expected);
        const image = (await upload('dot.png', picture, 'image/png')).data.file;
        assert.equal(image.width, 1);
        const text = (await upload('a.txt', Buffer.from('some words'), 'text/plain')).data.file;
        await upload('', Buffer.from('x'), 'text/plain', 400);
        await upload('a.png', Buffer.from('no picture'), 'image/png', 415);
        await upload('a.bin', Buffer.alloc(131073, 'a'), 'application/octet-stream', 413);
        await upload('a.bin', Buffer.alloc(131072, 'b'), 'application/octet-stream');
        const full = await upload('b.bin', Buffer.alloc(131072, 'c'), 'application/octet-stream', 507);
        assert.equal(full.error.code, 'no_room');
        for (const [id, file] of [['downloadFile', text], ['downloadThumbnail', image]]) {
            const path = { id: file.id };
            const { headers } = await call(id, { path });
            await call(id, { path, headers: { range: 'bytes=0-3' } }, 206);
            await call(id, { path, headers: { 'if-none-match': headers.etag } }, 304);
            await call(id, { path, headers: { range: 'bytes=99999-' } }, 416);
            await call(id, { path: { id: 'nothing' } }, 404);
        }
        await call('downloadThumbnail', { path: { id: text.id } }, 404);
    });

    test('is true of callers', async () => {
        const { data: { caller } } = await call('showCaller');
        assert.equal(caller.role, 'operator');
        const { data } = await call('makeTicket', {}, 201);
        await call('showCaller', { token: '', query: { ticket: data.ticket } });
        await call('showCaller', { token: '', query: { ticket: data.ticket } }, 401);
        await call('makeTicket', { body: { validS: 60 } }, 400);
        await call('makeTicket', { body: { invite: { sessions: ['*'], role: 'bot' }, validS: 60 } }, 201);
        const opened = await call('openSession');
        assert.equal(opened.data.token, undefined);
        await call('openSession', { token: 'wrong' }, 401);
        const cookie = opened.headers['set-cookie'][0].split(';')[0];
        await call('showCaller', { token: '', headers: { cookie } });
        await call('closeSession', { token: '', headers: { cookie } });
        await call('showCaller', { token: '', headers: { cookie } }, 401);
    });

    test('is true of what operators see', async () => {
        assert.match((await call('getMetrics')).body.toString(), /^sse_connections_total /m);
        const stats = (await call('getStats')).data;
        assert.deepEqual(stats.nodes.map((one) => one.id), [stats.node.id]);
        await call('getHistory');
        const findings = await Promise.all([1, 2].map(() => call('examineNode', {}, [200, 429])));
        assert.ok(findings.some((one) => one.status === 200 && one.data.findings.length > 0));
        const { data } = await call('getConfiguration');
        assert.equal(data.bots.length, 3);
        assert.deepEqual((await call('setLogLevels', { body: { levels: ['pipit.http=debug'] } })).data.levels, ['pipit.http=debug']);
        await call('setLogLevels', { body: { levels: ['everything'] } }, 400);
        await call('getLogLevels');
        const { lines, position, epoch } = (await call('listLogLines', { query: { limit: 5 } })).data;
        assert.equal(lines.length, 5);
        await call('listLogLines', { query: { after: `${position - 1}~${epoch}` } });
        await call('listLogLines', { query: { limit: 0 } }, 400);
        await message('heard', 'before');
        const said = (await call('announce', { body: { content: 'Soon', title: 'News', sessions: 'heard*', id: randomUUID() } })).data;
        assert.equal(said.sessions, 1);
        await call('announce', { body: { content: 'Soon', id: 'x' } }, 400);
        await call('setAlertLimit', { body: { name: 'nothing', limit: 1 } }, 404);
    });

    test('is true of streams', async () => {
        const una = await guest({ sub: 'una-2', name: 'Una', sessions: ['live'] });
        await message('live', 'Hello');
        await call('markRead', { token: una, path: { id: 'live' } });
        const live = await listen('streamMessages', { query: { sessionId: ['live', 'deleted'] }, headers: { 'last-event-id': '0' } });
        await live.next('position', (position) => position.status === 'continue');
        await live.next('message', (one) => one.content === 'Hello');
        const reset = await listen('streamMessages', { query: { sessionId: '*', lastEventId: '1~otherepoch' } });
        await reset.next('position', (position) => position.reason === 'other_epoch');
        const hers = await listen('streamMessages', { token: una, query: { sessionId: 'live' } });
        await live.next('presence', (one) => one.sub === 'una-2' && one.present);
        await call('tellTyping', { token: una, path: { id: 'live' } });
        await live.next('typing', (one) => one.senderId === 'una-2');
        await message('live', 'More');
        await call('markRead', { token: una, path: { id: 'live' } });
        await live.next('session', (one) => one.read?.sub === 'una-2');
        await call('changeSession', { path: { id: 'live' }, body: { title: 'Live' } });
        await live.next('session', (one) => one.title === 'Live');
        await message('deleted', 'x');
        await call('deleteSession', { path: { id: 'deleted' } });
        await live.next('session', (one) => one.deleted);
        await call('askBot', { path: { id: 'live' }, body: { botId: 'local', content: 'What?' } }, 202);
        await live.next('run', (run) => run.state === 'completed');
        await live.next('delta', (delta) => delta.kind === 'reasoning');
        await live.next('delta', (delta) => delta.kind === 'answer');
        await live.next('message', (one) => one.senderType === 'bot');
        await call('streamMessages', { query: { sessionId: 'not one!' } }, 400);

        const { data } = await call('listConnections', { query: { state: 'open', sort: '-since', q: 'una-2', limit: 10 } });
        const id = `${data.connections.find((one) => one.caller === 'una-2').id}`;
        const tap = await listen('tapConnection', { path: { id } });
        await message('live', 'Overheard');
        await tap.next('tap', (one) => one.text.includes('Overheard'));
        const figures = await listen('streamFigures');
        await figures.next('history');
        await figures.next('snapshot');
        const consoles = (await call('listConnections', { query: { sort: '-since' } })).data.connections;
        await call('tapConnection', { path: { id: `${consoles.find((one) => !one.ofMessages).id}` } }, 400);
        const elsewhere = await guest({ sub: 'eve', role: 'operator', sessions: ['other-*'] });
        assert.equal((await call('tapConnection', { token: elsewhere, path: { id } }, 403)).error.code, 'forbidden');
        await call('tapConnection', { path: { id: '999' } }, 404);
        await call('closeConnection', { path: { id } });
        await hers.next('closing', (one) => one.reason === 'closed_by_operator');
        await tap.next('ended');
        await call('closeConnection', { path: { id } }, 404);
        await until(async () => (await call('listConnections', { query: { state: 'ended' } })).data.connections.some((one) => one.reason === 'closed_by_operator'), 'the stream among those that have ended');
        const wait = call('listMessages', { query: { sessionId: 'live', after: `${(await call('listMessages', { query: { sessionId: 'live' } })).data.position}`, wait: 30 } });
        await until(async () => (await call('listConnections')).data.connections.some((one) => one.transport === 'poll'), 'the long poll among the connections');
        await message('live', 'For who polls');
        await wait;

        await call('setAlertLimit', { body: { name: 'test', limit: 0.5 } });
        await figures.next('alerts', (alerts) => alerts.some((alert) => alert.limit === 0.5));
        await figures.next('alert', (alert) => alert.alert === 'test' && alert.state === 'firing');
        const numbers = await listen('streamTest');
        await numbers.end();
        assert.equal(numbers.of('message').length, 5);
        const log = await listen('streamLog', { query: { after: '1~otherprocess' } });
        await log.next('position', (position) => position.status === 'reset');
        await log.next('line');
        // It has been open all the while: what consoles and logs are told is none of its.
        await message('live', 'The last');
        await reset.next('message', (one) => one.content === 'The last');
    });

    test('is true of a stream over WebSocket', async () => {
        const live = await api.socket(node, 'openWebSocket', { query: { sessionId: ['socket'], lastEventId: '0' } });
        open.push(live);
        await live.next('position', (position) => position.status === 'continue');
        live.say({ type: 'publish', ref: 'a', message: { sessionId: 'socket', content: 'By WebSocket', senderType: 'user' } });
        await live.next('answer', (answer) => answer.ref === 'a' && answer.status === 201 && answer.data.message.content === 'By WebSocket');
        await live.next('message', (one) => one.content === 'By WebSocket');
        live.say({ type: 'typing', ref: 2, sessionId: 'socket', active: true });
        await live.next('answer', (answer) => answer.ref === 2 && answer.success);
        live.say({ type: 'publish', message: { sessionId: 'socket', content: 'x'.repeat(4000), senderType: 'user' } });
        await live.next('answer', (answer) => answer.status === 413 && answer.error.field === 'content');
        const { data } = await call('listConnections', { query: { q: 'socket' } });
        assert.equal(data.connections[0].transport, 'websocket');
        await call('closeConnection', { path: { id: `${data.connections[0].id}` } });
        await live.next('closing', (closing) => closing.reason === 'closed_by_operator');
        await live.end();
        assert.deepEqual([live.code, live.reason], [1001, 'closed_by_operator']);
        await call('openWebSocket', { query: { sessionId: 'socket' } }, 400);
    });

    test('is true of streams that the node ends', async () => {
        const live = await listen('streamMessages', { query: { sessionId: 'live' } });
        const figures = await listen('streamFigures');
        const log = await listen('streamLog');
        await live.next('position');
        const cookie = (await call('openSession')).headers['set-cookie'][0].split(';')[0];
        const { data } = await call('listConnections', { query: { q: 'live' } });
        const tap = await listen('tapConnection', { token: '', headers: { cookie }, path: { id: `${data.connections.find((one) => one.state === 'live').id}` } });
        await call('closeSession', { token: '', headers: { cookie } });
        await tap.next('closing', (one) => one.reason === 'token_revoked');
        for (const [name, given] of [['chatStream', { body: { userId: 'u', message: 'wait', botId: 'local' } }], ['streamTest', {}]]) {
            // Its test stream may be over before it is found.
            await until(async () => {
                const known = (await call('listConnections')).data.connections.map((one) => one.id);
                const stream = await listen(name, given);
                const found = (await call('listConnections')).data.connections.find((one) => !known.includes(one.id));
                if (!found)
                    return false;
                await call('closeConnection', { path: { id: `${found.id}` } }, [200, 404]);
                await stream.end();
                return stream.of('closing').some((one) => one.reason === 'closed_by_operator');
            }, `${name} closed by an operator`);
        }
        provider.goOn();

        const stopping = node.stop('SIGTERM');
        await until(async () => (await call('getReadiness', { token: '' }, [200, 503])).status === 503, 'a node that is not ready');
        for (const stream of [live, figures, log])
            await stream.next('closing', (one) => one.reason === 'shutdown');
        await stopping;
    });

    test('has nothing that was not asked for', () => {
        assert.deepEqual(api.unseen().filter(([id, what]) => !outOfReach(id, what)), []);
    });
});
