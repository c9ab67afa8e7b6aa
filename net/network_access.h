// SPDX-License-Identifier: GPL-3.0-or-later
// How this program's requests leave it: HTTP/1.1, no cookies, no cache, no redirects followed unseen, the system's proxy
// except towards this machine.
//
// NetworkAccess is for requests whose answer comes whole; a stream has a connection of its own (net/http_exchange.h).
// Thread rule: the thread that made it. Source: Pipit's contract of the HTTP interface; WHATWG Fetch for origins.
#pragma once

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkRequest>
#include <QUrl>

#include <chrono>
#include <optional>

class QNetworkReply;

namespace pipit {

class NetworkAccess : public QNetworkAccessManager
{
    Q_OBJECT

public:
    explicit NetworkAccess(QObject *parent = nullptr);

    // With the token as `Authorization: Bearer`, unless it is empty.
    static QNetworkRequest request(const QUrl &url, const QByteArray &token);
};

// Of a reply of NetworkAccess: whether TLS is what failed, and why there is no answer, with what was wrong with a certificate.
bool hasTlsFault(const QNetworkReply &reply);
QString reasonOf(const QNetworkReply &reply);

inline constexpr char userAgent[] = "Pipit/" PIPIT_VERSION;

// NoProxy for an address of this machine.
QNetworkProxy proxyFor(const QUrl &url);

// Scheme, host and port are the same; a port that is not written is the scheme's own.
bool isSameOrigin(const QUrl &a, const QUrl &b);

// Why requests cannot be sent to this URL, as a sentence; nothing if they can.
std::optional<QString> faultOfHttpUrl(const QUrl &url);

// The path of an endpoint below the node's URL, which may have a path of its own behind a proxy.
QUrl endpoint(const QUrl &node, const QString &path);

// How long a Retry-After of this value asks to wait, at most ten minutes; nothing where it does not say.
std::optional<std::chrono::milliseconds> retryAfter(const QByteArray &value);

} // namespace pipit
