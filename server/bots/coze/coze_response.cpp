// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/coze_response.h"

#include "core/text_limits.h"
#include "core/utf8.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::bots::coze {

namespace {

constexpr qsizetype maxErrorUnits = 500;

struct Failure {
    QString text = {};
    QString code = {};
    QString logId = {};
    int httpStatus = 200;
    std::optional<std::chrono::milliseconds> retryAfter = {};
};

bool isSuccess(int httpStatus) { return httpStatus / 100 == 2; }

QString nextStep(qint64 code, int httpStatus)
{
    switch (code) {
    case 4100:
    case 4101:
    case 700012006:
        return u"check that the token is valid and has the permissions needed, and that the base URL is of the cloud that made it (api.coze.cn and api.coze.com know only their own)"_s;
    case 4006:
    case 4200:
        return u"check the bot's id, and that the base URL is of the cloud where the bot lives"_s;
    case 4008:
        return u"the daily limit of this user is reached: ask again tomorrow or raise the limit in Coze"_s;
    case 4009:
    case 4020:
    case 429:
        return u"too many requests: wait a little and ask again, or raise the limit in Coze"_s;
    case 4010:
        return u"ask a shorter question or begin a new conversation"_s;
    case 4011:
    case 4019:
    case 4022:
        return u"top up the Coze account"_s;
    case 4013:
        return u"the bot's model failed: ask again"_s;
    case 4015:
        return u"publish the bot to the channel \"API\" in Coze"_s;
    case 4016:
        return u"the conversation is still busy with another answer: wait for it or cancel it"_s;
    default:
        break;
    }
    switch (httpStatus) {
    case 401:
    case 403:
        return nextStep(4101, 0);
    case 404:
        return u"check the base URL"_s;
    case 429:
        return nextStep(429, 0);
    default:
        return {};
    }
}

bool mayPass(qint64 code, int httpStatus)
{
    switch (code) {
    case 429:
    case 4008:
    case 4009:
    case 4013:
    case 4016:
    case 4020:
    case 5000:
        return true;
    default:
        break;
    }
    const bool isFinal = code >= 4000 && code < 5000;
    const auto isPassing = [](qint64 status) { return status == 408 || status == 429 || (status >= 500 && status < 600); };
    return !isFinal && (isPassing(httpStatus) || isPassing(code));
}

// One sentence: what happened, by which names it is found again, what to do about it.
QString sentence(const QString &what, const Failure &failure, const QString &step)
{
    QStringList names;
    if (!failure.code.isEmpty())
        names << u"code "_s + failure.code;
    if (!isSuccess(failure.httpStatus))
        names << u"HTTP "_s + QString::number(failure.httpStatus);
    if (!failure.logId.isEmpty())
        names << u"log id "_s + failure.logId;
    QString text = what;
    if (!names.isEmpty())
        text += u" ("_s + names.join(u", ") + u')';
    if (!step.isEmpty())
        text += u"; "_s + step;
    return text + u'.';
}

ProviderError toError(Failure failure)
{
    failure.code = forEcho(failure.code);
    failure.logId = forEcho(failure.logId);
    const qint64 code = failure.code.toLongLong();
    const QString text = leftOfText(inOneLine(failure.text), maxErrorUnits);
    const QString what = text.isEmpty() ? u"Coze reported an error and gave no reason"_s : u"Coze says \""_s + text + u'"';
    return {.message = sentence(what, failure, nextStep(code, failure.httpStatus)),
            .code = failure.code,
            .logId = failure.logId,
            .passes = mayPass(code, failure.httpStatus),
            .retryAfter = failure.retryAfter};
}

// Of a body that is no JSON object: a page of whatever stands in front of Coze, a line of text, or a part of an answer.
ProviderError errorOfBody(QByteArrayView body, const Failure &failure)
{
    const QByteArrayView text = body.trimmed();
    if (text.startsWith('<')) {
        const bool isWrongPlace = isSuccess(failure.httpStatus);
        ProviderError error = toError(failure);
        error.message = sentence(u"Coze answered with a web page instead of JSON"_s, failure, isWrongPlace ? nextStep(0, 404) : nextStep(0, failure.httpStatus));
        return error;
    }
    if (!isSuccess(failure.httpStatus)) {
        Failure told = failure;
        told.text = QString::fromUtf8(text.first(std::min(text.size(), 4 * maxErrorUnits)));
        return toError(told);
    }
    ProviderError error = toError(failure);
    error.message = sentence(text.isEmpty() ? u"Coze answered with nothing"_s : u"Coze answered with something that is no whole JSON"_s, failure, u"ask again"_s);
    error.passes = true;
    return error;
}

QString logIdIn(const QJsonObject &object, const QString &fallback)
{
    const QString logId = idText(object.value("detail"_L1).toObject().value("logid"_L1));
    return logId.isEmpty() ? fallback : logId;
}

} // namespace

std::optional<QJsonObject> parseObject(QByteArrayView json)
{
    // Ill-formed UTF-8 would make Qt refuse the whole.
    const std::string_view bytes(json.data(), std::size_t(json.size()));
    std::string mended;
    if (wellFormedUtf8Prefix(bytes) != bytes.size()) {
        mended = decodeUtf8(bytes);
        json = QByteArrayView(mended.data(), qsizetype(mended.size()));
    }
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromRawData(json.data(), json.size()));
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

QString idText(const QJsonValue &value)
{
    if (!value.isDouble())
        return withoutFaults(value.toString());
    const qint64 integer = value.toInteger(-1);
    // Not every number is an integer: then two different fallbacks come back.
    return integer == -1 && value.toInteger(0) == 0 ? QString() : QString::number(integer);
}

bool isError(const QJsonObject &object)
{
    const QString code = idText(object.value("code"_L1));
    return (!code.isEmpty() && code != u"0") || !idText(object.value("error_code"_L1)).isEmpty() || !object.value("error"_L1).toString().isEmpty();
}

bool isTokenRefused(const QString &code, int httpStatus)
{
    return httpStatus == 401 || code == u"4100" || code == u"4101" || code == u"700012006";
}

ProviderError errorIn(const QJsonObject &object, const QString &logId, int httpStatus, std::optional<std::chrono::milliseconds> retryAfter)
{
    const auto firstOf = [&object](std::initializer_list<QLatin1StringView> names) {
        for (const auto name : names) {
            if (const QString text = idText(object.value(name)); !text.isEmpty())
                return text;
        }
        return QString();
    };
    QString code = firstOf({"code"_L1, "error_code"_L1, "error"_L1});
    if (code == u"0")
        code.clear();
    return toError({.text = firstOf({"msg"_L1, "error_message"_L1}), .code = code, .logId = logIdIn(object, logId), .httpStatus = httpStatus, .retryAfter = retryAfter});
}

ProviderError errorOfChat(const QJsonObject &chat, const QString &logId)
{
    const QJsonObject lastError = chat.value("last_error"_L1).toObject();
    if (isError(lastError) || !lastError.value("msg"_L1).toString().isEmpty())
        return errorIn(lastError, logId);
    ProviderError error = errorIn(chat, logId);
    const QString status = chat.value("status"_L1).toString();
    if (error.code.isEmpty() && (status == u"expired" || status == u"deleted"))
        error.message = sentence(u"Coze says that the chat is "_s + status, {.logId = error.logId}, u"ask again"_s);
    return error;
}

ProviderError cancelledError(const QString &logId)
{
    const QString shownLogId = forEcho(logId);
    return {.message = sentence(u"The answer was cancelled in Coze"_s, {.logId = shownLogId}, {}), .code = u"canceled"_s, .logId = shownLogId};
}

Response readResponse(int httpStatus, QByteArrayView body, const QString &logId, std::optional<std::chrono::milliseconds> retryAfter)
{
    Response response;
    response.logId = logId;
    const auto object = parseObject(body);
    if (object) {
        response.object = *object;
        response.logId = logIdIn(*object, logId);
    }
    const bool hasEnvelope = response.object.contains("code"_L1);
    if (isError(response.object))
        response.error = errorIn(response.object, logId, httpStatus, retryAfter);
    else if (!object || (!hasEnvelope && !isSuccess(httpStatus)))
        response.error = errorOfBody(body, {.logId = forEcho(response.logId), .httpStatus = httpStatus, .retryAfter = retryAfter});
    else
        response.data = hasEnvelope ? response.object.value("data"_L1) : QJsonValue(response.object);
    response.refusesToken = response.error && isTokenRefused(response.error->code, httpStatus);
    return response;
}

} // namespace pipit::bots::coze
