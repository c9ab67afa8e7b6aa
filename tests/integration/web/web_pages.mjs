// SPDX-License-Identifier: GPL-3.0-or-later
// The node's own pages in a browser, with what went wrong in them, and what may stand between them and the node.
import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import { openChromium, programOnPath } from './clients.mjs';
import { PipitNode } from './pipit_node.mjs';

export const missing = programOnPath('chromium', 'chromium-browser', 'google-chrome') ? false : 'no Chromium on PATH';

const waitLimitMs = 20_000;

export async function until(condition, what) {
    const end = Date.now() + waitLimitMs;
    for (let value; ; ) {
        value = await condition();
        if (value)
            return value;
        if (Date.now() > end)
            assert.fail(`Not within ${waitLimitMs} ms: ${typeof what === 'function' ? await what() : what}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

// A page whose `faults` are what its console, its scripts and its policy complained of. That a session was never used is a
// 404 by contract, and that a node is away no fault of the page; Chromium writes both to the console.
export async function openPage(context, address) {
    const page = await context.newPage();
    page.faults = [];
    page.on('pageerror', (error) => page.faults.push(`${error.message}\n${error.stack}`));
    page.on('console', (line) => {
        const isExpected = /net::ERR_/.test(line.text()) || (/status of 404/.test(line.text()) && /\/api\/messages\?sessionId=/.test(line.location().url));
        if (['error', 'warning'].includes(line.type()) && !isExpected)
            page.faults.push(`${line.text()} ${line.location().url}`);
    });
    await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
    });
    await page.goto(address);
    return page;
}

export async function signIn(page, token) {
    await page.fill('#token', token);
    await page.click('#sign-in button');
    await page.waitForSelector('#caller:not(:empty)', { state: 'attached' });
}

export const stateOf = (page) => page.evaluate(() => document.querySelector('#state').dataset.state);

export async function enter(page, sessionId) {
    await page.fill('#session', sessionId);
    await page.click('#connect');
    await until(async () => (await stateOf(page)) === 'live', 'the page is live');
}

export const contents = (page) => page.$$eval('#messages .bubble', (bubbles) => bubbles.map((bubble) => bubble.textContent));
export const ids = (page) => page.$$eval('#messages article', (articles) => articles.map((article) => Number(article.dataset.id)));

// A proxy that hands on each answer when it is whole, while `holds` is true: no stream gets through it. `later`: only
// the first part of each answer goes through.
export async function openHoldingProxy(node) {
    const proxy = { holds: true };
    const server = createServer((incoming, outgoing) => {
        const call = request({ host: '127.0.0.1', port: node.port, path: incoming.url, method: incoming.method, headers: incoming.headers }, (answer) => {
            const parts = [];
            const goesOn = () => !proxy.holds || (proxy.holds === 'later' && !outgoing.headersSent);
            const write = (part) => {
                if (!outgoing.headersSent)
                    outgoing.writeHead(answer.statusCode, answer.headers);
                outgoing.write(part);
            };
            answer.on('data', (part) => (goesOn() && !parts.length ? write(part) : parts.push(part)));
            answer.on('end', () => {
                write(Buffer.concat(parts));
                outgoing.end();
            });
        });
        call.on('error', () => outgoing.destroy());
        outgoing.on('close', () => call.destroy());
        incoming.pipe(call);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    proxy.url = `http://127.0.0.1:${server.address().port}`;
    proxy.close = () => { server.close(); server.closeAllConnections(); };
    return proxy;
}

// A node and a browser for all tests of a file.
let node;
let browser;
let sessions = 0;

export async function openStage() {
    node = await PipitNode.create(['--streams-drain-s', '1']);
    browser = await openChromium();
    return node;
}

export async function closeStage() {
    await browser?.close();
    await node?.remove();
}

export const newSession = () => `pages-${++sessions}`;
export const newContext = (options = {}) => browser.newContext({ locale: 'en-US', ...options });

export async function signedInPage(context, path = '/sse-demo') {
    const page = await openPage(context, node.url + path);
    await signIn(page, node.token);
    return page;
}

export async function ask(path, options = {}) {
    const answer = await fetch(node.url + path, { ...options, headers: { authorization: `Bearer ${node.token}`, 'content-type': 'application/json' } });
    return (await answer.json()).data;
}

export const storedIds = async (sessionId) => (await ask(`/api/messages?sessionId=${sessionId}&limit=200`)).messages.map((message) => message.id);
export const openStreams = async () => (await ask('/api/sse/stats')).connections.open;

// Writes on until it is ended, also while the node is away.
export function startPublisher(sessionId) {
    let isOn = true;
    const done = (async () => {
        for (let i = 1; isOn; ++i) {
            await node.post(sessionId, `published ${i}`).catch(() => {});
            await new Promise((resolve) => setTimeout(resolve, 30));
        }
    })();
    return async () => {
        isOn = false;
        await done;
    };
}

export async function expectAll(page, sessionId) {
    const expected = await storedIds(sessionId);
    await until(async () => (await ids(page)).includes(expected.at(-1)), () => `message ${expected.at(-1)}`);
    assert.deepEqual(await ids(page), expected, 'each stored message once, in order');
}
