// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/network_access.h"

#include <QDateTime>
#include <QHostAddress>
#include <QLocale>
#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QSslError>
#include <QTimeZone>

#include <algorithm>

namespace pipit {

namespace {

constexpr char tlsFault[] = "tlsFault";

class NoCookieJar : public QNetworkCookieJar
{
public:
    using QNetworkCookieJar::QNetworkCookieJar;
    QList<QNetworkCookie> cookiesForUrl(const QUrl &) const override { return {}; }
    bool setCookiesFromUrl(const QList<QNetworkCookie> &, const QUrl &) override { return false; }
};

bool isThisMachine(const QString &host)
{
    return host == u"localhost" || host.endsWith(u".localhost") || QHostAddress(host).isLoopback();
}

class ProxyChoice : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        return {proxyFor(query.url())};
    }
};

int portOf(const QUrl &url)
{
    return url.port(url.scheme() == u"https" ? 443 : 80);
}

} // namespace

NetworkAccess::NetworkAccess(QObject *parent) : QNetworkAccessManager(parent)
{
    setCookieJar(new NoCookieJar(this));
    setProxyFactory(new ProxyChoice);
    setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    setTransferTimeout(0);
    connect(this, &QNetworkAccessManager::sslErrors, this, [](QNetworkReply *reply, const QList<QSslError> &errors) {
        QStringList words;
        for (const QSslError &error : errors.first(std::min<qsizetype>(errors.size(), 3)))
            words << error.errorString();
        reply->setProperty(tlsFault, words.join(QStringLiteral("; ")));
    });
}

QNetworkRequest NetworkAccess::request(const QUrl &url, const QByteArray &token)
{
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setHeader(QNetworkRequest::UserAgentHeader, QString::fromLatin1(userAgent));
    if (!token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + token);
    return request;
}

bool hasTlsFault(const QNetworkReply &reply)
{
    return reply.error() == QNetworkReply::SslHandshakeFailedError;
}

QString reasonOf(const QNetworkReply &reply)
{
    const QString fault = reply.property(tlsFault).toString();
    return fault.isEmpty() ? reply.errorString() : fault;
}

QNetworkProxy proxyFor(const QUrl &url)
{
    if (isThisMachine(url.host()))
        return QNetworkProxy::NoProxy;
    return QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url)).value(0, QNetworkProxy::NoProxy);
}

bool isSameOrigin(const QUrl &a, const QUrl &b)
{
    return a.scheme() == b.scheme() && a.host() == b.host() && portOf(a) == portOf(b);
}

std::optional<QString> faultOfHttpUrl(const QUrl &url)
{
    if (!url.isValid() || url.isRelative())
        return QStringLiteral("\"%1\" is not a URL; write one such as http://127.0.0.1:5000.").arg(url.toString());
    if (url.scheme() != u"http" && url.scheme() != u"https")
        return QStringLiteral("\"%1\" is not a URL of http or https; write one such as http://127.0.0.1:5000.").arg(url.toString());
    if (url.host().isEmpty())
        return QStringLiteral("\"%1\" names no host; write a URL such as http://127.0.0.1:5000.").arg(url.toString());
    if (!url.userInfo().isEmpty())
        return QStringLiteral("The URL of %1 carries a user name or password; give a token instead.").arg(url.host());
    return std::nullopt;
}

QUrl endpoint(const QUrl &node, const QString &path)
{
    QString base = node.path();
    while (base.endsWith(u'/'))
        base.chop(1);
    QUrl url = node.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment);
    url.setPath(base + path);
    return url;
}

std::optional<std::chrono::milliseconds> retryAfter(const QByteArray &value)
{
    using namespace std::chrono_literals;
    constexpr std::chrono::milliseconds longest = 10min;
    const QString text = QString::fromLatin1(value).trimmed();
    bool isNumber = false;
    const qint64 seconds = text.toLongLong(&isNumber);
    if (isNumber)
        return seconds < 0 ? std::nullopt : std::optional(std::min<std::chrono::milliseconds>(std::chrono::seconds(std::min<qint64>(seconds, 86'400)), longest));

    QDateTime when = QLocale::c().toDateTime(text, QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
    if (!when.isValid())
        return std::nullopt;
    when.setTimeZone(QTimeZone::utc());
    const std::chrono::milliseconds wait(QDateTime::currentDateTimeUtc().msecsTo(when));
    return std::clamp<std::chrono::milliseconds>(wait, 0ms, longest);
}

} // namespace pipit
