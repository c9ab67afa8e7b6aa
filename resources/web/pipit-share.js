// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * One stream for all tabs of an origin: browsers allow six connections to a node over HTTP/1.1, and each tab is one of them.
 *
 * The tab that holds a Web Lock leads: it has the stream and hands each event on through a BroadcastChannel. A tab says
 * `hello` with its sessions and the cursor up to which it has everything. The leader answers with `start`, from where on it
 * brings all: at once where that lies behind the tab already, else after the stream has begun anew from the tab's cursor.
 * Until a `start` covers it, a tab takes nothing; so nothing is lost or doubled, whoever leads.
 * A page that is not of a secure context has no Web Locks: there each tab leads itself.
 */
import { Stream } from './pipit-stream.js';

const number = (cursor) => Number(cursor.split('~')[0]);
const epoch = (cursor) => cursor.split('~')[1];

export class SharedStream {
    #stream;
    #isLive = false;
    #channel;
    #name;
    #tab = Math.random().toString(36).slice(2);
    #tabs = new Map(); // the leader's: tab → its sessions
    #wish; // this tab's: {sessions, cursor()}
    #status = {};
    #onEvent;
    #onStatus;
    #release;
    #leader; // whose `start` was heard last
    #heardAt = 0;
    #hasAsked = false;
    #watch;
    #limit;

    constructor(name, request, options, onEvent, onStatus) {
        Object.assign(this, { isLeader: false });
        this.#onEvent = onEvent;
        this.#onStatus = onStatus;
        this.#limit = options.connectionTimeout;
        this.#stream = new Stream(request, options, (event) => this.#tell({ event }), (status) => this.#tell({ status }));
        if (options.share && name && globalThis.navigator?.locks && globalThis.BroadcastChannel)
            this.#name = `pipit ${name}`;
        this.open();
    }

    open() {
        if (!this.#name) {
            this.isLeader = true;
            return;
        }
        this.#channel = new BroadcastChannel(this.#name);
        this.#channel.onmessage = ({ data }) => this.#hear(data);
        this.#watch = setInterval(() => this.#lookAfterLeader(), this.#limit / 2);
        this.#heardAt = Date.now();
        this.#lead();
        this.#hello();
    }

    /** What this tab wants to hear, from what `cursor()` is at the time on. */
    want(sessions, cursor) {
        this.#wish = { sessions, cursor };
        this.#hello();
    }

    retry() { this.isLeader ? this.#stream.retry() : this.#post({ to: 'leader', retry: true }); }
    heldBack() { this.isLeader ? this.#stream.heldBack() : this.#post({ to: 'leader', heldBack: true }); }

    /** The text so far of answers under way comes once more. */
    mend() { this.isLeader ? this.#stream.follow(this.#union()) : this.#post({ to: 'leader', mend: true }); }

    close() {
        this.#post({ to: 'leader', bye: this.#tab });
        this.#step();
        clearInterval(this.#watch);
        this.#channel?.close();
        this.#channel = undefined;
    }

    #post(data) { this.#channel?.postMessage({ ...data, from: this.#tab }); }

    // A leader that says nothing for so long stands still, as browsers make tabs behind others do. It learns of it by its lock.
    #lookAfterLeader() {
        if (this.isLeader || !this.#wish?.sessions.length || globalThis.document?.visibilityState === 'hidden')
            return;
        if (this.#status.state === 'waiting' && Date.now() > this.#status.retryAt + 1000)
            this.#post({ to: 'leader', hurry: true }); // the timers of a tab behind others are slow
        if (Date.now() - this.#heardAt < this.#limit)
            return;
        this.#hasAsked ? this.#lead({ steal: true }) : this.#hello();
        this.#hasAsked = !this.#hasAsked;
    }

    async #lead(options = {}) {
        try {
            await navigator.locks.request(this.#name, options, () => new Promise((resolve) => {
                if (!this.#channel) {
                    resolve();
                    return;
                }
                this.#release = resolve;
                this.isLeader = true;
                this.#post({ whoElse: true });
                this.#hello();
            }));
        } catch (fault) {
            this.#step();
            if (this.#channel && fault.name === 'AbortError') { // another tab has taken the lock
                this.#lead();
            } else if (this.#channel) { // there are none for a page like this
                this.isLeader = true;
                this.#hello();
            }
        }
    }

    #step() {
        this.isLeader = false;
        this.#isLive = false;
        this.#stream.stop();
        this.#tabs.clear();
        this.#release?.();
    }

    #hello() {
        if (!this.#wish)
            return;
        const wish = { sessions: this.#wish.sessions, cursor: this.#wish.cursor() };
        this.isLeader ? this.#welcome(this.#tab, wish) : this.#post({ to: 'leader', hello: this.#tab, ...wish });
    }

    #hear(data) {
        if (data.to === 'leader') {
            if (!this.isLeader)
                return;
            if (data.hello)
                this.#welcome(data.hello, data);
            else if (data.bye)
                this.#tabs.delete(data.bye);
            else if (data.retry)
                this.retry();
            else if (data.hurry)
                this.#stream.hurry();
            else if (data.heldBack)
                this.heldBack();
            else if (data.mend)
                this.mend();
            return;
        }
        if (this.isLeader)
            return;
        this.#heardAt = Date.now();
        this.#hasAsked = false;
        if (data.event?.type === 'start')
            this.#leader = data.from;
        if (data.whoElse)
            this.#hello();
        else if (data.status || data.from === this.#leader) // one that has lost the lock may not know it yet
            this.#take(data);
    }

    #tell(data) {
        if (!this.isLeader)
            return;
        if (data.status)
            this.#isLive = data.status.state === 'live';
        this.#post(data);
        this.#take(data);
    }

    #take({ status, event }) {
        if (status)
            this.#onStatus(this.#status = status);
        else
            this.#onEvent(event);
    }

    #union() { return [...new Set([...this.#tabs.values()].flat())].sort(); }

    #welcome(tab, { sessions, cursor }) {
        const before = this.#union();
        this.#tabs.set(tab, sessions);
        const union = this.#union();
        const own = this.#stream.cursor;
        const isKnown = union.every((id) => before.includes(id));
        const isBehind = cursor !== undefined && own !== undefined && epoch(cursor) === epoch(own) && number(cursor) < number(own);
        if (!union.length)
            this.#stream.follow([]);
        else if (isKnown && !isBehind && this.#isLive)
            this.#tell({ event: { type: 'start', data: { status: 'continue', position: number(own), epoch: epoch(own), sessions: before } } });
        else if (!isKnown || isBehind || this.#stream.status.state !== 'connecting')
            this.#stream.follow(union, isBehind || own === undefined ? cursor : own);
        this.#post({ status: this.#stream.status });
    }
}
