// SPDX-License-Identifier: GPL-3.0-or-later
#include "fake_node.h"

#include "core/cursor.h"
#include "core/sse_encoder.h"

#include <QJsonDocument>
#include <QSet>

#include <algorithm>

namespace pipit::test {

namespace {

QByteArray eventOf(const char *type, const QJsonObject &data, const QByteArray &id = {})
{
    const QByteArray json = QJsonDocument(data).toJson(QJsonDocument::Compact);
    return QByteArray::fromStdString(sse::event(type, json.toStdString(), id.toStdString()));
}

QByteArray eventOf(const Message &message)
{
    return eventOf(event_name::message, message.toJson(), QByteArray::number(message.id) + "~e");
}

} // namespace

FakeNode::FakeNode()
{
    server.on("/api/sse/messages", [this](const FakeRequest &request, const FakeServer::Socket &socket) { answerStream(request, socket); });
    answerMessages();
    server.on("/api/messages/search", [this](const FakeRequest &request, const FakeServer::Socket &socket) { answerSearch(request, socket); });
    server.on("/api/sse/test", [this](const FakeRequest &, const FakeServer::Socket &socket) {
        if (keepsStreamsBack)
            return;
        socket->write(streamHead + QByteArray("data: {}\n\n").repeated(comesInBursts ? 5 : 1)); // the others later
    });
    server.on("/api/sessions", [this](const FakeRequest &request, const FakeServer::Socket &socket) { succeeds(QJsonObject{{QStringLiteral("sessions"), allSessions()}})(request, socket); });
    server.on("/api/bots", succeeds(QJsonObject{{QStringLiteral("bots"), QJsonArray{QJsonObject{
        {QStringLiteral("id"), QStringLiteral("echo")}, {QStringLiteral("name"), QStringLiteral("Echo")}, {QStringLiteral("provider"), QStringLiteral("echo")}, {QStringLiteral("available"), true}}}}}));
    server.on("/api/auth/session", succeeds(QJsonObject{{QStringLiteral("caller"), QJsonObject{{QStringLiteral("sub"), QStringLiteral("me")}}}}));
    server.on("/api/sse/stats", [this](const FakeRequest &request, const FakeServer::Socket &socket) {
        const QJsonObject node{{QStringLiteral("store"), QStringLiteral("SQLite")}, {QStringLiteral("position"), messages.size()}};
        succeeds(QJsonObject{{QStringLiteral("connections"), QJsonObject{{QStringLiteral("open"), 3}}},
                             {QStringLiteral("commitToWireMs"), QJsonObject{{QStringLiteral("count"), 1}, {QStringLiteral("p99"), 2.5}}},
                             {QStringLiteral("node"), node}})(request, socket);
    });
}

void FakeNode::answerMessages()
{
    server.on("/api/messages", [this](const FakeRequest &request, const FakeServer::Socket &socket) {
        if (request.method == "POST")
            answerPost(request, socket);
        else if (request.query(QStringLiteral("sessionId")) == u"*")
            answerPoll(request, socket);
        else
            answerHistory(request, socket);
    });
}

Message FakeNode::store(const QString &sessionId, const QString &content, Message like)
{
    like.id = messages.size() + 1;
    like.sessionId = sessionId;
    like.content = content;
    like.createdAtMs = 1'700'000'000'000 + like.id;
    messages << like;
    if (stream && !isStreamSilent)
        stream->write(eventOf(like));
    for (const Poll &poll : std::exchange(m_polls, {}))
        answer(poll);
    return like;
}

void FakeNode::say(const char *event, const QJsonObject &data)
{
    if (stream)
        stream->write(eventOf(event, data));
}

void FakeNode::breakStream()
{
    if (stream)
        stream->disconnectFromHost();
    stream = nullptr;
}

void FakeNode::releaseHistory()
{
    m_isHeld = false;
    for (const auto &answer : std::exchange(m_held, {}))
        answer();
}

// Those that the test has told of, and those that messages were stored in.
QJsonArray FakeNode::allSessions() const
{
    QJsonArray all = sessions;
    QSet<QString> known;
    for (const QJsonValue session : sessions)
        known.insert(session.toObject().value(u"id").toString());
    for (const Message &message : messages) {
        if (known.contains(message.sessionId))
            continue;
        known.insert(message.sessionId);
        all << QJsonObject{{QStringLiteral("id"), message.sessionId}};
    }
    return all;
}

void FakeNode::answerStream(const FakeRequest &request, const FakeServer::Socket &socket)
{
    if (keepsStreamsBack)
        return;
    stream = socket;
    const auto cursor = Cursor::parse(request.header("Last-Event-ID"));
    const bool isReset = std::exchange(nextIsReset, false);
    const PositionEvent position{.reset = isReset, .position = cursor && !isReset ? cursor->position : messages.size(), .epoch = QStringLiteral("e"), .heartbeatMs = heartbeatMs};
    socket->write(streamHead + eventOf(event_name::position, position.toJson(), QByteArray::number(position.position) + "~e"));
    socket->write(std::exchange(afterPosition, {}));
    for (const Message &message : std::as_const(messages)) {
        if (message.id > position.position && !isStreamSilent)
            socket->write(eventOf(message));
    }
}

void FakeNode::answerHistory(const FakeRequest &request, const FakeServer::Socket &socket)
{
    const QString sessionId = request.query(QStringLiteral("sessionId"));
    const qsizetype limit = request.query(QStringLiteral("limit")).toLongLong();
    const qint64 before = request.query(QStringLiteral("before")).toLongLong();
    const bool isAfter = !request.query(QStringLiteral("after")).isEmpty();
    const qint64 after = request.query(QStringLiteral("after")).toLongLong();
    if (isAfter && after < purgedTo.value(sessionId)) {
        refuses(410, "gone", "Messages of this session after that position were purged since.")({}, socket);
        return;
    }
    QList<Message> page;
    for (const Message &message : std::as_const(messages)) {
        if (message.sessionId == sessionId && (before == 0 || message.id < before) && message.id > std::max(after, purgedTo.value(sessionId)))
            page << message;
    }
    const bool isForward = !request.query(QStringLiteral("after")).isEmpty();
    const QJsonArray all = allSessions();
    const bool isKnown = std::ranges::any_of(all, [&sessionId](const QJsonValue session) { return session.toObject().value(u"id").toString() == sessionId; });
    if (page.isEmpty() && !isKnown) {
        m_held << [socket] { refuses(404, "not_found", "This session was never used.")({}, socket); };
    } else {
        QJsonArray list;
        const qsizetype count = std::min(limit, page.size());
        for (const Message &message : isForward ? page.first(count) : page.last(count))
            list << message.toJson();
        const QJsonObject data{{QStringLiteral("messages"), list}, {QStringLiteral("hasMore"), page.size() > limit}, {QStringLiteral("position"), messages.size()}};
        m_held << [socket, data] { succeeds(data)({}, socket); };
    }
    if (!m_isHeld)
        releaseHistory();
}

void FakeNode::answerSearch(const FakeRequest &request, const FakeServer::Socket &socket)
{
    const qint64 before = request.query(QStringLiteral("before")).toLongLong();
    const int limit = request.query(QStringLiteral("limit")).toInt();
    QJsonArray found;
    bool hasMore = false;
    for (auto message = messages.crbegin(); message != messages.crend(); ++message) {
        if ((before > 0 && message->id >= before) || !message->content.contains(request.query(QStringLiteral("q"))))
            continue;
        hasMore = found.size() == limit;
        if (hasMore)
            break;
        found << message->toJson();
    }
    succeeds(QJsonObject{{QStringLiteral("messages"), found}, {QStringLiteral("hasMore"), hasMore}})(request, socket);
}

void FakeNode::answerPoll(const FakeRequest &request, const FakeServer::Socket &socket)
{
    const QString after = request.query(QStringLiteral("after"));
    if (std::exchange(nextPollIsGone, false) && !after.isEmpty())
        return refuses(410, "gone", "Messages after this position were purged since.", "after")(request, socket);
    const Poll poll{after.isEmpty() ? messages.size() : Cursor::parse(after.toUtf8()).value_or(Cursor{}).position, socket};
    if (poll.after < messages.size() || request.query(QStringLiteral("wait")).isEmpty())
        answer(poll);
    else
        m_polls << poll;
}

void FakeNode::answer(const Poll &poll)
{
    QJsonArray list;
    for (const Message &message : std::as_const(messages)) {
        if (message.id > poll.after)
            list << message.toJson();
    }
    succeeds(QJsonObject{{QStringLiteral("messages"), list}, {QStringLiteral("hasMore"), false}, {QStringLiteral("position"), messages.size()}, {QStringLiteral("epoch"), QStringLiteral("e")}})({}, poll.socket);
}

void FakeNode::answerPost(const FakeRequest &request, const FakeServer::Socket &socket)
{
    const QJsonObject body = request.json();
    const QString id = body.value(u"clientMessageId").toString();
    auto known = std::ranges::find(messages, id, &Message::clientMessageId);
    const Message message = known != messages.end() ? *known : store(body.value(u"sessionId").toString(), body.value(u"content").toString(), Message{.sessionId = {}, .clientMessageId = id, .senderId = QStringLiteral("me"), .content = {}});
    succeeds(QJsonObject{{QStringLiteral("message"), message.toJson()}})(request, socket);
}

} // namespace pipit::test
