// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/api_client.h"

#include "client/api_answer.h"
#include "client/reply_ptr.h"
#include "client/request_end.h"
#include "client/sse_client.h"

#include <QDeadlineTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QPointer>
#include <QRegularExpression>
#include <QSaveFile>
#include <QTimer>

namespace pipit {

namespace {

// The largest page: 200 messages of 1 MiB, as JSON at most six bytes for each, and something around them.
constexpr qsizetype maxAnswerBytes = 256 << 20;
constexpr std::chrono::minutes mostDownloadTime{10}; // of one that goes on coming
constexpr qint64 fetchPiece = 1 << 20; // of a file on its way

Error unreachable(const QNetworkReply &reply)
{
    Error error{ErrorCode::Network, ApiClient::tr("%1 cannot be reached: %2.").arg(reply.url().authority(), reasonOf(reply))};
    if (hasTlsFault(reply))
        error.details.insert(u"tls", true);
    return error;
}

Result<QJsonObject> resultOf(QNetworkReply &reply, bool timedOut, std::chrono::milliseconds timeLimit)
{
    const QString host = reply.url().authority();
    if (timedOut)
        return noAnswerWithin(timeLimit, host);
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0 || (status < 400 && reply.error() != QNetworkReply::NoError))
        return unreachable(reply);
    return answerOf(host, status, reply.readAll(), reply.rawHeader("Retry-After"));
}

Result<Message> messageIn(const Result<QJsonObject> &answer)
{
    if (!answer)
        return answer.error();
    return Message::fromJson(answer->value(u"message").toObject());
}

} // namespace

bool isPassing(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Network:
    case ErrorCode::Protocol: // a captive portal, a proxy
    case ErrorCode::RequestTimeout:
    case ErrorCode::RateLimited:
    case ErrorCode::Internal:
    case ErrorCode::NotStored:
    case ErrorCode::InDoubt:
    case ErrorCode::Unavailable:
    case ErrorCode::Cancelled:
        return true;
    default:
        return false;
    }
}

ApiClient::ApiClient(QUrl node, QByteArray token, std::chrono::milliseconds timeLimit, QObject *parent)
    : QObject(parent), m_node(std::move(node)), m_token(std::move(token)), m_timeLimit(timeLimit)
{
}

ApiClient::~ApiClient()
{
    close();
}

void ApiClient::setNode(const QUrl &node, const QByteArray &token)
{
    m_node = node;
    m_token = token;
}

void ApiClient::close()
{
    m_closed = true;
    Q_EMIT closing();
    cancelRequests();
}

void ApiClient::cancelRequests()
{
    ++m_generation;
    // Each abort resumes a coroutine, which may end others.
    const auto replies = m_network.findChildren<QNetworkReply *>(QString(), Qt::FindDirectChildrenOnly);
    QList<QPointer<QNetworkReply>> open(replies.begin(), replies.end());
    for (const QPointer<QNetworkReply> &reply : open) {
        if (reply && reply->isRunning())
            reply->abort();
    }
}

QCoro::Task<Result<QJsonObject>> ApiClient::get(QString path, QUrlQuery query, std::chrono::milliseconds longer)
{
    return request("GET", std::move(path), std::move(query), std::nullopt, longer);
}

QCoro::Task<Result<QJsonObject>> ApiClient::post(QString path, QJsonObject body)
{
    return request("POST", std::move(path), {}, std::move(body));
}

QCoro::Task<Result<QJsonObject>> ApiClient::patch(QString path, QJsonObject body)
{
    return request("PATCH", std::move(path), {}, std::move(body));
}

QCoro::Task<Result<QJsonObject>> ApiClient::remove(QString path)
{
    return request("DELETE", std::move(path), {}, std::nullopt);
}

QCoro::Task<Result<QJsonObject>> ApiClient::request(QByteArray verb, QString path, QUrlQuery query, std::optional<QJsonObject> body, std::chrono::milliseconds longer)
{
    if (m_closed)
        co_return closedHere();
    QUrl url = endpoint(m_node, path);
    if (!query.isEmpty())
        url.setQuery(query);
    QNetworkRequest outgoing = NetworkAccess::request(url, m_token);
    QByteArray bytes;
    if (body) {
        outgoing.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
        bytes = QJsonDocument(*body).toJson(QJsonDocument::Compact);
    }

    const std::chrono::milliseconds timeLimit = m_timeLimit + longer;
    const ReplyPtr reply(m_network.sendCustomRequest(outgoing, verb, bytes));
    const auto ending = co_await await(this, reply.get(), maxAnswerBytes, {}, longer);
    if (!ending)
        co_return closedHere();
    co_return resultOf(*reply, *ending == Ending::TimedOut, timeLimit);
}

QCoro::Task<std::optional<ApiClient::Ending>> ApiClient::await(QPointer<ApiClient> self, QNetworkReply *reply, qint64 mostBytes, std::chrono::milliseconds whileItComes, std::chrono::milliseconds longer)
{
    const int generation = self->m_generation;
    Ending ending = Ending::Came;
    QTimer limit;
    limit.setSingleShot(true);
    const auto endWith = [&ending, reply](Ending with) {
        ending = with;
        reply->abort();
    };
    QObject::connect(&limit, &QTimer::timeout, reply, [&endWith] { endWith(Ending::TimedOut); });
    const QDeadlineTimer end(whileItComes);
    QObject::connect(reply, &QNetworkReply::downloadProgress, reply, [&, mostBytes](qint64 received, qint64 announced) {
        if (received > mostBytes || announced > mostBytes)
            endWith(Ending::TooLarge);
        else if (!end.hasExpired())
            limit.start();
    });
    limit.start(self->m_timeLimit + longer);
    RequestEnd ended;
    ended.follow(reply);
    co_await ended;
    limit.stop();
    if (!self || self->m_closed || self->m_generation != generation)
        co_return std::nullopt;
    co_return ending;
}

QUrl ApiClient::urlOf(const QString &address) const
{
    return address.startsWith(u'/') && !address.startsWith(u"//") ? endpoint(m_node, address) : QUrl(address, QUrl::StrictMode);
}

SseOptions ApiClient::streamOf(const QString &path, const QUrlQuery &query) const
{
    QUrl url = endpoint(m_node, path);
    if (!query.isEmpty())
        url.setQuery(query);
    return {.url = url, .token = m_token, .connectionTimeout = m_timeLimit, .pacing = SseOptions::Pacing::FullJitter, .retryWhenBusy = true};
}

bool ApiClient::isOwn(const QString &address) const
{
    // Others may have pages at the same host and port: only a file of the node's own gets the token.
    const QUrl url = urlOf(address).adjusted(QUrl::NormalizePathSegments);
    const QString files = endpoint(m_node, QStringLiteral("/api/files/")).path(QUrl::FullyEncoded);
    const QString path = url.path(QUrl::FullyEncoded);
    static const QRegularExpression file(QStringLiteral("^[A-Za-z0-9_-]+(/thumbnail)?$")); // nothing that somebody else could read as another path
    return isSameOrigin(url, m_node) && url.userInfo().isEmpty() && path.startsWith(files) && file.match(path.sliced(files.size())).hasMatch();
}

Result<QNetworkRequest> ApiClient::requestFor(const QString &address) const
{
    const QUrl url = urlOf(address);
    if (const auto fault = faultOfHttpUrl(url))
        return Error{ErrorCode::InvalidRequest, *fault};
    return NetworkAccess::request(url, isOwn(address) ? m_token : QByteArray());
}

// Why what came is not what was asked for.
std::optional<Error> ApiClient::faultOf(const QNetworkReply &reply)
{
    const QString host = reply.url().authority();
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0 || (status < 300 && reply.error() != QNetworkReply::NoError))
        return unreachable(reply);
    if (status >= 300 && status < 400)
        return Error{ErrorCode::Protocol, QStringLiteral("%1 points elsewhere: %2").arg(host, QString::fromUtf8(reply.rawHeader("Location").left(200)))};
    if (status != 200)
        return Error{codeOfStatus(status), QStringLiteral("%1 answers %2.").arg(host).arg(status)};
    return std::nullopt;
}

QCoro::Task<Result<QByteArray>> ApiClient::download(QString address, qint64 mostBytes)
{
    if (m_closed)
        co_return closedHere();
    const auto request = requestFor(address);
    if (!request)
        co_return request.error();
    const std::chrono::milliseconds timeLimit = m_timeLimit;
    const ReplyPtr reply(m_network.get(*request));
    const auto ending = co_await await(this, reply.get(), mostBytes, mostDownloadTime);
    if (!ending)
        co_return closedHere();
    const QString host = reply->url().authority();
    if (*ending == Ending::TooLarge || reply->bytesAvailable() > mostBytes)
        co_return Error{ErrorCode::TooLarge, QStringLiteral("What %1 has there is larger than %2 MiB.").arg(host).arg(mostBytes >> 20)};
    if (*ending == Ending::TimedOut)
        co_return noAnswerWithin(timeLimit, host);
    if (const auto fault = faultOf(*reply))
        co_return Error(*fault);
    co_return reply->readAll();
}

QCoro::Task<Result<Done>> ApiClient::fetch(QString address, Take take)
{
    if (m_closed)
        co_return closedHere();
    const auto request = requestFor(address);
    if (!request)
        co_return request.error();
    const QPointer<ApiClient> self(this);
    const int generation = m_generation;
    const std::chrono::milliseconds timeLimit = m_timeLimit;
    const ReplyPtr reply(m_network.get(*request));
    reply->setReadBufferSize(fetchPiece);
    std::optional<Error> fault;
    QTimer silence;
    silence.setSingleShot(true);
    const auto endWith = [&fault, &reply](Error error) {
        fault = std::move(error);
        reply->abort();
    };
    const auto takePiece = [&] {
        silence.start(timeLimit);
        if (fault || faultOf(*reply))
            return;
        const QVariant announced = reply->header(QNetworkRequest::ContentLengthHeader);
        if (auto refused = take(reply->readAll(), announced.isValid() ? announced.toLongLong() : -1))
            endWith(*std::move(refused));
    };
    QObject::connect(reply.get(), &QNetworkReply::readyRead, reply.get(), takePiece);
    QObject::connect(&silence, &QTimer::timeout, reply.get(), [&] { endWith(noAnswerWithin(timeLimit, reply->url().authority())); });
    silence.start(timeLimit);
    RequestEnd ended;
    ended.follow(reply.get());
    co_await ended;
    silence.stop();
    if (!self || self->m_closed || self->m_generation != generation)
        co_return closedHere();
    if (!fault)
        fault = faultOf(*reply);
    if (!fault)
        takePiece(); // what was left
    if (fault)
        co_return Error(*fault);
    co_return Done{};
}

QCoro::Task<Result<Done>> ApiClient::save(QString address, QString path, GoesOn goesOn)
{
    QSaveFile file(path);
    const auto unwritten = [&file, path] { return Error{ErrorCode::Unavailable, QStringLiteral("%1 cannot be written: %2.").arg(path, file.errorString())}; };
    if (!file.open(QIODevice::WriteOnly))
        co_return unwritten();
    Take take = [&](const QByteArray &piece, qint64 announced) -> std::optional<Error> {
        if (file.write(piece) != piece.size())
            return unwritten();
        if (!goesOn(file.pos(), announced))
            return Error{ErrorCode::Cancelled, QStringLiteral("It was stopped.")};
        return std::nullopt;
    };
    const Result<Done> came = co_await fetch(std::move(address), std::move(take));
    if (!came)
        co_return came.error();
    if (!file.commit())
        co_return unwritten();
    co_return Done{};
}

QCoro::Task<Result<Message>> ApiClient::postMessage(MessageDraft draft)
{
    const auto answer = co_await post(QStringLiteral("/api/messages"), draft.toJson());
    co_return messageIn(answer);
}

QCoro::Task<Result<Message>> ApiClient::ask(MessageDraft question, QString botId)
{
    // As any other message, but for what the path and the caller say.
    QJsonObject body = question.toJson();
    body.remove(u"sessionId");
    body.remove(u"senderType");
    body.insert(u"botId", botId);
    const auto answer = co_await post(QStringLiteral("/api/sessions/%1/runs").arg(question.sessionId), body);
    if (answer) {
        if (const auto run = RunEvent::fromJson(answer->value(u"run").toObject()))
            Q_EMIT runBegun(*run);
    }
    co_return messageIn(answer);
}

} // namespace pipit
