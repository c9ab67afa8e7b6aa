// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_coze.h"

#include <QDateTime>
#include <QHash>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace pipit::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int badParameter = 4000, noSuchChat = 4001, noSuchConversation = 4002, tooManyMessages = 4004, badMessage = 4005, needsHistory = 4007,
              conversationBusy = 4016, tokenIncorrect = 4101, cannotCancel = 4104, botNotFound = 4200, emptyUpload = 4300, moreThanOneFile = 4301, tokenInvalid = 700012006;

Reply succeeded(const QJsonValue &data)
{
    return jsonReply({{u"code"_s, 0}, {u"msg"_s, QString()}, {u"data"_s, data}});
}

Reply oauthError(const QString &code, const QString &message, int status)
{
    return jsonReply({{u"error_code"_s, code}, {u"error_message"_s, message}, {u"error"_s, code}}, status);
}

// What is wrong with the messages of a question; 0: nothing.
int faultOf(const QJsonArray &messages)
{
    if (messages.size() > 100)
        return tooManyMessages;
    for (const auto &message : messages) {
        const QString role = message[u"role"].toString(), type = message[u"content_type"].toString();
        if ((role != u"user"_s && role != u"assistant"_s) || (type != u"text"_s && type != u"object_string"_s) || !message[u"content"].isString())
            return badMessage;
        if (type == u"object_string"_s && !QJsonDocument::fromJson(message[u"content"].toString().toUtf8()).isArray())
            return badMessage;
    }
    return messages.isEmpty() || messages.last()[u"role"] == u"user"_s ? 0 : badMessage;
}

QByteArray between(const QByteArray &text, const QByteArray &before, const QByteArray &after)
{
    const qsizetype at = text.indexOf(before);
    return at < 0 ? QByteArray() : text.mid(at + before.size()).split(after.front()).first();
}

// The parts named "file" of a multipart body.
QList<CozeFile> filesIn(const ProviderRequest &request)
{
    const QByteArray type = request.header("content-type");
    const QByteArray boundary = type.mid(type.indexOf("boundary=") + 9).replace('"', "");
    const QByteArray delimiter = "\r\n--" + boundary;
    const QByteArray body = "\r\n" + request.body;
    QList<CozeFile> files;
    for (qsizetype at = body.indexOf(delimiter); at >= 0;) {
        const qsizetype start = at + delimiter.size();
        const qsizetype end = body.indexOf(delimiter, start);
        const qsizetype headEnd = body.indexOf("\r\n\r\n", start);
        if (end < 0 || headEnd < 0 || headEnd > end)
            break;
        const QByteArray head = body.mid(start, headEnd - start);
        if (head.contains("name=\"file\"") && head.contains("filename=\""))
            files << CozeFile{{}, QString::fromUtf8(between(head, "filename=\"", "\"")), between(head.toLower(), "content-type:", "\r").trimmed(), body.mid(headEnd + 4, end - headEnd - 4)};
        at = end;
    }
    return files;
}

QJsonObject decodedPart(const QByteArray &jwt, int part)
{
    return QJsonDocument::fromJson(QByteArray::fromBase64(jwt.split('.').value(part), QByteArray::Base64UrlEncoding)).object();
}

// The signature is left to the test, which knows the key.
QString faultOfJwt(const QByteArray &jwt)
{
    const QJsonObject head = decodedPart(jwt, 0), claims = decodedPart(jwt, 1);
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    if (jwt.count('.') != 2 || head[u"alg"] != u"RS256"_s || head[u"typ"] != u"JWT"_s || head[u"kid"].toString().isEmpty())
        return u"the header of the JWT is wrong"_s;
    if (claims[u"iss"].toString().isEmpty() || claims[u"aud"].toString().isEmpty() || claims[u"jti"].toString().isEmpty())
        return u"iss, aud or jti of the JWT is missing"_s;
    if (claims[u"iat"].toInteger() > now + 60 || claims[u"exp"].toInteger() <= now)
        return u"the JWT is not valid now"_s;
    return {};
}

} // namespace

Reply cozeError(int code, const QString &message, int status)
{
    return jsonReply({{u"code"_s, code}, {u"msg"_s, message}}, status);
}

FakeCoze::FakeCoze(QByteArray token) : m_token(std::move(token))
{
    serve();
}

FakeCoze::~FakeCoze()
{
    stop();
}

void FakeCoze::setScript(const CozeScript &script)
{
    const std::lock_guard lock(m_mutex);
    m_script = script;
}

void FakeCoze::scriptNext(const CozeScript &script)
{
    const std::lock_guard lock(m_mutex);
    m_nextScripts.push_back(script);
}

void FakeCoze::setBots(const QList<CozeBotEntry> &bots)
{
    const std::lock_guard lock(m_mutex);
    m_bots = bots;
}

void FakeCoze::revokeTokens()
{
    const std::lock_guard lock(m_mutex);
    m_givenTokens.clear();
}

QList<CozeChatSeen> FakeCoze::chats() const
{
    const std::lock_guard lock(m_mutex);
    QList<CozeChatSeen> seen;
    for (const auto &chat : m_chats)
        seen << CozeChatSeen{chat->ids().chat, chat->ids().conversation, chat->ids().bot, chat->ids().user, chat->stateName(), chat->isStreamed(), chat->questions(), chat->toolOutputs(), chat->retrieves(), chat->cancels()};
    return seen;
}

QStringList FakeCoze::conversations() const
{
    const std::lock_guard lock(m_mutex);
    return m_conversations;
}

QList<CozeFile> FakeCoze::files() const
{
    const std::lock_guard lock(m_mutex);
    return m_files;
}

Reply FakeCoze::answer(const ProviderRequest &request)
{
    static const QHash<QByteArray, Endpoint> endpoints{
        {"POST /v1/conversation/create", &FakeCoze::createConversation},
        {"GET /v1/conversation/retrieve", &FakeCoze::retrieveConversation},
        {"POST /v1/conversation/message/list", &FakeCoze::listConversation},
        {"POST /v3/chat", &FakeCoze::chat},
        {"GET /v3/chat/retrieve", &FakeCoze::retrieveChat},
        {"POST /v3/chat/retrieve", &FakeCoze::retrieveChat},
        {"GET /v3/chat/message/list", &FakeCoze::listMessages},
        {"POST /v3/chat/cancel", &FakeCoze::cancelChat},
        {"POST /v3/chat/submit_tool_outputs", &FakeCoze::submitToolOutputs},
        {"POST /v1/files/upload", &FakeCoze::uploadFile},
        {"GET /v1/bots", &FakeCoze::listBots},
        {"GET /v1/workspaces", &FakeCoze::listWorkspaces},
    };
    static const QRegularExpression oauth(u"^/api/permission/oauth2/(account/\\d+/)?token$"_s);
    if (request.method == "POST" && oauth.match(QString::fromUtf8(request.path())).hasMatch())
        return giveToken(request);
    const bool isOneBot = request.method == "GET" && request.path().startsWith("/v1/bots/");
    const Endpoint endpoint = isOneBot ? &FakeCoze::oneBot : endpoints.value(request.method + ' ' + request.path());
    if (!endpoint)
        return cozeError(badParameter, u"Request parameter error: no such path"_s, 404);
    if (!knows(request))
        return request.path() == "/v3/chat" ? cozeError(tokenIncorrect, u"The token you entered is incorrect. Please check the token and try again."_s)
                                            : cozeError(tokenInvalid, u"access token invalid"_s, 401);
    if (request.method == "POST" && request.path() != "/v1/files/upload" && !request.body.isEmpty() && !request.header("content-type").startsWith("application/json"))
        return cozeError(badParameter, u"Request parameter error: Content-Type"_s);
    return (this->*endpoint)(request);
}

void FakeCoze::mark(Reply &reply, const QByteArray &answerId) const
{
    reply.headers << std::pair<QByteArray, QByteArray>("x-tt-logid", answerId);
    if (reply.json)
        reply.json->insert(u"detail"_s, QJsonObject{{u"logid"_s, QString::fromLatin1(answerId)}});
}

bool FakeCoze::knows(const ProviderRequest &request) const
{
    const QByteArray authorization = request.header("authorization");
    const QByteArray token = authorization.mid(7);
    return authorization.startsWith("Bearer ") && (token == m_token || m_givenTokens.contains(token));
}

bool FakeCoze::isBusy(const QString &conversationId) const
{
    return std::any_of(m_chats.begin(), m_chats.end(), [&](const auto &chat) { return chat->ids().conversation == conversationId && chat->state() == FakeCozeChat::State::InProgress; });
}

FakeCozeChat *FakeCoze::chatOf(const ProviderRequest &request) const
{
    const auto given = [&](const QString &name) { return request.query(name).isEmpty() ? request.json()[name].toString() : request.query(name); };
    const QString chatId = given(u"chat_id"_s), conversationId = given(u"conversation_id"_s);
    const auto found = std::find_if(m_chats.begin(), m_chats.end(), [&](const auto &chat) { return chat->ids().chat == chatId && chat->ids().conversation == conversationId; });
    return found == m_chats.end() ? nullptr : found->get();
}

Reply FakeCoze::createConversation(const ProviderRequest &request)
{
    m_conversations << newId();
    return succeeded(QJsonObject{{u"id"_s, m_conversations.last()}, {u"created_at"_s, QDateTime::currentSecsSinceEpoch()}, {u"meta_data"_s, request.json()[u"meta_data"].toObject()}, {u"last_section_id"_s, newId()}});
}

Reply FakeCoze::retrieveConversation(const ProviderRequest &request)
{
    const QString id = request.query(u"conversation_id"_s);
    if (!m_conversations.contains(id))
        return cozeError(noSuchConversation, u"Conversation not found"_s);
    return succeeded(QJsonObject{{u"id"_s, id}, {u"created_at"_s, QDateTime::currentSecsSinceEpoch()}, {u"meta_data"_s, QJsonObject()}});
}

Reply FakeCoze::listConversation(const ProviderRequest &request)
{
    const QString id = request.query(u"conversation_id"_s);
    if (!m_conversations.contains(id))
        return cozeError(noSuchConversation, u"Conversation not found"_s);
    const QJsonObject wish = request.json();
    QList<QJsonValue> messages;
    for (const auto &chat : m_chats) {
        if (chat->ids().conversation == id && (!wish.contains(u"chat_id") || wish[u"chat_id"] == chat->ids().chat)) {
            for (const auto &message : chat->history())
                messages << message;
        }
    }
    if (wish[u"order"] != u"asc"_s)
        std::reverse(messages.begin(), messages.end());
    const qsizetype limit = std::clamp(wish[u"limit"].toInt(50), 1, 50);
    const bool more = messages.size() > limit;
    messages = messages.mid(0, limit);
    QJsonArray list;
    for (const QJsonValue &message : messages)
        list << message;
    Reply reply = succeeded(list);
    reply.json->insert(u"has_more"_s, more);
    reply.json->insert(u"first_id"_s, list.isEmpty() ? QJsonValue(QString()) : list.first()[u"id"]);
    reply.json->insert(u"last_id"_s, list.isEmpty() ? QJsonValue(QString()) : list.last()[u"id"]);
    return reply;
}

Reply FakeCoze::goesOn(FakeCozeChat &chat, bool stream)
{
    if (stream)
        return chat.stream();
    Reply reply = succeeded(chat.json());
    reply.afterwards = chat.unseen();
    return reply;
}

Reply FakeCoze::chat(const ProviderRequest &request)
{
    const QJsonObject wish = request.json();
    const QString botId = wish[u"bot_id"].toString(), userId = wish[u"user_id"].toString();
    const bool stream = wish[u"stream"].toBool();
    if (botId.isEmpty() || userId.isEmpty())
        return cozeError(badParameter, u"Request parameter error: bot_id and user_id are required"_s);
    if (!m_bots.isEmpty() && std::none_of(m_bots.begin(), m_bots.end(), [&](const CozeBotEntry &bot) { return bot.id == botId; }))
        return cozeError(botNotFound, u"Requested resource bot_id=%1 does not exist"_s.arg(botId));
    if (!stream && !wish[u"auto_save_history"].toBool(true))
        return cozeError(needsHistory, u"auto_save_history must be true where stream is false"_s);
    if (const int fault = faultOf(wish[u"additional_messages"].toArray()))
        return cozeError(fault, u"additional_messages is wrong"_s);
    QString conversationId = request.query(u"conversation_id"_s);
    if (!conversationId.isEmpty() && !m_conversations.contains(conversationId))
        return cozeError(noSuchConversation, u"Conversation not found"_s);
    if (conversationId.isEmpty())
        m_conversations << (conversationId = newId());
    if (isBusy(conversationId))
        return cozeError(conversationBusy, u"The conversation is occupied by another chat"_s);

    CozeScript script = m_script;
    if (!m_nextScripts.empty()) {
        script = std::move(m_nextScripts.front());
        m_nextScripts.pop_front();
    }
    FakeCozeChat::Ids ids{newId(), conversationId, newId(), botId, userId, newId().toLongLong()};
    return goesOn(*m_chats.emplace_back(std::make_unique<FakeCozeChat>(std::move(ids), wish, std::move(script))), stream);
}

Reply FakeCoze::retrieveChat(const ProviderRequest &request)
{
    FakeCozeChat *const chat = chatOf(request);
    return chat ? succeeded(chat->retrieve()) : cozeError(noSuchChat, u"Chat not found"_s);
}

Reply FakeCoze::listMessages(const ProviderRequest &request)
{
    const FakeCozeChat *const chat = chatOf(request);
    return chat ? succeeded(chat->messageList()) : cozeError(noSuchChat, u"Chat not found"_s);
}

Reply FakeCoze::cancelChat(const ProviderRequest &request)
{
    FakeCozeChat *const chat = chatOf(request);
    if (!chat)
        return cozeError(noSuchChat, u"Chat not found"_s);
    return chat->cancel() ? succeeded(chat->json()) : cozeError(cannotCancel, u"The chat cannot be cancelled in its present state"_s);
}

Reply FakeCoze::submitToolOutputs(const ProviderRequest &request)
{
    FakeCozeChat *const chat = chatOf(request);
    if (!chat)
        return cozeError(noSuchChat, u"Chat not found"_s);
    if (!chat->submit(request.json()[u"tool_outputs"].toArray()))
        return cozeError(badParameter, u"Request parameter error: tool_outputs"_s);
    return goesOn(*chat, request.json()[u"stream"].toBool());
}

Reply FakeCoze::uploadFile(const ProviderRequest &request)
{
    QList<CozeFile> files = filesIn(request);
    if (files.isEmpty() || files.first().bytes.isEmpty())
        return cozeError(emptyUpload, u"The uploaded file is empty"_s);
    if (files.size() > 1)
        return cozeError(moreThanOneFile, u"Only one file can be uploaded"_s);
    CozeFile &file = files.first();
    file.id = newId();
    m_files << file;
    return succeeded(QJsonObject{{u"id"_s, file.id}, {u"bytes"_s, qint64(file.bytes.size())}, {u"created_at"_s, QDateTime::currentSecsSinceEpoch()}, {u"file_name"_s, file.name}});
}

Reply FakeCoze::listBots(const ProviderRequest &request)
{
    if (request.query(u"workspace_id"_s).isEmpty())
        return cozeError(badParameter, u"Request parameter error: workspace_id is required"_s);
    const qsizetype size = std::max(1, request.query(u"page_size"_s).isEmpty() ? 20 : request.query(u"page_size"_s).toInt());
    const qsizetype page = std::max(1, request.query(u"page_num"_s).toInt());
    QJsonArray items;
    for (const CozeBotEntry &bot : m_bots.mid((page - 1) * size, size))
        items << QJsonObject{{u"id"_s, bot.id}, {u"name"_s, bot.name}, {u"description"_s, bot.description}, {u"icon_url"_s, QString()}, {u"is_published"_s, bot.published}, {u"updated_at"_s, 1760000000}};
    return succeeded(QJsonObject{{u"items"_s, items}, {u"total"_s, qint64(m_bots.size())}});
}

Reply FakeCoze::oneBot(const ProviderRequest &request)
{
    const QString id = QString::fromUtf8(request.path().mid(9));
    if (m_bots.isEmpty() || std::any_of(m_bots.begin(), m_bots.end(), [&](const CozeBotEntry &bot) { return bot.id == id; }))
        return succeeded(QJsonObject{{u"bot_id"_s, id}, {u"name"_s, u"Bot"_s}, {u"onboarding_info"_s, QJsonObject{{u"prologue"_s, QString()}}}});
    return cozeError(botNotFound, u"Requested resource bot_id=%1 does not exist"_s.arg(id));
}

Reply FakeCoze::listWorkspaces(const ProviderRequest &)
{
    const QJsonArray workspaces{QJsonObject{{u"id"_s, u"7300000000000000001"_s}, {u"name"_s, u"Team"_s}, {u"role_type"_s, u"owner"_s}}};
    return succeeded(QJsonObject{{u"workspaces"_s, workspaces}, {u"total_count"_s, 1}});
}

Reply FakeCoze::giveToken(const ProviderRequest &request)
{
    const QByteArray jwt = request.header("authorization").mid(7);
    const QJsonObject wish = request.json();
    const qint64 seconds = wish[u"duration_seconds"].toInteger(900);
    if (wish[u"grant_type"] != u"urn:ietf:params:oauth:grant-type:jwt-bearer"_s || seconds < 1 || seconds > 86399)
        return oauthError(u"invalid_request"_s, u"grant_type or duration_seconds is wrong"_s, 400);
    if (const QString fault = faultOfJwt(jwt); !fault.isEmpty())
        return oauthError(u"invalid_client"_s, fault, 401);
    const QString use = decodedPart(jwt, 1)[u"jti"].toString();
    if (m_tokenRequests.contains(use))
        return oauthError(u"invalid_request"_s, u"this jti was used before"_s, 400);
    m_tokenRequests << use;
    const QByteArray token = "czs_" + newId().toLatin1();
    m_givenTokens << token;
    return jsonReply({{u"access_token"_s, QString::fromLatin1(token)}, {u"expires_in"_s, QDateTime::currentSecsSinceEpoch() + seconds}, {u"token_type"_s, u"Bearer"_s}});
}

} // namespace pipit::test
