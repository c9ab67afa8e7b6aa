// SPDX-License-Identifier: GPL-3.0-or-later
// What one line of Markdown is by itself, whatever stands around it: blank, a rule, a heading, a row of a table.
//
// Thread rule: functions without state. Source: CommonMark 0.31 with GFM tables.
#pragma once

#include "ui/chat/content/markdown_parser.h"

namespace pipit {

bool isBlankLine(QStringView line);
qsizetype lineIndent(QStringView line); // spaces before its first other character
QStringView withoutEnd(QStringView line); // the spaces there
bool isRuleLine(QStringView line);

// The level of an ATX heading and its text; 0 for none.
int headingLevel(QStringView line, QStringView *text);
// That of the heading whose underline this is; 0 for none.
int setextLevel(QStringView line);

QStringList tableCells(QStringView line);
// The alignments of a delimiter row such as |:--|--:|; empty if the line is none.
QList<MarkdownBlock::Align> tableColumns(QStringView line);

} // namespace pipit
