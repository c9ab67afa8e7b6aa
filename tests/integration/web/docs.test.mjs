// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: what README and docs tell a reader to type, works as it stands there. Every command of theirs is run against a
// real node, or says above it why not; every configuration is taken by pipitd; every example program follows, is cut off, and
// goes on with its cursor; every link leads somewhere.
//
// In the commands, the address, the directories and the providers are the test's own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openChromium, programOnPath } from './clients.mjs';
import { blocksOf, brokenLinksOf, documents, knownMarks, read, root } from './documents.mjs';
import { PipitNode } from './pipit_node.mjs';

const limitMs = 30_000;
const directory = mkdtempSync(join(tmpdir(), 'pipit-docs-'));
const blocks = documents.flatMap(blocksOf);
const placeOf = (block) => `${block.name}:${block.line}`;
const until = async (what, holds) => {
    for (const end = Date.now() + limitMs; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 20))) {
        const held = await holds();
        if (held)
            return held;
    }
    assert.fail(`not within ${limitMs} ms: ${what}`);
};

// A child process with all that it writes, ended with everything that it has started.
class Program {
    output = '';

    constructor(command, args, options) {
        this.#child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
        for (const stream of [this.#child.stdout, this.#child.stderr])
            stream.setEncoding('utf8').on('data', (text) => { this.output += text; });
        this.ended = new Promise((resolve) => {
            this.#child.once('error', (fault) => resolve(fault.message));
            this.#child.once('close', (code, signal) => resolve(code ?? signal));
        }).then((outcome) => this.outcome = outcome);
    }

    async end() {
        if (this.outcome === undefined) {
            try { process.kill(-this.#child.pid, 'SIGKILL'); } catch { /* it ended just now */ }
        }
        return this.ended;
    }

    #child;
}

// What stands in for a model and for Coze: it streams a short answer to any question.
async function openProvider() {
    const server = createServer((asked, answer) => {
        asked.resume().once('end', () => {
            if (asked.url === '/v1/models')
                return answer.setHeader('content-type', 'application/json').end('{"object":"list","data":[{"id":"qwen3","object":"model"}]}');
            if (asked.url !== '/v1/chat/completions')
                return answer.writeHead(401, { 'content-type': 'application/json' }).end('{"code":4100,"msg":"authentication is invalid"}');
            answer.writeHead(200, { 'content-type': 'text/event-stream' });
            for (const delta of [{ role: 'assistant', content: '' }, { content: 'Because of Rayleigh ' }, { content: 'scattering.' }])
                answer.write(`data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`);
            answer.end('data: {"object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
        });
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { url: `http://127.0.0.1:${server.address().port}`, close: () => { server.closeAllConnections(); server.close(); } };
}

let node, provider, data, replaced;

// As the reader's own, but for the places: nothing of this machine's Pipit is read or written.
const environment = () => ({
    ...process.env, HOME: directory, XDG_DATA_HOME: join(directory, 'share'), COZE_TOKEN: 'pat_test', PIPIT_URL: node.url, PIPIT_TOKEN_FILE: join(data, 'operator.token'),
    PATH: [dirname(process.env.PIPITD), dirname(process.env.PIPITCTL), process.env.PATH].join(delimiter),
});

function withOwnPlaces(text) {
    for (const [before, after] of replaced)
        text = text.replaceAll(before, after);
    return text;
}

before(async () => {
    data = join(directory, 'share', 'pipit');
    mkdirSync(data, { recursive: true, mode: 0o700 });
    provider = await openProvider();
    replaced = [['http://127.0.0.1:11434', provider.url], ['https://api.coze.cn', provider.url]];
    const bots = blocksOf('README.md').filter((block) => block.language === 'toml' && block.text.includes('[[bots]]')).map((block) => block.text).join('\n');
    writeFileSync(join(data, 'pipit.toml'), withOwnPlaces(bots));
    process.env.COZE_TOKEN = 'pat_test';
    node = await PipitNode.create([], { directory: data });
    replaced.push(['http://127.0.0.1:5000', node.url], ['127.0.0.1:5000', node.url.slice('http://'.length)], ['127.0.0.1:5001', '127.0.0.1:0'], ['/tmp/pipit', data],
                  ['/var/lib/pipit', data], ['/var/backups', directory], ['build/release/bin/', '']);
});

after(async () => {
    await node?.remove();
    provider?.close();
    rmSync(directory, { recursive: true, force: true });
});

describe('the documents', () => {
    test('have links that lead somewhere', () => assert.deepEqual(documents.flatMap(brokenLinksOf), []));

    // What a reader would copy is run, taken by pipitd or a file that has a test of its own; nothing gets by under another name.
    test('have blocks of known kinds', () => {
        for (const block of blocks) {
            assert.ok(['', 'sh', 'toml', 'json', 'sql', 'mermaid'].includes(block.language) || block.marks.file, `${placeOf(block)} is ${block.language}, and not a file`);
            assert.deepEqual(Object.keys(block.marks).filter((mark) => !knownMarks.includes(mark)), [], `${placeOf(block)} has marks that nobody knows`);
        }
    });

    test('show files as they are', () => {
        for (const block of blocks.filter((block) => block.marks.file))
            assert.equal(block.text, read(block.marks.file), `${placeOf(block)} is not ${block.marks.file}`);
    });

    test('say the same commands in every language', () => {
        const commandsOf = (name) => blocksOf(name).filter((block) => block.language).map(({ language, text }) => ({ language, text: text.replace(/#.*$/gm, '').replace(/ +$/gm, '') }));
        assert.deepEqual(commandsOf('README.zh.md'), commandsOf('README.md'));
    });

    test('have JSON that is JSON', () => {
        for (const block of blocks.filter((block) => block.language === 'json'))
            assert.doesNotThrow(() => JSON.parse(block.text), placeOf(block));
    });

    test('have configurations that pipitd takes', async () => {
        for (const block of blocks.filter((block) => block.language === 'toml')) {
            const file = join(directory, 'documented.toml');
            writeFileSync(file, block.text);
            const config = new Program(process.env.PIPITD, ['config', '--config', file], { env: environment() });
            assert.equal(await config.ended, 0, `${placeOf(block)}:\n${config.output}`);
        }
    });
});

describe('every command', () => {
    const commands = blocks.filter((block) => block.language === 'sh');
    test('is there', () => assert.ok(commands.length >= 10));
    for (const block of commands) {
        if (block.marks['not run'] || block.marks.file)
            continue;
        test(placeOf(block), async () => {
            const place = join(directory, 'typed');
            mkdirSync(place, { recursive: true });
            const program = new Program('bash', ['-euo', 'pipefail', '-c', withOwnPlaces(block.text)], { cwd: place, env: environment() });
            try {
                const end = block.marks['run until'];
                if (end) {
                    await until(`${end}; it says:\n${program.output}`, () => program.output.includes(end) || program.outcome !== undefined);
                } else {
                    await until(`the end of\n${block.text}`, () => program.outcome !== undefined);
                    assert.equal(program.outcome, 0, program.output);
                }
                const wanted = end ?? block.marks.prints ?? '';
                assert.ok(program.output.includes(wanted), `It does not say "${wanted}" but:\n${program.output}`);
            } finally {
                await program.end();
            }
        });
    }
});

// Each says hello, asks the bot, and follows; then the node is killed, goes on with a message, and each has everything once.
describe('an example', () => {
    const session = (name) => `example-${name}`;
    const say = async (name, content) => node.post(session(name), content);
    const messagesIn = (output, content) => output.split('\n').filter((line) => /^\d+ /.test(line) && line.endsWith(`: ${content}`)).length;

    for (const [name, language, command, ...args] of [['python', 'Python', 'python3', 'client.py'], ['node', 'Node.js', process.execPath, 'client.mjs'], ['cpp', 'C++', process.env.EXAMPLE_CLIENT]]) {
        test(language, { skip: command ? false : 'it was not built' }, async () => {
            const client = new Program(command, [...args, session(name), 'local'], { cwd: join(root, 'docs/examples'), env: { ...environment(), PIPIT_TOKEN: node.token } });
            try {
                await until('hello and the answer', () => messagesIn(client.output, `Hello from ${language}`) === 1 && messagesIn(client.output, 'Because of Rayleigh scattering.') === 1);
                await node.stop('SIGKILL');
                await node.start();
                await say(name, 'said meanwhile');
                await until('what was said meanwhile', () => messagesIn(client.output, 'said meanwhile') > 0);
                await say(name, 'said at the end');
                await until('what was said at the end', () => messagesIn(client.output, 'said at the end') > 0);
                const stored = await node.history(session(name));
                for (const { id, content } of stored)
                    assert.equal(client.output.split('\n').filter((line) => line.startsWith(`${id} `)).length, 1, `${id} ${content}\n${client.output}`);
                assert.equal(stored.length, 5);
            } finally {
                await client.end();
            }
        });
    }

    // One origin for the page and the node, as behind a proxy; where the node is away it answers 502, as proxies do.
    async function openOrigin() {
        const page = readFileSync(join(root, 'docs/examples/client.html')), origin = { refused: 0 };
        const server = createServer((asked, answer) => {
            if (asked.url === '/')
                return answer.setHeader('content-type', 'text/html; charset=utf-8').end(page);
            const passedOn = request({ host: '127.0.0.1', port: node.port, path: asked.url, method: asked.method, headers: asked.headers, agent: false });
            passedOn.once('error', () => {
                if (answer.headersSent)
                    return answer.destroy();
                ++origin.refused;
                answer.writeHead(502).end();
            });
            passedOn.once('response', (response) => {
                answer.writeHead(response.statusCode, response.headers).flushHeaders();
                response.pipe(answer);
                response.once('error', () => answer.destroy());
            });
            answer.once('close', () => passedOn.destroy());
            asked.pipe(passedOn);
        });
        await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
        return Object.assign(origin, { url: `http://127.0.0.1:${server.address().port}/`, close: () => { server.closeAllConnections(); server.close(); } });
    }

    test('in a browser', { skip: programOnPath('chromium', 'chromium-browser', 'google-chrome') ? false : 'no Chromium on PATH' }, async () => {
        const origin = await openOrigin();
        const browser = await openChromium();
        try {
            const page = await browser.newPage();
            await page.goto(origin.url);
            await page.fill('#token', node.token);
            await page.fill('#session', session('browser'));
            await page.click('#enter button');
            const lines = () => page.locator('#messages li').allTextContents();
            const ends = (all) => all.map((line) => line.replace(/^[^:]*: /, ''));
            await page.fill('#text', 'Hello from a browser');
            await page.click('#say button');
            await until('what was said', async () => ends(await lines()).includes('Hello from a browser'));
            await page.fill('#text', 'Are you there?');
            await page.fill('#bot', 'local');
            await page.click('#say button');
            await until('the answer', async () => ends(await lines()).includes('Because of Rayleigh scattering.'));
            await node.stop('SIGKILL');
            await until('the browser has met a 502', () => origin.refused > 0);
            await node.start();
            await say('browser', 'said meanwhile');
            await until('what was said meanwhile', async () => ends(await lines()).includes('said meanwhile'));
            assert.deepEqual(ends(await lines()), ['Hello from a browser', 'Are you there?', 'Because of Rayleigh scattering.', 'said meanwhile']);
        } finally {
            await browser.close();
            origin.close();
        }
    });
});
