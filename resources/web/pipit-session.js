// SPDX-License-Identifier: GPL-3.0-or-later
/** A session of a node, and the answers of bots in it. */
import { Emitter, pause, uuid } from './pipit-parts.js';

const finalStates = ['completed', 'failed', 'cancelled', 'interrupted'];
const graceMs = 2000; // an answer's message comes just before its run's end, or just after
const inPath = encodeURIComponent;
const isErasure = ({ senderType, contentType, metadata }) => senderType === 'system' && contentType === 'state' && metadata?.redacted === true && Array.isArray(metadata.ids);

/** A bot's answer as it grows. Events: `text` and `reasoning` (the whole so far), `change` (anything). */
class Answer extends Emitter {
    constructor(session, known) {
        super();
        Object.assign(this, { session, state: 'queued', text: '', reasoning: '', pieces: 0, isOver: false, ...known });
        this.done = new Promise((resolve, reject) => Object.assign(this, { settle: resolve, fail: reject }));
        this.done.catch(() => {}); // nobody has to wait for it
    }

    /** Asks the node to stop. What was said until then is stored as the answer. */
    async cancel() {
        this.isCancelled = true; // also where the node has not said yet what the run is called
        if (this.runId)
            await this.session.pipit.call('POST', `/api/runs/${inPath(this.runId)}/cancel`);
    }

    // False where a piece before this one is missing. What is told again overlaps with what is here.
    takeDelta({ offset, text, kind }) {
        const name = kind === 'reasoning' ? 'reasoning' : 'text';
        const held = this[name].length;
        if (offset + text.length > held && offset <= held) {
            this[name] += text.slice(held - offset);
            this.pieces += 1;
            this.emit(name, this[name]);
            this.emit('change', this);
        }
        return offset <= held;
    }

    takeRun({ state, botId, clientMessageId, error, firstTokenMs }) {
        Object.assign(this, { state, botId, clientMessageId, error, firstTokenMs });
        this.emit('change', this);
        if (finalStates.includes(state))
            setTimeout(() => this.#end(), this.message ? 0 : graceMs);
    }

    takeMessage(message) {
        const isNews = this.text !== message.content;
        Object.assign(this, { message, text: message.content });
        if (isNews)
            this.emit('text', this.text);
        this.emit('change', this);
        setTimeout(() => this.#end(), finalStates.includes(this.state) ? 0 : graceMs);
    }

    #end() {
        this.state = finalStates.includes(this.state) ? this.state : 'completed';
        this.isOver = true;
        this.emit('change', this);
        this.settle(this);
    }
}

/**
 * Events: `message` (a new one), `history` (older ones were loaded, or all anew), `outbox`, `typing`
 * (`{senderId, senderName, active, forMs}`), `answer` (a new Answer, whoever asked), `error`, `change` (any of these).
 */
export class Session extends Emitter {
    #messages = new Map();
    #sorted;
    #turn = 0; // of the history: a page of an earlier one comes too late
    #asking = 0;
    #early = []; // of runs that are not known yet, while one is asked for
    #toldTypingAt = 0;

    constructor(pipit, id, { pageSize = 50 } = {}) {
        super();
        Object.assign(this, { pipit, id, pageSize, hasOlder: false, isLoaded: false, answers: new Map() });
    }

    /** Every message that is held, oldest first. */
    get messages() { return (this.#sorted ??= [...this.#messages.values()].sort((a, b) => a.id - b.id)); }

    /** As a person sees them: without what a later one replaces, and without the notes of erasures. */
    get shown() {
        const replaced = new Set(this.messages.map((message) => message.replaces));
        return this.messages.filter((message) => !replaced.has(message.id) && !isErasure(message));
    }

    /** What was sent from here and has not come back yet. */
    get outbox() { return this.pipit.outbox.filter((entry) => entry.sessionId === this.id); }

    tell(name, detail) {
        this.emit(name, detail);
        this.emit('change', this);
    }

    #page(before) {
        return this.pipit.call('GET', `/api/messages?sessionId=${inPath(this.id)}&limit=${this.pageSize}${before ? `&before=${before}` : ''}`);
    }

    // What comes after `position` is the stream's to bring, which had come so far when the page was asked for.
    #takePage({ messages, hasMore }) {
        for (const message of messages.filter(({ id }) => id <= this.pipit.position))
            this.#hold(message);
        Object.assign(this, { hasOlder: hasMore, isLoaded: true });
        this.tell('history');
        messages.forEach((message) => this.pipit.confirm(message));
    }

    /** Loads the page before the oldest message that is held. */
    async loadOlder() {
        const turn = this.#turn;
        const page = await this.#page(this.messages[0]?.id);
        if (turn === this.#turn)
            this.#takePage(page);
    }

    async loadHistory() {
        const turn = ++this.#turn;
        for (let page; !page;) {
            let fault;
            page = await this.#page().catch((error) => { fault = error; });
            if (turn !== this.#turn)
                return;
            if (fault?.code === 'not_found') { // it begins with its first message
                page = { messages: [], hasMore: false };
            } else if (fault) {
                this.tell('error', fault);
                if (!fault.isPassing)
                    return;
                await pause(fault.retryAfterMs ?? this.pipit.options.reconnectInterval);
            }
            if (page && turn === this.#turn)
                this.#takePage(page);
        }
    }

    reset() {
        this.drop(() => true);
        this.isLoaded = false;
        this.tell('history');
        this.loadHistory();
    }

    drop(which) {
        for (const id of [...this.#messages.keys()].filter(which))
            this.#messages.delete(id);
        this.#sorted = undefined;
    }

    #hold(message) {
        if (isErasure(message))
            this.drop((id) => message.metadata.ids.includes(id));
        this.#messages.set(message.id, message);
        this.#sorted = undefined;
    }

    take(message) {
        if (this.#messages.has(message.id))
            return;
        this.#hold(message);
        for (const answer of this.answers.values()) {
            if (answer.clientMessageId === message.clientMessageId)
                answer.takeMessage(message);
        }
        this.tell('message', message);
        this.pipit.confirm(message);
    }

    // False where a piece is missing.
    takeOfRun(event) {
        const { runId } = event.data;
        if (this.#asking && !this.answers.has(runId)) {
            this.#early.push(event);
            return true;
        }
        if (!this.answers.has(runId))
            this.#add(new Answer(this, { runId }));
        return event.type === 'delta' ? this.answers.get(runId).takeDelta(event.data) : this.answers.get(runId).takeRun(event.data) ?? true;
    }

    #add(answer) {
        this.answers.set(answer.runId, answer);
        this.tell('answer', answer);
    }

    // Where the events of runs cannot be relied on: in long polls, and after a break.
    async refreshRuns() {
        const open = [...this.answers.values()].filter((answer) => !answer.isOver);
        if (!open.length)
            return;
        const { runs } = await this.pipit.call('GET', `/api/sessions/${inPath(this.id)}/runs`).catch(() => ({ runs: [] }));
        for (const run of runs)
            open.find((answer) => answer.runId === run.runId && answer.state !== run.state)?.takeRun(run);
    }

    /** Sends a message; without a connection it waits in the outbox, in order. `more`: further fields of POST /api/messages. */
    send(content, more = {}) {
        return this.pipit.enqueue({ sessionId: this.id, content, senderType: 'user', clientMessageId: uuid(), ...more });
    }

    /** Asks a bot. Gives an Answer at once; its `done` rejects where the question could not be asked. */
    ask(botId, content, more = {}) {
        const answer = new Answer(this, { botId });
        this.#ask(answer, { botId, content, clientMessageId: uuid(), ...more }).catch((fault) => {
            Object.assign(answer, { state: 'failed', isOver: true, error: fault.message });
            answer.emit('change', answer);
            answer.fail(fault);
        });
        return answer;
    }

    async #ask(answer, question) {
        const post = () => this.pipit.call('POST', `/api/sessions/${inPath(this.id)}/runs`, question);
        this.#asking += 1;
        try {
            const { run, message } = await post().catch(async (fault) => {
                if (!fault.isPassing)
                    throw fault;
                await pause(fault.retryAfterMs ?? 1000);
                return post(); // is answered with the same run
            });
            Object.assign(answer, { runId: run.runId, question: message });
            this.#add(answer);
            answer.takeRun(run);
        } finally {
            this.#asking -= 1;
            this.#early.splice(0).forEach((event) => this.takeOfRun(event));
        }
        const stored = this.messages.find((message) => message.clientMessageId === answer.clientMessageId);
        if (stored)
            answer.takeMessage(stored);
        if (answer.isCancelled)
            await answer.cancel();
    }

    /** Tells the others that somebody writes here, every two seconds at most, or writes no more. */
    async typing(active = true) {
        if (active && Date.now() - this.#toldTypingAt < 2000)
            return;
        this.#toldTypingAt = active ? Date.now() : 0;
        await this.pipit.call('POST', `/api/sessions/${inPath(this.id)}/typing`, { active }).catch(() => {});
    }

    close() { this.pipit.closeSession(this); }
}
