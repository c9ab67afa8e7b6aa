// SPDX-License-Identifier: GPL-3.0-or-later
// Markdown as HTML, for a file that is read elsewhere.
//
// Contract: nothing of the source becomes markup of its own: raw HTML stays visible text, a link goes only to http, https or
// mailto, an image becomes a link to it, so that opening the file loads nothing. Thread rule: functions without state.
#pragma once

#include "ui/chat/content/inline_text.h"
#include "ui/chat/content/markdown_parser.h"

namespace pipit {

QString htmlOf(const QList<MarkdownBlock> &blocks);
QString htmlOf(const InlineText &text);
// A link, where it may be one; else its words.
QString htmlLink(const QString &address, const QString &words);

} // namespace pipit
