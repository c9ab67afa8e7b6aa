// SPDX-License-Identifier: GPL-3.0-or-later
// What a page of the node makes of pipit.js; show(), showAll(), showStatus(), output and token are its own.
import { Pipit } from '/web/pipit.js';

const pipit = new Pipit();
await pipit.signIn({ token });                 // or { ticket }; the node's cookie is kept by the browser

const session = pipit.open('team-room');       // several may be open; they share one stream
session.on('message', (message) => show(message));
session.on('history', () => showAll(session.shown));
pipit.on('status', ({ state, attempt, maxAttempts, retryAt }) => showStatus(state, attempt, maxAttempts, retryAt));

await session.send('Hello');                   // waits in the outbox while there is no connection

const answer = session.ask('echo', 'How are you?');
answer.on('text', (text) => { output.textContent = text; });
await answer.done;                             // answer.state: completed, failed, cancelled …
