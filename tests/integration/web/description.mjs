// SPDX-License-Identifier: GPL-3.0-or-later
// A node's own description of its interface, /api/openapi.json, and calls that are held against it.
//
// Whatever is called is noted, with the status that came: `unseen()` says what of the description nobody has asked for.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import WebSocket from 'ws';

const answerLimitMs = 30_000;
const schemasOf = 'https://pipit.invalid/schemas';

// Beside what a path says of itself, any of them may answer so.
const ofEveryPath = [405, 408, 413, 421, 431, 500];
// Of these, who answers so before the request has a name.
const beforeItIsRead = [408, 413, 431];

function rewritten(value) {
    if (Array.isArray(value))
        return value.map(rewritten);
    if (value === null || typeof value !== 'object')
        return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, key === '$ref' && typeof member === 'string' ? member.replace('#/components/schemas/', `${schemasOf}#/$defs/`) : rewritten(member)]));
}

// What a stream has said, and whoever waits for more.
class Heard {
    seen = [];
    isOver = false;
    #fault;
    #waiting = new Set();

    note(take) {
        try {
            this.seen.push(take());
        } catch (fault) {
            this.#fault ??= fault;
        }
        this.#wake();
    }

    finish() {
        this.isOver = true;
        this.#wake();
    }

    #wake() {
        for (const look of [...this.#waiting])
            look();
    }

    of(name) {
        return this.seen.filter((event) => event.name === name).map((event) => event.data);
    }

    // The first that fits, among those that came and those that come.
    async next(name, fits = () => true) {
        return this.#until(() => this.of(name).find(fits), () => `an event ${name}; came: ${JSON.stringify(this.seen).slice(0, 2000)}`);
    }

    async end() {
        return this.#until(() => this.isOver, () => 'the end of the stream');
    }

    #until(find, what) {
        return new Promise((resolve, reject) => {
            const timer = setTimeout(() => { this.#waiting.delete(look); reject(new Error(`Not within ${answerLimitMs} ms: ${what()}`)); }, answerLimitMs);
            const look = () => {
                const found = find();
                if (!found && !this.isOver && !this.#fault)
                    return;
                clearTimeout(timer);
                this.#waiting.delete(look);
                if (this.#fault || !found)
                    reject(this.#fault ?? new Error(`The stream has ended without ${what()}`));
                else
                    resolve(found);
            };
            this.#waiting.add(look);
            look();
        });
    }
}

// The events of one over HTTP; what belongs to one stands between two empty lines.
class Events extends Heard {
    #text = '';

    constructor(call, response, take) {
        super();
        this.close = () => call.destroy();
        response.setEncoding('utf8').on('data', (part) => {
            const blocks = (this.#text + part).split('\n\n');
            this.#text = blocks.pop();
            for (const block of blocks) {
                const fields = block.split('\n').map((line) => line.match(/^(\w*): ?(.*)$/)).filter((field) => field?.[1]);
                const valueOf = (name) => fields.filter((field) => field[1] === name).map((field) => field[2]).join('\n');
                const has = (name) => fields.some((field) => field[1] === name);
                if (has('data'))
                    this.note(() => take(has('event') ? valueOf('event') : 'message', has('id') ? valueOf('id') : undefined, JSON.parse(valueOf('data'))));
            }
        });
        for (const end of ['end', 'close', 'error'])
            response.on(end, () => this.finish());
    }
}

// The frames of one over WebSocket.
class Frames extends Heard {
    constructor(socket, take, say) {
        super();
        this.close = () => socket.terminate();
        this.say = (frame) => socket.send(JSON.stringify(say(frame)));
        socket.on('message', (text) => this.note(() => take(JSON.parse(text))));
        socket.on('close', (code, reason) => { this.code = code; this.reason = `${reason}`; this.finish(); });
        socket.on('error', () => this.finish());
    }
}

export class Description {
    #ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true });
    #compiled = new Map();
    #statuses = new Map(); // by operation
    #events = new Map();

    constructor(document) {
        this.document = document;
        addFormats(this.#ajv);
        this.#ajv.addSchema({ $id: schemasOf, $defs: rewritten(document.components.schemas) });
        this.operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })));
        for (const operation of this.operations) {
            this.#statuses.set(operation.operationId, new Set());
            this.#events.set(operation.operationId, new Set());
        }
    }

    operation(id) {
        const found = this.operations.find((operation) => operation.operationId === id);
        assert.ok(found, `The description has no operation ${id}.`);
        return found;
    }

    resolve(object) {
        return object.$ref ? object.$ref.slice(2).split('/').reduce((at, name) => at[name], this.document) : object;
    }

    parametersOf(operation) {
        return (operation.parameters ?? []).map((parameter) => this.resolve(parameter));
    }

    // Compiles every schema, called for or not: an unknown word in one is a fault.
    compileAll() {
        for (const [name, schema] of Object.entries(this.document.components.schemas))
            this.#validatorOf(schema, name);
        for (const operation of this.operations) {
            for (const parameter of this.parametersOf(operation))
                this.#validatorOf(parameter.schema, parameter.name);
            for (const response of Object.values(operation.responses).map((one) => this.resolve(one))) {
                for (const header of Object.values(response.headers ?? {}))
                    this.#validatorOf(header.schema, operation.operationId);
                for (const content of Object.values(response.content ?? {}))
                    this.#validatorOf(content.schema, operation.operationId);
            }
        }
    }

    #validatorOf(schema, what) {
        if (!this.#compiled.has(schema)) {
            try {
                this.#compiled.set(schema, this.#ajv.compile(rewritten(schema)));
            } catch (fault) {
                throw new Error(`The schema of ${what} is at fault: ${fault.message}`);
            }
        }
        return this.#compiled.get(schema);
    }

    #expectValid(schema, value, what) {
        const validate = this.#validatorOf(schema, what);
        assert.ok(validate(value), `${what} is not as described: ${JSON.stringify(validate.errors, null, 1)}\n${JSON.stringify(value, null, 1)?.slice(0, 4000)}`);
    }

    // `given`: {path, query, body, headers, token}. A request that is answered well must itself be as described.
    #targetOf(operation, given, isGood) {
        const parameters = this.parametersOf(operation);
        const known = (place, name) => parameters.find((parameter) => parameter.in === place && parameter.name === name);
        let target = operation.path;
        for (const [name, value] of Object.entries(given.path ?? {})) {
            const parameter = known('path', name);
            assert.ok(parameter, `${operation.operationId} has no ${name} in its path`);
            if (isGood)
                this.#expectValid(parameter.schema, this.resolve(parameter.schema).type === 'integer' ? Number(value) : value, `${name} of ${operation.operationId}`);
            target = target.replace(`{${name}}`, encodeURIComponent(value));
        }
        const query = new URLSearchParams();
        for (const [name, value] of Object.entries(given.query ?? {})) {
            const parameter = known('query', name);
            assert.ok(parameter || name === 'ticket' || !isGood, `${operation.operationId} has no parameter ${name}`);
            if (isGood && parameter)
                this.#expectValid(parameter.schema, parameter.schema.type === 'array' ? [value].flat() : value, `${name} of ${operation.operationId}`);
            for (const one of [value].flat())
                query.append(name, one);
        }
        return query.size ? `${target}?${query}` : target;
    }

    #open(node, operation, given, isGood) {
        const isJson = given.body !== undefined && !Buffer.isBuffer(given.body);
        const body = given.body === undefined ? Buffer.alloc(0) : isJson ? Buffer.from(JSON.stringify(given.body)) : given.body;
        if (isGood && isJson)
            this.#expectValid(operation.requestBody?.content['application/json'].schema ?? false, given.body, `The body of ${operation.operationId}`);
        const token = given.token === undefined ? node.token : given.token;
        const headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(isJson ? { 'content-type': 'application/json' } : {}), 'content-length': body.length, ...given.headers };
        return new Promise((resolve, reject) => {
            const call = request({ host: '127.0.0.1', port: node.port, method: given.method ?? operation.method, path: this.#targetOf(operation, given, isGood), agent: false, headers });
            const timer = setTimeout(() => call.destroy(new Error(`${operation.operationId} did not answer within ${answerLimitMs} ms.`)), answerLimitMs);
            call.once('response', (response) => { clearTimeout(timer); resolve({ call, response }); });
            call.once('error', (fault) => { clearTimeout(timer); reject(fault); });
            call.end(body);
        });
    }

    // What came is held against what is described for its status.
    #contentOf(operation, response) {
        const status = response.statusCode;
        const isOfEvery = !operation.responses[status] && ofEveryPath.includes(status);
        const described = operation.responses[status] ?? (isOfEvery ? operation.responses.default : undefined);
        assert.ok(described, `${operation.operationId} answered ${status}, which is not described`);
        this.#statuses.get(operation.operationId).add(status);
        const { headers = {}, content } = this.resolve(described);
        for (const [name, header] of Object.entries(headers)) {
            const value = response.headers[name.toLowerCase()];
            const isOptional = name === 'Retry-After';
            assert.ok(value !== undefined || isOptional, `${operation.operationId} answered ${status} without ${name}`);
            if (value !== undefined)
                this.#expectValid(header.schema, header.schema.type === 'integer' ? Number(value) : [value].flat().join(), `${name} of ${operation.operationId}`);
        }
        const type = response.headers['content-type']?.split(';')[0];
        if (!content)
            assert.equal(type, undefined, `${operation.operationId} ${status} has no body`);
        else
            assert.ok(content[type] || content['*/*'], `${operation.operationId} answered ${status} as ${type}`);
        return { media: content?.[type] ?? content?.['*/*'], type };
    }

    // Answers {status, headers, body, data}: `body` as bytes, `data` of an envelope.
    async call(node, id, given = {}, expected = 200) {
        const operation = this.operation(id);
        const { response } = await this.#open(node, operation, given, expected < 400);
        const parts = [];
        for await (const part of response)
            parts.push(part);
        const body = Buffer.concat(parts);
        const answer = { status: response.statusCode, headers: response.headers, body };
        const expectedOnes = [expected].flat();
        assert.ok(expectedOnes.includes(answer.status), `${operation.method} ${operation.path} answered ${answer.status} instead of ${expectedOnes}: ${body.toString().slice(0, 1000)}`);
        if (!beforeItIsRead.includes(answer.status))
            assert.match(response.headers['x-request-id'] ?? '', /^[A-Za-z0-9_.:-]{1,64}$/, 'X-Request-Id');
        const { media, type } = this.#contentOf(operation, response);
        if (!media || given.method === 'HEAD')
            return answer;
        if (type === 'application/json') {
            const json = JSON.parse(body);
            this.#expectValid(media.schema, json, `${operation.operationId} ${answer.status}`);
            return { ...answer, json, data: json.data, error: json.error };
        }
        this.#expectValid(media.schema, body.toString(), `${operation.operationId} ${answer.status}`);
        return answer;
    }

    // Each event is held against its description as it comes; whoever waits for one hears of the first that is not as described.
    async stream(node, id, given = {}) {
        const operation = this.operation(id);
        const { call, response } = await this.#open(node, operation, given, true);
        assert.equal(response.statusCode, 200, `${operation.path} answered ${response.statusCode}`);
        return new Events(call, response, this.#takerOf(operation, this.#contentOf(operation, response).media['x-events']));
    }

    #takerOf(operation, described) {
        return (name, cursor, data) => {
            const event = described[name];
            assert.ok(event, `${operation.operationId} sent an event ${name}, which is not described: ${JSON.stringify(data)}`);
            this.#expectValid(event.data, data, `${name} of ${operation.operationId}`);
            assert.equal(cursor !== undefined, event.id === 'cursor', `the id of ${name} of ${operation.operationId}`);
            if (cursor !== undefined)
                this.#expectValid({ $ref: '#/components/schemas/Cursor' }, cursor, 'an id');
            this.#events.get(operation.operationId).add(name);
            return { name, id: cursor, data };
        };
    }

    // The same over WebSocket: what is said as events is as of the stream; `say` takes what a client may say.
    async socket(node, id, given = {}) {
        const operation = this.operation(id);
        const frames = operation['x-frames'];
        const takeEvent = this.#takerOf(operation, this.operation('streamMessages').responses[200].content['text/event-stream']['x-events']);
        const socket = new WebSocket(`ws://127.0.0.1:${node.port}${this.#targetOf(operation, given, true)}`, { headers: { authorization: `Bearer ${given.token ?? node.token}` }, handshakeTimeout: answerLimitMs });
        const take = ({ type, id: cursor, data, ...rest }) => {
            if (type !== 'answer') {
                assert.deepEqual(rest, {}, `${type} has more than it should`);
                return takeEvent(type, cursor, data);
            }
            const answer = { type, ...(data === undefined ? {} : { data }), ...rest };
            this.#expectValid(frames.said.answer, answer, `answer of ${id}`);
            return { name: 'answer', data: answer };
        };
        const say = (frame) => {
            this.#expectValid(frames.heard[frame.type], frame, `${frame.type} to ${id}`);
            return frame;
        };
        const heard = new Frames(socket, take, say);
        await new Promise((resolve, reject) => {
            socket.once('upgrade', (response) => {
                try {
                    resolve(this.#contentOf(operation, response));
                } catch (fault) {
                    reject(fault);
                }
            });
            socket.once('error', reject);
        });
        return heard;
    }

    // As [operation, status or event] of all that nothing was seen of.
    unseen() {
        return this.operations.flatMap((operation) => {
            const statuses = Object.keys(operation.responses).filter((status) => status !== 'default' && !this.#statuses.get(operation.operationId).has(Number(status)));
            const events = Object.values(operation.responses).flatMap((response) => Object.keys(this.resolve(response).content?.['text/event-stream']?.['x-events'] ?? {}));
            return [...statuses, ...events.filter((name) => !this.#events.get(operation.operationId).has(name))].map((what) => [operation.operationId, what]);
        });
    }
}
