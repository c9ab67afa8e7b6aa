// SPDX-License-Identifier: GPL-3.0-or-later
// The page where a bot's answer can be watched: by a run that pipit.js follows, and by the plain stream that first users know.
import { element, kept, localeOf, onLanguage, sendOnEnter, setUpPage, showFault, signIn, signOut, t } from './pages.js';
import { Pipit } from './pipit.js';
import { PlainAnswer } from './sse-stream-plain.js';

setUpPage();
const pipit = new Pipit();
let caller;
let session;
let bots = [];
let current; // {answer, askedAt, firstAt, endedAt, views}

const number = (value) => Math.round(value).toLocaleString(localeOf());

function showFigures() {
    const { answer, askedAt, firstAt, endedAt } = current ?? {};
    const state = answer?.state ?? 'none';
    element('state').dataset.state = state;
    if (element('state').textContent !== t(`run.${state}`))
        element('state').textContent = t(`run.${state}`);
    const characters = [...(answer?.text ?? '')].length;
    const until = endedAt ?? performance.now();
    element('first-token').textContent = firstAt ? `${number(firstAt - askedAt)} ms` : '–';
    element('response').textContent = current ? `${number(until - askedAt)} ms` : '–';
    element('characters').textContent = current ? number(characters) : '–';
    element('pieces').textContent = current ? number(answer.pieces) : '–';
    element('speed').textContent = firstAt && until > firstAt ? t('figures.perSecond', { count: number((1000 * characters) / (until - firstAt)) }) : '–';
    element('stop').disabled = !answer || Boolean(endedAt);
    element('ask').disabled = Boolean(answer) && !endedAt;
}

function showConnection() {
    const { state, transport } = pipit.status;
    element('connection').dataset.state = state;
    element('connection').textContent = `${t(`state.${state}`)} · ${t(`transport.${transport ?? 'stream'}`)}`;
}

function showBots() {
    const list = element('bot');
    const chosen = list.value || kept.get('bot');
    list.replaceChildren(...bots.map(({ id, name, provider, available }) => new Option(`${name} (${provider})${available ? '' : ` · ${t('bot.away')}`}`, id)));
    if (bots.some(({ id }) => id === chosen))
        list.value = chosen;
    showReason();
}

function showReason() {
    const bot = bots.find(({ id }) => id === element('bot').value);
    element('bot-reason').hidden = !bot?.reason;
    element('bot-reason').textContent = bot?.reason ?? '';
}

// A question and its answer; the answer is read out when it is whole, and not with each piece.
function addTurn(question, botName) {
    const make = (name, className, text = '') => Object.assign(document.createElement(name), { className, textContent: text });
    const turn = make('article', 'turn');
    const mine = make('div', 'mine');
    mine.append(make('div', 'bubble', question));
    const views = { reasoning: make('div', 'reasoning'), text: make('div', 'answer growing') };
    views.reasoning.hidden = true;
    turn.append(mine, make('h3', '', botName), views.reasoning, views.text);
    element('answers').setAttribute('aria-busy', 'true');
    element('answers').prepend(turn);
    element('empty').hidden = true;
    return views;
}

// Until the next frame, pieces only gather: a page is drawn no more often than it is shown.
let isDue = false;
function draw() {
    isDue = false;
    const { answer, views } = current;
    views.reasoning.hidden = !answer.reasoning;
    views.reasoning.textContent = answer.reasoning;
    views.text.textContent = answer.text;
    showFigures();
}

function ask(question) {
    if (current && !current.endedAt)
        return;
    showFault(element('fault'));
    const bot = bots.find(({ id }) => id === element('bot').value);
    const askedAt = performance.now();
    const answer = element('mode').value === 'plain' ? new PlainAnswer(pipit, { userId: caller.sub, botId: bot.id, message: question, conversationId: session.id }) : session.ask(bot.id, question);
    const turn = (current = { answer, askedAt, views: addTurn(question, bot.name) });
    const update = () => {
        turn.firstAt ??= answer.pieces ? performance.now() : undefined;
        if (!isDue)
            requestAnimationFrame(draw);
        isDue = true;
    };
    answer.on('change', update);
    answer.done.then(() => showFault(element('fault'), answer.state === 'failed' ? { code: 'other', message: answer.error ?? t('run.failed') } : undefined), (error) => showFault(element('fault'), error)).finally(() => {
        turn.endedAt = performance.now();
        turn.views.text.classList.remove('growing');
        element('answers').removeAttribute('aria-busy');
        update();
    });
    update();
}

element('question-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const question = element('question').value.trim();
    if (!question || !bots.length || (current && !current.endedAt))
        return;
    element('question').value = '';
    ask(question);
});
sendOnEnter(element('question'), element('question-form'));
for (const chip of document.querySelectorAll('.chip'))
    chip.addEventListener('click', () => bots.length && ask(chip.textContent));
element('stop').addEventListener('click', () => current.answer.cancel().catch((error) => showFault(element('fault'), error)));
element('bot').addEventListener('change', () => {
    kept.set('bot', element('bot').value);
    showReason();
});
element('sign-out').addEventListener('click', () => signOut(pipit));
setInterval(() => current && !current.endedAt && showFigures(), 100);
pipit.on('status', (status) => {
    showConnection();
    if (status.state === 'signedOut')
        start(status.error);
});

async function start(reason) {
    caller = await signIn(pipit, reason);
    element('caller').textContent = caller.name;
    // A conversation of this tab's own.
    const id = sessionStorage.getItem('pipit.conversation') ?? `web-${Math.random().toString(36).slice(2, 12)}`;
    sessionStorage.setItem('pipit.conversation', id);
    session ??= pipit.open(id);
    try {
        bots = await pipit.bots();
    } catch (error) {
        showFault(element('fault'), error);
    }
    showBots();
    element('question').focus();
}

onLanguage(() => {
    document.title = `${t('bots.title')} · Pipit`;
    showBots();
    showFigures();
    showConnection();
});
start();
