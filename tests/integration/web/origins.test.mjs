// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: a page of another origin, one on another port of this very host, and one whose name was made to point here,
// can neither read from a node nor publish to it, whatever the browser of its reader holds: the node's cookie, or a node that
// asks nobody for a token.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { openChromium, programOnPath } from './clients.mjs';
import { PipitNode } from './pipit_node.mjs';

const missing = programOnPath('chromium', 'chromium-browser', 'google-chrome') ? false : 'no Chromium on PATH';

// A site of somebody else: one empty page, and what came from it.
async function openSite() {
    const server = createServer((request, response) => {
        response.setHeader('content-type', 'text/html');
        response.end('<!doctype html><title>elsewhere</title><body></body>');
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { port: server.address().port, close: () => server.close() };
}

// Runs in the page. Everything that a page can make a browser do; what it learned, by way.
async function attack({ node, token }) {
    const message = JSON.stringify({ sessionId: 'attacked', content: 'from elsewhere', senderType: 'user' });
    const learned = {};
    const attempt = async (name, work) => {
        try {
            learned[name] = await work();
        } catch (fault) {
            learned[name] = `refused: ${fault.name}`;
        }
    };
    const read = async (options) => {
        const answer = await fetch(`${node}/api/messages?sessionId=kept`, options);
        return answer.type === 'opaque' ? 'opaque' : answer.text();
    };
    await attempt('read', () => read({ credentials: 'include' }));
    await attempt('read without CORS', () => read({ credentials: 'include', mode: 'no-cors' }));
    await attempt('read with a token', () => read({ headers: { authorization: `Bearer ${token}` } }));
    await attempt('publish as text', async () => (await fetch(`${node}/api/messages`, { method: 'POST', mode: 'no-cors', credentials: 'include', body: message })).type);
    await attempt('publish as JSON', async () => (await fetch(`${node}/api/messages`, { method: 'POST', credentials: 'include', headers: { 'content-type': 'application/json' }, body: message })).text());
    await attempt('publish with a token', async () => (await fetch(`${node}/api/messages`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: message })).text());
    await attempt('publish by a beacon', async () => navigator.sendBeacon(`${node}/api/messages`, message));
    await attempt('publish by a form', () => new Promise((resolve) => {
        const frame = document.body.appendChild(Object.assign(document.createElement('iframe'), { name: 'target' }));
        const form = document.body.appendChild(Object.assign(document.createElement('form'), { method: 'POST', enctype: 'text/plain', action: `${node}/api/messages`, target: 'target' }));
        const [name, value] = [message.slice(0, -1) + ',"metadata":{"a":"', '"}}'];
        form.appendChild(Object.assign(document.createElement('input'), { name, value }));
        frame.addEventListener('load', () => setTimeout(() => resolve('sent'), 200));
        form.submit();
        setTimeout(() => resolve('no answer'), 2000);
    }));
    await attempt('stream', () => new Promise((resolve) => {
        const source = new EventSource(`${node}/api/sse/messages?sessionId=*&lastEventId=0`, { withCredentials: true });
        source.addEventListener('position', (event) => resolve(event.data));
        source.addEventListener('message', (event) => resolve(event.data));
        source.onerror = () => { source.close(); resolve('refused: error'); };
    }));
    await attempt('script', () => new Promise((resolve) => {
        const script = Object.assign(document.createElement('script'), { src: `${node}/api/messages?sessionId=kept` });
        script.onload = () => resolve('loaded');
        script.onerror = () => resolve('refused: error');
        document.head.appendChild(script);
    }));
    await attempt('image', () => new Promise((resolve) => {
        const image = new Image();
        image.onload = () => resolve('loaded');
        image.onerror = () => resolve('refused: error');
        image.src = `${node}/api/messages?sessionId=kept`;
    }));
    await attempt('frame', () => new Promise((resolve) => {
        const frame = Object.assign(document.createElement('iframe'), { src: `${node}/api/messages?sessionId=kept` });
        frame.onload = () => {
            try {
                resolve(frame.contentDocument ? frame.contentDocument.body.textContent : 'refused: another origin');
            } catch {
                resolve('refused: another origin');
            }
        };
        document.body.appendChild(frame);
        setTimeout(() => resolve('no answer'), 2000);
    }));
    await attempt('log in', async () => (await fetch(`${node}/api/auth/session`, { method: 'POST', mode: 'no-cors', credentials: 'include', body: JSON.stringify({ token }) })).type);
    return learned;
}

for (const { name, options } of [{ name: 'a node with a cookie in the browser', options: [] }, { name: 'a node without tokens', options: ['--auth-anonymous', '*'] }]) {
    describe(name, { skip: missing }, () => {
        let node;
        let site;
        let browser;
        before(async () => {
            node = await PipitNode.create(options);
            site = await openSite();
            // What newer browsers refuse by themselves (pages that reach for this machine) is off: the node must stand alone.
            browser = await openChromium(['--host-resolver-rules=MAP rebound.example 127.0.0.1', '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests']);
            await node.post('kept', 'a word that nobody else may see');
        });
        after(async () => {
            await browser?.close();
            site?.close();
            await node?.remove();
        });

        // The browser holds the node's cookie, as its own page has got it.
        async function contextWithCookie() {
            const context = await browser.newContext({ bypassCSP: true });
            const page = await context.newPage();
            await page.goto(`${node.url}/healthz`);
            const status = await page.evaluate(async (token) => (await fetch('/api/auth/session', { method: 'POST', headers: { authorization: `Bearer ${token}` } })).status, node.token);
            assert.equal(status, 200);
            const own = await page.evaluate(async () => (await fetch('/api/messages?sessionId=kept')).text());
            assert.match(own, /nobody else may see/, "the node's own page may");
            await page.close();
            return context;
        }

        async function expectNothing(context, address, target = node.url) {
            const page = await context.newPage();
            await page.goto(address);
            const learned = await page.evaluate(attack, { node: target, token: node.token });
            for (const [way, what] of Object.entries(learned))
                assert.doesNotMatch(String(what), /nobody else may see|"success":true|^loaded$|"epoch"/, `${way}: ${what}`);
            assert.equal(Object.keys(learned).length, 13);
            await context.close();
            assert.deepEqual(await node.history('attacked'), [], 'nothing was published');
            return learned;
        }

        test('is closed to a page of another host', async () => {
            await expectNothing(await contextWithCookie(), `http://evil.localhost:${site.port}/`);
        });

        test('is closed to a page on another port of its host', async () => {
            await expectNothing(await contextWithCookie(), `http://127.0.0.1:${site.port}/`);
        });

        test('is closed to a page whose name was made to point to it', async () => {
            const context = await contextWithCookie();
            const own = `http://rebound.example:${node.port}`;
            // The page came from elsewhere; from now on its own name leads to the node.
            await context.route(`${own}/elsewhere`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>rebound</title><body></body>' }));
            const learned = await expectNothing(context, `${own}/elsewhere`, own);
            assert.match(learned.read, /wrong_host/);
        });

        test('says so in its audit log', async () => {
            const lines = node.auditLog();
            const refused = lines.filter((line) => line.decision === 'refused');
            assert.ok(refused.some((line) => line.status === 403 && line.what === 'POST /api/messages' && /may not use this node/.test(line.reason)), JSON.stringify(refused.slice(0, 3)));
            assert.ok(refused.some((line) => line.status === 421 && /rebound\.example/.test(line.reason)));
        });
    });
}
