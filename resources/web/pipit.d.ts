// SPDX-License-Identifier: GPL-3.0-or-later

export type ContentType = 'text' | 'markdown' | 'image' | 'audio' | 'video' | 'file' | 'notification' | 'progress' | 'state' | 'comment';
export type SenderType = 'user' | 'bot' | 'system';

/** A message as the node stores it: docs/api.md. */
export interface Message {
    id: number;
    sessionId: string;
    clientMessageId: string;
    senderType: SenderType;
    senderId: string;
    senderName: string;
    contentType: ContentType;
    content: string;
    metadata: Record<string, unknown>;
    replyTo?: number | null;
    replaces?: number | null;
    /** ISO 8601, UTC. */
    createdAt: string;
}

export interface MessageFields {
    contentType?: ContentType;
    senderType?: SenderType;
    senderName?: string;
    clientMessageId?: string;
    replyTo?: number;
    replaces?: number;
    ifLatest?: number;
    metadata?: Record<string, unknown>;
}

export interface ErrorFields {
    /** One of the node's codes, or `network`, `protocol`, `cancelled`. */
    code: string;
    /** One sentence: what, why, what next. */
    message: string;
    /** The field of the request that is at fault. */
    field?: string;
    /** Of HTTP; 0 where there was no answer. */
    status: number;
}

export class PipitError extends Error implements ErrorFields {
    code: string;
    field?: string;
    status: number;
    /** Further members of the node's error, such as `current` of a conflict. */
    details: Record<string, unknown>;
    retryAfterMs?: number;
    /** Whether the same request may go well later. */
    readonly isPassing: boolean;
}

export interface PipitOptions {
    /** `https://host`; by default the page's own origin. Another one has to list this page in `server.cors_origins`. */
    url?: string;
    /** Sent with each request. Without one the node's cookie counts: see signIn(). */
    token?: string;
    /** One stream for all tabs of this origin. By default on, and off with a `token`. Needs a secure context (https or localhost). */
    share?: boolean;
    /** ms without a first byte, until an attempt is given up. 10,000. */
    connectionTimeout?: number;
    /** ms, of which the first pause is a random part; it doubles with each attempt. 3,000. */
    reconnectInterval?: number;
    /** ms. 30,000. */
    longestPause?: number;
    /** 10; then the state is `gaveUp` until retry(), or until the browser is online again. */
    maxReconnectAttempts?: number;
    /** `auto` polls while streams do not get through. */
    transport?: 'auto' | 'stream' | 'poll';
    /** s. 25. */
    pollWait?: number;
    /** ms between two looks whether streams get through again. 60,000. */
    streamTrialInterval?: number;
}

export interface Status {
    state: 'idle' | 'connecting' | 'live' | 'waiting' | 'gaveUp' | 'signedOut' | 'refused';
    /** Of `maxAttempts`; 0 while live. */
    attempt: number;
    maxAttempts: number;
    transport: 'stream' | 'poll';
    /** ms since 1970: when the next attempt begins. */
    retryAt?: number;
    /** Why the node ended the stream: docs/api.md, "How a stream ends". */
    reason?: string;
    error?: ErrorFields;
    /** Whether this tab has the stream. */
    isLeader?: boolean;
}

export interface Caller {
    sub: string;
    name: string;
    role: 'user' | 'bot' | 'operator';
    sessions: string[];
}

export interface Bot {
    id: string;
    name: string;
    provider: string;
    capabilities: ('stream' | 'poll' | 'files' | 'suggestions')[];
    available: boolean;
    reason?: string;
}

export interface SessionSummary {
    id: string;
    title: string;
    archived: boolean;
    createdAt: string;
    updatedAt: string;
    lastMessage: Message | null;
    readTo?: number;
    unread?: number;
    firstUnread?: number;
}

export interface Typing {
    sessionId: string;
    senderId: string;
    senderName: string;
    what: 'message' | 'note';
    active: boolean;
    /** To be shown for so long, unless it is told again. */
    forMs: number;
}

export interface OutboxEntry extends MessageFields {
    sessionId: string;
    content: string;
    clientMessageId: string;
    /** `sent`: stored, and still to come by the stream. `failed`: refused; see `error`. */
    state: 'waiting' | 'sending' | 'sent' | 'failed';
    error?: PipitError;
}

export interface StreamEvent {
    type: string;
    data: any;
    id?: string;
}

declare class Emitter<Events> {
    /** Calls `listener` for each event. Gives a function that ends it. */
    on<Name extends keyof Events>(name: Name, listener: (detail: Events[Name]) => void): () => void;
}

export interface AnswerEvents {
    /** The whole text so far. */
    text: string;
    reasoning: string;
    change: Answer;
}

/** A bot's answer as it grows. */
export class Answer extends Emitter<AnswerEvents> {
    private constructor();
    readonly session: Session;
    readonly runId?: string;
    readonly botId?: string;
    /** Of the message that the answer becomes. */
    readonly clientMessageId?: string;
    readonly state: 'queued' | 'streaming' | 'polling' | 'completed' | 'failed' | 'cancelled' | 'interrupted';
    readonly text: string;
    readonly reasoning: string;
    /** In how many pieces it has come. */
    readonly pieces: number;
    readonly error?: string;
    /** From the question to the first piece, as the node has measured it. */
    readonly firstTokenMs?: number;
    readonly isOver: boolean;
    readonly question?: Message;
    /** The stored answer. */
    readonly message?: Message;
    /** Resolves when it is over, however (`state`); rejects with a PipitError where the question could not be asked. */
    readonly done: Promise<Answer>;
    /** Asks the node to stop. What was said until then is stored as the answer. */
    cancel(): Promise<void>;
}

export interface SessionEvents {
    /** A new one. Each is told once, in order. */
    message: Message;
    /** Older ones were loaded, or all anew. */
    history: undefined;
    outbox: OutboxEntry[];
    typing: Typing;
    /** Somebody has asked a bot. */
    answer: Answer;
    error: PipitError;
    /** Any of these. */
    change: undefined;
}

export class Session extends Emitter<SessionEvents> {
    private constructor();
    readonly id: string;
    /** Every message that is held, oldest first. */
    readonly messages: Message[];
    /** As a person sees them: without what a later one replaces. */
    readonly shown: Message[];
    readonly outbox: OutboxEntry[];
    readonly answers: Map<string, Answer>;
    readonly hasOlder: boolean;
    readonly isLoaded: boolean;
    loadOlder(): Promise<void>;
    /** Without a connection it waits, in memory and in order. Resolves with the stored message; rejects where the node refuses it. */
    send(content: string, more?: MessageFields): Promise<Message>;
    ask(botId: string, content: string, more?: Omit<MessageFields, 'senderType' | 'ifLatest'>): Answer;
    /** Told every two seconds at most. */
    typing(active?: boolean): Promise<void>;
    close(): void;
}

export interface PipitEvents {
    status: Status;
    /** Of any session that is open. */
    message: Message;
    outbox: OutboxEntry[];
    /** Every event as it came. */
    event: StreamEvent;
}

export class Pipit extends Emitter<PipitEvents> {
    constructor(options?: PipitOptions);
    readonly status: Status;
    readonly outbox: OutboxEntry[];
    /** Up to there this tab has everything of its sessions. */
    readonly position: number;
    readonly isLeader: boolean;
    /** Exchanges a token or a ticket for the node's cookie. `token` comes for an invitation, this once. */
    signIn(credential: { token: string } | { ticket: string }): Promise<{ caller: Caller; token?: string }>;
    signOut(): Promise<unknown>;
    caller(): Promise<Caller>;
    bots(): Promise<Bot[]>;
    sessions(): Promise<SessionSummary[]>;
    /** Follows a session; the same one again gives the same object, until each has closed it. */
    open(id: string, options?: { pageSize?: number }): Session;
    /** Tries again at once, with all attempts before it. */
    retry(): void;
    /** Takes back what the node has refused, or what waits. */
    discard(clientMessageId: string): void;
    /** One request of the node's interface: gives its `data`, or throws a PipitError. */
    call(method: string, path: string, body?: unknown): Promise<any>;
    close(): void;
}
