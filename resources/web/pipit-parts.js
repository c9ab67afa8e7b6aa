// SPDX-License-Identifier: GPL-3.0-or-later
/** What the other modules share: errors, events, identifiers. */

/** What went wrong. `code` is one of the node's (docs/api.md), or `network`, `protocol`, `cancelled` from here. */
export class PipitError extends Error {
    constructor({ code = 'protocol', message = 'The node gave an answer that is not its protocol.', field, ...details }, status = 0) {
        super(message);
        this.name = 'PipitError';
        this.code = code;
        this.field = field;
        this.status = status;
        this.details = details;
    }

    /** Whether the same request may go well later. */
    get isPassing() {
        return this.code === 'network' || this.status === 408 || this.status === 429 || (this.status >= 500 && this.status !== 507);
    }
}

export function errorFrom(fault) {
    if (fault instanceof PipitError)
        return fault;
    if (fault?.name === 'AbortError')
        return new PipitError({ code: 'cancelled', message: 'It was given up before there was an answer.' });
    return new PipitError({ code: 'network', message: 'The node cannot be reached, or the connection broke.' });
}

/** The error that an answer other than 2xx stands for. */
export async function refusalOf(response) {
    const body = await response.json().catch(() => undefined);
    const error = new PipitError(body?.error ?? { message: `The address answered ${response.status}, and not as a node does.` }, response.status);
    error.retryAfterMs = 1000 * Number(response.headers.get('retry-after')) || undefined;
    return error;
}

// crypto.randomUUID is there in secure contexts only.
export function uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    return [...bytes].map((byte, i) => ([4, 6, 8, 10].includes(i) ? '-' : '') + byte.toString(16).padStart(2, '0')).join('');
}

export const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

export class Emitter {
    #listeners = new Map();

    /** Calls `listener` for each event `name`. Gives a function that ends it. */
    on(name, listener) {
        if (!this.#listeners.has(name))
            this.#listeners.set(name, new Set());
        this.#listeners.get(name).add(listener);
        return () => { this.#listeners.get(name).delete(listener); };
    }

    emit(name, detail) {
        for (const listener of [...(this.#listeners.get(name) ?? [])]) {
            try {
                listener(detail);
            } catch (fault) {
                (globalThis.reportError ?? console.error)(fault); // the listener's own: the stream goes on
            }
        }
    }
}
