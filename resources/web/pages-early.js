// SPDX-License-Identifier: GPL-3.0-or-later
// Before anything is painted, so that a page never shows the other theme first.
{
    let theme = null;
    try {
        theme = localStorage.getItem('pipit.theme');
    } catch { /* a browser that keeps nothing */ }
    if (theme === 'light' || theme === 'dark')
        document.documentElement.dataset.theme = theme;
}
