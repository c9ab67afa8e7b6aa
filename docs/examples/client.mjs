// SPDX-License-Identifier: GPL-3.0-or-later
// Follows a session of a Pipit node, says something in it and asks a bot. Needs Node.js 18 and nothing else.
//
//     PIPIT_TOKEN=… node client.mjs SESSION BOT
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const url = process.env.PIPIT_URL ?? 'http://127.0.0.1:5000';
const caller = { authorization: `Bearer ${process.env.PIPIT_TOKEN}` };

async function post(path, body) {
    const answer = await fetch(url + path, { method: 'POST', headers: { ...caller, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const { success, data, error } = await answer.json();
    if (!success)
        throw new Error(`${error.code}: ${error.message}`);
    return data;
}

// Where the answer is lost with the connection, send the same again: one clientMessageId is stored once.
const publish = (sessionId, content) => post('/api/messages', { sessionId, content, senderType: 'user', clientMessageId: randomUUID() });
const ask = (sessionId, botId, content) => post(`/api/sessions/${sessionId}/runs`, { botId, content, clientMessageId: randomUUID() });

// What happens in the session, for ever. Where a stream ends, the next one begins behind the last event that had an id.
async function* events(sessionId, cursor) {
    let retryMs = 3000;
    for (;; await sleep(retryMs * (0.5 + Math.random() / 2))) {
        const silence = new AbortController();
        let timer;
        // A node says something every 30 s; one that does not is gone.
        const heard = () => { clearTimeout(timer); timer = setTimeout(() => silence.abort(), 45_000); };
        try {
            heard();
            const headers = cursor === undefined ? caller : { ...caller, 'last-event-id': cursor };
            const answer = await fetch(`${url}/api/sse/messages?sessionId=${encodeURIComponent(sessionId)}`, { headers, signal: silence.signal });
            if (!answer.ok) {
                const { error } = await answer.json().catch(() => ({ error: { message: answer.statusText } }));
                if (answer.status < 500 && answer.status !== 429)
                    throw Object.assign(new Error(error.message), { isFinal: true }); // it would be refused again
                continue;
            }
            const decoder = new TextDecoder();
            let text = '';
            for await (const bytes of answer.body) {
                heard();
                const blocks = (text + decoder.decode(bytes, { stream: true })).split('\n\n');
                text = blocks.pop();
                for (const block of blocks) {
                    const fields = block.split('\n').map((line) => line.match(/^(\w+): ?(.*)$/)).filter(Boolean);
                    const valueOf = (name) => fields.filter((field) => field[1] === name).map((field) => field[2]).join('\n');
                    retryMs = Number(valueOf('retry')) || retryMs;
                    cursor = valueOf('id') || cursor;
                    if (valueOf('data'))
                        yield { type: valueOf('event') || 'message', data: JSON.parse(valueOf('data')) };
                }
            }
        } catch (fault) {
            if (fault.isFinal)
                throw fault;
            console.error(`The stream broke (${fault.cause?.code ?? fault.message}).`);
        } finally {
            clearTimeout(timer);
        }
    }
}

const [sessionId, bot] = process.argv.slice(2);
let hasSpoken = false;
for await (const { type, data } of events(sessionId)) {
    if (type === 'position') {
        if (data.status === 'reset')
            console.log('The history has to be loaded again:', data.reason);
        if (!hasSpoken) {
            hasSpoken = true;
            await publish(sessionId, 'Hello from Node.js');
            await ask(sessionId, bot, 'Are you there?');
        }
    } else if (type === 'delta' && data.kind === 'answer') {
        process.stdout.write(data.text);
    } else if (type === 'message') {
        console.log(`\n${data.id} ${data.senderName}: ${data.content}`);
    } else if (type === 'run' && data.state === 'failed') {
        console.log('\nThe bot failed:', data.error);
    }
}
