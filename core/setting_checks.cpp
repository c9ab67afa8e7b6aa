// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/setting_checks.h"

#include "core/host_port.h"
#include "core/text_limits.h"

#include <QRegularExpression>
#include <QUrl>

namespace pipit::checks {

std::optional<QString> faultOfListen(const QString &text)
{
    if (HostPort::parse(text))
        return std::nullopt;
    return QStringLiteral("must be HOST:PORT, such as 127.0.0.1:5000 or [::1]:5000");
}

std::optional<QString> faultOfPath(const QString &text)
{
    if (text.trimmed().isEmpty())
        return QStringLiteral("must name a directory");
    return faultOfText(text);
}

std::optional<QString> faultOfFile(const QString &text)
{
    if (text.trimmed().isEmpty())
        return QStringLiteral("must name a file");
    if (text.contains(u"://"))
        return QStringLiteral("must name a file that holds the URL, not be the URL itself");
    return faultOfText(text);
}

std::optional<QString> faultOfFileName(const QString &text)
{
    if (text.trimmed().isEmpty())
        return QStringLiteral("must name a file");
    return faultOfText(text);
}

std::optional<QString> faultOfHostName(const QString &text)
{
    static const QRegularExpression valid(QStringLiteral("^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\\z"));
    return valid.match(text).hasMatch() ? std::nullopt : std::optional(QStringLiteral("must be host names without a port, such as chat.example.org"));
}

std::optional<QString> faultOfOrigin(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isOrigin = url.isValid() && (url.scheme() == u"http" || url.scheme() == u"https") && !url.host().isEmpty() && QString(url.scheme() + u"://" + url.authority()) == text;
    return isOrigin && url.userInfo().isEmpty() ? std::nullopt : std::optional(QStringLiteral("must be origins as a browser sends them, in lower case and without a path, such as https://chat.example.org"));
}

// The numbers themselves are read by whoever has to do with networks.
std::optional<QString> faultOfSubnet(const QString &text)
{
    static const QRegularExpression valid(QStringLiteral("^[0-9a-fA-F:.]{2,45}(/[0-9]{1,3})?\\z"));
    return valid.match(text).hasMatch() ? std::nullopt : std::optional(QStringLiteral("must be addresses or networks, such as 127.0.0.1 or 10.0.0.0/8"));
}

std::optional<QString> faultOfPattern(const QString &text)
{
    if (text.isEmpty() || isSessionPattern(text))
        return std::nullopt;
    return QStringLiteral("must be a session's id or a pattern such as demo-*, or empty for nobody");
}

std::optional<QString> faultOfMediaPattern(const QString &text)
{
    static const QRegularExpression valid(QStringLiteral("^[a-z0-9][a-z0-9.+-]{0,60}/(\\*|[a-z0-9][a-z0-9.+-]{0,60})$"));
    return valid.match(text).hasMatch() ? std::nullopt : std::optional(QStringLiteral("must be media types in lower case, such as image/png or image/*"));
}

std::optional<QString> faultOfBotId(const QString &id)
{
    if (isSessionId(id))
        return std::nullopt;
    return QStringLiteral("must be 1 to 46 characters of A-Z a-z 0-9 _ - :");
}

std::optional<QString> faultOfProvider(const QString &provider)
{
    if (isSessionId(provider))
        return std::nullopt;
    return QStringLiteral("must name a provider, such as echo, coze or openai");
}

std::optional<QString> faultOfHttpAddress(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (url.isValid() && (url.scheme() == u"http" || url.scheme() == u"https") && !url.host().isEmpty() && url.userInfo().isEmpty())
        return std::nullopt;
    return QStringLiteral("must be an http or https URL without a user name, such as https://api.coze.cn");
}

std::optional<QString> faultOfWebhook(const QString &text)
{
    return text.isEmpty() ? std::nullopt : faultOfHttpAddress(text);
}

std::optional<QString> faultOfFeed(const QString &text)
{
    if (text.isEmpty() || !faultOfHttpAddress(text))
        return std::nullopt;
    return QStringLiteral("must be an http or https URL without a user name, such as https://example.org/pipit/releases.atom, or empty for none");
}

QString maskedWebhook(const QString &text)
{
    const QUrl url(text);
    if (text.isEmpty() || url.host().isEmpty())
        return text;
    return url.scheme() + u"://" + url.authority(QUrl::FullyEncoded).section(u'@', -1) + u"/***";
}

QString maskedQuery(const QString &text)
{
    const qsizetype query = text.indexOf(u'?');
    return query < 0 ? text : QString(text.first(query) + u"?***");
}

std::optional<QString> faultOfLogFormat(const QString &text)
{
    return text == u"text" || text == u"json" ? std::nullopt : std::optional(QStringLiteral("must be text or json"));
}

std::optional<QString> faultOfStreaming(const QString &text)
{
    if (text == u"auto" || text == u"stream" || text == u"poll")
        return std::nullopt;
    return QStringLiteral("must be auto, stream or poll");
}

std::optional<QString> faultOfOneLine(const QString &text)
{
    if (text.trimmed().isEmpty())
        return QStringLiteral("must not be empty");
    return faultOfName(text);
}

std::optional<QString> faultOfBotName(const QString &name)
{
    if (utf8Size(name) > 200)
        return QStringLiteral("must be at most 200 bytes");
    return faultOfName(name);
}

} // namespace pipit::checks
