// SPDX-License-Identifier: GPL-3.0-or-later
// A real node as a child process, with a data directory of its own, that can be stopped and started again on its port.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const startLimitMs = 20_000;

// Below the range from which outgoing connections take theirs: none of them can be sitting on it when the node comes back.
async function freePort() {
    for (;;) {
        const port = 20_000 + Math.floor(Math.random() * 12_000);
        const free = await new Promise((resolve) => {
            const server = createServer();
            server.once('error', () => resolve(false));
            server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
        });
        if (free)
            return port;
    }
}

export class PipitNode {
    #program = process.env.PIPITD;
    #directory;
    #options = [];
    #process;
    #stopping = false;
    #log = '';

    // `options`: of `pipitd serve`. `configuration`: what stands in its pipit.toml. `directory`: its data's; one of its own where none is given.
    static async create(options = [], { configuration = '', directory = mkdtempSync(join(tmpdir(), 'pipit-web-')) } = {}) {
        const node = new PipitNode();
        node.#options = options;
        node.#directory = directory;
        if (configuration)
            writeFileSync(join(node.#directory, 'pipit.toml'), configuration, { mode: 0o600 });
        if (!node.#program)
            throw new Error('PIPITD must name the program to test.');
        node.port = await freePort();
        await node.start();
        return node;
    }

    get url() { return `http://127.0.0.1:${this.port}`; }
    get token() { return readFileSync(join(this.#directory, 'operator.token'), 'utf8').trim(); }

    // Ready to be asked when this resolves. Another port than its own is for what happens while its clients are away.
    async start(port = this.port) {
        const child = spawn(this.#program, ['serve', '--data', this.#directory, '--listen', `127.0.0.1:${port}`, '--server-canary-s', '0', ...this.#options]);
        this.#process = child;
        this.#stopping = false;
        child.once('exit', (code, signal) => {
            if (!this.#stopping)
                console.error(`The node ended by itself with ${code ?? signal}.\n${this.#log}`);
        });
        child.stderr.on('data', (text) => { this.#log += text; });
        await new Promise((resolve, reject) => {
            const timer = setTimeout(() => reject(new Error(`The node was not ready after ${startLimitMs} ms.\n${this.#log}`)), startLimitMs);
            child.once('error', reject);
            child.once('exit', (code, signal) => reject(new Error(`The node ended with ${code ?? signal}.\n${this.#log}`)));
            createInterface({ input: child.stdout }).on('line', (line) => {
                if (line.startsWith('listening on ')) {
                    clearTimeout(timer);
                    resolve();
                }
            });
        });
    }

    async stop(signal) {
        if (this.#process.exitCode !== null || this.#process.signalCode !== null)
            return;
        this.#stopping = true;
        const ended = new Promise((resolve) => this.#process.once('exit', (code) => resolve(code)));
        this.#process.kill(signal);
        const code = await ended;
        if (signal === 'SIGTERM' && code !== 0)
            throw new Error(`Asked to stop, the node ended with ${code}.\n${this.#log}`);
    }

    async remove() {
        await this.stop('SIGKILL');
        rmSync(this.#directory, { recursive: true, force: true });
    }

    async #call(method, path, body, port) {
        return new Promise((resolve, reject) => {
            // A connection of its own: one kept from before a restart would only fail.
            const call = request({ host: '127.0.0.1', port, path, method, agent: false, timeout: 10_000,
                headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } });
            call.once('error', reject);
            call.once('timeout', () => call.destroy(new Error('The node did not answer within 10 s.')));
            call.once('response', (response) => {
                let text = '';
                response.setEncoding('utf8').on('data', (part) => { text += part; }).on('end', () => resolve({ status: response.statusCode, text }));
            });
            call.end(body);
        });
    }

    // The messages of a session, as the operator sees them.
    async history(sessionId) {
        const answer = await this.#call('GET', `/api/messages?sessionId=${sessionId}`, '', this.port);
        return answer.status === 404 ? [] : JSON.parse(answer.text).data.messages;
    }

    auditLog() {
        return ['audit.log', 'audit-unknown.log'].flatMap((name) => readFileSync(join(this.#directory, name), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)));
    }

    // Stores a message and gives its id.
    async post(sessionId, content, port = this.port) {
        const answer = await this.#call('POST', '/api/messages', JSON.stringify({ sessionId, content, senderType: 'user' }), port);
        if (answer.status !== 201)
            throw new Error(`POST /api/messages answered ${answer.status}: ${answer.text}`);
        return JSON.parse(answer.text).data.message.id;
    }
}
