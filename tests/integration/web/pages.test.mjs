// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: who opens the node's pages in a browser sees each message once and in order, whatever happens to the node and to
// other tabs, in any of their languages, on any screen, and without a complaint of the browser's.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ask, closeStage, contents, enter, expectAll, ids, missing, newContext, newSession, openPage, openStage, openStreams, signedInPage, signIn, startPublisher, stateOf, storedIds, until } from './web_pages.mjs';

const folder = fileURLToPath(new URL('../../../resources/web/', import.meta.url));
let node;
before(async () => { node = missing ? undefined : await openStage(); });
after(closeStage);

describe('the page of live messages', { skip: missing }, () => {
    test('shows in one window what another sends, with kind and latency', async () => {
        const sessionId = newSession();
        const first = await signedInPage(await newContext());
        const { ticket } = await ask('/api/auth/tickets', { method: 'POST', body: JSON.stringify({ invite: { sub: 'maria', name: 'María', role: 'user', sessions: ['pages-*'] } }) });
        const second = await openPage(await newContext(), `${node.url}/sse-demo?ticket=${ticket}`);
        await second.waitForSelector('#connect');
        assert.match(await second.textContent('#given-token-value'), /\S{20}/, 'an invitation is a token too, shown once');
        await enter(first, sessionId);
        await enter(second, sessionId);
        await first.fill('#content', 'Hello <b>there</b>');
        await first.press('#content', 'Enter');
        await until(async () => (await contents(second)).includes('Hello <b>there</b>'), 'the message in the other window');
        await first.click('#test-kinds');
        await until(async () => (await ids(second)).length === 10, 'one of each kind');
        for (const kind of ['text', 'markdown', 'image', 'file', 'notification', 'progress', 'state'])
            assert.ok(await second.$(`#messages .is-${kind}`), kind);
        assert.equal(await second.$eval('#messages .is-image img', (image) => image.decode().then(() => image.naturalWidth > 0)), true, 'a picture of the node is shown');
        for (const page of [first, second])
            assert.equal((await page.$$eval('#messages .about', (lines) => lines.filter((line) => /\d+ ms$/.test(line.textContent)))).length, 10, 'each with its latency');
        assert.equal(await second.textContent('#received'), '10');
        assert.equal(await first.textContent('#outbox'), '');
        await second.locator('#content').pressSequentially('x');
        await until(async () => /María is writing/.test(await first.textContent('#typing')), 'who is writing');
        assert.deepEqual([...first.faults, ...second.faults], []);
        await first.context().close();
        await second.context().close();
    });

    test('goes on after the node was killed, with nothing lost or doubled, and says so meanwhile', async () => {
        const sessionId = newSession();
        const page = await signedInPage(await newContext());
        await enter(page, sessionId);
        const endPublisher = startPublisher(sessionId);
        await until(async () => (await ids(page)).length > 5, 'the first messages');
        await node.stop('SIGKILL');
        await until(async () => /\d\/10/.test(await page.textContent('#banner-text')), 'the banner with its attempt');
        assert.equal(await page.isVisible('#banner'), true);
        await page.fill('#content', 'written while the node was away');
        await page.press('#content', 'Enter');
        await until(async () => /written while the node was away\s*waits/.test(await page.textContent('#outbox')), 'what waits');
        await node.start();
        await page.click('#retry', { timeout: 2000 }).catch(() => {}); // or it was faster itself
        await until(async () => (await stateOf(page)) === 'live', 'the page is live again');
        await until(async () => (await contents(page)).includes('written while the node was away'), 'what was written meanwhile');
        await endPublisher();
        await expectAll(page, sessionId);
        assert.equal((await contents(page)).filter((text) => text === 'written while the node was away').length, 1);
        assert.equal(await page.textContent('#breaks'), '1');
        assert.equal(await page.textContent('#outbox'), '');
        await until(async () => !(await page.isVisible('#banner')), 'the banner goes by itself');
        assert.deepEqual(page.faults, []);
        await page.context().close();
    });

    test('loads older messages', async () => {
        const sessionId = newSession();
        for (let i = 0; i < 60; ++i)
            await node.post(sessionId, `old ${i}`);
        const page = await signedInPage(await newContext());
        await enter(page, sessionId);
        await until(async () => (await ids(page)).length === 50, 'the newest page');
        await page.click('#older');
        await until(async () => (await ids(page)).length === 60, 'the page before it');
        assert.deepEqual(await ids(page), await storedIds(sessionId));
        assert.equal(await page.isVisible('#older'), false);
        await page.context().close();
    });

    test('takes Chinese as an input method writes it', async () => {
        const sessionId = newSession();
        const page = await signedInPage(await newContext({ locale: 'zh-CN' }));
        await enter(page, sessionId);
        await page.focus('#content');
        const keyboard = await page.context().newCDPSession(page);
        await keyboard.send('Input.imeSetComposition', { text: 'ni hao', selectionStart: 6, selectionEnd: 6 });
        await page.keyboard.press('Enter'); // of the input method
        assert.equal(await page.textContent('#outbox'), '');
        await page.fill('#content', '');
        await keyboard.send('Input.imeSetComposition', { text: 'ni hao', selectionStart: 6, selectionEnd: 6 });
        await keyboard.send('Input.insertText', { text: '你好，世界' });
        await page.keyboard.press('Enter');
        await until(async () => (await ids(page)).length === 1, 'the message');
        assert.deepEqual(await contents(page), ['你好，世界']);
        assert.deepEqual((await node.history(sessionId)).map((message) => message.content), ['你好，世界']);
        assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
        assert.match(await page.title(), /实时消息/);
        await page.context().close();
    });

    test('signs in by a ticket, once, and does not keep it', async () => {
        const { ticket } = await ask('/api/auth/tickets', { method: 'POST', body: '{}' });
        const page = await openPage(await newContext(), `${node.url}/sse-demo?ticket=${ticket}`);
        await page.waitForSelector('#connect');
        assert.doesNotMatch(page.url(), /ticket/);
        await page.reload();
        await page.waitForSelector('#connect');
        await page.click('#sign-out');
        await page.waitForSelector('#token');
        await page.fill('#token', 'not-a-token');
        await page.click('#sign-in button');
        await until(async () => /Sign in again/.test(await page.textContent('#sign-in-fault')), 'the refusal, and what to do');
        await page.context().close();
    });

    test('asks who its reader is when the node knows it no more, and goes on', async () => {
        const sessionId = newSession();
        const page = await signedInPage(await newContext());
        await enter(page, sessionId);
        await page.evaluate(() => fetch('/api/auth/session', { method: 'DELETE' }));
        await page.waitForSelector('#token');
        assert.match(await page.textContent('#sign-in-fault'), /taken back.*Sign in again/);
        const id = await node.post(sessionId, 'said meanwhile');
        await signIn(page, node.token);
        await until(async () => (await ids(page)).includes(id), 'what was said meanwhile');
        assert.deepEqual(page.faults, []);
        await page.context().close();
    });

    test('is one stream for all tabs, and goes on when the tab that has it is closed', async () => {
        const sessionId = newSession();
        await until(async () => (await openStreams()) === 0, 'no stream of an earlier test');
        const context = await newContext();
        const first = await signedInPage(context);
        await enter(first, sessionId);
        const second = await openPage(context, `${node.url}/sse-demo`);
        await second.waitForSelector('#connect'); // by the cookie
        await enter(second, sessionId);
        await node.post(sessionId, 'for both');
        for (const page of [first, second])
            await until(async () => (await contents(page)).includes('for both'), 'the message in each tab');
        assert.equal(await openStreams(), 1);
        assert.deepEqual([await first.textContent('#held'), await second.textContent('#held')], ['this tab', 'another tab']);

        const endPublisher = startPublisher(sessionId);
        await until(async () => (await ids(second)).length > 5, 'messages in the second tab');
        await first.close();
        await until(async () => (await second.textContent('#held')) === 'this tab', 'the second tab takes over');
        const seen = (await ids(second)).length;
        await until(async () => (await ids(second)).length > seen + 5, 'messages in the tab that took over');
        await endPublisher();
        await expectAll(second, sessionId);
        await until(async () => (await openStreams()) === 1, 'one stream');
        assert.deepEqual([...first.faults, ...second.faults], []);
        await context.close();
    });
});

describe('the page of bots', { skip: missing }, () => {
    const answerOf = (page) => page.textContent('.turn:first-child .answer');

    for (const mode of ['run', 'plain']) {
        test(`types an answer out and stops it (${mode})`, async () => {
            const page = await signedInPage(await newContext(), '/sse-stream-test.html');
            await page.waitForSelector('#bot option', { state: 'attached' });
            await page.selectOption('#mode', mode);
            await page.fill('#question', 'How are you?');
            await page.press('#question', 'Enter');
            const lengths = new Set();
            await until(async () => {
                lengths.add((await answerOf(page)).length);
                return (await stateOf(page)) === 'completed';
            }, 'the whole answer');
            assert.ok(lengths.size > 5, `it grew: ${[...lengths]}`);
            assert.match(await answerOf(page), /How are you\?[^]*press \*Stop\*/);
            assert.match(await page.textContent('#first-token'), /^[\d,]+ ms$/);
            assert.match(await page.textContent('#response'), /^[\d,]+ ms$/);
            assert.equal(Number((await page.textContent('#characters')).replace(',', '')), [...await answerOf(page)].length);
            assert.ok(Number(await page.textContent('#pieces')) > 5);

            await page.click('.chip[lang^=zh]');
            await until(async () => (await answerOf(page)).length > 10, 'the beginning of the next answer');
            await page.click('#stop');
            await until(async () => (await stateOf(page)) === 'cancelled', () => stateOf(page));
            await until(() => page.isEnabled('#ask'), 'it can be asked again');
            assert.doesNotMatch(await answerOf(page), /停止/);
            assert.deepEqual(page.faults, []);
            await page.context().close();
        });
    }

    test('shows answers under way in long polls too, when they are whole', async () => {
        const page = await signedInPage(await newContext(), '/sse-stream-test.html');
        const answer = await page.evaluate(async (sessionId) => {
            const { Pipit } = await import('/web/pipit.js');
            const pipit = new Pipit({ transport: 'poll', pollWait: 1, share: false });
            const { text, state, message } = await pipit.open(sessionId).ask('echo', 'polled').done;
            return { text, state, content: message.content };
        }, newSession());
        assert.equal(answer.state, 'completed');
        assert.equal(answer.text, answer.content);
        await page.context().close();
    });
});

describe('each page', { skip: missing }, () => {
    test('fits in 320 px in every language, and can be used by keyboard', async () => {
        for (const path of ['/sse-demo', '/sse-stream-test.html']) {
            const page = await signedInPage(await newContext({ viewport: { width: 320, height: 700 } }), path);
            for (const language of ['en', 'zh', 'es']) {
                await page.selectOption('#language', language);
                assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), 320, `${path} ${language}`);
                const unnamed = await page.$$eval('button, input, select, textarea', (controls) => controls.filter((control) => !(control.textContent || control.getAttribute('aria-label') || control.labels?.[0]?.textContent)).map((control) => control.outerHTML));
                assert.deepEqual(unnamed, []);
            }
            await page.reload();
            await page.waitForSelector('#language');
            assert.equal(await page.inputValue('#language'), 'es', 'a choice stays');
            await page.selectOption('#theme', 'dark');
            await page.reload();
            assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(21, 22, 20)');
            await page.waitForFunction(() => document.activeElement !== document.body);
            await page.evaluate(() => document.activeElement.blur());
            await page.focus('.skip');
            assert.equal(await page.evaluate(() => document.activeElement.getBoundingClientRect().top >= 0), true);
            await page.keyboard.press('Enter');
            assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
            assert.deepEqual(page.faults, []);
            await page.context().close();
        }
    });

    test('says everything in every language', async () => {
        const { texts } = await import(`data:text/javascript,${encodeURIComponent(readFileSync(join(folder, 'pages-texts.js'), 'utf8'))}`);
        const keys = Object.keys(texts.en);
        assert.deepEqual(Object.keys(texts.zh), keys);
        assert.deepEqual(Object.keys(texts.es), keys);
        for (const name of readdirSync(folder).filter((file) => file.endsWith('.html'))) {
            const used = [...readFileSync(join(folder, name), 'utf8').matchAll(/data-(?:text|label|placeholder)="([^"]+)"/g)].map((match) => match[1]);
            assert.deepEqual(used.filter((key) => !keys.includes(key)), [], name);
        }
    });

    test('is served with all that it is made of', async () => {
        const names = readdirSync(folder).filter((name) => /\.(html|css|js|ts)$/.test(name));
        for (const name of names) {
            const answer = await fetch(node.url + (name.endsWith('.html') ? '/' : '/web/') + name);
            assert.equal(await answer.text(), readFileSync(join(folder, name), 'utf8'), name);
        }
    });
});

describe('pictures', { skip: missing || (process.env.PIPIT_SHOTS ? false : 'PIPIT_SHOTS names no directory') }, () => {
    for (const [name, options, width] of [['light', { colorScheme: 'light' }, 1280], ['dark', { colorScheme: 'dark' }, 1280], ['light', { colorScheme: 'light' }, 390], ['dark', { colorScheme: 'dark', locale: 'zh-CN' }, 390], ['zh', { colorScheme: 'light', locale: 'zh-CN' }, 1280]]) {
        test(`${name} ${width}`, async () => {
            const shot = (page, what) => page.screenshot({ path: join(process.env.PIPIT_SHOTS, `${what}-${name}-${width}.png`) });
            const context = await newContext({ viewport: { width, height: 800 }, ...options });
            const demo = await openPage(context, `${node.url}/sse-demo`);
            await demo.waitForSelector('#token');
            await shot(demo, 'sign-in');
            await signIn(demo, node.token);
            const sessionId = newSession();
            await enter(demo, sessionId);
            await shot(demo, 'demo-empty');
            await demo.fill('#content', options.locale ? '明天的评审改到十点' : 'The review is at ten tomorrow');
            await demo.press('#content', 'Enter');
            await demo.click('#test-kinds', { timeout: 500 }).catch(() => demo.evaluate(() => document.querySelector('#test-kinds').click()));
            await until(async () => (await ids(demo)).length === 10, 'the messages');
            await demo.$eval('#messages img', (image) => image.decode());
            await shot(demo, 'demo');
            await demo.evaluate(() => { document.querySelector('#scroll').scrollTop = 0; });
            await shot(demo, 'demo-top');
            await demo.route('**/api/sse/messages?*', (route) => route.abort());
            await demo.evaluate(() => document.querySelector('#retry').click());
            await until(async () => (await stateOf(demo)) === 'waiting', 'an interrupted page');
            await shot(demo, 'demo-waiting');
            await demo.close();
            const bots = await openPage(context, `${node.url}/sse-stream-test.html`);
            await bots.waitForSelector('#bot option', { state: 'attached' });
            await bots.click('.chip');
            await until(async () => (await bots.textContent('.answer')).length > 60, 'a part of an answer');
            await shot(bots, 'bots');
            await until(async () => (await stateOf(bots)) === 'completed', 'the whole answer');
            await shot(bots, 'bots-whole');
            await context.close();
        });
    }
});
