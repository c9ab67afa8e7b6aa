// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: what a page of somebody's own makes of pipit.js is told each message once and in order, whatever happens to the
// node, to other tabs and on the way.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { closeStage, missing, newContext, newSession, openHoldingProxy, openPage, openStage, signedInPage, storedIds, until } from './web_pages.mjs';

let node;
before(async () => { node = missing ? undefined : await openStage(); });
after(closeStage);

describe('pipit.js', { skip: missing }, () => {
    // An empty page of the node's origin: its own ones have a client already, which would be the one with the stream.
    async function emptyPage(context, url = node.url) {
        await context.route('**/test/empty.html', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>empty</title>' }));
        return openPage(context, `${url}/test/empty.html`);
    }

    // `seen`: what the page was told. The figures of `options` suit a test.
    async function follow(page, sessionId, options = {}) {
        await page.evaluate(async ({ sessionId, options, token }) => {
            const { Pipit } = await import('/web/pipit.js');
            const pipit = new Pipit(options);
            await pipit.signIn({ token });
            window.pipit = pipit;
            window.seen = [];
            pipit.on('message', (message) => window.seen.push(message.id));
            window.session = pipit.open(sessionId);
        }, { sessionId, options, token: node.token });
        await until(() => page.evaluate(() => window.pipit.status.state === 'live' && window.session.isLoaded), 'live');
    }
    const seen = (page) => page.evaluate(() => window.seen);
    const transportOf = (page) => page.evaluate(() => window.pipit.status.transport);

    test('polls where streams are held back, and goes back to them', async () => {
        const sessionId = newSession();
        const proxy = await openHoldingProxy(node);
        try {
            const page = await emptyPage(await newContext(), proxy.url);
            await follow(page, sessionId, { connectionTimeout: 600, reconnectInterval: 100, pollWait: 2, streamTrialInterval: 500 });
            assert.equal(await transportOf(page), 'poll');
            const posted = [await node.post(sessionId, 'by a poll')];
            await until(async () => (await seen(page)).length === 1, 'the message by a poll');
            proxy.holds = false;
            await until(async () => (await transportOf(page)) === 'stream', 'streams again');
            await until(() => page.evaluate(() => window.pipit.status.state === 'live'), 'live again');
            posted.push(await page.evaluate(async () => (await window.session.send('by a stream')).id));
            await until(async () => (await seen(page)).length === 2, 'the message by a stream');
            assert.deepEqual(await seen(page), posted);
            await page.context().close();
        } finally {
            proxy.close();
        }
    });

    test('polls where only the beginning of a stream gets through', async () => {
        const sessionId = newSession();
        const proxy = await openHoldingProxy(node);
        proxy.holds = 'later';
        try {
            const page = await emptyPage(await newContext(), proxy.url);
            await follow(page, sessionId, { connectionTimeout: 600, pollWait: 2, streamTrialInterval: 500 });
            assert.equal(await transportOf(page), 'stream');
            let trials = 0;
            page.on('request', (request) => { trials += request.url().endsWith('/api/sse/test') ? 1 : 0; });
            const id = await page.evaluate(async () => (await window.session.send('kept back')).id);
            await until(async () => (await seen(page)).length === 1, 'the message');
            assert.equal(await transportOf(page), 'poll');
            await until(() => trials >= 2, 'a trial of streams that is over'); // it must not be taken in
            assert.equal(await transportOf(page), 'poll');
            assert.deepEqual(await seen(page), [id]);
            await page.context().close();
        } finally {
            proxy.close();
        }
    });

    test('gives up after its attempts, and begins anew when the network is back', async () => {
        const sessionId = newSession();
        const page = await emptyPage(await newContext());
        await follow(page, sessionId, { maxReconnectAttempts: 3, reconnectInterval: 50 });
        await page.evaluate(() => {
            window.states = [];
            window.pipit.on('status', ({ state, attempt, reason }) => window.states.push([state, attempt, reason].join(' ').trim()));
        });
        await node.stop('SIGTERM');
        await until(() => page.evaluate(() => window.pipit.status.state === 'gaveUp'), () => page.evaluate(() => window.states.join()));
        const states = await page.evaluate(() => window.states);
        assert.equal(states[0], 'waiting 1 shutdown', 'the node has said why');
        assert.deepEqual(states.filter((state) => state.startsWith('waiting')).map((state) => state.split(' ')[1]), ['1', '2', '3']);
        await page.evaluate(() => { window.session.send('kept in the outbox'); });
        await node.start();
        const id = await node.post(sessionId, 'said meanwhile');
        await page.evaluate(() => window.dispatchEvent(new Event('online')));
        await until(async () => (await seen(page)).length === 2, 'both messages');
        assert.equal((await seen(page))[0], id);
        assert.deepEqual(await seen(page), await storedIds(sessionId));
        await page.context().close();
    });

    test('takes the stream from a tab that stands still', async () => {
        const sessionId = newSession();
        const context = await newContext();
        const options = { connectionTimeout: 500 };
        const first = await emptyPage(context);
        await follow(first, sessionId, options);
        const second = await emptyPage(context);
        await follow(second, sessionId, options);
        assert.equal(await second.evaluate(() => window.pipit.isLeader), false);
        await first.evaluate(() => {
            setTimeout(() => {
                for (const end = Date.now() + 4000; Date.now() < end; );
            });
        });
        const posted = [await node.post(sessionId, 'while nobody leads')];
        await until(async () => second.evaluate(() => window.pipit.isLeader), 'the second tab leads');
        posted.push(await node.post(sessionId, 'under the new leader'));
        await until(async () => (await seen(second)).length === 2, 'both messages');
        assert.deepEqual(await seen(second), posted);
        await until(async () => (await seen(first)).length === 2, 'both messages in the tab that stood still');
        assert.deepEqual(await seen(first), posted);
        assert.equal(await first.evaluate(() => window.pipit.isLeader), false);
        await context.close();
    });

    test('brings a tab that was put aside what it has missed, and the others nothing twice', async () => {
        const sessionId = newSession();
        const context = await newContext();
        const pages = [await emptyPage(context), await emptyPage(context)];
        for (const page of pages)
            await follow(page, sessionId);
        const posted = [await node.post(sessionId, 'for both')];
        for (const page of pages)
            await until(async () => (await seen(page)).length === 1, 'the first message');
        // As a browser does that keeps a page for when its reader goes back to it.
        await pages[1].evaluate(() => { window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })); });
        posted.push(await node.post(sessionId, 'while one is away'), await node.post(sessionId, 'and another'));
        await until(async () => (await seen(pages[0])).length === 3, 'the messages in the tab that is there');
        assert.equal((await seen(pages[1])).length, 1);
        await pages[1].evaluate(() => { window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })); });
        await until(async () => (await seen(pages[1])).length === 3, 'what it has missed');
        posted.push(await node.post(sessionId, 'for both again'));
        for (const page of pages) {
            await until(async () => (await seen(page)).includes(posted.at(-1)), 'the last message');
            assert.deepEqual(await seen(page), posted);
        }
        await context.close();
    });

    test('leaves the stream to the tab that has it while it wants nothing of it', async () => {
        const context = await newContext();
        const first = await emptyPage(context);
        await follow(first, newSession(), { connectionTimeout: 300 });
        const second = await emptyPage(context);
        await second.evaluate(async () => {
            const { Pipit } = await import('/web/pipit.js');
            window.pipit = new Pipit({ connectionTimeout: 300 });
            window.looks = 0; // its own, at half the limit each
            setInterval(() => { window.looks += 1; }, 150);
        });
        await until(() => second.evaluate(() => window.looks > 8), 'time enough to take it');
        assert.equal(await second.evaluate(() => window.pipit.isLeader), false);
        assert.equal(await first.evaluate(() => window.pipit.isLeader), true);
        await context.close();
    });

    test('begins anew where its cursor is of another log', async () => {
        const sessionId = newSession();
        const page = await emptyPage(await newContext());
        await follow(page, sessionId);
        const id = await node.post(sessionId, 'kept');
        await until(async () => (await seen(page)).length === 1, 'the message');
        // As after a restore: every cursor is of an epoch that is no more.
        await page.route('**/api/sse/messages?*', (route) => route.continue({ url: route.request().url().replace(/lastEventId=(\d+)~\w+/, 'lastEventId=$1~gone') }), { times: 1 });
        await page.evaluate(() => window.pipit.retry());
        const again = await node.post(sessionId, 'after the reset');
        await until(async () => (await page.evaluate(() => window.session.messages.map((message) => message.id))).includes(again), 'the history, loaded anew');
        assert.deepEqual(await page.evaluate(() => window.session.messages.map((message) => message.id)), [id, again]);
        await page.context().close();
    });

    test('does what docs/web.md shows', async () => {
        const example = readFileSync(new URL('../../../docs/examples/page.js', import.meta.url), 'utf8');
        const program = example.replace(/^import (\{.*\}) from ('.*');$/m, 'const $1 = await import($2);');
        const page = await emptyPage(await newContext());
        await page.evaluate((token) => Object.assign(window, { token, told: [], show: (message) => window.told.push(message.content), showAll: () => {}, showStatus: (state) => { window.state = state; }, output: document.body }), node.token);
        await page.evaluate(`(async () => { ${program} })()`);
        await until(() => page.evaluate(() => window.state === 'live' && window.told.includes('Hello') && document.body.textContent.includes('How are you?')), 'what it shows');
        await page.context().close();
    });

    test('tells errors as code, message and field', async () => {
        const page = await emptyPage(await newContext());
        await follow(page, newSession());
        const fault = await page.evaluate(() => window.session.send('x', { contentType: 'nonsense' }).catch(({ code, field, message, status }) => ({ code, field, message, status })));
        assert.equal(fault.code, 'invalid_request');
        assert.equal(fault.field, 'contentType');
        assert.equal(fault.status, 400);
        assert.ok(fault.message);
        await page.context().close();
    });

    test('has types that fit', async () => {
        const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
        await promisify(execFile)(process.execPath, [tsc, '--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom', '--module', 'esnext', '--moduleResolution', 'bundler', fileURLToPath(new URL('pipit_sample.ts', import.meta.url))])
            .catch((error) => assert.fail(error.stdout));
    });
});

describe('use_sse.js', { skip: missing }, () => {
    // React has only CommonJS files; a page of the test's own, on the node's origin, gets them as one module.
    const files = { react: 'react/cjs/react.production.js', scheduler: 'scheduler/cjs/scheduler.production.js', 'react-dom': 'react-dom/cjs/react-dom.production.js', 'react-dom/client': 'react-dom/cjs/react-dom-client.production.js' };
    const modules = fileURLToPath(new URL('node_modules/', import.meta.url));
    const bundle = () => `const files = {
            ${Object.entries(files).map(([name, file]) => `'${name}'(module, exports, require) {\n${readFileSync(join(modules, file), 'utf8')}\n}`).join(',\n')}
        };
        const loaded = {};
        function load(name) {
            if (!loaded[name]) {
                loaded[name] = { exports: {} };
                files[name](loaded[name], loaded[name].exports, load);
            }
            return loaded[name].exports;
        }
        export const { useCallback, useEffect, useState, createElement, StrictMode } = load('react');
        export const { createRoot } = load('react-dom/client');`;

    test('renders a session and what comes', async () => {
        const sessionId = newSession();
        await node.post(sessionId, 'from the history');
        const page = await signedInPage(await newContext());
        await page.route('**/test/*', (route) => {
            const name = new URL(route.request().url()).pathname.split('/').at(-1);
            if (name === 'page.html')
                return route.fulfill({ contentType: 'text/html', body: '<!doctype html><script type="importmap">{"imports":{"react":"/test/react.js"}}</script><div id="root"></div>' });
            return route.fulfill({ contentType: 'text/javascript', body: bundle() });
        });
        await page.goto(`${node.url}/test/page.html`);
        await page.evaluate(async (sessionId) => {
            const { createElement, createRoot, StrictMode } = await import('react');
            const { Pipit } = await import('/web/pipit.js');
            const { useSSE } = await import('/web/use_sse.js');
            const pipit = new Pipit();
            function Room() {
                const { messages, status, send } = useSSE(sessionId, { pipit });
                return createElement('div', null, createElement('p', { id: 'status' }, status.state), createElement('ul', null, messages.map((message) => createElement('li', { key: message.id }, message.content))), createElement('button', { onClick: () => send('from the hook') }, 'send'));
            }
            createRoot(document.querySelector('#root')).render(createElement(StrictMode, null, createElement(Room)));
        }, sessionId);
        const items = () => page.$$eval('li', (list) => list.map((item) => item.textContent));
        await until(async () => (await items()).length === 1, items);
        await until(async () => (await page.textContent('#status')) === 'live', 'live');
        await page.click('button');
        await until(async () => (await items()).length === 2, items);
        assert.deepEqual(await items(), ['from the history', 'from the hook']);
        assert.deepEqual(page.faults, []);
        await page.context().close();
    });
});
