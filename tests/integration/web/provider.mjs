// SPDX-License-Identifier: GPL-3.0-or-later
// A provider of answers that speaks chat completions, as far as a test needs it. What a question says decides what comes:
// `refuse` an error, `wait` an answer that stops after its first piece until goOn(), everything else a short one with its usage.
import { createServer } from 'node:http';

export class Provider {
    #server;
    #waiting = [];

    static async create() {
        const provider = new Provider();
        provider.#server = createServer((request, response) => provider.#answer(request, response));
        await new Promise((resolve) => provider.#server.listen(0, '127.0.0.1', resolve));
        return provider;
    }

    get url() { return `http://127.0.0.1:${this.#server.address().port}/v1`; }

    goOn() {
        for (const go of this.#waiting.splice(0))
            go();
    }

    close() {
        this.goOn();
        this.#server.closeAllConnections();
        this.#server.close();
    }

    async #answer(request, response) {
        let body = '';
        for await (const part of request)
            body += part;
        if (request.method === 'GET') {
            response.setHeader('content-type', 'application/json').end(JSON.stringify({ object: 'list', data: [{ id: 'small', object: 'model' }, { id: 'large', object: 'model' }] }));
            return;
        }
        const question = JSON.parse(body).messages.at(-1).content;
        if (question.includes('refuse')) {
            response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { message: 'This is refused.', type: 'invalid_request_error', code: 'refused' } }));
            return;
        }
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const say = (choices, more = {}) => response.write(`data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'small', choices, ...more })}\n\n`);
        const piece = (delta) => say([{ index: 0, delta, finish_reason: null }]);
        piece({ role: 'assistant', reasoning_content: 'It asks. ' });
        piece({ content: 'This is ' });
        if (question.includes('wait'))
            await new Promise((resolve) => { this.#waiting.push(resolve); response.once('close', resolve); });
        piece({ content: 'an answer.' });
        say([{ index: 0, delta: {}, finish_reason: 'stop' }]);
        say([], { usage: { prompt_tokens: 5, completion_tokens: 4, total_tokens: 9 } });
        response.end('data: [DONE]\n\n');
    }
}
