// SPDX-License-Identifier: GPL-3.0-or-later
// The page of live messages: an example of a client of pipit.js. What it does with the node is all in here; how a message
// looks is in sse-demo-view.js.
import { element, kept, onLanguage, sendOnEnter, setUpPage, showFault, signIn, signOut, t, wordsOf } from './pages.js';
import { Pipit } from './pipit.js';
import { samplesFor } from './sse-demo-samples.js';
import { outboxView, updateList } from './sse-demo-view.js';

setUpPage();
const pipit = new Pipit();
let caller;
let session;
let status = pipit.status;
const latencies = new Map(); // message id → ms
let breaks = 0;
let caughtUp; // how many messages came since the break; undefined while there was none
let typingTimer;
let quietTimer;

function show() {
    const scroll = element('scroll');
    const isAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
    element('empty').textContent = session ? t('empty') : t('notConnected');
    element('empty').hidden = Boolean(session && (!session.isLoaded || session.shown.length || session.outbox.length));
    element('older').hidden = !session?.hasOlder;
    updateList(element('messages'), session?.shown ?? [], { caller, latencies });
    element('outbox').replaceChildren(...(session?.outbox ?? []).map((entry) => outboxView(entry, () => pipit.discard(entry.clientMessageId))));
    if (isAtEnd)
        scroll.scrollTop = scroll.scrollHeight;

    const sorted = [...latencies.values()].sort((a, b) => a - b);
    element('received').textContent = sorted.length;
    element('latency-last').textContent = sorted.length ? `${[...latencies.values()].at(-1)} ms` : '–';
    element('latency').textContent = sorted.length ? `${sorted[Math.floor(sorted.length / 2)]} ms` : '–';
    element('position').textContent = pipit.position < 0 ? '–' : pipit.position;
}

// What is only drawn anew, or older, is not read out.
function quietly() {
    element('scroll').setAttribute('aria-live', 'off');
    clearTimeout(quietTimer);
    quietTimer = setTimeout(() => element('scroll').removeAttribute('aria-live'), 1000);
}

function showStatus() {
    const word = element('state');
    const state = session ? status.state : 'idle';
    word.dataset.state = state;
    if (word.textContent !== t(`state.${state}`)) // told to a screen reader only when it changes
        word.textContent = t(`state.${state}`);
    element('transport').textContent = session ? t(`transport.${status.transport ?? 'stream'}`) : '–';
    element('held').textContent = session ? t(status.isLeader ? 'held.here' : 'held.other') : '–';
    element('breaks').textContent = breaks;
    element('connect').textContent = t(session ? 'disconnect' : 'connect');
    element('connect').classList.toggle('main', !session);
    element('session').readOnly = Boolean(session);
    for (const id of ['content', 'send', 'kind', 'test-kinds', 'test-ten'])
        element(id).disabled = !session;
    showBanner(state);
}

function showBanner(state) {
    const numbers = { attempt: status.attempt, max: status.maxAttempts, count: caughtUp };
    const [tone, key] = {
        waiting: ['', 'banner.waiting'],
        connecting: status.attempt > 0 ? ['', 'banner.connecting'] : [],
        gaveUp: ['bad', 'banner.gaveUp'],
        refused: ['bad', 'banner.refused'],
        live: caughtUp !== undefined ? ['good', 'banner.caughtUp'] : status.transport === 'poll' ? ['', 'banner.poll'] : [],
    }[state] ?? [];
    element('banner').hidden = !key;
    element('banner').className = `banner ${tone ?? ''}`;
    let why = '';
    if (status.error && ['gaveUp', 'refused'].includes(state))
        why = ` ${wordsOf(status.error)}`;
    else if (state === 'waiting' && status.reason)
        why = ` (${t(`reason.${status.reason}`)})`;
    const text = key ? t(key, numbers) + why : '';
    if (element('banner-text').textContent !== text)
        element('banner-text').textContent = text;
    element('retry').hidden = !['waiting', 'gaveUp', 'refused'].includes(state);
    countDown();
}

function countDown() {
    const left = status.state === 'waiting' ? Math.max(0, Math.ceil((status.retryAt - Date.now()) / 1000)) : 0;
    element('countdown').textContent = left ? t('banner.in', { seconds: left }) : '';
}
setInterval(countDown, 250);

pipit.on('status', (now) => {
    const hasBroken = now.state === 'waiting' && status.state === 'live';
    breaks += hasBroken ? 1 : 0;
    if (hasBroken)
        caughtUp = 0;
    status = now;
    if (now.state === 'live' && caughtUp !== undefined)
        setTimeout(() => { caughtUp = undefined; showStatus(); }, 4000);
    showStatus();
    if (now.state === 'signedOut')
        start(now.error);
});

function connect(id) {
    kept.set('session', id);
    session = pipit.open(id);
    session.on('message', (message) => {
        latencies.set(message.id, Math.max(0, Date.now() - Date.parse(message.createdAt)));
        caughtUp = caughtUp === undefined ? undefined : caughtUp + 1;
    });
    session.on('change', () => {
        show();
        showStatus();
    });
    session.on('error', (error) => showFault(element('fault'), error));
    session.on('history', () => {
        quietly();
        showFault(element('fault'));
    });
    session.on('typing', ({ senderId, senderName, active, forMs }) => {
        if (senderId === caller.sub)
            return;
        clearTimeout(typingTimer);
        element('typing').textContent = active ? t('typing', { name: senderName || senderId }) : '';
        typingTimer = setTimeout(() => { element('typing').textContent = ''; }, forMs);
    });
    status = pipit.status;
    show();
    showStatus();
    element('content').focus();
}

function disconnect() {
    session.close();
    session = undefined;
    latencies.clear();
    caughtUp = undefined;
    show();
    showStatus();
}

async function send(content, more) {
    try {
        showFault(element('fault'));
        await session.send(content, more);
    } catch (error) {
        if (error.code !== 'cancelled')
            showFault(element('fault'), error);
    }
}

element('session-form').addEventListener('submit', (event) => {
    event.preventDefault();
    session ? disconnect() : connect(element('session').value.trim());
});
element('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    const content = element('content').value;
    if (!session || !content.trim())
        return;
    element('content').value = '';
    session.typing(false);
    const kind = element('kind').value;
    send(content, { contentType: kind, metadata: samplesFor(caller).find((sample) => sample.contentType === kind)?.metadata });
});
element('content').addEventListener('input', () => session?.typing(element('content').value !== ''));
sendOnEnter(element('content'), element('composer'));
element('retry').addEventListener('click', () => pipit.retry());
element('sign-out').addEventListener('click', () => signOut(pipit));
element('test-kinds').addEventListener('click', () => samplesFor(caller).forEach(({ content, ...more }) => send(content, more)));
element('test-ten').addEventListener('click', () => {
    for (let i = 1; i <= 10; ++i)
        send(`${i}/10`);
});
element('older').addEventListener('click', async () => {
    const scroll = element('scroll');
    const below = scroll.scrollHeight - scroll.scrollTop;
    try {
        await session.loadOlder();
        scroll.scrollTop = scroll.scrollHeight - below; // what was read stays where it was
    } catch (error) {
        showFault(element('fault'), error);
    }
});

const wide = matchMedia('(min-width: 900px)');
const unfold = () => { element('details').open = wide.matches; };
wide.addEventListener('change', unfold);
unfold();

async function start(reason) {
    caller = await signIn(pipit, reason);
    element('caller').textContent = caller.name;
    element('session').value ||= new URL(location.href).searchParams.get('session') ?? kept.get('session') ?? 'demo';
    showStatus();
    show();
    element('session').focus();
}

onLanguage(() => {
    document.title = `${t('demo.title')} · Pipit`;
    quietly();
    element('messages').replaceChildren();
    show();
    showStatus();
});
start();
