// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipit_link.h"

#include "core/text_limits.h"

#include <QUrlQuery>

namespace pipit {

namespace {

constexpr qsizetype longestLink = 4096;

Error fault(const QString &reason)
{
    return Error{ErrorCode::InvalidRequest, reason + QStringLiteral(" An invitation begins with pipit:join? and has the node's address and a ticket; a session's link is pipit:session/ID."), QStringLiteral("link")};
}

bool isNode(const QUrl &url)
{
    return url.isValid() && (url.scheme() == u"http" || url.scheme() == u"https") && !url.host().isEmpty() && url.userInfo().isEmpty();
}

} // namespace

QString PipitLink::toString() const
{
    QUrlQuery query;
    if (!node.isEmpty())
        query.addQueryItem(QStringLiteral("node"), QString::fromLatin1(QUrl::toPercentEncoding(node.toString(), ":/")));
    if (kind == Kind::Invitation)
        query.addQueryItem(QStringLiteral("ticket"), QString::fromLatin1(QUrl::toPercentEncoding(ticket)));
    const QString path = kind == Kind::Invitation ? QStringLiteral("join") : QString(QStringLiteral("session/") + sessionId);
    return QStringLiteral("pipit:") + path + (query.isEmpty() ? QString() : QString(u'?' + query.toString(QUrl::FullyEncoded)));
}

Result<PipitLink> readPipitLink(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.size() > longestLink)
        return fault(QStringLiteral("This link is longer than %1 characters.").arg(longestLink));
    const QUrl url(trimmed, QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != u"pipit")
        return fault(QStringLiteral("This is no link of Pipit."));
    const QUrlQuery query(url);
    PipitLink link;
    link.node = QUrl(query.queryItemValue(QStringLiteral("node"), QUrl::FullyDecoded), QUrl::StrictMode);
    if (query.hasQueryItem(QStringLiteral("node")) && !isNode(link.node))
        return fault(QStringLiteral("This link has no address of a node in it (http or https, a host, no password)."));
    // `pipit://join` is what some programs make of `pipit:join`.
    QString path = url.host() + url.path();
    while (path.startsWith(u'/'))
        path.remove(0, 1);
    if (path == u"join") {
        link.ticket = query.queryItemValue(QStringLiteral("ticket"), QUrl::FullyDecoded);
        if (link.ticket.isEmpty() || link.node.isEmpty())
            return fault(QStringLiteral("This is no whole invitation."));
        return link;
    }
    link.kind = PipitLink::Kind::Session;
    link.sessionId = path.startsWith(u"session/") ? path.sliced(8) : QString();
    if (!isSessionId(link.sessionId))
        return fault(QStringLiteral("This link names no session."));
    return link;
}

} // namespace pipit
