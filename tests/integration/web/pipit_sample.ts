// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled only: what a page in TypeScript may write, and what the types do not let through.
import { Pipit, PipitError, type Answer, type Message } from '../../../resources/web/pipit.js';

export async function sample(token: string): Promise<string> {
    const pipit = new Pipit({ url: 'https://node.example', token, transport: 'auto' });
    const { caller } = await pipit.signIn({ token });
    const session = pipit.open('team-room', { pageSize: 20 });
    const end = session.on('message', (message: Message) => console.log(message.id, message.content, caller.name));
    pipit.on('status', ({ state, attempt, maxAttempts, error }) => console.log(state, `${attempt}/${maxAttempts}`, error?.code));
    try {
        const stored = await session.send('hello', { contentType: 'markdown', metadata: { colour: 'red' } });
        await session.loadOlder();
        console.log(stored.createdAt, session.shown.length, session.hasOlder);
    } catch (error) {
        if (error instanceof PipitError && error.field)
            console.log(error.code, error.message, error.field);
    }
    const answer: Answer = session.ask((await pipit.bots())[0].id, 'How are you?');
    answer.on('text', (text) => console.log(text.length));
    end();

    // @ts-expect-error: no such kind of message
    await session.send('x', { contentType: 'nonsense' });
    // @ts-expect-error: no such event
    session.on('nonsense', () => {});
    // @ts-expect-error: the answer's own to change
    answer.text = '';
    return (await answer.done).text;
}
