// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/ops/secret_filter.h"

#include "core/struck_out.h"

#include <QRegularExpression>

#include <array>
#include <utility>

namespace pipit {

namespace {

const QString stars = QStringLiteral("***");

// Each with what is kept of it. None begins with something of any length: that would take the square of the text's. No value reaches over a quotation mark or a backslash, with which a string of JSON ends.
const auto &patterns()
{
    using Expression = QRegularExpression;
    static const std::array all{
        std::pair(Expression(QStringLiteral(R"(-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*?(-----END [A-Z ]*PRIVATE KEY-----|(?=")|\z))")), stars),
        std::pair(Expression(QStringLiteral(R"(\b((?:proxy-)?authorization(?:\\*")?\s*[:=]\s*(?:\\*")?)(?!\*\*\*)[^"\\\r\n]+)"), Expression::CaseInsensitiveOption), QString(u"\\1" + stars)),
        std::pair(Expression(QStringLiteral(R"(\b((?:set-)?cookie(?:\\*")?\s*[:=]\s*(?:\\*")?)(?!\*\*\*)[^"\\\r\n]+)"), Expression::CaseInsensitiveOption), QString(u"\\1" + stars)),
        std::pair(Expression(QStringLiteral(R"(\b(bearer(?:\s+|%20|\+))(?!\*\*\*)[A-Za-z0-9._~+/=%-]{6,})"), Expression::CaseInsensitiveOption), QString(u"\\1" + stars)),
        std::pair(Expression(QStringLiteral(R"(\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)*)")), stars),
        // Names of figures begin so too; they have neither capitals nor digits.
        std::pair(Expression(QStringLiteral(R"(\bpipit_(?=[a-z_]*[A-Z0-9-])[A-Za-z0-9_-]{16,})")), stars),
        std::pair(Expression(QStringLiteral(R"(\b(?:sk-|pat_)[A-Za-z0-9_-]{12,})")), stars),
        std::pair(Expression(QStringLiteral(R"((://[^\s/:@"'<>\\]*:)(?!\*\*\*@)[^\s/"'<>\\]*@)"), Expression::CaseInsensitiveOption), QString(u"\\1" + stars + u'@')),
        std::pair(Expression(QStringLiteral(R"(((?:token|ticket|password|passwd|secret|api[_-]?key|access[_-]?key)(?:=|%3D)(?:\\*")?)(?!\*\*\*)(?:(?<=")[^"\\]+|[^\s&"'\\#,;)<>]+))"), Expression::CaseInsensitiveOption), QString(u"\\1" + stars)),
        std::pair(Expression(QStringLiteral(R"(((?:token|ticket|password|passwd|secret|api[_-]?key|access[_-]?key)(\\*")\s*:\s*\\*")(?!\*\*\*)[^"\\]+)"), Expression::CaseInsensitiveOption), QString(u"\\1" + stars)),
    };
    return all;
}

qsizetype replaceAll(QString &text, const QRegularExpression &pattern, const QString &kept)
{
    qsizetype count = 0;
    for (auto found = pattern.globalMatch(text); found.hasNext(); found.next())
        ++count;
    if (count > 0)
        text.replace(pattern, kept);
    return count;
}

} // namespace

SecretFilter::Filtered SecretFilter::filtered(const QByteArray &utf8) const
{
    QString text = QString::fromUtf8(utf8);
    qsizetype struck = 0;
    for (const QByteArray &secret : m_secrets) {
        const qsizetype before = text.count(stars);
        text = struckOut(text, secret);
        struck += text.count(stars) - before;
    }
    for (const auto &[pattern, kept] : patterns())
        struck += replaceAll(text, pattern, kept);
    for (const QString &beginning : m_beginnings) {
        const QRegularExpression pattern(u'(' + QRegularExpression::escape(beginning) + QStringLiteral(R"()(?!\*\*\*)[^\s"'\\<>]+)"), QRegularExpression::CaseInsensitiveOption);
        struck += replaceAll(text, pattern, u"\\1" + stars);
    }
    return {.text = text.toUtf8(), .struck = int(struck)};
}

} // namespace pipit
