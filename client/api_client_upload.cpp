// SPDX-License-Identifier: GPL-3.0-or-later
// A file on its way to the node.
#include "client/api_client.h"

#include "client/api_answer.h"
#include "client/request_end.h"
#include "net/http_exchange.h"

#include <QCoroTask>
#include <QFile>
#include <QPointer>
#include <QTimer>
#include <QUrlQuery>


namespace pipit {

namespace {

using namespace std::chrono_literals;

constexpr auto askInterval = 100ms;        // whether it goes on
constexpr auto answerTime = 120s;          // after the last byte: the network may still have some, the node makes a thumbnail
constexpr qsizetype mostAnswer = 1 << 20;  // of what it says about one file

struct LaterDeleter {
    void operator()(QObject *object) const { object->deleteLater(); }
};

} // namespace

QCoro::Task<Result<QJsonObject>> ApiClient::upload(QString sessionId, QString name, QByteArray mimeType, std::shared_ptr<QIODevice> file, GoesOn goesOn)
{
    if (m_closed)
        co_return closedHere();
    QUrl url = endpoint(m_node, QStringLiteral("/api/files"));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("sessionId"), sessionId);
    query.addQueryItem(QStringLiteral("name"), QString::fromLatin1(QUrl::toPercentEncoding(name)));
    url.setQuery(query);
    const qint64 total = file->size();
    HttpHeaders headers{{"User-Agent", userAgent}, {"Accept", "application/json"}, {"Content-Type", mimeType}};
    if (!m_token.isEmpty())
        headers.emplace_back("Authorization", "Bearer " + m_token);

    const QPointer<ApiClient> self(this);
    const std::chrono::milliseconds timeLimit = m_timeLimit;
    const QString host = url.authority();
    HttpRequest request{.url = url, .headers = headers, .method = "POST", .file = file, .fileBytes = total};
    const std::unique_ptr<HttpExchange, LaterDeleter> exchange(new HttpExchange(std::move(request)));

    RequestEnd ending;
    std::optional<Error> fault;
    QByteArray body;
    qint64 sent = 0;
    QTimer silence, ask;
    silence.setSingleShot(true);
    const auto endWith = [&ending, &fault](Error error) {
        if (ending.hasEnded())
            return;
        fault = std::move(error);
        ending.end();
    };
    // Goes with this frame, which all that is connected below looks into; the exchange goes a moment later.
    QObject context;
    QObject::connect(exchange.get(), &HttpExchange::fileSent, &context, [&](qint64 bytes) {
        if (bytes != sent || bytes == total)
            silence.start(bytes == total ? std::max<std::chrono::milliseconds>(timeLimit, answerTime) : timeLimit);
        sent = bytes;
    });
    QObject::connect(exchange.get(), &HttpExchange::bodyReceived, &context, [&](QByteArrayView bytes) {
        body += bytes;
        if (body.size() > mostAnswer)
            endWith({ErrorCode::Protocol, QStringLiteral("%1 answers with more than a node says about a file.").arg(host)});
    });
    QObject::connect(exchange.get(), &HttpExchange::ended, &context, [&] { ending.end(); });
    QObject::connect(exchange.get(), &HttpExchange::broken, &context, [&](const QString &reason) {
        endWith({ErrorCode::Network, QStringLiteral("%1 cannot be reached: %2").arg(host, reason)});
    });
    QObject::connect(&silence, &QTimer::timeout, &context, [&] { endWith(noAnswerWithin(std::chrono::duration_cast<std::chrono::milliseconds>(silence.intervalAsDuration()), host)); });
    QObject::connect(&ask, &QTimer::timeout, &context, [&] {
        if (!goesOn(sent, total))
            endWith({ErrorCode::Cancelled, QStringLiteral("The upload was cancelled.")});
    });
    QObject::connect(this, &ApiClient::closing, &context, [&] { endWith(closedHere()); });
    silence.start(timeLimit);
    ask.start(askInterval);
    co_await ending;
    silence.stop();
    ask.stop();
    if (!self || self->m_closed)
        co_return closedHere();
    if (fault)
        co_return Error(*fault);
    const auto answer = answerOf(host, exchange->answer().status(), body, exchange->answer().header("retry-after"));
    if (!answer)
        co_return answer.error();
    const QJsonObject stored = answer->value(u"file").toObject();
    if (!stored.value(u"url").isString())
        co_return Error{ErrorCode::Protocol, QStringLiteral("The node took a file and did not say where it is.")};
    co_return stored;
}

} // namespace pipit
