// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * A session as a React hook: an example of how pipit.js goes into a framework.
 *
 *     const pipit = new Pipit(); // one for the page, outside of its components
 *     const { messages, status, send } = useSSE('team-room', { pipit });
 */
import { useCallback, useEffect, useState } from 'react';

/**
 * @param {string} sessionId
 * @param {{pipit: import('./pipit.d.ts').Pipit, pageSize?: number}} options
 */
export function useSSE(sessionId, { pipit, pageSize }) {
    const read = useCallback((session) => ({
        messages: session?.shown ?? [],
        outbox: session?.outbox ?? [],
        answers: [...(session?.answers.values() ?? [])],
        hasOlder: session?.hasOlder ?? false,
        status: pipit.status,
        session,
    }), [pipit]);
    const [view, setView] = useState(() => read());

    useEffect(() => {
        const session = pipit.open(sessionId, { pageSize });
        const show = () => setView(read(session));
        const followed = new Set();
        const endings = [
            session.on('change', show),
            pipit.on('status', show),
            session.on('answer', (answer) => {
                if (!followed.has(answer))
                    endings.push(answer.on('change', show));
                followed.add(answer);
            }),
        ];
        show();
        return () => {
            endings.forEach((end) => end());
            session.close();
        };
    }, [pipit, sessionId, pageSize, read]);

    const { session } = view;
    return {
        ...view,
        send: (content, more) => session.send(content, more),
        ask: (botId, content, more) => session.ask(botId, content, more),
        loadOlder: () => session.loadOlder(),
        retry: () => pipit.retry(),
    };
}
