// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/openai/openai_error.h"

#include "core/text_limits.h"
#include "core/utf8.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::bots::openai {

namespace {

constexpr qsizetype wordsUnits = 300;
constexpr qsizetype codeUnits = 64;
constexpr int contextTooLong = 1; // no HTTP status: many providers send it with 400

struct Said {
    QString words;
    QString code;
    QString type;
    QString logId;
    bool isWebPage = false;
};

struct Advice {
    int status;
    const char *what;
    const char *next;
    bool passes = false;
};

constexpr Advice advices[]{
    {contextTooLong, "The conversation is longer than this model can take", "begin a new session, or send less history"},
    {400, "The provider did not understand the request", "check the bot's model and settings"},
    {401, "The provider does not accept the key", "check the bot's token and that it belongs to this base_url"},
    {402, "The provider's account has no balance left", "top it up, or choose another bot"},
    {403, "The provider does not allow this", "check what the key may do, and which models"},
    {404, "The provider does not have this model or address", "check the bot's model and base_url"},
    {413, "The request is larger than the provider takes", "begin a new session, or send less history"},
    {422, "The provider does not accept a parameter", "check the bot's model and settings"},
    {429, "The provider takes no more requests for now", "ask again later", true},
    {500, "The provider had a fault of its own", "ask again, and look into the provider's log if it stays", true},
    {502, "The provider's gateway could not reach the model", "ask again later", true},
    {503, "The provider is overloaded, or still loads the model", "ask again in a moment", true},
    {504, "The model did not answer the provider's gateway in time", "ask again later", true},
};

// Names of errors, as codes and types use them, for where no status says more.
struct Meaning {
    QLatin1StringView name;
    int status;
};

constexpr Meaning meanings[]{
    {"context_length_exceeded"_L1, contextTooLong},
    {"exceed_context_size_error"_L1, contextTooLong},
    {"insufficient_quota"_L1, 402},
    {"insufficient_balance"_L1, 402},
    {"invalid_api_key"_L1, 401},
    {"authentication_error"_L1, 401},
    {"permission_error"_L1, 403},
    {"model_not_found"_L1, 404},
    {"not_found_error"_L1, 404},
    {"NotFoundError"_L1, 404},
    {"rate_limit_exceeded"_L1, 429},
    {"rate_limit_error"_L1, 429},
    {"unavailable_error"_L1, 503},
    {"overloaded_error"_L1, 503},
    {"service_unavailable"_L1, 503},
    {"insufficient_system_resource"_L1, 503},
    {"server_error"_L1, 500},
    {"api_error"_L1, 500},
    {"internal_server_error"_L1, 500},
    {"InternalServerError"_L1, 500},
    {"invalid_request_error"_L1, 400},
    {"BadRequestError"_L1, 400},
};

QString oneLine(const QString &text, qsizetype units)
{
    const QString line = inOneLine(text.left(16 * units));
    return line.size() <= units ? line : leftOfText(line, units) + u'…';
}

// Codes are texts at some providers, numbers at others.
QString nameIn(const QJsonValue &value)
{
    const QString text = value.isDouble() ? QString::number(value.toInteger()) : value.toString();
    return oneLine(text, codeUnits);
}

QString compact(const QJsonValue &value)
{
    if (value.isArray() && !value.toArray().isEmpty())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    if (value.isObject() && !value.toObject().isEmpty())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    return value.toString();
}

// FastAPI: a text, or one object for each fault with its place and message.
QString wordsOfDetail(const QJsonValue &detail)
{
    const QJsonObject first = detail.toArray().first().toObject();
    const QString message = first.value("msg"_L1).toString();
    if (message.isEmpty())
        return compact(detail);
    QStringList place;
    for (const QJsonValue step : first.value("loc"_L1).toArray())
        place << nameIn(step);
    return place.isEmpty() ? message : place.join(u'.') + u": "_s + message;
}

Said saidIn(const QJsonObject &object)
{
    const QJsonValue error = object.value("error"_L1);
    const QJsonObject fields = error.isObject() ? error.toObject() : object;
    Said said;
    if (error.isString())
        said.words = error.toString();
    else if (const QJsonValue message = fields.value("message"_L1); message.isString())
        said.words = message.toString();
    else if (const QJsonValue detail = object.value("detail"_L1); !detail.isUndefined())
        said.words = wordsOfDetail(detail);
    else
        said.words = compact(fields);
    said.words = oneLine(said.words, wordsUnits);
    said.code = nameIn(fields.value("code"_L1));
    said.type = nameIn(fields.value("type"_L1));
    const QJsonValue logId = fields.value("request_id"_L1);
    said.logId = nameIn(logId.isUndefined() ? object.value("request_id"_L1) : logId);
    return said;
}

Said saidIn(QByteArrayView body)
{
    const QByteArray text = QByteArray::fromStdString(decodeUtf8({body.data(), size_t(body.size())})).trimmed();
    const QJsonDocument document = QJsonDocument::fromJson(text);
    if (document.isObject())
        return saidIn(document.object());
    if (document.isArray()) // Google's gateway wraps its error so
        return saidIn(document.array().first().toObject());

    Said said;
    QString words = QString::fromUtf8(text);
    if (words.startsWith(u'<')) {
        said.isWebPage = true;
        const qsizetype open = words.indexOf("<title>"_L1, 0, Qt::CaseInsensitive);
        const qsizetype close = words.indexOf("</title>"_L1, open, Qt::CaseInsensitive);
        words = open < 0 || close < 0 ? QString() : words.sliced(open + 7, close - open - 7);
    }
    said.words = oneLine(words, wordsUnits);
    return said;
}

int meaningOf(const QString &name)
{
    const auto found = std::ranges::find(meanings, name, &Meaning::name);
    if (found != std::end(meanings))
        return found->status;
    const int number = name.toInt();
    return number >= 400 && number < 600 ? number : 0;
}

Advice adviceFor(int httpStatus, const Said &said)
{
    // llama.cpp's code repeats the status, and its type is the one that says what is too long.
    int status = meaningOf(said.type) == contextTooLong ? contextTooLong : meaningOf(said.code);
    if (status == 0)
        status = meaningOf(said.type);
    // What HTTP says is more exact, but for two things that it has no number for.
    const bool namesMore = status == contextTooLong || (status == 402 && httpStatus == 429);
    if (httpStatus != 0 && !namesMore)
        status = httpStatus;

    const auto found = std::ranges::find(advices, status, &Advice::status);
    if (found != std::end(advices))
        return *found;
    if (httpStatus == 0)
        return {0, "The provider broke off with an error", "ask again, and look into the provider's log if it stays"};
    return {httpStatus, "The provider answered with an error", "check the bot's base_url, or ask again later"};
}

ProviderError explained(int httpStatus, const Said &said, std::optional<std::chrono::milliseconds> retryAfter = {})
{
    const Advice advice = adviceFor(httpStatus, said);
    const QString number = httpStatus != 0 ? QString::number(httpStatus) : QString();
    ProviderError error{.message = QLatin1StringView(advice.what),
                        .code = !said.code.isEmpty() ? said.code : !said.type.isEmpty() ? said.type : number,
                        .logId = said.logId,
                        .passes = advice.passes,
                        .retryAfter = retryAfter};
    if (!said.words.isEmpty())
        error.message += u": \""_s + said.words + u'"';
    else if (said.isWebPage)
        error.message += u" and sent a web page"_s;
    QStringList marks;
    if (!number.isEmpty())
        marks << u"HTTP "_s + number;
    if (!error.code.isEmpty() && error.code != number)
        marks << error.code;
    if (!said.logId.isEmpty())
        marks << u"request "_s + said.logId;
    if (!marks.isEmpty())
        error.message += u" ("_s + marks.join(u", "_s) + u')';
    error.message += u"; "_s;
    if (retryAfter && advice.passes)
        error.message += u"ask again in %1 s"_s.arg(std::chrono::ceil<std::chrono::seconds>(*retryAfter).count());
    else
        error.message += QLatin1StringView(advice.next);
    error.message += u'.';
    return error;
}

bool saysSomething(const QJsonObject &error)
{
    return std::any_of(error.begin(), error.end(), [](const QJsonValue &value) { return !value.isNull() && value != QJsonValue(QString()) && value != QJsonValue(0); });
}

} // namespace

ProviderError parseError(int httpStatus, QByteArrayView body, std::optional<std::chrono::milliseconds> retryAfter)
{
    return explained(httpStatus, saidIn(body), retryAfter);
}

ProviderError parseErrorEvent(QByteArrayView data)
{
    return explained(0, saidIn(data));
}

std::optional<ProviderError> errorIn(const QJsonObject &object)
{
    const QJsonValue error = object.value("error"_L1);
    const bool hasChoices = !object.value("choices"_L1).toArray().isEmpty();
    // Beside an answer some gateways always send an error object, with nothing in it as long as all is well.
    const bool isError = (error.isString() && !error.toString().isEmpty()) || (error.isObject() && (!hasChoices || saysSomething(error.toObject())))
        || object.value("object"_L1).toString() == "error"_L1
        || (!hasChoices && (object.contains("detail"_L1) || (object.value("message"_L1).isString() && object.contains("code"_L1))));
    if (!isError)
        return std::nullopt;
    return explained(0, saidIn(object));
}

std::optional<ProviderError> errorOfFinish(const QString &finishReason)
{
    if (finishReason == "insufficient_system_resource"_L1 || finishReason == "error"_L1)
        return explained(0, {.words = {}, .code = finishReason, .type = {}, .logId = {}});
    return std::nullopt;
}

} // namespace pipit::bots::openai
