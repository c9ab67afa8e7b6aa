// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/release_version.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace pipit {

namespace {

constexpr qsizetype longestVersion = 100;

bool isDigits(const QString &part)
{
    return std::ranges::all_of(part, [](QChar c) { return c >= u'0' && c <= u'9'; });
}

// Numbers come before words, and are compared as numbers, however long.
int orderOfParts(const QString &a, const QString &b)
{
    const bool aIsNumber = isDigits(a), bIsNumber = isDigits(b);
    if (aIsNumber != bIsNumber)
        return aIsNumber ? -1 : 1;
    if (aIsNumber && a.size() != b.size())
        return a.size() < b.size() ? -1 : 1;
    return a.compare(b);
}

int orderOfSuffixes(const QString &a, const QString &b)
{
    if (a.isEmpty() || b.isEmpty())
        return int(a.isEmpty()) - int(b.isEmpty()); // the release comes after all of its pre-releases
    const QStringList as = a.split(u'.'), bs = b.split(u'.');
    for (qsizetype i = 0; i < std::min(as.size(), bs.size()); ++i) {
        if (const int order = orderOfParts(as[i], bs[i]); order != 0)
            return order;
    }
    return as.size() < bs.size() ? -1 : as.size() > bs.size() ? 1 : 0;
}

} // namespace

std::optional<ReleaseVersion> ReleaseVersion::parse(const QString &text)
{
    static const QRegularExpression form(QStringLiteral(R"(^v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-((?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*))?(?:\+[0-9A-Za-z.-]+)?\z)"));
    if (text.size() > longestVersion)
        return std::nullopt;
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    return ReleaseVersion{.numbers = QVersionNumber(match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt()), .suffix = match.captured(4)};
}

QString ReleaseVersion::toString() const
{
    return suffix.isEmpty() ? numbers.toString() : QString(numbers.toString() + u'-' + suffix);
}

bool ReleaseVersion::isLaterThan(const ReleaseVersion &other) const
{
    const int order = QVersionNumber::compare(numbers, other.numbers);
    return order != 0 ? order > 0 : orderOfSuffixes(suffix, other.suffix) > 0;
}

} // namespace pipit
