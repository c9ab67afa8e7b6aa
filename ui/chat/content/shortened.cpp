// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/shortened.h"

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
    qsizetype end = endOfWeight(part, 0, most * lettersOfOne);
    if (end == text.size())
        return text;
    if (end > 0 && text[end - 1].isHighSurrogate())
        --end;
    return QCoreApplication::translate("pipit::CardBlock", "%1… (%n more character(s))", nullptr, int(text.size() - end)).arg(text.first(end));
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
