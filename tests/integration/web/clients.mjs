// SPDX-License-Identifier: GPL-3.0-or-later
// Readers of a stream: three that were not written here, a browser's EventSource, npm's eventsource and curl, and the client of another Pipit.
//
// Each is opened with { url, token, sessionId } and has `positions` and `messages`, in the order in which they came, and close().
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { EventSource } from 'eventsource';

const streamPath = (sessionId) => `/api/sse/messages?sessionId=${encodeURIComponent(sessionId)}`;

export function programOnPath(...names) {
    for (const name of names) {
        for (const folder of (process.env.PATH ?? '').split(delimiter)) {
            try {
                accessSync(join(folder, name), constants.X_OK);
                return join(folder, name);
            } catch { /* not in this folder */ }
        }
    }
    return undefined;
}

class Received {
    positions = [];
    messages = [];

    take(type, data) {
        if (type === 'position')
            this.positions.push(JSON.parse(data));
        if (type === 'message')
            this.messages.push(JSON.parse(data));
    }
}

export function openChromium(args = []) {
    return chromium.launch({
        executablePath: programOnPath('chromium', 'chromium-browser', 'google-chrome'),
        args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...args],
    });
}

export async function openBrowser({ url, token, sessionId }) {
    const received = new Received();
    const browser = await openChromium();
    // Any page of the node will do: what counts is that the stream is of the same origin. Its policy allows no script at all.
    const page = await browser.newPage({ bypassCSP: true });
    await page.exposeFunction('received', (type, data) => received.take(type, data));
    await page.goto(`${url}/healthz`);
    await page.evaluate(async ({ token, path }) => {
        const answer = await fetch('/api/auth/session', { method: 'POST', headers: { authorization: `Bearer ${token}` } });
        if (!answer.ok)
            throw new Error(`POST /api/auth/session answered ${answer.status}`);
        const source = new EventSource(path);
        for (const type of ['position', 'message'])
            source.addEventListener(type, (event) => window.received(type, event.data));
    }, { token, path: streamPath(sessionId) });
    received.close = () => browser.close();
    return received;
}

export async function openEventsource({ url, token, sessionId }) {
    const received = new Received();
    const source = new EventSource(url + streamPath(sessionId), {
        fetch: (address, options) => fetch(address, { ...options, headers: { ...options.headers, authorization: `Bearer ${token}` } }),
    });
    for (const type of ['position', 'message'])
        source.addEventListener(type, (event) => received.take(type, event.data));
    received.close = async () => source.close();
    return received;
}

// curl does not come back by itself: as a person's script would, this starts it again with the id that it saw last.
export async function openCurl({ url, token, sessionId }) {
    const received = new Received();
    let lastEventId;
    let closed = false;
    let child;

    const takeBlock = (block) => {
        const fields = block.split('\n').map((line) => line.match(/^(\w+): ?(.*)$/)).filter(Boolean);
        const valueOf = (name) => fields.filter((field) => field[1] === name).map((field) => field[2]).join('\n');
        if (valueOf('id'))
            lastEventId = valueOf('id');
        received.take(valueOf('event'), valueOf('data'));
    };
    const run = () => {
        let text = '';
        const cursor = lastEventId === undefined ? [] : ['-H', `Last-Event-ID: ${lastEventId}`];
        child = spawn('curl', ['-sN', '-H', `Authorization: Bearer ${token}`, ...cursor, url + streamPath(sessionId)]);
        child.stdout.setEncoding('utf8').on('data', (part) => {
            const blocks = (text + part).split('\n\n');
            text = blocks.pop();
            blocks.forEach(takeBlock);
        });
        child.once('close', () => { if (!closed) setTimeout(run, 200); });
    };
    run();
    received.close = async () => {
        closed = true;
        child.kill();
    };
    return received;
}

export async function openPipit({ url, token, sessionId }) {
    const received = new Received();
    const child = spawn(process.env.PIPITCTL, ['--url', url, 'tail', '--json', '--session', sessionId], { env: { ...process.env, PIPIT_TOKEN: token } });
    createInterface({ input: child.stdout }).on('line', (line) => {
        const { type, data } = JSON.parse(line);
        received.take(type, data);
    });
    received.close = async () => { child.kill(); };
    return received;
}
