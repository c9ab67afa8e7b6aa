// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/attachment.h"

#include "core/text_limits.h"

#include <QHostAddress>
#include <QUuid>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace pipit::bots::coze {

namespace {

constexpr std::chrono::minutes downloadTime{2};
constexpr qsizetype longestName = 200;

bool isHttp(const QUrl &url)
{
    return url.isValid() && (url.scheme() == u"http" || url.scheme() == u"https") && !url.host().isEmpty();
}

bool isIn(const QHostAddress &address, const char *network)
{
    return address.isInSubnet(QHostAddress::parseSubnet(QLatin1StringView(network)));
}

// With a dot at its end it is the same.
QString hostOf(const QUrl &url)
{
    QString host = url.host();
    while (host.endsWith(u'.'))
        host.chop(1);
    return host;
}

// An IPv4 address in an IPv6 one counts as what it is.
QHostAddress addressOf(const QUrl &url)
{
    QHostAddress address(hostOf(url));
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    return isV4 ? QHostAddress(v4) : address;
}

// Where clouds tell a machine its own credentials.
bool isForbidden(const QUrl &url)
{
    const QHostAddress address = addressOf(url);
    if (address.isNull())
        return hostOf(url) == u"metadata.google.internal" || hostOf(url) == u"metadata";
    return address.isLinkLocal() || isIn(address, "fd00:ec2::/32") || address == QHostAddress(u"100.100.100.200"_s);
}

// What an error may say: an address may hold a password or a key.
QString shown(const QUrl &url)
{
    return forEcho(url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment));
}

ProviderRequest requestOf(const QUrl &url, const BotConfig &config)
{
    return {.http = {.url = url.adjusted(QUrl::RemoveFragment)}, .connectTimeout = config.connectTimeout, .firstTimeout = config.firstTokenTimeout, .silenceTimeout = config.silenceTimeout};
}

} // namespace

std::optional<Attachment> attachmentOf(const Message &message)
{
    const QString &type = message.contentType;
    if (type != u"image" && type != u"audio" && type != u"file" && type != u"video")
        return std::nullopt;
    const auto kind = type == u"image" ? Attachment::Kind::Image : type == u"audio" ? Attachment::Kind::Audio : Attachment::Kind::File;
    return Attachment{.kind = kind, .fileId = {}, .url = message.content.trimmed()};
}

QString fileNameOf(const Message &message)
{
    QString name = message.metadata.value(u"name").toString();
    if (name.trimmed().isEmpty())
        name = QUrl(message.content.trimmed()).fileName();
    name = leftOfText(withoutFaults(name), longestName);
    for (QChar &c : name) {
        if (c.category() == QChar::Other_Control || c == u'"' || c == u'\\' || c == u'/')
            c = u'_';
    }
    name = name.trimmed();
    return name.isEmpty() ? message.contentType : name;
}

bool isPublic(const QUrl &url)
{
    if (!isHttp(url))
        return false;
    if (const QHostAddress address = addressOf(url); !address.isNull()) {
        constexpr std::array local{"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10", "::1/128", "::/128"};
        return std::ranges::none_of(local, [&address](const char *network) { return isIn(address, network); });
    }
    const QString host = hostOf(url);
    constexpr std::array localEnds{".localhost"_L1, ".local"_L1, ".internal"_L1, ".lan"_L1, ".home.arpa"_L1};
    return host.contains(u'.') && std::ranges::none_of(localEnds, [&host](QLatin1StringView end) { return host.endsWith(end); });
}

MultipartFile multipartFile(const QString &name, const QByteArray &type, const QByteArray &bytes)
{
    const QByteArray boundary = "pipit-" + QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    const QByteArray head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name.toUtf8() + "\"\r\nContent-Type: " + type + "\r\n\r\n";
    const QByteArray end = "\r\n--" + boundary + "--\r\n";
    QByteArray body;
    body.reserve(head.size() + bytes.size() + end.size());
    body.append(head).append(bytes).append(end);
    return {.contentType = "multipart/form-data; boundary=" + boundary, .body = body};
}

Download::Download(const QUrl &url, const BotConfig &config, QObject *parent, std::function<void(const File &)> done)
    : QObject(parent), m_url(url), m_done(std::move(done)), m_call(requestOf(url, config))
{
    connect(&m_call, &ProviderCall::headReceived, this, &Download::onHead);
    connect(&m_call, &ProviderCall::bodyReceived, this, [this](QByteArrayView bytes) {
        if (m_ended)
            return;
        m_call.progress();
        m_bytes += bytes;
        if (m_bytes.size() > maxFileBytes)
            fail(u"is larger than %1 MiB"_s.arg(maxFileBytes >> 20));
    });
    connect(&m_call, &ProviderCall::done, this, &Download::onDone);
    QTimer::singleShot(downloadTime, this, [this] { fail(u"took longer than %1 minutes"_s.arg(downloadTime.count())); });
    QTimer::singleShot(0, this, [this] {
        if (!isHttp(m_url))
            fail(u"has no address that begins with http:// or https://"_s);
        else if (isForbidden(m_url))
            fail(u"has an address at which clouds keep credentials; it is never fetched"_s);
        else
            m_call.start();
    });
}

void Download::onHead()
{
    if (m_call.status() / 100 == 3)
        fail(u"is somewhere else by now, and redirects are not followed (status %1)"_s.arg(m_call.status()));
    else if (!m_call.isSuccess())
        fail(u"is refused with status %1"_s.arg(m_call.status()), m_call.status() >= 500);
    else if (m_call.header("content-length").toLongLong() > maxFileBytes)
        fail(u"is larger than %1 MiB"_s.arg(maxFileBytes >> 20));
}

void Download::onDone()
{
    if (m_ended)
        return;
    if (m_call.end() != ProviderCall::End::Whole)
        fail(u"did not come: "_s + m_call.reason(), true);
    else if (m_bytes.isEmpty())
        fail(u"is empty"_s);
    else {
        QByteArray type = m_call.header("content-type").simplified();
        if (type.isEmpty() || type.size() > longestName)
            type = "application/octet-stream";
        end({.bytes = std::exchange(m_bytes, {}), .type = type});
    }
}

void Download::fail(const QString &reason, bool passes)
{
    if (!m_ended)
        end({.error = ProviderError{.message = u"The file of this message (%1) %2; send it again from a place that the node or Coze can reach."_s.arg(shown(m_url), reason), .passes = passes}});
}

void Download::end(const File &file)
{
    m_ended = true;
    deleteLater();
    m_done(file);
}

} // namespace pipit::bots::coze
