// SPDX-License-Identifier: GPL-3.0-or-later
// Readers, most of which were not written here, see each stored message once and in order, also across restarts of the node.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openBrowser, openCurl, openEventsource, openPipit, programOnPath } from './clients.mjs';
import { PipitNode } from './pipit_node.mjs';

const waitLimitMs = 30_000;

async function until(condition, what) {
    const end = Date.now() + waitLimitMs;
    while (!condition()) {
        if (Date.now() > end)
            assert.fail(`Not within ${waitLimitMs} ms: ${what()}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

const clients = [
    { name: "Chromium's EventSource", open: openBrowser, missing: programOnPath('chromium', 'chromium-browser', 'google-chrome') ? false : 'no Chromium on PATH' },
    { name: "npm's eventsource", open: openEventsource, missing: false },
    { name: "another Pipit's client", open: openPipit, missing: process.env.PIPITCTL ? false : 'PIPITCTL names no program' },
    { name: 'curl -N', open: openCurl, missing: programOnPath('curl') ? false : 'no curl on PATH' },
];

for (const { name, open, missing } of clients) {
    describe(name, { skip: missing }, () => {
        let node;
        let sessions = 0;
        before(async () => { node = await PipitNode.create(); });
        after(async () => { await node?.remove(); });

        // Opens the reader on a fresh session and waits until the node has told it where it starts.
        async function subscribe() {
            const sessionId = `web-${++sessions}`;
            const reader = await open({ url: node.url, token: node.token, sessionId });
            await until(() => reader.positions.length === 1, () => 'the first position event');
            assert.equal(reader.messages.length, 0);
            return { reader, sessionId };
        }

        // A last message that has come shows that nothing before it is still on its way.
        async function expectExactly(reader, sessionId, ids) {
            const expected = [...ids, await node.post(sessionId, 'the last')];
            const seen = () => reader.messages.map((message) => message.id);
            await until(() => seen().includes(expected.at(-1)), () => `message ${expected.at(-1)}; came: ${seen()}`);
            assert.deepEqual(seen(), expected);
        }

        // The node is away from its port; meanwhile it stores what `work` posts, where the reader cannot be.
        async function whileAway(signal, work) {
            const elsewhere = node.port + 1;
            await node.stop(signal);
            await node.start(elsewhere);
            await work(elsewhere);
            await node.stop('SIGTERM');
            await node.start();
        }

        test('receives what is posted, once and in order', async () => {
            const { reader, sessionId } = await subscribe();
            try {
                const ids = [];
                for (const content of ['one', 'two\r\nlines', '三 👋'])
                    ids.push(await node.post(sessionId, content));
                await expectExactly(reader, sessionId, ids);
                assert.deepEqual(reader.messages.slice(0, 3).map((message) => message.content), ['one', 'two\r\nlines', '三 👋']);
            } finally {
                await reader.close();
            }
        });

        for (const signal of ['SIGTERM', 'SIGKILL']) {
            test(`resumes after ${signal}, loses nothing and sees nothing twice`, async () => {
                const { reader, sessionId } = await subscribe();
                try {
                    const ids = [await node.post(sessionId, 'before 1'), await node.post(sessionId, 'before 2')];
                    await until(() => reader.messages.length === 2, () => 'the two messages before');
                    await whileAway(signal, async (port) => {
                        ids.push(await node.post(sessionId, 'away 1', port), await node.post(sessionId, 'away 2', port));
                    });
                    await until(() => reader.messages.length >= 4, () => `the messages posted while away; came: ${reader.messages.map((message) => message.content)}`);
                    await expectExactly(reader, sessionId, ids);
                    assert.deepEqual(reader.positions.map((position) => position.status), reader.positions.map(() => 'continue'));
                } finally {
                    await reader.close();
                }
            });
        }

        test('resumes from the position alone when the connection broke before the first message', async () => {
            const { reader, sessionId } = await subscribe();
            try {
                const ids = [];
                await whileAway('SIGKILL', async (port) => { ids.push(await node.post(sessionId, 'while away', port)); });
                await until(() => reader.messages.length >= 1, () => 'the message posted while away');
                await expectExactly(reader, sessionId, ids);
            } finally {
                await reader.close();
            }
        });
    });
}
