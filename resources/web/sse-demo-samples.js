// SPDX-License-Identifier: GPL-3.0-or-later
// One message of each kind, as docs/api.md describes them. Only an operator may speak as a bot or as the system.
export function samplesFor(caller) {
    const samples = [
        { contentType: 'text', content: 'Hello 你好 ¡hola! 👋' },
        { contentType: 'markdown', content: '**Markdown**, shown here as its text:\n\n- a list\n- `code`' },
        { contentType: 'image', content: '/web/pipit.svg', metadata: { name: 'pipit.svg', mimeType: 'image/svg+xml', width: 128, height: 128 } },
        { contentType: 'file', content: '/web/pipit.d.ts', metadata: { name: 'pipit.d.ts', mimeType: 'text/plain' } },
        { contentType: 'notification', content: 'Maintenance tonight from 23:00 to 23:30.', metadata: { severity: 'warning', title: 'Notice' } },
        { contentType: 'progress', content: 'Comparing the accounts', metadata: { done: 18204, total: 25300, title: 'Task 2841', key: 'task-2841' } },
        { contentType: 'state', content: 'open', metadata: { name: 'door' } },
    ];
    const ofOperators = [
        { senderType: 'bot', senderName: 'Sample bot', contentType: 'markdown', content: 'This is what the answer of a bot looks like.' },
        { senderType: 'system', contentType: 'text', content: 'The system says that all is well.' },
    ];
    return caller?.role === 'operator' ? [...samples, ...ofOperators] : samples;
}
