// SPDX-License-Identifier: GPL-3.0-or-later
// POST /api/coze/chat/stream, read with nothing but fetch: the same face as an Answer of pipit.js.
import { Emitter, errorFrom, pause, refusalOf } from './pipit-parts.js';
import { EventParser } from './pipit-stream.js';

export class PlainAnswer extends Emitter {
    state = 'queued';
    text = '';
    reasoning = '';
    pieces = 0;
    error = undefined;
    #pipit;
    #conversation;
    #isCancelled = false;

    constructor(pipit, question) {
        super();
        this.#pipit = pipit;
        this.done = this.#read(question);
    }

    async #read(question) {
        try {
            const response = await fetch('/api/coze/chat/stream', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(question) });
            if (!response.ok)
                throw await refusalOf(response);
            const parser = new EventParser();
            const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
            for (let part; !(part = await reader.read()).done; )
                parser.take(part.value).forEach((event) => this.#take(JSON.parse(event.data)));
        } catch (fault) {
            this.state = 'failed';
            throw errorFrom(fault);
        }
        if (!['completed', 'failed', 'cancelled'].includes(this.state))
            Object.assign(this, { state: 'failed', error: 'The stream ended before the answer did.' });
        return this;
    }

    #take({ event, content, conversationId, error }) {
        if (event === 'started') {
            this.#conversation = conversationId;
            this.state = 'streaming';
        } else if (event === 'message') {
            this.text += content;
            this.pieces += 1;
        } else if (event === 'completed') {
            this.text = content ?? this.text;
            this.state = 'completed';
        } else if (event === 'error') {
            Object.assign(this, { error, state: this.#isCancelled ? 'cancelled' : 'failed' });
        }
        this.emit('change', this);
    }

    // The run belongs to the node: to leave would only mean not to see the rest.
    async cancel() {
        this.#isCancelled = true;
        while (!this.#conversation && this.state === 'queued')
            await pause(50);
        const { runs } = await this.#pipit.call('GET', `/api/sessions/${encodeURIComponent(this.#conversation)}/runs?limit=1`);
        if (runs.length)
            await this.#pipit.call('POST', `/api/runs/${encodeURIComponent(runs[0].runId)}/cancel`);
    }
}
