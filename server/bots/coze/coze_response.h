// SPDX-License-Identifier: GPL-3.0-or-later
// How Coze's v3 API answers, whatever was asked: envelopes, ids and errors. Of both clouds and of Coze Studio, whose dialect is read as well.
//
// Whether an answer is an error is decided by its `code`, not by its HTTP status: Coze refuses a token with 200.
// Ids are texts, also where Coze writes them as bare integers: they go beyond 2^53.
// What Coze says is never trusted: a member that is missing, null or of another type is read as if it were empty.
// Thread rule: functions without state, plain values. Source: the official SDKs and the documentation of Coze v3.
#pragma once

#include "server/bots/provider/call_times.h"
#include "server/bots/provider/reply_reader.h"

#include <QByteArrayView>
#include <QJsonObject>
#include <QJsonValue>

namespace pipit::bots::coze {

// The object in these bytes; nothing if they are anything else, or only the beginning of one.
std::optional<QJsonObject> parseObject(QByteArrayView json);

// A text, or an integer of up to 64 bits as its digits. Empty: neither.
QString idText(const QJsonValue &value);

// An answer that is one JSON document.
struct Response {
    QJsonObject object; // the whole of it, for the members that stand beside `data`
    QJsonValue data;    // without an envelope, the whole as well
    QString logId;
    std::optional<ProviderError> error;
    bool refusesToken = false;
    CallTimes times = {};
};

// `logId` is the header x-tt-logid. A body that is no JSON is an error, whatever the status.
Response readResponse(int httpStatus, QByteArrayView body, const QString &logId, std::optional<std::chrono::milliseconds> retryAfter = {});

// The error in an object of {code, msg} or, as the paths of OAuth have it, {error_code, error_message, error}.
ProviderError errorIn(const QJsonObject &object, const QString &logId, int httpStatus = 200, std::optional<std::chrono::milliseconds> retryAfter = {});
bool isError(const QJsonObject &object);
// Whether another token might be taken.
bool isTokenRefused(const QString &code, int httpStatus);

// Of a chat that has failed; and of one that somebody has cancelled, with the code "canceled".
ProviderError errorOfChat(const QJsonObject &chat, const QString &logId);
ProviderError cancelledError(const QString &logId);

} // namespace pipit::bots::coze
