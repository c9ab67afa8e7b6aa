// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/database_url.h"

#include "core/paths.h"
#include "core/text_limits.h"

#include <QStringList>
#include <QUrl>

#include <algorithm>
#include <tuple>
#include <utility>

namespace pipit {

namespace {

constexpr QStringView sqliteScheme = u"sqlite:";
constexpr QStringView localPostgres = u"local-postgres";
constexpr QStringView mask = u"***";

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool isAsciiHexDigit(QChar c)
{
    return isDigit(c) || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
}

bool isSpaceOrControl(QChar c)
{
    return c.isSpace() || c.category() == QChar::Other_Control;
}

// What stands before the first such character, and what behind it; all and nothing where there is none.
std::pair<QStringView, QStringView> cutAt(QStringView text, QChar separator)
{
    const qsizetype at = text.indexOf(separator);
    return at < 0 ? std::pair(text, QStringView()) : std::pair(text.left(at), text.mid(at + 1));
}

struct PostgresParts {
    QStringView scheme; // with ://
    std::optional<QStringView> caller = {}; // user or user:password
    QStringView hosts = {};
    QStringView database = {};
    QStringView parameters = {};
};

std::optional<PostgresParts> partsOf(QStringView url)
{
    for (const QStringView scheme : {QStringView(u"postgres://"), QStringView(u"postgresql://")}) {
        if (!url.startsWith(scheme))
            continue;
        PostgresParts parts{.scheme = scheme};
        QStringView rest = url.mid(scheme.size());
        if (const qsizetype at = cutAt(rest, u'/').first.indexOf(u'@'); at >= 0) {
            parts.caller = rest.left(at);
            rest = rest.mid(at + 1);
        }
        std::tie(rest, parts.parameters) = cutAt(rest, u'?');
        std::tie(parts.hosts, parts.database) = cutAt(rest, u'/');
        return parts;
    }
    return std::nullopt;
}

std::optional<QString> faultOfEncoding(QStringView url)
{
    if (std::ranges::any_of(url, isSpaceOrControl))
        return QStringLiteral("has a space, a line break or a control character; write a space as %20");
    for (qsizetype at = url.indexOf(u'%'); at >= 0; at = url.indexOf(u'%', at + 1)) {
        const QStringView digits = url.mid(at + 1, 2);
        if (digits.size() < 2 || !std::ranges::all_of(digits, isAsciiHexDigit))
            return QStringLiteral("has a percent sign that two hexadecimal digits do not follow; write the sign itself as %25");
        if (digits == u"00")
            return QStringLiteral("has %00, which PostgreSQL does not take");
    }
    if (url.contains(u'#'))
        return QStringLiteral("has the character #; write it as %23");
    return faultOfText(url);
}

std::optional<QString> faultOfHost(QStringView host)
{
    QStringView port;
    bool hasPort = false;
    if (host.startsWith(u'[')) {
        const qsizetype end = host.indexOf(u']');
        const QStringView address = host.left(std::max<qsizetype>(end, 1)).mid(1);
        const bool fits = !address.isEmpty() && std::ranges::all_of(address, [](QChar c) { return isAsciiHexDigit(c) || c == u':' || c == u'.'; });
        const QStringView behind = host.mid(end + 1);
        if (end < 0 || !fits || (!behind.isEmpty() && !behind.startsWith(u':')))
            return QStringLiteral("has a host in brackets that is not an IPv6 address, such as [::1] or [::1]:5432");
        hasPort = !behind.isEmpty();
        port = behind.mid(1);
    } else {
        hasPort = host.contains(u':');
        port = cutAt(host, u':').second;
    }
    bool isNumber = false;
    const int number = port.toInt(&isNumber);
    if (hasPort && (!isNumber || !std::ranges::all_of(port, isDigit) || number < 1 || number > 65535))
        return QStringLiteral("has a port that is not a number of 1 to 65535 (an IPv6 address stands in brackets; / in a password is written %2F)");
    return std::nullopt;
}

std::optional<QString> faultOfPostgres(const PostgresParts &parts)
{
    if (parts.caller && parts.caller->contains(u'?'))
        return QStringLiteral("has the character ? before the host; write it as %3F");
    for (const QStringView part : {parts.hosts, parts.database, parts.parameters}) {
        if (part.contains(u'@'))
            return QStringLiteral("has the character @ in another place than before the host; write it as %40, and / in a password as %2F");
    }
    for (const QStringView host : parts.hosts.split(u',')) {
        if (auto fault = faultOfHost(host))
            return fault;
    }
    if (parts.database.contains(u'/'))
        return QStringLiteral("has the character / in the database's name; write it as %2F");
    if (parts.parameters.isEmpty())
        return std::nullopt;
    for (const QStringView parameter : parts.parameters.split(u'&')) {
        if (parameter.count(u'=') != 1 || parameter.startsWith(u'='))
            return QStringLiteral("has a parameter that is not NAME=VALUE, such as sslmode=require; write & in a value as %26 and = as %3D");
    }
    return std::nullopt;
}

bool isSecret(QStringView parameterName)
{
    // libpq decodes names too.
    const QString name = QUrl::fromPercentEncoding(parameterName.toUtf8()).toLower();
    return name.endsWith(u"password") || name.endsWith(u"secret");
}

QString maskedPostgres(const PostgresParts &parts, const QString &url)
{
    QString shown = parts.scheme.toString();
    if (parts.caller) {
        const auto [user, password] = cutAt(*parts.caller, u':');
        shown += password.isEmpty() ? parts.caller->toString() : QString(user + u':' + mask);
        shown += u'@';
    }
    // From here on nothing is left out but the values of some parameters.
    const qsizetype parametersAt = url.size() - parts.parameters.size();
    const qsizetype hostsAt = parts.scheme.size() + (parts.caller ? parts.caller->size() + 1 : 0);
    shown += QStringView(url).mid(hostsAt, parametersAt - hostsAt);
    QStringList parameters;
    for (const QStringView parameter : parts.parameters.split(u'&')) {
        const auto [name, value] = cutAt(parameter, u'=');
        parameters << (isSecret(name) && !value.isEmpty() ? QString(name + u'=' + mask) : parameter.toString());
    }
    return shown + parameters.join(u'&');
}

// Where a password stands in such a text cannot be told, so all is left out from the first character that could precede one.
QString beginningOf(QStringView text)
{
    const auto inScheme = [](QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || isDigit(c) || c == u'+' || c == u'-' || c == u'.'; };
    const auto notInScheme = std::ranges::find_if_not(text, inScheme);
    qsizetype start = notInScheme - text.begin();
    if (text.mid(start).startsWith(u"://"))
        start += 3;
    else
        start = text.startsWith(sqliteScheme) ? sqliteScheme.size() : 0;

    const bool hasCaller = text.contains(u'@');
    const auto mayPrecede = [hasCaller](QChar c) { return QStringView(u":=?@").contains(c) || isSpaceOrControl(c) || (hasCaller && c == u'/'); };
    const auto end = std::find_if(text.begin() + start, text.end(), mayPrecede);
    if (end == text.end())
        return text.toString();
    return text.left(end - text.begin() + 1) + mask;
}

} // namespace

std::optional<QString> faultOfDatabaseUrl(const QString &text)
{
    if (text.startsWith(sqliteScheme)) {
        const QString file = text.mid(sqliteScheme.size());
        if (file.trimmed().isEmpty() || file.startsWith(u':') || file.contains(u"://"))
            return QStringLiteral("must name a file behind sqlite:, such as sqlite:pipit.db");
        return faultOfText(file);
    }
    if (text == localPostgres)
        return std::nullopt;
    const auto parts = partsOf(text);
    if (!parts)
        return QStringLiteral("must be sqlite:FILE, postgres://USER@HOST/DATABASE or local-postgres; such as sqlite:pipit.db, or postgres://pipit@localhost:5432/pipit");
    const auto fault = faultOfEncoding(text);
    return fault ? fault : faultOfPostgres(*parts);
}

QString maskedDatabaseUrl(const QString &text)
{
    if (faultOfDatabaseUrl(text))
        return beginningOf(text);
    const auto parts = partsOf(text);
    return parts ? maskedPostgres(*parts, text) : text;
}

Result<DatabaseUrl> DatabaseUrl::parse(const QString &text)
{
    if (const auto fault = faultOfDatabaseUrl(text))
        return Error{ErrorCode::InvalidRequest, QStringLiteral("The database's URL %1; it is \"%2\".").arg(*fault, forEcho(maskedDatabaseUrl(text)))};
    if (text.startsWith(sqliteScheme))
        return DatabaseUrl(DatabaseKind::Sqlite, text);
    return DatabaseUrl(text == localPostgres ? DatabaseKind::LocalPostgres : DatabaseKind::Postgres, text);
}

QString DatabaseUrl::masked() const
{
    return maskedDatabaseUrl(m_text);
}

QString DatabaseUrl::sqlitePath(const QString &dataDir) const
{
    return m_kind == DatabaseKind::Sqlite ? absolutePath(m_text.mid(sqliteScheme.size()), dataDir) : QString();
}

} // namespace pipit
