// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages share: their language, their theme, and who their reader is.
import { texts } from './pages-texts.js';

const languages = { en: 'en', zh: 'zh-CN', es: 'es' };
let language = 'en';
const listeners = [];

export const element = (id) => document.getElementById(id);

// A browser may be told to keep nothing.
export const kept = {
    get(name) {
        try {
            return localStorage.getItem(`pipit.${name}`);
        } catch {
            return null;
        }
    },
    set(name, value) {
        try {
            localStorage.setItem(`pipit.${name}`, value);
        } catch { /* then it is for this visit */ }
    },
};

/** The text `key` in the page's language, with `{name}` replaced by values. */
export function t(key, values = {}) {
    const text = texts[language][key] ?? texts.en[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export const localeOf = () => languages[language];

/** Calls `listener` now and each time that the language changes. */
export function onLanguage(listener) {
    listeners.push(listener);
    listener();
}

function setLanguage(name) {
    language = name;
    document.documentElement.lang = languages[name];
    for (const node of document.querySelectorAll('[data-text]'))
        node.textContent = t(node.dataset.text);
    for (const node of document.querySelectorAll('[data-label]'))
        node.setAttribute('aria-label', t(node.dataset.label));
    for (const node of document.querySelectorAll('[data-placeholder]'))
        node.placeholder = t(node.dataset.placeholder);
    for (const listener of listeners)
        listener();
}

export function setUpPage() {
    const known = [kept.get('language'), ...(navigator.languages ?? [navigator.language])].map((name) => name?.slice(0, 2).toLowerCase());
    const choice = element('language');
    choice.value = known.find((name) => languages[name]) ?? 'en';
    choice.addEventListener('change', () => {
        kept.set('language', choice.value);
        setLanguage(choice.value);
    });
    setLanguage(choice.value);

    const theme = element('theme');
    theme.value = document.documentElement.dataset.theme ?? 'system';
    theme.addEventListener('change', () => {
        kept.set('theme', theme.value);
        if (theme.value === 'system')
            delete document.documentElement.dataset.theme;
        else
            document.documentElement.dataset.theme = theme.value;
    });
}

/** What happened and what to do, in words. */
export function wordsOf(error) {
    const advice = texts.en[`advice.${error.code}`] ? t(`advice.${error.code}`) : t('advice.other');
    const where = error.field ? ` (${error.field})` : '';
    return `${error.message}${where} ${advice}`;
}

export function showFault(node, error) {
    node.hidden = !error;
    node.textContent = error ? wordsOf(error) : '';
}

/** Enter sends, but not while it ends a word of an input method (which Safari tells by the key code alone). */
export function sendOnEnter(field, form) {
    field.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229)
            return;
        event.preventDefault();
        form.requestSubmit();
    });
}

/** Shows the form until the node knows its reader, then what is to be seen by readers only. Resolves with the caller. */
export async function signIn(pipit, reason) {
    const form = element('sign-in');
    const fault = element('sign-in-fault');
    const attempt = async (work) => {
        try {
            const caller = await work();
            kept.set('signedIn', 'yes');
            return caller;
        } catch (error) {
            showFault(fault, error);
            return undefined;
        }
    };
    const done = (caller) => {
        form.hidden = true;
        for (const node of document.querySelectorAll('[data-signed-in]'))
            node.hidden = false;
        return caller;
    };

    showFault(fault, reason);
    const address = new URL(location.href);
    const ticket = address.searchParams.get('ticket');
    if (ticket) { // good once: not to be kept in the history, nor tried again
        address.searchParams.delete('ticket');
        history.replaceState(null, '', address);
        const caller = await attempt(async () => {
            const data = await pipit.signIn({ ticket });
            element('given-token').hidden = !data.token;
            element('given-token-value').textContent = data.token ?? '';
            return data.caller;
        });
        if (caller)
            return done(caller);
    } else if (!reason && kept.get('signedIn') === 'yes') {
        const caller = await attempt(() => pipit.caller());
        if (caller)
            return done(caller);
    }

    form.hidden = false;
    for (const node of document.querySelectorAll('[data-signed-in]'))
        node.hidden = true;
    element('token').focus();
    return new Promise((resolve) => {
        form.onsubmit = async (event) => {
            event.preventDefault();
            const button = form.querySelector('button');
            const token = element('token').value.trim();
            button.disabled = true;
            const caller = await attempt(async () => {
                if (token)
                    return (await pipit.signIn({ token })).caller;
                const known = await pipit.caller();
                pipit.retry();
                return known;
            });
            button.disabled = false;
            if (!caller)
                return;
            element('token').value = '';
            resolve(done(caller));
        };
    });
}

export async function signOut(pipit) {
    kept.set('signedIn', 'no');
    await pipit.signOut().catch(() => {});
    location.reload();
}
