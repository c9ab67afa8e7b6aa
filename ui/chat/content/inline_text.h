// SPDX-License-Identifier: GPL-3.0-or-later
// The words of one Markdown paragraph and how each stretch of them is set.
//
// Contract: raw HTML stays visible text, an image becomes a link to it (nothing is loaded here), its words without emphasis; a
// link goes only to http, https or mailto. A single line break stays a break, as people write in a chat. Asterisks beside Chinese, Japanese
// or Korean letters mark words there too, although those scripts have no spaces.
// Cost: linear in the text, but for code spans of many different fence lengths.
// Thread rule: functions without state. Source: CommonMark 0.31, GFM strikethrough and autolinks; own simplifications above.
#pragma once

#include <QList>
#include <QString>

namespace pipit {

struct InlineSpan {
    qsizetype start = 0;
    qsizetype length = 0;
    bool bold = false;
    bool italic = false;
    bool struck = false;
    bool code = false;
    QString link = {}; // empty: none
    QString image = {}; // the address of an image, as it is written: whatever that may be; empty: it is none

    bool operator==(const InlineSpan &) const = default;
};

struct InlineText {
    QString text;            // line breaks are U+2028
    QList<InlineSpan> spans; // ascending, apart, only where something is set
};

InlineText parseInline(QStringView markdown);

// Text as it is, with its addresses made links.
InlineText plainWithLinks(QStringView text);

} // namespace pipit
