// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever JSON comes as a message: what is accepted keeps within the limits, holds nothing that a store or a stream could not
// carry, is read again as it was written, and crosses a stream as one event.
#include "core/event.h"
#include "core/json_fields.h"
#include "core/message.h"
#include "core/sse_decoder.h"
#include "core/sse_encoder.h"
#include "core/utf8.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/sound_text.h"

#include <QJsonDocument>

#include <cmath>

using namespace pipit;
using fuzz::Chance;

namespace {

constexpr MessageLimits limits{.contentBytes = 100, .metadataBytes = 200, .nameBytes = 20};
constexpr qint64 endOfYear9999 = 253'402'300'800'000;

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

int depthOf(const QJsonValue &value)
{
    if (!value.isArray() && !value.isObject())
        return 0;
    int deepest = 0;
    const QJsonObject object = value.toObject();
    for (const QJsonValue member : object)
        deepest = std::max(deepest, depthOf(member));
    const QJsonArray array = value.toArray();
    for (const QJsonValue element : array)
        deepest = std::max(deepest, depthOf(element));
    return deepest + 1;
}

void requireRefusal(const Error &error)
{
    REQUIRE(error.code == ErrorCode::InvalidRequest || error.code == ErrorCode::TooLarge);
    REQUIRE(fuzz::isSentence(error.message, 400) && fuzz::isSoundText(error.field));
}

// As the stream engine sends it and a client reads it.
void requireOneEvent(const QByteArray &text)
{
    int events = 0;
    sse::Decoder decoder;
    const std::string frame = sse::event(event_name::message, {text.constData(), std::size_t(text.size())}, "epoch-1");
    REQUIRE(decoder.feed(frame, [&](const sse::EventView &event) {
        ++events;
        REQUIRE(event.type == event_name::message && event.lastEventId == "epoch-1");
        REQUIRE(QByteArrayView(event.data.data(), qsizetype(event.data.size())) == text);
    }));
    REQUIRE(events == 1);
}

void writeAndRead(const Message &message)
{
    const QByteArray text = message.toJsonText();
    REQUIRE(text == compact(message.toJson()));
    REQUIRE(!text.contains('\0') && !text.contains('\n') && !text.contains('\r'));
    REQUIRE(wellFormedUtf8Prefix({text.constData(), std::size_t(text.size())}) == std::size_t(text.size()));
    const auto object = parseJsonObject(text);
    REQUIRE(object && *object == message.toJson());
    const auto again = Message::fromJson(*object);
    REQUIRE(again && *again == message);
    requireOneEvent(text);
}

void readDraft(const QJsonObject &object, Chance &chance)
{
    const auto draft = MessageDraft::fromJson(object, limits);
    if (!draft) {
        requireRefusal(draft.error());
        return;
    }
    REQUIRE(fuzz::isSoundJson(draft->toJson()));
    REQUIRE(draft->content.toUtf8().size() <= limits.contentBytes && draft->senderName.toUtf8().size() <= limits.nameBytes);
    REQUIRE(compact(draft->metadata).size() <= limits.metadataBytes);
    REQUIRE(draft->sessionId.size() <= 46 && (!draft->content.isEmpty() || draft->contentType == u"state"));
    for (const auto id : {draft->replyTo, draft->replaces, draft->ifLatest})
        REQUIRE(!id || *id > 0);

    const auto sent = parseJsonObject(compact(draft->toJson()));
    REQUIRE(sent && *sent == draft->toJson());
    const auto again = MessageDraft::fromJson(*sent, limits);
    REQUIRE(again && again->toJson() == draft->toJson());

    writeAndRead({.id = 1 + qint64(chance.below(1'000'000)), .sessionId = draft->sessionId, .clientMessageId = draft->clientMessageId,
                  .senderType = draft->senderType, .senderId = QStringLiteral("user"), .senderName = draft->senderName,
                  .contentType = draft->contentType, .content = draft->content, .metadata = draft->metadata,
                  .replyTo = draft->replyTo, .replaces = draft->replaces, .createdAtMs = qint64(chance.below(endOfYear9999))});
}

// A client is lenient, so what it read may hold anything; but it reads its own writing as it was.
template<typename Value>
void readLeniently(const QJsonObject &object)
{
    const auto value = Value::fromJson(object);
    if (!value) {
        REQUIRE(value.error().code == ErrorCode::Protocol && fuzz::isSentence(value.error().message, 400));
        return;
    }
    const auto again = Value::fromJson(value->toJson());
    REQUIRE(again && again->toJson() == value->toJson());
}

bool isPositiveInteger(const QJsonValue &value)
{
    const QVariant number = value.toVariant();
    if (number.typeId() == QMetaType::LongLong)
        return number.toLongLong() >= 1;
    const double fraction = value.toDouble();
    return fraction >= 1 && fraction < 0x1p63 && fraction == std::floor(fraction);
}

void readFields(const QJsonObject &object)
{
    for (auto member = object.begin(); member != object.end(); ++member) {
        const QByteArray latin1 = member.key().toLatin1();
        if (QString::fromLatin1(latin1) != member.key() || latin1.contains('\0'))
            continue;
        const char *const name = latin1.constData();
        const QJsonObject alone{{member.key(), member.value()}};
        const bool isMissing = member.value().isNull();
        const auto requireTaken = [&](bool isOfType, auto read) {
            JsonFields fields(alone);
            read(fields);
            REQUIRE(!fields.fault().has_value() == isOfType);
            if (const auto fault = fields.fault())
                REQUIRE(fault->field == member.key() && fault->code == ErrorCode::InvalidRequest);
        };
        const auto isText = [](const QJsonValue &value) { return value.isString(); };
        const QJsonArray array = member.value().toArray();
        requireTaken(member.value().isString(), [&](JsonFields &fields) { REQUIRE(fields.requiredString(name) == member.value().toString()); });
        requireTaken(isMissing || member.value().isString(), [&](JsonFields &fields) { fields.string(name); });
        requireTaken(isMissing || (member.value().isArray() && std::all_of(array.begin(), array.end(), isText)), [&](JsonFields &fields) { fields.strings(name); });
        requireTaken(isMissing || member.value().isBool(), [&](JsonFields &fields) { fields.boolean(name); });
        requireTaken(isMissing || member.value().isObject(), [&](JsonFields &fields) { fields.object(name); });
        requireTaken(isMissing || isPositiveInteger(member.value()), [&](JsonFields &fields) {
            const auto read = fields.positiveInteger(name);
            REQUIRE(!read || *read >= 1);
        });
        JsonFields unread(alone);
        REQUIRE(unread.fault().has_value());
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    const auto object = parseJsonObject(QByteArray(bytes.data(), qsizetype(size)));
    if (!object) {
        requireRefusal(object.error());
        return 0;
    }
    Chance chance(bytes);
    REQUIRE(faultOfJson(*object).has_value() == (!fuzz::isSoundJson(*object) || depthOf(*object) > 32));
    readDraft(*object, chance);
    readFields(*object);
    readLeniently<Message>(*object);
    readLeniently<PositionEvent>(*object);
    readLeniently<DeltaEvent>(*object);
    readLeniently<RunEvent>(*object);
    return 0;
}
