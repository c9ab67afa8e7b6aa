// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Pipit for web pages: sessions that stay up to date, without a library.
 *
 *     import { Pipit } from '/web/pipit.js';
 *     const pipit = new Pipit();
 *     await pipit.signIn({ token });
 *     const session = pipit.open('team-room');
 *     session.on('message', (message) => console.log(message.content));
 *     await session.send('Hello');
 *     const answer = session.ask('echo', 'How are you?');
 *     answer.on('text', (text) => { output.textContent = text; });
 *     await answer.done;
 *
 * What holds: each stored message is told once and in order, also across breaks, restarts of the node and changes of the tab
 * that has the stream. The outbox is in memory: what was not sent when its page is closed is gone. Types: pipit.d.ts.
 */
import { Emitter, errorFrom, PipitError, refusalOf } from './pipit-parts.js';
import { Session } from './pipit-session.js';
import { SharedStream } from './pipit-share.js';
import { streamDefaults } from './pipit-stream.js';

export { PipitError };

/** A node. Events: `status`, `message` (of any session), `outbox`, `event` (every event as it came). */
export class Pipit extends Emitter {
    #stream;
    #sessions = new Map();
    #epoch;
    #isJoined = false;
    #isSending = false;
    #lastMend = 0;

    /** @param {import('./pipit.d.ts').PipitOptions} options */
    constructor(options = {}) {
        super();
        Object.assign(this, { options: { url: '', token: undefined, share: !options.token, ...streamDefaults, ...options }, status: { state: 'idle', attempt: 0 }, outbox: [], position: -1 });
        const name = this.options.share && (this.options.url || globalThis.location?.origin);
        this.#stream = new SharedStream(name, (path, signal) => this.#request(path, signal), this.options, (event) => this.#take(event), (status) => this.#takeStatus(status));
        this.#refresh = setInterval(() => {
            if (this.status.transport === 'poll')
                this.#sessions.forEach((session) => session.refreshRuns());
        }, 3000);
        this.#outside = new AbortController();
        const { signal } = this.#outside;
        globalThis.addEventListener?.('online', () => this.retry(), { signal });
        globalThis.addEventListener?.('pagehide', () => this.#stream.close(), { signal });
        globalThis.addEventListener?.('pageshow', (event) => event.persisted && this.#stream.open(), { signal });
    }

    #refresh;
    #outside;

    /** Whether this tab has the stream that its origin's tabs share. */
    get isLeader() { return this.#stream.isLeader; }

    #request(path, signal, method = 'GET', body = undefined) {
        const headers = body === undefined ? {} : { 'content-type': 'application/json' };
        if (this.options.token)
            headers.authorization = `Bearer ${this.options.token}`;
        return fetch(this.options.url + path, { method, signal, headers, cache: 'no-store', body: body && JSON.stringify(body) });
    }

    /** One request of the node's interface: gives its `data`, or throws a PipitError. */
    async call(method, path, body) {
        try {
            const response = await this.#request(path, AbortSignal.timeout(3 * this.options.connectionTimeout), method, body);
            if (!response.ok)
                throw await refusalOf(response);
            return (await response.json()).data;
        } catch (fault) {
            throw errorFrom(fault);
        }
    }

    /** Exchanges a token or a ticket for the node's cookie. Gives `{caller, token?}`; a token comes for an invitation, this once. */
    async signIn({ token, ticket }) {
        const data = await this.call('POST', '/api/auth/session', ticket ? { ticket } : { token });
        this.retry();
        return data;
    }

    signOut() { return this.call('DELETE', '/api/auth/session'); }
    caller() { return this.call('GET', '/api/auth/session').then((data) => data.caller); }
    bots() { return this.call('GET', '/api/bots').then((data) => data.bots); }
    sessions() { return this.call('GET', '/api/sessions').then((data) => data.sessions); }

    /** Follows a session; the same one again gives the same object, until each has closed it. */
    open(id, options = {}) {
        if (!this.#sessions.has(id)) {
            this.#sessions.set(id, Object.assign(new Session(this, id, options), { uses: 0 }));
            this.#join();
        }
        const session = this.#sessions.get(id);
        session.uses += 1;
        return session;
    }

    closeSession(session) {
        session.uses -= 1;
        if (session.uses === 0 && this.#sessions.delete(session.id))
            this.#join();
    }

    /** Tries again at once, with all attempts before it. */
    retry() { this.#stream.retry(); }

    close() {
        this.#outside.abort();
        clearInterval(this.#refresh);
        this.#sessions.clear();
        this.#stream.want([], () => undefined);
        this.#stream.close();
    }

    #join() {
        this.#isJoined = false;
        this.#stream.want([...this.#sessions.keys()], () => this.#epoch && `${this.position}~${this.#epoch}`);
    }

    #takeStatus(status) {
        this.status = { ...status, isLeader: this.isLeader };
        this.emit('status', this.status);
        if (status.state === 'live')
            this.#sendNext();
    }

    #take(event) {
        if (event.type === 'start') {
            this.#start(event.data);
            return;
        }
        const session = this.#sessions.get(event.data.sessionId ?? event.data.id);
        if (!this.#isJoined)
            return;
        this.emit('event', event);
        if (event.type === 'message') {
            if (event.data.id <= this.position)
                return;
            this.position = event.data.id;
            session?.take(event.data);
            if (session)
                this.emit('message', event.data);
        } else if ((event.type === 'delta' || event.type === 'run') && session) {
            if (!session.takeOfRun(event) && Date.now() - this.#lastMend > 5000) {
                this.#lastMend = Date.now();
                this.#stream.mend();
            }
        } else if (event.type === 'typing') {
            session?.tell('typing', event.data);
        } else if (event.type === 'session' && session && (event.data.deleted || event.data.purgedTo)) {
            session.drop((id) => event.data.deleted || id <= event.data.purgedTo);
            session.tell('history');
        }
    }

    #start({ status, position, epoch, sessions }) {
        if (![...this.#sessions.keys()].every((id) => sessions.includes(id)))
            return void this.#join();
        const isReset = status === 'reset' || (this.#epoch !== undefined && this.#epoch !== epoch);
        if (!isReset && this.#epoch !== undefined && position > this.position)
            return void this.#join();
        this.position = isReset ? position : Math.max(position, this.position);
        this.#epoch = epoch;
        this.#isJoined = true;
        for (const session of this.#sessions.values()) {
            if (isReset)
                session.reset();
            else if (!session.isLoaded)
                session.loadHistory();
            session.refreshRuns();
        }
    }

    enqueue(message) {
        return new Promise((resolve, reject) => {
            this.outbox.push({ ...message, state: 'waiting', resolve, reject });
            this.#tellOutbox(message.sessionId);
            this.#sendNext();
        });
    }

    /** Takes back what the node has refused, or what waits. */
    discard(clientMessageId) {
        const entry = this.outbox.find((one) => one.clientMessageId === clientMessageId);
        this.outbox = this.outbox.filter((one) => one !== entry);
        entry?.reject(new PipitError({ code: 'cancelled', message: 'It was taken back.' }));
        this.#tellOutbox(entry?.sessionId);
    }

    // What has come back was stored, whatever became of the answer to its request.
    confirm(message) {
        const entry = message.clientMessageId && this.outbox.find((one) => one.clientMessageId === message.clientMessageId);
        if (!entry)
            return;
        this.outbox = this.outbox.filter((one) => one !== entry);
        entry.resolve(message);
        this.#tellOutbox(message.sessionId);
    }

    #tellOutbox(sessionId) {
        this.emit('outbox', this.outbox);
        this.#sessions.get(sessionId)?.tell('outbox', this.outbox);
    }

    async #sendNext() {
        if (this.#isSending)
            return;
        this.#isSending = true;
        for (let entry; (entry = this.outbox.find((one) => one.state === 'waiting')); ) {
            const { state, resolve, reject, error, ...body } = entry;
            entry.state = 'sending';
            this.#tellOutbox(entry.sessionId);
            try {
                const { message } = await this.call('POST', '/api/messages', body);
                entry.state = 'sent';
                resolve(message);
                this.#awaitEcho(message);
            } catch (fault) {
                entry.error = fault;
                entry.state = fault.isPassing ? 'waiting' : 'failed';
                this.#tellOutbox(entry.sessionId);
                if (!fault.isPassing) {
                    reject(fault);
                    continue;
                }
                // The stream tells when the node is back; a node that only asks for patience is asked again.
                if (this.status.state === 'live')
                    setTimeout(() => this.#sendNext(), fault.retryAfterMs ?? this.options.reconnectInterval);
                break;
            }
            this.#tellOutbox(entry.sessionId);
        }
        this.#isSending = false;
    }

    // The node has it, so the stream has to bring it. Where it does not, somebody between lets only the beginning through.
    #awaitEcho({ id }) {
        const before = this.position;
        setTimeout(() => {
            if (this.position === before && id > before && this.status.state === 'live' && this.options.transport === 'auto' && this.#sessions.size)
                this.#stream.heldBack();
        }, this.options.connectionTimeout);
    }
}
