// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

constexpr std::array runStates{"queued", "streaming", "polling", "completed", "failed", "cancelled", "interrupted"};

Error unreadable(const char *event)
{
    return Error{ErrorCode::Protocol, QStringLiteral("The node sent a %1 event that this program cannot read.").arg(QLatin1StringView(event))};
}

} // namespace

QJsonObject PositionEvent::toJson() const
{
    QJsonObject object{{u"status"_s, reset ? u"reset"_s : u"continue"_s}, {u"position"_s, position}, {u"epoch"_s, epoch}, {u"heartbeatMs"_s, heartbeatMs}};
    if (!reason.isEmpty())
        object.insert(u"reason", reason);
    return object;
}

Result<PositionEvent> PositionEvent::fromJson(const QJsonObject &object)
{
    const QString status = object.value(u"status").toString();
    PositionEvent event{.reset = status == u"reset",
                        .position = object.value(u"position").toInteger(-1),
                        .epoch = object.value(u"epoch").toString(),
                        .reason = object.value(u"reason").toString(),
                        .heartbeatMs = object.value(u"heartbeatMs").toInt()};
    if ((!event.reset && status != u"continue") || event.position < 0)
        return unreadable(event_name::position);
    return event;
}

QJsonObject DeltaEvent::toJson() const
{
    return QJsonObject{{u"runId"_s, runId}, {u"clientMessageId"_s, clientMessageId}, {u"sessionId"_s, sessionId}, {u"offset"_s, offset},
                       {u"text"_s, text}, {u"kind"_s, reasoning ? u"reasoning"_s : u"answer"_s}};
}

Result<DeltaEvent> DeltaEvent::fromJson(const QJsonObject &object)
{
    DeltaEvent event{.runId = object.value(u"runId").toString(),
                     .clientMessageId = object.value(u"clientMessageId").toString(),
                     .sessionId = object.value(u"sessionId").toString(),
                     .offset = object.value(u"offset").toInteger(-1),
                     .text = object.value(u"text").toString(),
                     .reasoning = object.value(u"kind").toString() == u"reasoning"};
    if (event.runId.isEmpty() || event.sessionId.isEmpty() || event.offset < 0)
        return unreadable(event_name::delta);
    return event;
}

QLatin1StringView runStateName(RunState state)
{
    return QLatin1StringView(runStates[std::size_t(state)]);
}

std::optional<RunState> runStateFromName(QStringView name)
{
    const auto found = std::ranges::find_if(runStates, [name](const char *known) { return name == QLatin1StringView(known); });
    return found == runStates.end() ? std::nullopt : std::optional(RunState(found - runStates.begin()));
}

QJsonObject RunEvent::toJson() const
{
    QJsonObject object{{u"runId"_s, runId}, {u"sessionId"_s, sessionId}, {u"botId"_s, botId}, {u"clientMessageId"_s, clientMessageId}, {u"state"_s, runStateName(state)}};
    if (!error.isEmpty())
        object.insert(u"error", error);
    for (const auto &[name, value] : {std::pair(u"firstTokenMs"_s, firstTokenMs), std::pair(u"replyTo"_s, replyTo), std::pair(u"replaces"_s, replaces)}) {
        if (value)
            object.insert(name, *value);
    }
    return object;
}

Result<RunEvent> RunEvent::fromJson(const QJsonObject &object)
{
    const auto state = runStateFromName(object.value(u"state").toString());
    RunEvent event{.runId = object.value(u"runId").toString(),
                   .sessionId = object.value(u"sessionId").toString(),
                   .botId = object.value(u"botId").toString(),
                   .clientMessageId = object.value(u"clientMessageId").toString(),
                   .state = state.value_or(RunState::Queued),
                   .error = object.value(u"error").toString()};
    for (const auto &[name, value] : {std::pair(u"firstTokenMs"_s, &event.firstTokenMs), std::pair(u"replyTo"_s, &event.replyTo), std::pair(u"replaces"_s, &event.replaces)}) {
        if (const QJsonValue number = object.value(name); number.isDouble())
            *value = number.toInteger();
    }
    if (!state || event.runId.isEmpty() || event.sessionId.isEmpty())
        return unreadable(event_name::run);
    return event;
}

bool isTypingKind(QStringView what)
{
    return what == u"message" || what == u"note";
}

QJsonObject TypingEvent::toJson() const
{
    return {{u"sessionId"_s, sessionId}, {u"senderId"_s, senderId}, {u"senderName"_s, senderName}, {u"what"_s, what}, {u"active"_s, active}, {u"forMs"_s, forMs}};
}

Result<TypingEvent> TypingEvent::fromJson(const QJsonObject &object)
{
    TypingEvent event{.sessionId = object.value(u"sessionId").toString(),
                      .senderId = object.value(u"senderId").toString(),
                      .senderName = object.value(u"senderName").toString(),
                      .what = object.value(u"what").toString(),
                      .active = object.value(u"active").toBool(),
                      .forMs = int(std::clamp<qint64>(object.value(u"forMs").toInteger(6'000), 0, 60'000))};
    if (event.sessionId.isEmpty() || event.senderId.isEmpty() || !isTypingKind(event.what) || !object.value(u"active").isBool())
        return unreadable(event_name::typing);
    return event;
}

QJsonObject PresenceEvent::toJson() const
{
    return {{u"sessionId"_s, sessionId}, {u"sub"_s, sub}, {u"name"_s, name}, {u"present"_s, present}};
}

Result<PresenceEvent> PresenceEvent::fromJson(const QJsonObject &object)
{
    PresenceEvent event{.sessionId = object.value(u"sessionId").toString(),
                        .sub = object.value(u"sub").toString(),
                        .name = object.value(u"name").toString(),
                        .present = object.value(u"present").toBool()};
    if (event.sessionId.isEmpty() || event.sub.isEmpty() || !object.value(u"present").isBool())
        return unreadable(event_name::presence);
    return event;
}

} // namespace pipit
