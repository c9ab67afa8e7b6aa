// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/openai/openai_protocol.h"

#include "core/text_limits.h"
#include "server/bots/openai/openai_error.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

using namespace Qt::StringLiterals;

namespace pipit::bots::openai {

namespace {

constexpr qint64 frameTokens = 4;

Error badBaseUrl(const QString &reason)
{
    return {.code = ErrorCode::InvalidRequest, .message = u"base_url "_s + reason, .field = u"base_url"_s};
}

QJsonObject messageJson(QLatin1StringView role, const QString &content)
{
    return {{u"role"_s, QString(role)}, {u"content"_s, content}};
}

} // namespace

Result<Endpoints> endpointsOf(const QString &baseUrl)
{
    const QString example = u"write it as https://api.example.com/v1."_s;
    const QString text = baseUrl.trimmed();
    if (text.isEmpty())
        return badBaseUrl(u"is empty; "_s + example);
    QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != "http"_L1 && url.scheme() != "https"_L1))
        return badBaseUrl(u"is no http or https URL; "_s + example);
    if (!url.userInfo().isEmpty())
        return badBaseUrl(u"holds a user name or password, which would stand in logs; use token_env, token_file or token_keychain."_s);
    url.setFragment({});

    QString path = url.path(QUrl::FullyEncoded);
    const auto withoutSlashes = [&path] {
        while (path.endsWith(u'/'))
            path.chop(1);
    };
    withoutSlashes();
    if (const auto ending = "/chat/completions"_L1; path.endsWith(ending)) {
        path.chop(ending.size());
        withoutSlashes();
    } else if (path.isEmpty()) {
        path = u"/v1"_s;
    }

    Endpoints endpoints{url, url};
    endpoints.chatCompletions.setPath(path + u"/chat/completions"_s, QUrl::TolerantMode);
    endpoints.models.setPath(path + u"/models"_s, QUrl::TolerantMode);
    return endpoints;
}

QByteArray requestBody(const ChatRequest &request)
{
    QJsonArray messages;
    if (!request.systemPrompt.isEmpty())
        messages.append(messageJson("system"_L1, request.systemPrompt));
    for (const ChatMessage &message : request.messages)
        messages.append(messageJson(message.role == Role::User ? "user"_L1 : "assistant"_L1, message.content));
    QJsonObject body{{u"model"_s, request.model}, {u"messages"_s, messages}, {u"stream"_s, request.stream}};
    if (request.stream)
        body.insert("stream_options"_L1, QJsonObject{{u"include_usage"_s, true}});
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

qint64 estimatedTokens(QStringView text)
{
    qint64 cjk = 0;
    qint64 others = 0;
    for (const uint letter : text.toUcs4())
        ++(isCjk(letter) ? cjk : others);
    return cjk + (others + 3) / 4;
}

QList<ChatMessage> historyWithin(const QList<ChatMessage> &messages, qint64 budgetTokens)
{
    if (messages.isEmpty())
        return {};
    qsizetype first = messages.size() - 1;
    qint64 tokens = estimatedTokens(messages[first].content) + frameTokens;
    while (first > 0) {
        tokens += estimatedTokens(messages[first - 1].content) + frameTokens;
        if (tokens > budgetTokens)
            break;
        --first;
    }
    while (first + 1 < messages.size() && messages[first].role != Role::User)
        ++first;
    return messages.sliced(first);
}

Result<QStringList> modelsIn(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (document.isNull())
        return Error{.code = ErrorCode::Protocol, .message = u"The models list is not JSON; check base_url."_s};
    if (const auto error = errorIn(document.object()))
        return Error{.code = ErrorCode::Protocol, .message = error->message};
    QStringList ids;
    QSet<QString> seen;
    const QJsonArray data = document.isArray() ? document.array() : document.object().value("data"_L1).toArray();
    for (const QJsonValue model : data) {
        const QString id = model.toObject().value("id"_L1).toString();
        if (!id.isEmpty() && !faultOfName(id) && !seen.contains(id)) {
            seen.insert(id);
            ids << id;
        }
    }
    return ids;
}

} // namespace pipit::bots::openai
