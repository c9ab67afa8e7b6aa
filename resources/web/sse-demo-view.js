// SPDX-License-Identifier: GPL-3.0-or-later
// How a message looks. Everything goes in as text: what others have written never becomes markup.
import { localeOf, t } from './pages.js';

const links = ['audio', 'video', 'file'];
const central = ['notification', 'state'];

function make(name, className, ...children) {
    const node = document.createElement(name);
    node.className = className;
    node.append(...children.filter((child) => child !== undefined && child !== ''));
    return node;
}

// What may stand in a link or a picture: the node's own addresses and those of the web, never a script.
function safeAddress(text) {
    try {
        const address = new URL(text, location.href);
        return ['http:', 'https:'].includes(address.protocol) ? address : undefined;
    } catch {
        return undefined;
    }
}

function link(message) {
    const name = String(message.metadata?.name ?? message.content);
    const address = safeAddress(message.content);
    if (!address)
        return make('span', '', name);
    return Object.assign(make('a', '', name), { href: address.href, target: '_blank', rel: 'noreferrer' });
}

function picture(message) {
    const address = safeAddress(message.content);
    if (address?.origin !== location.origin) // the page's policy loads no pictures from elsewhere
        return link(message);
    return Object.assign(document.createElement('img'), { src: address.href, alt: String(message.metadata?.name ?? ''), loading: 'lazy' });
}

function progress(message) {
    const { percent, done, total, title, detail } = message.metadata ?? {};
    const share = Number(percent ?? (100 * done) / total);
    const bar = Object.assign(document.createElement('progress'), { max: 100 });
    if (Number.isFinite(share))
        bar.value = share;
    bar.setAttribute('aria-label', String(title ?? message.content));
    return [make('b', '', String(title ?? '')), make('span', '', `${message.content}${Number.isFinite(share) ? ` · ${Math.round(share)} %` : ''}`), bar, make('span', 'dim', String(detail ?? ''))];
}

function bodyOf(message) {
    const { contentType, content, metadata = {} } = message;
    if (metadata.redacted)
        return make('div', 'bubble dim', t('kind.erased'));
    if (contentType === 'image')
        return make('div', 'bubble', picture(message));
    if (links.includes(contentType))
        return make('div', 'bubble card', link(message), make('span', 'dim small', [metadata.mimeType, metadata.size && `${metadata.size} B`].filter(Boolean).join(' · ')));
    if (contentType === 'progress')
        return make('div', 'bubble card', ...progress(message));
    if (contentType === 'notification')
        return make('div', 'bubble', make('b', '', metadata.title ? `${metadata.title} · ` : ''), content);
    if (contentType === 'state')
        return make('div', 'bubble', `${metadata.name ?? ''}: ${content}`);
    return make('div', `bubble ${contentType} ${message.senderType === 'bot' ? 'plain' : ''}`, content);
}

const isMine = (message, caller) => message.senderType === 'user' && message.senderId === caller?.sub;

function classesOf(message, caller) {
    const isCentral = central.includes(message.contentType) || message.senderType === 'system';
    const severity = message.contentType === 'notification' ? String(message.metadata?.severity ?? 'info') : '';
    return ['message', `is-${message.contentType}`, `from-${message.senderType}`, severity, isCentral ? 'central' : isMine(message, caller) ? 'mine' : ''].filter((name) => /^[\w-]+$/.test(name)).join(' ');
}

export function messageView(message, { caller, latencies }) {
    const time = make('time', '', new Date(message.createdAt).toLocaleTimeString(localeOf()));
    time.dateTime = message.createdAt;
    const latency = latencies.has(message.id) ? ` · ${latencies.get(message.id)} ms` : '';
    const kinds = [message.senderType === 'user' ? '' : message.senderType, message.contentType === 'text' ? '' : message.contentType].filter(Boolean);
    const about = make('div', 'about', isMine(message, caller) || message.senderType === 'system' ? undefined : make('b', '', message.senderName || message.senderId || ''), ...kinds.map((kind) => make('span', 'tag', t(`kind.${kind}`))), time, latency);
    const view = make('article', classesOf(message, caller), about, bodyOf(message));
    view.dataset.id = message.id;
    return view;
}

export function outboxView(entry, discard) {
    const view = make('div', `message mine pending ${entry.state}`, make('div', 'bubble', entry.content), make('div', 'about', t(`out.${entry.state}`)));
    if (entry.state === 'failed' || entry.state === 'waiting') {
        const button = Object.assign(make('button', 'small', t('out.discard')), { type: 'button' });
        button.addEventListener('click', discard);
        view.append(button);
    }
    return view;
}

/** Makes `list` show `messages`, and touches only what is new or gone, so that a screen reader reads only that. */
export function updateList(list, messages, about) {
    const wanted = new Set(messages.map((message) => String(message.id)));
    for (const view of [...list.children]) {
        if (!wanted.has(view.dataset.id))
            view.remove();
    }
    let next = list.firstElementChild;
    for (const message of messages) {
        if (next?.dataset.id === String(message.id))
            next = next.nextElementSibling;
        else
            list.insertBefore(messageView(message, about), next);
    }
}
