// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/ws_routes.h"

#include "server/http/routes/stream_start.h"
#include "server/stream/socket_options.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

constexpr qint64 besideContent = 64 << 10; // in a frame: its metadata, and what JSON adds
constexpr qsizetype keyBytes = 16;
constexpr qsizetype refLength = 100;

bool lists(QByteArrayView value, QByteArrayView word)
{
    const auto words = value.toByteArray().toLower().split(',');
    return std::ranges::any_of(words, [word](const QByteArray &one) { return one.trimmed() == word; });
}

// RFC 6455, 4.2.1.
std::optional<Error> faultOfHandshake(const Request &request)
{
    const auto is = [&request](QByteArrayView name, QByteArrayView word) { return lists(request.header(name).value_or(QByteArray()), word); };
    if (request.method != "GET" || !is("upgrade", "websocket") || !is("connection", "upgrade"))
        return Error{ErrorCode::InvalidRequest, u"This address speaks WebSocket. The same events come from GET /api/sse/messages without it; a proxy in front has to pass on the headers Upgrade and Connection."_s, u"Upgrade"_s};
    if (request.header("sec-websocket-version") != "13")
        return Error{ErrorCode::InvalidRequest, u"Sec-WebSocket-Version must be 13."_s, u"Sec-WebSocket-Version"_s};
    const auto key = QByteArray::fromBase64Encoding(request.header("sec-websocket-key").value_or(QByteArray()), QByteArray::AbortOnBase64DecodingErrors);
    if (!key || key.decoded.size() != keyBytes)
        return Error{ErrorCode::InvalidRequest, u"Sec-WebSocket-Key must be 16 bytes in base64."_s, u"Sec-WebSocket-Key"_s};
    return std::nullopt;
}

// As it has to be for the WebSocket's own reading of it, and nothing beside.
QByteArray headOf(const Request &request)
{
    QByteArray head = "GET " + QByteArray(WsRoutes::path) + " HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
    for (const char *name : {"host", "sec-websocket-version", "sec-websocket-key"})
        head += QByteArray(name) + ": " + request.header(name).value_or(QByteArray()) + "\r\n";
    return head + "\r\n";
}

QByteArray answerTo(const QJsonValue &ref, const Response &response)
{
    QJsonObject answer = QJsonDocument::fromJson(response.body).object();
    answer.insert(u"type", u"answer"_s);
    answer.insert(u"status", response.status);
    if (!ref.isUndefined())
        answer.insert(u"ref", ref);
    return QJsonDocument(answer).toJson(QJsonDocument::Compact);
}

} // namespace

// Whoever holds the other end: asks in the caller's name, on the node's thread.
struct WsRoutes::Asker {
    std::shared_ptr<const Dispatch> dispatch;
    Request origin; // what all that is said has from its beginning

    static QCoro::Task<> ask(std::shared_ptr<const Asker> self, QByteArray text, WebSockets::Tell tell)
    {
        const QJsonDocument document = QJsonDocument::fromJson(text);
        const QJsonObject frame = document.object();
        const QJsonValue ref = frame.value(u"ref");
        auto request = self->requestOf(document.isObject(), frame);
        if (!request) {
            tell(answerTo(ref.isString() && ref.toString().size() > refLength ? QJsonValue(QJsonValue::Undefined) : ref, Response::failure(request.error())));
            co_return;
        }
        const Response response = co_await (*self->dispatch)(std::move(*request));
        tell(answerTo(ref, response));
    }

    Result<Request> requestOf(bool isObject, const QJsonObject &frame) const
    {
        if (!isObject)
            return Error{ErrorCode::InvalidRequest, u"A frame is a JSON object."_s};
        const QJsonValue ref = frame.value(u"ref");
        if (!ref.isUndefined() && !ref.isDouble() && !(ref.isString() && ref.toString().size() <= refLength))
            return Error{ErrorCode::InvalidRequest, u"ref must be a number, or a text of at most %1 characters; the answer has it too."_s.arg(refLength), u"ref"_s};
        const QString type = frame.value(u"type").toString();
        Request request = origin;
        if (type == u"publish") {
            if (!frame.value(u"message").isObject())
                return Error{ErrorCode::InvalidRequest, u"message is missing: an object, as POST /api/messages takes it."_s, u"message"_s};
            request.path = u"/api/messages"_s;
            request.body = QJsonDocument(frame.value(u"message").toObject()).toJson(QJsonDocument::Compact);
        } else if (type == u"typing") {
            const QString session = frame.value(u"sessionId").toString();
            if (session.isEmpty() || session.contains(u'/'))
                return Error{ErrorCode::InvalidRequest, u"sessionId is missing: the session in which something is being written."_s, u"sessionId"_s};
            QJsonObject body = frame;
            for (const QStringView known : {u"type", u"ref", u"sessionId"})
                body.remove(known);
            request.path = u"/api/sessions/"_s + session + u"/typing"_s;
            request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
        } else {
            return Error{ErrorCode::InvalidRequest, u"type must be publish or typing."_s, u"type"_s};
        }
        return request;
    }
};

WsRoutes::WsRoutes(store::Store &store, log::Dispatcher &dispatcher, StreamPasses &passes, Dispatch dispatch, qint64 messageBytes, std::chrono::milliseconds heartbeat, QObject *parent)
    : QObject(parent), m_store(store), m_dispatcher(dispatcher), m_passes(passes), m_dispatch(std::make_shared<const Dispatch>(std::move(dispatch))),
      m_sockets(messageBytes + besideContent, stream::unacknowledgedTime(heartbeat))
{
}

void WsRoutes::addTo(Router &router)
{
    router.add("GET", path, Access::Caller, [this](const Exchange &exchange) { return open(exchange); });
}

QCoro::Task<Response> WsRoutes::open(const Exchange &exchange)
{
    if (const auto fault = faultOfHandshake(exchange.request))
        co_return Response::failure(*fault);
    if (!m_sockets.hasRoom())
        co_return Response::failure({ErrorCode::Unavailable, u"This node has %1 WebSockets open, and takes no more; GET /api/sse/messages carries the same events."_s.arg(WebSockets::mostOpen), {}, {{u"retryAfterS"_s, 5}}});
    auto start = streamAsked(exchange, m_store, m_dispatcher, m_passes, "websocket");
    if (!start)
        co_return Response::failure(start.error());
    const auto pair = connectedPair();
    if (!pair)
        co_return Response::failure(pair.error());
    const auto engineEnd = std::make_shared<OwnedSocket>(pair->first), pumpEnd = std::make_shared<OwnedSocket>(pair->second);

    Request origin{.method = "POST", .path = {}, .query = {}, .headers = {{"content-type", "application/json"}}, .body = {}, .peer = exchange.request.peer};
    for (const QByteArrayView name : {"host", "origin", "user-agent", "x-forwarded-for", "x-forwarded-proto"}) {
        if (const auto value = exchange.request.header(name))
            origin.headers.emplaceBack(name.toByteArray(), *value);
    }
    origin.isSecure = exchange.request.isSecure;
    origin.named = std::make_shared<const auth::Caller>(exchange.caller);
    const auto asker = std::make_shared<const Asker>(Asker{m_dispatch, std::move(origin)});
    Response response = Response::handOver([this, asker, engineEnd, pumpEnd, start = std::move(*start), head = headOf(exchange.request)](stream::NativeSocket socket, const std::string &) mutable {
        m_dispatcher.engine().adopt(engineEnd->take(), std::move(start));
        // Called by the sockets' thread, which ends before this does.
        m_sockets.open(std::make_shared<OwnedSocket>(socket), std::move(head), pumpEnd, [this, asker](const QByteArray &text, const WebSockets::Tell &tell) {
            QMetaObject::invokeMethod(this, [asker, text, tell] { Asker::ask(asker, text, tell); }, Qt::QueuedConnection);
        });
    });
    response.status = 101;
    co_return response;
}

} // namespace pipit::http
