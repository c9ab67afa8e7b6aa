// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/link_address.h"

#include "core/text_limits.h"

#include <QUrl>

namespace pipit {

namespace {

// Where an address that begins at `from` ends: at a space, at what cannot be in one, before closing punctuation.
qsizetype endOfAddress(QStringView text, qsizetype from)
{
    qsizetype end = from;
    int depth = 0;
    while (end < text.size() && end - from < longestLink) {
        const QChar c = text[end];
        if (c.isSpace() || c.unicode() < 0x20 || c == u'<' || c == u'>' || c == u'"' || c == u'`' || c == u'*' || c == u'|' || isCjk(c.unicode()) || (c.unicode() >= 0x3000 && c.unicode() <= 0x303f) || (c.unicode() >= 0xff00 && c.unicode() <= 0xff65))
            break;
        if (c == u'(')
            ++depth;
        else if (c == u')' && --depth < 0)
            break;
        ++end;
    }
    while (end > from && QStringView(u".,;:!?'\"_~").contains(text[end - 1]))
        --end;
    return end;
}

} // namespace

qsizetype linkLengthAt(QStringView text, qsizetype at)
{
    const QStringView rest = text.sliced(at);
    const qsizetype scheme = rest.startsWith(u"https://", Qt::CaseInsensitive) ? 8 : rest.startsWith(u"http://", Qt::CaseInsensitive) ? 7 : 0;
    if (scheme == 0 || (at > 0 && text[at - 1].isLetterOrNumber() && !isCjk(text[at - 1].unicode())))
        return 0;
    const qsizetype end = endOfAddress(text, at + scheme);
    return end > at + scheme ? end - at : 0;
}

bool isSafeLink(const QString &address)
{
    const QUrl url(address, QUrl::StrictMode);
    if (!url.isValid())
        return false;
    const QString scheme = url.scheme();
    return ((scheme == u"http" || scheme == u"https") && !url.host().isEmpty()) || (scheme == u"mailto" && url.path().contains(u'@'));
}

} // namespace pipit
