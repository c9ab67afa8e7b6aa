// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/message.h"

#include "core/json_fields.h"
#include "core/json_text.h"
#include "core/text_limits.h"

#include <QDateTime>
#include <QJsonDocument>

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

constexpr std::array senderTypes{"user", "bot", "system"};

// What four digits of a year can write: what stands in a database, or came from another node, may be any number.
constexpr qint64 firstMs = -62'135'596'800'000; // 0001-01-01T00:00:00.000Z
constexpr qint64 lastMs = 253'402'300'799'999;  // 9999-12-31T23:59:59.999Z

Error invalid(const char *field, const QString &reason)
{
    return Error{ErrorCode::InvalidRequest, QLatin1StringView(field) + u' ' + reason + u'.', QString::fromLatin1(field)};
}

Error tooLarge(const char *field, qsizetype size, qsizetype limit)
{
    return Error{ErrorCode::TooLarge, QStringLiteral("%1 is %2 bytes; the limit is %3.").arg(QLatin1StringView(field)).arg(size).arg(limit), QString::fromLatin1(field)};
}

QString listOf(const auto &names)
{
    QStringList list;
    for (const char *name : names)
        list << QLatin1StringView(name);
    return list.join(u", ");
}

// What holds between the members of a draft, after each was read by itself.
std::optional<Error> faultOf(const MessageDraft &draft, const MessageLimits &limits)
{
    if (!isSessionId(draft.sessionId))
        return invalid("sessionId", QStringLiteral("must be 1 to 46 characters of A-Z a-z 0-9 _ - :"));
    if (!draft.clientMessageId.isEmpty() && !isUuid(draft.clientMessageId))
        return invalid("clientMessageId", QStringLiteral("must be a UUID, such as 0f8fad5b-d9cb-469f-a165-70867728950e"));
    if (!isKnownContentType(draft.contentType))
        return invalid("contentType", QStringLiteral("must be one of ") + listOf(contentTypes));
    if (const auto fault = faultOfName(draft.senderName))
        return invalid("senderName", *fault);
    if (const auto size = utf8Size(draft.senderName); size > limits.nameBytes)
        return tooLarge("senderName", size, limits.nameBytes);
    if (const auto fault = faultOfText(draft.content))
        return invalid("content", *fault);
    if (draft.content.isEmpty() && draft.contentType != u"state")
        return invalid("content", QStringLiteral("must not be empty"));
    if (const auto size = utf8Size(draft.content); size > limits.contentBytes)
        return tooLarge("content", size, limits.contentBytes);
    const QByteArray metadata = QJsonDocument(draft.metadata).toJson(QJsonDocument::Compact);
    if (metadata.size() > limits.metadataBytes)
        return tooLarge("metadata", metadata.size(), limits.metadataBytes);
    if (const auto fault = faultOfJson(draft.metadata))
        return invalid("metadata", *fault);
    if (draft.ifLatest && draft.contentType != u"state")
        return invalid("ifLatest", QStringLiteral("is only for messages of contentType state"));
    if (draft.ifLatest && !draft.replaces)
        return invalid("ifLatest", QStringLiteral("needs `replaces`: the first message of the state"));
    return std::nullopt;
}

} // namespace

QLatin1StringView senderTypeName(SenderType type)
{
    return QLatin1StringView(senderTypes[std::size_t(type)]);
}

std::optional<SenderType> senderTypeFromName(QStringView name)
{
    const auto found = std::ranges::find_if(senderTypes, [name](const char *known) { return name == QLatin1StringView(known); });
    return found == senderTypes.end() ? std::nullopt : std::optional(SenderType(found - senderTypes.begin()));
}

bool isKnownContentType(QStringView name)
{
    return std::ranges::any_of(contentTypes, [name](const char *known) { return name == QLatin1StringView(known); });
}

Result<MessageDraft> MessageDraft::fromJson(const QJsonObject &object, const MessageLimits &limits)
{
    MessageDraft draft;
    JsonFields fields(object);
    draft.sessionId = fields.requiredString("sessionId");
    draft.content = fields.requiredString("content");
    draft.contentType = fields.string("contentType", draft.contentType);
    const QString senderType = fields.requiredString("senderType");
    draft.senderName = fields.string("senderName");
    draft.clientMessageId = fields.string("clientMessageId").toLower();
    draft.replyTo = fields.positiveInteger("replyTo");
    draft.replaces = fields.positiveInteger("replaces");
    draft.ifLatest = fields.positiveInteger("ifLatest");
    draft.metadata = fields.object("metadata");
    if (const auto fault = fields.fault())
        return *fault;

    const auto type = senderTypeFromName(senderType);
    if (!type)
        return invalid("senderType", QStringLiteral("must be one of ") + listOf(senderTypes));
    draft.senderType = *type;
    if (auto fault = faultOf(draft, limits))
        return *fault;
    return draft;
}

QJsonObject MessageDraft::toJson() const
{
    QJsonObject object{{u"sessionId"_s, sessionId}, {u"content"_s, content}, {u"contentType"_s, contentType}, {u"senderType"_s, senderTypeName(senderType)}};
    if (!senderName.isEmpty())
        object.insert(u"senderName", senderName);
    if (!clientMessageId.isEmpty())
        object.insert(u"clientMessageId", clientMessageId);
    if (replyTo)
        object.insert(u"replyTo", *replyTo);
    if (replaces)
        object.insert(u"replaces", *replaces);
    if (ifLatest)
        object.insert(u"ifLatest", *ifLatest);
    if (!metadata.isEmpty())
        object.insert(u"metadata", metadata);
    return object;
}

QJsonObject Message::toJson() const
{
    const auto orNull = [](std::optional<qint64> id) { return id ? QJsonValue(*id) : QJsonValue(); };
    return QJsonObject{
        {u"id"_s, id},
        {u"sessionId"_s, sessionId},
        {u"clientMessageId"_s, clientMessageId.isEmpty() ? QJsonValue() : QJsonValue(clientMessageId)},
        {u"senderType"_s, senderTypeName(senderType)},
        {u"senderId"_s, senderId},
        {u"senderName"_s, senderName},
        {u"contentType"_s, contentType},
        {u"content"_s, content},
        {u"metadata"_s, metadata},
        {u"replyTo"_s, orNull(replyTo)},
        {u"replaces"_s, orNull(replaces)},
        {u"createdAt"_s, isoTime(createdAtMs)},
    };
}

QByteArray Message::toJsonText() const
{
    QByteArray out;
    out.reserve(350 + content.size() * 2);
    out += '{';
    const auto text = [&out](const char *key, QStringView value) {
        json_text::appendKey(out, key);
        json_text::appendString(out, value);
    };
    const auto number = [&out](const char *key, std::optional<qint64> value) {
        json_text::appendKey(out, key);
        if (value)
            json_text::appendNumber(out, *value);
        else
            out += "null";
    };
    if (clientMessageId.isEmpty())
        number("clientMessageId", std::nullopt);
    else
        text("clientMessageId", clientMessageId);
    text("content", content);
    text("contentType", contentType);
    text("createdAt", isoTime(createdAtMs));
    number("id", id);
    json_text::appendKey(out, "metadata");
    json_text::appendObject(out, metadata);
    number("replaces", replaces);
    number("replyTo", replyTo);
    text("senderId", senderId);
    text("senderName", senderName);
    json_text::appendKey(out, "senderType");
    out += '"';
    out += senderTypes[std::size_t(senderType)];
    out += '"';
    text("sessionId", sessionId);
    out += '}';
    return out;
}

Result<Message> Message::fromJson(const QJsonObject &object)
{
    const auto idOf = [&object](QStringView name) { const qint64 id = object.value(name).toInteger(); return id > 0 ? std::optional(id) : std::nullopt; };
    const auto type = senderTypeFromName(object.value(u"senderType").toString());
    const QDateTime created = QDateTime::fromString(object.value(u"createdAt").toString(), Qt::ISODateWithMs);
    Message message{
        .id = object.value(u"id").toInteger(),
        .sessionId = object.value(u"sessionId").toString(),
        .clientMessageId = object.value(u"clientMessageId").toString(),
        .senderType = type.value_or(SenderType::System),
        .senderId = object.value(u"senderId").toString(),
        .senderName = object.value(u"senderName").toString(),
        .contentType = object.value(u"contentType").toString(),
        .content = object.value(u"content").toString(),
        .metadata = object.value(u"metadata").toObject(),
        .replyTo = idOf(u"replyTo"),
        .replaces = idOf(u"replaces"),
        .createdAtMs = created.toMSecsSinceEpoch(),
    };
    if (message.id <= 0 || message.sessionId.isEmpty() || !type || !created.isValid())
        return Error{ErrorCode::Protocol, QStringLiteral("The node sent a message without id, sessionId, senderType or createdAt.")};
    return message;
}

QString isoTime(qint64 msSinceEpoch)
{
    // Not by QDateTime, which takes longer for it than the rest of a message takes to be written.
    using namespace std::chrono;
    const sys_time<milliseconds> time{milliseconds(std::clamp(msSinceEpoch, firstMs, lastMs))};
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    QString text = QStringLiteral("0000-00-00T00:00:00.000Z");
    const auto put = [&text](qsizetype last, unsigned value) {
        for (qsizetype at = last; value > 0; --at, value /= 10)
            text[at] = QChar(u'0' + value % 10);
    };
    put(3, unsigned(int(date.year())));
    put(6, unsigned(date.month()));
    put(9, unsigned(date.day()));
    put(12, unsigned(clock.hours().count()));
    put(15, unsigned(clock.minutes().count()));
    put(18, unsigned(clock.seconds().count()));
    put(22, unsigned(clock.subseconds().count()));
    return text;
}

} // namespace pipit
