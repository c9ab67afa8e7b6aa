// SPDX-License-Identifier: GPL-3.0-or-later
// The project's documents as their reader has them: fenced blocks with the marks above them, and links.
//
// A mark is an HTML comment in the line above a block:
//   <!-- not run: REASON -->    a command that the test leaves out, and why
//   <!-- run until: TEXT -->    one that goes on by itself (a node, a stream): ended once it has printed this
//   <!-- prints: TEXT -->       one that ends by itself, having printed this
//   <!-- file: PATH -->         the block is this file, from the project's root
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
export const read = (name) => readFileSync(join(root, name), 'utf8');
export const documents = [root, join(root, 'docs')].flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith('.md')).map((name) => join(folder, name).slice(root.length + 1))).sort();

export const knownMarks = ['not run', 'run until', 'prints', 'file'];

// { name, line, language, text, marks: {…} } for each fenced block.
export function blocksOf(name) {
    const blocks = [];
    const lines = read(name).split('\n');
    for (let i = 0; i < lines.length; ++i) {
        const [, indent, language] = lines[i].match(/^( *)```(\w*)\s*$/) ?? [];
        if (indent === undefined)
            continue;
        const marks = {};
        for (let above = i - 1; above >= 0; --above) {
            const [, mark, value] = lines[above].match(/^ *<!-- ([a-z ]+): (.+) -->$/) ?? [];
            if (!mark)
                break;
            marks[mark] = value;
        }
        const line = i + 1, text = [];
        while (++i < lines.length && lines[i].trim() !== '```')
            text.push(lines[i].slice(indent.length));
        blocks.push({ name, line, language, marks, text: text.join('\n') + '\n' });
    }
    return blocks;
}

// What a heading is called in an address, as GitHub does it.
const anchorOf = (heading) => heading.trim().toLowerCase().replace(/`/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
const withoutBlocks = (text) => text.replace(/^ *```[\s\S]*?^ *```\s*$/gm, '');
const anchorsOf = (name) => withoutBlocks(read(name)).split('\n').filter((line) => /^#+ /.test(line)).map((line) => anchorOf(line.replace(/^#+ /, '')));

// Links of a document to what there is not, as sentences.
export function brokenLinksOf(name) {
    const faults = [];
    for (const [, target] of withoutBlocks(read(name)).replace(/`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target))
            continue;
        const [path, anchor] = target.split('#');
        const file = path ? join(dirname(name), path) : name;
        if (!existsSync(join(root, file)))
            faults.push(`${name}: there is no ${file}`);
        else if (anchor && !anchorsOf(file).includes(anchor))
            faults.push(`${name}: ${file} has no heading #${anchor}`);
    }
    return faults;
}
