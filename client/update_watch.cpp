// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/update_watch.h"

#include <QLoggingCategory>
#include <QNetworkReply>
#include <QRandomGenerator>

namespace pipit {

namespace {

Q_LOGGING_CATEGORY(lcUpdates, "pipit.updates")

QUrl urlOfFeed(const QString &address)
{
    return QUrl(address.trimmed(), QUrl::StrictMode);
}

// Nobody on the way is given the chance to lead elsewhere what was asked for by https.
bool mayLeadOn(const QUrl &from, const QUrl &to)
{
    return !faultOfHttpUrl(to) && (to.scheme() == u"https" || (from.scheme() == u"http" && from.host() == to.host()));
}

QString withoutStop(QString reason)
{
    while (reason.endsWith(u'.') || reason.endsWith(u'。'))
        reason.chop(1);
    return reason;
}

} // namespace

UpdateWatch::UpdateWatch(const QString &running, Clock &clock, QObject *parent) : QObject(parent), m_running(running), m_clock(clock)
{
    for (QTimer *timer : {&m_next, &m_limit})
        timer->setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &UpdateWatch::checkNow);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        fail(tr("%1 has not answered within %2 s. Look whether it can be reached from here; Pipit asks again tomorrow.").arg(m_status.feed.authority()).arg(answerTime.count()));
    });
}

UpdateWatch::~UpdateWatch()
{
    drop();
}

std::optional<QString> UpdateWatch::faultOf(const QString &address)
{
    if (address.trimmed().isEmpty() || !faultOfHttpUrl(urlOfFeed(address)))
        return std::nullopt;
    return tr("This is not an address of http or https without a user name. Write one such as https://example.org/pipit/releases.atom.");
}

void UpdateWatch::setFeed(const QString &address, const QString &decidedBy)
{
    m_decidedBy = decidedBy;
    const QUrl feed = faultOf(address) ? QUrl() : urlOfFeed(address);
    if (feed == m_status.feed)
        return;
    drop();
    m_next.stop();
    m_etag.clear();
    m_modified.clear();
    m_status = {.feed = feed};
    if (m_isStarted)
        lookIn(firstAfter, firstWithin);
    Q_EMIT changed();
}

void UpdateWatch::start()
{
    m_isStarted = true;
    lookIn(firstAfter, firstWithin);
}

void UpdateWatch::checkNow()
{
    if (m_status.feed.isEmpty() || m_status.isAsking)
        return;
    m_next.stop();
    m_network.clearConnectionCache(); // which is of the certificates and the proxy of the last look
    m_status.isAsking = true;
    m_clock.start(m_limit, answerTime);
    ask(m_status.feed, 0);
    Q_EMIT changed();
}

// Not all windows at the same moment.
void UpdateWatch::lookIn(std::chrono::milliseconds least, std::chrono::milliseconds within)
{
    if (!m_status.feed.isEmpty())
        m_clock.start(m_next, least + std::chrono::milliseconds(QRandomGenerator::global()->bounded(qint64(within.count()))));
}

void UpdateWatch::ask(const QUrl &url, int redirections)
{
    QNetworkRequest request = NetworkAccess::request(url, {});
    request.setRawHeader("Accept", "application/atom+xml, application/xml;q=0.9, text/xml;q=0.8");
    request.setRawHeader("Accept-Encoding", "identity"); // so that what comes is no larger than what was sent
    if (!m_etag.isEmpty())
        request.setRawHeader("If-None-Match", m_etag);
    if (!m_modified.isEmpty())
        request.setRawHeader("If-Modified-Since", m_modified);
    QNetworkReply *reply = m_network.get(request);
    m_reply = reply;
    // Not downloadProgress(), which is told ten times a second at most, and so not of what comes last.
    connect(reply, &QNetworkReply::readyRead, this, [this, reply] {
        if (reply->bytesAvailable() > mostBytes || reply->header(QNetworkRequest::ContentLengthHeader).toLongLong() > mostBytes)
            fail(tr("What %1 sends is larger than 1 MiB, which no feed of releases is. Look whether the address is right.").arg(m_status.feed.authority()));
    });
    connect(reply, &QNetworkReply::finished, this, [this, reply, redirections] { take(reply, redirections); });
}

void UpdateWatch::take(QNetworkReply *reply, int redirections)
{
    reply->deleteLater();
    m_reply.clear();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QString host = reply->url().authority();
    const QUrl target = reply->attribute(QNetworkRequest::RedirectionTargetAttribute).toUrl();
    if (status != 304 && status / 100 == 3 && !target.isEmpty()) {
        const QUrl next = reply->url().resolved(target);
        if (!mayLeadOn(reply->url(), next))
            return fail(tr("%1 leads on to %2, where Pipit does not follow: only to https, or from http to the same host. Give that address itself if you trust it.").arg(host, next.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery)));
        if (redirections == mostRedirections)
            return fail(tr("%1 leads on and on. Give the address at which the feed is.").arg(host));
        return ask(next, redirections + 1);
    }
    if (hasTlsFault(*reply))
        return fail(tr("%1 has no certificate that is trusted here: %2. Where its authority is your own, name its file in the settings of the servers.").arg(host, withoutStop(reasonOf(*reply))));
    if (status == 0 || (status < 300 && reply->error() != QNetworkReply::NoError))
        return fail(tr("%1 cannot be reached: %2. Look at the address and at your network; Pipit asks again tomorrow.").arg(host, withoutStop(reasonOf(*reply))));
    if (status == 304 && (!m_etag.isEmpty() || !m_modified.isEmpty()))
        return end();
    if (status != 200)
        return fail(tr("%1 answers with %2 instead of a feed. Look whether the address is right; Pipit asks again tomorrow.").arg(host).arg(status));
    readFeed(*reply, reply->readAll());
}

void UpdateWatch::readFeed(const QNetworkReply &reply, const QByteArray &document)
{
    const auto releases = readReleaseFeed(document, reply.url());
    if (!releases)
        return fail(releases.error().message);
    const auto running = ReleaseVersion::parse(m_running);
    m_status.newer = running ? latestAfter(*running, *releases) : std::nullopt;
    m_etag = reply.rawHeader("ETag");
    m_modified = reply.rawHeader("Last-Modified");
    end();
}

void UpdateWatch::fail(const QString &problem)
{
    // Not the address: there may be a key in it.
    qCInfo(lcUpdates, "No news of versions: %s", qUtf8Printable(problem));
    end(problem);
}

void UpdateWatch::end(const QString &problem)
{
    drop();
    m_status.isAsking = false;
    m_status.askedAt = QDateTime::currentDateTime();
    m_status.problem = problem;
    if (m_isStarted)
        lookIn(againAfter, againWithin);
    Q_EMIT changed();
}

void UpdateWatch::drop()
{
    m_limit.stop();
    if (!m_reply)
        return;
    m_reply->disconnect(this); // what it says while it is aborted is nobody's any more
    m_reply->abort();
    m_reply->deleteLater();
    m_reply.clear();
}

} // namespace pipit
