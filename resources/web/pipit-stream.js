// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * One stream of events from a node, kept up: read by fetch, or in long polls where no stream gets through.
 *
 * Read by fetch and not by EventSource, which shows neither the status of a refusal nor the comments by which one
 * knows that a silent stream is alive, and gives up for good on 503. The cursor goes along in the query: a header
 * of its own would cost pages of other origins a preflight for each attempt.
 */

import { errorFrom, PipitError, refusalOf } from './pipit-parts.js';

/** Text of an event stream, in parts that may end anywhere, to events `{type, data, id}`. */
export class EventParser {
    #rest = '';
    #fields = { data: [] };

    take(text) {
        const events = [];
        // A return at the very end may be half of a line's end.
        const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
        this.#rest = lines.pop();
        for (const line of lines) {
            const [, name, value = ''] = line.match(/^\uFEFF?([^:]*)(?:: ?(.*))?$/s);
            if (line === '') {
                const { event = 'message', data, id } = this.#fields;
                if (data.length)
                    events.push({ type: event, data: data.join('\n'), id });
                this.#fields = { data: [] };
            } else if (name === 'data') {
                this.#fields.data.push(value);
            } else if (name === 'event' || name === 'id') {
                this.#fields[name] = value;
            }
        }
        return events;
    }
}

export const streamDefaults = {
    connectionTimeout: 10_000, // ms without a first byte
    reconnectInterval: 3_000, // ms, of which the first pause is a random part; it doubles
    longestPause: 30_000,
    maxReconnectAttempts: 10,
    transport: 'auto', // or 'stream', 'poll'
    pollWait: 25, // s
    streamTrialInterval: 60_000, // ms between two looks whether streams get through again
};

const silentStreams = 2; // in a row, until it polls
const endsToken = { token_expired: 'The token has expired.', token_revoked: 'The token was taken back.' };

export class Stream {
    #request; // (path, signal) → Response
    #options;
    #onEvent; // ({type, data, id}): data parsed; type `start` where a stream or the polling begins
    #onStatus;
    #run = new AbortController();
    #sessions = [];
    #attempt = 0;
    #silent = 0;
    #isPolling;
    #lastTrial = 0;
    #closing;

    constructor(request, options, onEvent, onStatus) {
        Object.assign(this, { cursor: undefined, status: { state: 'idle', attempt: 0, maxAttempts: options.maxReconnectAttempts, transport: 'stream' } });
        this.#request = request;
        this.#options = options;
        this.#onEvent = onEvent;
        this.#onStatus = onStatus;
        this.#isPolling = options.transport === 'poll';
    }

    /** Follows these sessions from `cursor` on. A pause before an attempt goes on as it was. */
    follow(sessions, cursor = this.cursor) {
        this.#sessions = sessions;
        this.cursor = cursor;
        if (!sessions.length)
            this.stop();
        else if (this.status.state !== 'waiting')
            this.#begin();
    }

    /** Tries again at once, with all attempts before it. */
    retry() {
        this.#attempt = 0;
        if (this.#sessions.length)
            this.#begin();
    }

    /** Does not wait any longer for the next attempt. */
    hurry() {
        if (this.status.state === 'waiting')
            this.#begin();
    }

    /** Somebody knows that the node has sent what never came. */
    heldBack() {
        this.#silent = silentStreams;
        if (this.status.state === 'live' && !this.#isPolling)
            this.#begin();
    }

    stop() {
        this.#run.abort();
        this.#setStatus('idle');
    }

    #begin() {
        this.#run.abort();
        this.#run = new AbortController();
        this.#live(this.#run.signal);
    }

    #setStatus(state, { error, ...more } = {}) {
        const { maxReconnectAttempts: maxAttempts } = this.#options;
        if (error) // plain, as it goes to other tabs
            more.error = { code: error.code, message: error.message, field: error.field, status: error.status };
        this.status = { state, attempt: Math.min(this.#attempt, maxAttempts), maxAttempts, transport: this.#isPolling ? 'poll' : 'stream', ...more };
        this.#onStatus(this.status);
    }

    async #live(signal) {
        for (;;) {
            if (!this.#isPolling && this.#options.transport === 'auto' && this.#silent >= silentStreams)
                this.#setPolling(true);
            this.#setStatus('connecting');
            this.#closing = undefined;
            let error;
            try {
                await (this.#isPolling ? this.#poll(signal) : this.#stream(signal));
                error = new PipitError({ code: 'network', message: this.#closing ? `The node ended the stream: ${this.#closing.reason}.` : 'The stream ended.' });
            } catch (fault) {
                error = errorFrom(fault);
            }
            if (signal.aborted)
                return;
            if (endsToken[this.#closing?.reason])
                error = new PipitError({ code: 'unauthenticated', message: endsToken[this.#closing.reason] }, 401);
            if (error.code === 'restart')
                continue;
            if (error.status === 401 || (error.status && !error.isPassing)) {
                this.#setStatus(error.status === 401 ? 'signedOut' : 'refused', { error });
                return;
            }
            if (this.#isPolling && error.code === 'network' && this.#options.transport === 'auto') {
                this.#setPolling(false); // a stream first when the node is back; one more silent one leads here again
                this.#silent = silentStreams - 1;
            }
            if (++this.#attempt > this.#options.maxReconnectAttempts) {
                this.#setStatus('gaveUp', { error });
                return;
            }
            const { reconnectInterval, longestPause } = this.#options;
            const jittered = Math.random() * Math.min(longestPause, reconnectInterval * 2 ** (this.#attempt - 1));
            const pause = this.#closing?.retryMs ?? error.retryAfterMs ?? jittered;
            this.#setStatus('waiting', { error, reason: this.#closing?.reason, retryAt: Date.now() + pause });
            await this.#sleep(pause, signal);
            if (signal.aborted)
                return;
        }
    }

    #setPolling(on) {
        this.#isPolling = on;
        this.#silent = 0;
        this.#lastTrial = Date.now();
    }

    #sleep(ms, signal) {
        return new Promise((resolve) => {
            const timer = setTimeout(resolve, ms);
            signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
        });
    }

    #path(base, more = {}) {
        const query = new URLSearchParams(this.#sessions.map((id) => ['sessionId', id]));
        for (const [name, value] of Object.entries(more)) {
            if (value !== undefined)
                query.set(name, value);
        }
        return `${base}?${query}`;
    }

    async #stream(signal) {
        const { connectionTimeout } = this.#options;
        const silence = new AbortController();
        let timer;
        const isAlive = (ms) => {
            clearTimeout(timer);
            timer = setTimeout(() => silence.abort(), ms);
        };
        let hasBytes = false;
        try {
            isAlive(connectionTimeout);
            const response = await this.#request(this.#path('/api/sse/messages', { lastEventId: this.cursor }), AbortSignal.any([signal, silence.signal]));
            if (!response.ok)
                throw await refusalOf(response);
            if (response.status === 204 || !response.body)
                throw new PipitError({ message: 'There is nothing to follow at this address.' }, response.status);
            const parser = new EventParser();
            const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
            let patience = connectionTimeout;
            for (let part; !(part = await reader.read()).done; isAlive(patience)) {
                hasBytes = true;
                for (const event of parser.take(part.value)) {
                    if (signal.aborted)
                        return;
                    event.data = JSON.parse(event.data);
                    patience = event.data.heartbeatMs ? event.data.heartbeatMs + connectionTimeout : patience;
                    this.#take(event);
                }
            }
            this.#silent += hasBytes ? 0 : 1;
        } catch (fault) {
            if (!silence.signal.aborted || signal.aborted)
                throw fault;
            this.#silent += hasBytes ? 0 : 1;
            throw new PipitError({ code: 'network', message: 'Nothing came through the stream.' });
        } finally {
            clearTimeout(timer);
            silence.abort();
        }
    }

    #take(event) {
        this.cursor = event.id ?? this.cursor;
        if (event.type === 'closing') {
            this.#closing = event.data;
        } else if (event.type === 'position') {
            this.#attempt = this.#silent = 0;
            this.#setStatus('live');
            this.#onEvent({ type: 'start', data: { ...event.data, sessions: this.#sessions } });
        } else {
            this.#onEvent(event);
        }
    }

    async #page(signal, more = {}) {
        const limit = AbortSignal.timeout(1000 * (more.wait ?? 0) + this.#options.connectionTimeout);
        // One session twice, for alone it is asked for its history.
        const response = await this.#request(`${this.#path('/api/messages', more)}&sessionId=${encodeURIComponent(this.#sessions[0])}`, AbortSignal.any([signal, limit]));
        if (!response.ok)
            throw await refusalOf(response);
        return (await response.json()).data;
    }

    async #poll(signal) {
        for (let isFirst = true; ; isFirst = false) {
            let page;
            let status = 'continue';
            try {
                page = await this.#page(signal, { after: this.cursor, wait: isFirst ? undefined : this.#options.pollWait, limit: 200 });
            } catch (error) {
                if (error.status !== 410 && !(error.status === 400 && error.field === 'after'))
                    throw error;
                page = await this.#page(signal);
                status = 'reset';
            }
            if (signal.aborted)
                return;
            if (isFirst || status === 'reset') {
                const position = status === 'reset' || this.cursor === undefined ? page.position : Number(this.cursor.split('~')[0]);
                this.#take({ type: 'position', id: `${position}~${page.epoch}`, data: { status, position, epoch: page.epoch } });
            }
            for (const message of page.messages)
                this.#take({ type: 'message', id: `${message.id}~${page.epoch}`, data: message });
            this.cursor = `${page.position}~${page.epoch}`;
            if (this.#options.transport === 'auto' && !page.hasMore && Date.now() - this.#lastTrial > this.#options.streamTrialInterval) {
                this.#lastTrial = Date.now();
                if (await this.#streamsGetThrough(signal)) {
                    this.#setPolling(false);
                    throw new PipitError({ code: 'restart', message: 'Streams get through again.' });
                }
            }
        }
    }

    // The node takes 800 ms for its five events; where somebody keeps them back, they come together, the later ones at least.
    async #streamsGetThrough(signal) {
        try {
            const response = await this.#request('/api/sse/test', AbortSignal.any([signal, AbortSignal.timeout(this.#options.connectionTimeout + 2000)]));
            const reader = response.body.getReader();
            let parts = 0;
            const begun = performance.now();
            while (!(await reader.read()).done)
                parts += 1;
            return response.ok && parts >= 4 && performance.now() - begun > 300;
        } catch {
            return false;
        }
    }
}
