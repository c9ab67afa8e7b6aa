// SPDX-License-Identifier: GPL-3.0-or-later
// Pages of messages: a session's history, what was found, and what is new of all.
#include "client/api_client.h"

#include <QJsonArray>

namespace pipit {

namespace {

constexpr int mostNew = 200;

Result<HistoryPage> pageIn(const QJsonObject &answer)
{
    HistoryPage page{.messages = {}, .hasMore = answer.value(u"hasMore").toBool(), .epoch = answer.value(u"epoch").toString()};
    const QJsonArray list = answer.value(u"messages").toArray();
    for (const QJsonValue value : list) {
        auto message = Message::fromJson(value.toObject());
        if (!message)
            return message.error();
        if (!page.messages.isEmpty() && message->id <= page.messages.last().id)
            return Error{ErrorCode::Protocol, QStringLiteral("The node sent a page of messages that is out of order.")};
        page.messages.push_back(*std::move(message));
    }
    // A number, or a cursor with its epoch.
    const QJsonValue position = answer.value(u"position");
    page.position = position.isDouble() ? position.toInteger() : Cursor::parse(position.toString().toUtf8()).value_or(Cursor{}).position;
    return page;
}

} // namespace

QCoro::Task<Result<FoundPage>> ApiClient::search(QString text, QString sessionId, int limit, std::optional<qint64> before)
{
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("q"), QString::fromLatin1(QUrl::toPercentEncoding(text)));
    query.addQueryItem(QStringLiteral("limit"), QString::number(limit));
    if (!sessionId.isEmpty())
        query.addQueryItem(QStringLiteral("sessionId"), sessionId);
    if (before)
        query.addQueryItem(QStringLiteral("before"), QString::number(*before));
    const auto answer = co_await get(QStringLiteral("/api/messages/search"), query);
    if (!answer)
        co_return answer.error();
    FoundPage page{.messages = {}, .hasMore = answer->value(u"hasMore").toBool()};
    const QJsonArray list = answer->value(u"messages").toArray();
    for (const QJsonValue value : list) {
        auto message = Message::fromJson(value.toObject());
        if (!message)
            co_return message.error();
        page.messages.push_back(*std::move(message));
    }
    co_return page;
}

QCoro::Task<Result<HistoryPage>> ApiClient::history(QString sessionId, int limit, std::optional<qint64> before)
{
    QUrlQuery query{{QStringLiteral("sessionId"), sessionId}, {QStringLiteral("limit"), QString::number(limit)}};
    if (before)
        query.addQueryItem(QStringLiteral("before"), QString::number(*before));
    return page(std::move(sessionId), std::move(query));
}

QCoro::Task<Result<HistoryPage>> ApiClient::historyAfter(QString sessionId, int limit, qint64 after)
{
    QUrlQuery query{{QStringLiteral("sessionId"), sessionId}, {QStringLiteral("limit"), QString::number(limit)}, {QStringLiteral("after"), QString::number(after)}};
    return page(std::move(sessionId), std::move(query));
}

QCoro::Task<Result<HistoryPage>> ApiClient::page(QString sessionId, QUrlQuery query)
{
    const auto answer = co_await get(QStringLiteral("/api/messages"), query);
    if (!answer)
        co_return answer.error();
    auto page = pageIn(*answer);
    if (page) {
        for (const Message &message : std::as_const(page->messages)) {
            if (message.sessionId != sessionId)
                co_return Error{ErrorCode::Protocol, QStringLiteral("The node sent a page of messages of another session.")};
        }
    }
    co_return page;
}

QCoro::Task<Result<HistoryPage>> ApiClient::newMessages(std::optional<Cursor> after, std::chrono::seconds wait)
{
    QUrlQuery query{{QStringLiteral("sessionId"), QStringLiteral("*")}, {QStringLiteral("limit"), QString::number(mostNew)}};
    if (after)
        query.addQueryItem(QStringLiteral("after"), after->toString());
    if (after && wait.count() > 0)
        query.addQueryItem(QStringLiteral("wait"), QString::number(wait.count()));
    const auto answer = co_await get(QStringLiteral("/api/messages"), query, after ? wait : std::chrono::seconds());
    if (!answer)
        co_return answer.error();
    if (!answer->contains(u"position"))
        co_return Error{ErrorCode::Protocol, QStringLiteral("The node does not say where its log stands; is it older than this program?")};
    co_return pageIn(*answer);
}

} // namespace pipit
