// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/sse_client.h"

#include "net/network_access.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <limits>

namespace pipit {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr int maxRedirects = 20;
constexpr qsizetype maxRefusalBytes = 64 << 10;
constexpr milliseconds refusalTimeout = 1s;
constexpr milliseconds longestWait{std::numeric_limits<int>::max()}; // of a QTimer
constexpr milliseconds longestGrowth = 60s;

QByteArray toBytes(std::string_view text)
{
    return QByteArray(text.data(), qsizetype(text.size()));
}

// The media type without its parameters. Of several, the last one that is a media type counts.
QByteArray essenceOf(const QByteArray &contentType)
{
    QByteArray essence;
    for (const QByteArray &value : contentType.split(',')) {
        const QByteArray candidate = value.split(';').first().trimmed().toLower();
        if (candidate.indexOf('/') > 0 && !candidate.endsWith('/') && candidate != "*/*")
            essence = candidate;
    }
    return essence;
}

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool isBusy(int status)
{
    return status == 429 || status == 502 || status == 503 || status == 504;
}

bool isCredential(const QByteArray &header)
{
    return header.compare("Authorization", Qt::CaseInsensitive) == 0 || header.compare("Cookie", Qt::CaseInsensitive) == 0;
}

ErrorCode codeOfStatus(int status)
{
    for (const ErrorCodeInfo &info : errorCodes) {
        if (info.httpStatus == status)
            return info.code;
    }
    return ErrorCode::Protocol;
}

} // namespace

SseClient::SseClient(SseOptions options, QObject *parent)
    : QObject(parent), m_options(std::move(options)), m_decoder(m_options.limits), m_backoff(m_options.reconnectInterval, longestGrowth)
{
    setLastEventId(m_options.lastEventId);
    for (QTimer *timer : {&m_attemptTimer, &m_headTimer, &m_silenceTimer})
        timer->setSingleShot(true);
    m_attemptTimer.setTimerType(Qt::PreciseTimer); // a coarse one may come up to a twentieth too early
    connect(&m_attemptTimer, &QTimer::timeout, this, &SseClient::connectNow);
    connect(&m_headTimer, &QTimer::timeout, this, [this] {
        m_hasNoAnswer = !m_refused;
        if (m_refused)
            refuse();
        else
            connectionLost(tr("The server did not answer within %1 s.").arg(double(m_options.connectionTimeout.count()) / 1000));
    });
    connect(&m_silenceTimer, &QTimer::timeout, this, [this] {
        connectionLost(tr("The server has been silent for %1 s.").arg(double(m_silenceTimer.interval()) / 1000));
    });
}

SseClient::~SseClient()
{
    drop();
}

void SseClient::start()
{
    if (m_state == State::Connecting || m_state == State::Open || m_state == State::Waiting)
        return;
    m_attempt = 0;
    m_backoff.reset();
    m_holdOff = 0ms;
    setState(State::Connecting);
    m_attemptTimer.start(0);
}

void SseClient::stop()
{
    drop();
    m_attemptTimer.stop();
    setState(State::Idle);
}

void SseClient::retryNow()
{
    if (m_state == State::Waiting) {
        m_holdOff = 0ms;
        setState(State::Connecting);
        m_attemptTimer.start(0);
        return;
    }
    stop();
    start();
}

void SseClient::resume(const QString &reason)
{
    drop();
    m_reason = reason;
    setState(State::Connecting);
    m_attemptTimer.start(0);
}

void SseClient::setLastEventId(const QByteArray &id)
{
    m_decoder.setLastEventId(std::string_view(id.constData(), std::size_t(id.size())));
}

void SseClient::setServer(const QUrl &url, const QByteArray &token)
{
    m_options.url = url;
    m_options.token = token;
}

void SseClient::resumeFrom(const QByteArray &lastEventId, const QString &reason)
{
    resume(reason);
    setLastEventId(lastEventId);
}

void SseClient::abandon(const QString &reason)
{
    if (m_stream)
        connectionLost(reason);
}

void SseClient::setHeartbeat(milliseconds heartbeat)
{
    if (heartbeat <= 0ms || heartbeat > 1h) {
        m_silenceTimer.stop();
        m_silenceTimer.setInterval(0);
        return;
    }
    m_silenceTimer.setInterval(heartbeat * 5 / 2);
    if (m_stream)
        m_silenceTimer.start();
}

void SseClient::holdOff(milliseconds wait)
{
    m_holdOff = std::clamp(wait, 0ms, longestWait);
}

void SseClient::connectNow()
{
    m_holdOff = 0ms;
    m_redirects = 0;
    m_mayTell = true;
    m_hasEvent = false;
    m_hasNoAnswer = false;
    m_decoder.beginConnection();
    m_headTimer.start(m_options.connectionTimeout);
    request(m_options.url);
    setState(State::Connecting);
}

void SseClient::request(const QUrl &url)
{
    HttpHeaders headers{{"User-Agent", userAgent}, {"Accept", "text/event-stream"}, {"Accept-Encoding", "identity"}, {"Cache-Control", "no-cache"}};
    const auto set = [&headers](const QByteArray &name, const QByteArray &value) {
        headers.removeIf([&name](const auto &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
        headers.emplace_back(name, value);
    };
    if (!m_decoder.lastEventId().empty())
        set("Last-Event-ID", toBytes(m_decoder.lastEventId()));
    if (m_mayTell && !m_options.token.isEmpty())
        set("Authorization", "Bearer " + m_options.token);
    for (const auto &[name, value] : std::as_const(m_options.headers)) {
        if (m_mayTell || !isCredential(name))
            set(name, value);
    }

    m_refused = false;
    m_refusal.clear();
    m_stream = new HttpExchange({.url = url, .headers = headers}, this);
    connect(m_stream, &HttpExchange::headReceived, this, &SseClient::readHead);
    connect(m_stream, &HttpExchange::bodyReceived, this, &SseClient::readBody);
    connect(m_stream, &HttpExchange::ended, this, &SseClient::answerEnded);
    connect(m_stream, &HttpExchange::broken, this, &SseClient::answerBroken);
}

void SseClient::readHead()
{
    const HttpResponseReader &answer = m_stream->answer();
    const QString url = m_stream->url().toString();
    if (isRedirect(answer.status()) && answer.hasHeader("Location")) {
        followRedirect();
        return;
    }
    if (answer.status() == 204) {
        end();
        return;
    }
    if (answer.status() != 200) {
        m_refused = true;
        m_headTimer.start(refusalTimeout);
        return;
    }
    const QByteArray essence = essenceOf(answer.header("Content-Type"));
    if (essence != "text/event-stream") {
        const QString type = essence.isEmpty() ? QStringLiteral("no Content-Type") : QString::fromLatin1(essence.left(100));
        fail(ErrorCode::Protocol, tr("%1 answers with %2, not with text/event-stream; is this the address of an event stream?").arg(url, type));
        return;
    }
    if (const QByteArray coding = answer.header("Content-Encoding").toLower(); !coding.isEmpty() && coding != "identity") {
        fail(ErrorCode::Protocol, QStringLiteral("%1 answers in the encoding %2, which was not asked for.").arg(url, QString::fromLatin1(coding.left(40))));
        return;
    }
    m_headTimer.stop();
    if (m_silenceTimer.interval() > 0)
        m_silenceTimer.start();
    setState(State::Open);
}

void SseClient::followRedirect()
{
    const QUrl from = m_stream->url();
    const QUrl to = from.resolved(QUrl::fromEncoded(m_stream->answer().header("Location")));
    const milliseconds timeLeft = m_headTimer.remainingTimeAsDuration();
    drop();
    if (++m_redirects > maxRedirects) {
        fail(ErrorCode::Protocol, QStringLiteral("More than %1 redirects; the last one leads to %2.").arg(maxRedirects).arg(to.toString()));
        return;
    }
    if (const auto fault = faultOfHttpUrl(to)) {
        fail(ErrorCode::Protocol, QStringLiteral("%1 redirects to where this program cannot follow. %2").arg(from.toString(), *fault));
        return;
    }
    m_mayTell = m_mayTell && isSameOrigin(from, to);
    m_headTimer.start(std::max(timeLeft, 1ms));
    request(to);
}

void SseClient::readBody(QByteArrayView bytes)
{
    if (m_refused) {
        m_refusal.append(bytes.first(std::min(bytes.size(), maxRefusalBytes - m_refusal.size())));
        return;
    }
    if (m_silenceTimer.interval() > 0)
        m_silenceTimer.start();

    // Any event may make its receiver stop() or resume(): what is left of this answer is not read then.
    const HttpExchange *const stream = m_stream;
    const bool isRead = m_decoder.feed(std::string_view(bytes.data(), std::size_t(bytes.size())), [this, stream](const sse::EventView &view) {
        if (m_stream != stream)
            return;
        const SseEvent next{toBytes(view.type), toBytes(view.data), toBytes(view.lastEventId)};
        if (m_options.inServiceEvent.isEmpty() || m_options.inServiceEvent == next.type) {
            m_attempt = 0;
            m_backoff.reset();
        }
        m_hasEvent = true;
        Q_EMIT event(next);
    });
    if (!isRead && m_stream == stream) {
        const bool isLine = m_decoder.fault() == sse::Decoder::Fault::LineTooLong;
        fail(ErrorCode::Protocol, QStringLiteral("The stream has %1 of more than %2 bytes, which is more than this program takes.")
                                      .arg(isLine ? u"a line" : u"an event").arg(isLine ? m_options.limits.lineBytes : m_options.limits.dataBytes));
    }
}

void SseClient::answerEnded()
{
    if (m_refused)
        refuse();
    else if (!m_options.reconnect)
        end();
    else
        connectionLost(tr("The server ended the stream."));
}

void SseClient::answerBroken(const QString &said)
{
    // The exchange is a node's too, and says its reasons in English.
    const QString reason = QCoreApplication::translate("pipit::HttpExchange", said.toUtf8().constData());
    if (m_refused)
        refuse();
    else if (m_state == State::Open)
        connectionLost(reason);
    else
        connectionLost(tr("No answer from %1: %2").arg(m_stream->url().authority(), reason));
}

void SseClient::drop()
{
    m_headTimer.stop();
    m_silenceTimer.stop();
    if (!m_stream)
        return;
    m_stream->disconnect(this);
    m_stream->deleteLater();
    m_stream = nullptr;
}

// The answer was no stream. A node says in its body what is wrong.
void SseClient::refuse()
{
    const HttpResponseReader &answer = m_stream->answer();
    const QJsonObject told = QJsonDocument::fromJson(m_refusal).object().value(u"error").toObject();
    const QString message = told.value(u"message").isString()
        ? tr("The server refuses the stream (%1): %2").arg(answer.status()).arg(told.value(u"message").toString().left(1000))
        : tr("%1 answers %2 %3, not with an event stream.").arg(m_stream->url().toString()).arg(answer.status()).arg(QString::fromUtf8(answer.phrase().left(100)));
    if (m_options.retryWhenBusy && isBusy(answer.status())) {
        holdOff(retryAfter(answer.header("Retry-After")).value_or(0ms));
        connectionLost(message);
    } else {
        fail(codeOfStatus(answer.status()), message);
    }
}

void SseClient::end()
{
    drop();
    setState(State::Ended);
}

void SseClient::fail(ErrorCode code, const QString &message)
{
    drop();
    m_reason = message;
    m_error = Error{code, message};
    setState(State::Failed);
}

void SseClient::connectionLost(const QString &reason)
{
    m_wasSilent = m_hasNoAnswer || (m_state == State::Open && !m_hasEvent);
    drop();
    if (!m_options.reconnect) {
        fail(ErrorCode::Network, reason);
        return;
    }
    m_reason = reason;
    const milliseconds wait = std::max(nextWait(), m_holdOff);
    ++m_attempt;
    m_retryAt = m_options.clock->now() + wait;
    m_options.clock->start(m_attemptTimer, wait);
    setState(State::Waiting);
}

milliseconds SseClient::nextWait()
{
    milliseconds base = m_options.reconnectInterval;
    if (const auto asked = m_decoder.retryMs())
        base = milliseconds(std::min(*asked, std::uint64_t(longestWait.count())));
    m_backoff.setBase(std::min(std::max(base, 50ms), longestGrowth));
    if (m_options.pacing == SseOptions::Pacing::FullJitter)
        return m_backoff.next();
    return m_attempt == 0 ? base : std::min(base + m_backoff.next(), longestWait);
}

void SseClient::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged();
}

} // namespace pipit
