// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/shortened.h"

#include "core/text_limits.h"
#include "ui/chat/content/text_stretch.h"

#include <QCoreApplication>

namespace pipit {

namespace {

constexpr qsizetype nameLength = 300;
constexpr qsizetype detailLength = 4000;
constexpr qsizetype lettersOfOne = 8; // what a character may cost to lay out, if all are like that

QString shortened(const QString &text, qsizetype most)
{
    const QStringView part = QStringView(text).first(qMin(text.size(), most));
    const QString shown = leftOfText(text, endOfWeight(part, 0, most * lettersOfOne));
    if (shown.size() == text.size())
        return text;
    return QCoreApplication::translate("pipit::CardBlock", "%1… (%n more character(s))", nullptr, int(text.size() - shown.size())).arg(shown);
}

} // namespace

QString shortenedName(const QString &name)
{
    return shortened(name, nameLength);
}

QString shortenedDetail(const QString &detail)
{
    return shortened(detail, detailLength);
}

} // namespace pipit
