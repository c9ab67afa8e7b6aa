// SPDX-License-Identifier: GPL-3.0-or-later
// The events of a stream, as values: made by a node, read by a client.
//
// `message` is a Message (core/message.h). Only `position` and `message` carry an `id:`, so a cursor is never lost.
// Thread rule: plain values. Source: Pipit's contract of the events.
#pragma once

#include "core/result.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace pipit {

namespace event_name {
inline constexpr char position[] = "position";
inline constexpr char message[] = "message";
inline constexpr char delta[] = "delta";
inline constexpr char run[] = "run";
inline constexpr char session[] = "session";
inline constexpr char typing[] = "typing";
inline constexpr char presence[] = "presence";
inline constexpr char closing[] = "closing";
} // namespace event_name

// First on every stream: where it starts.
struct PositionEvent {
    bool reset = false;   // the cursor was unknown, of another epoch or too old: reload history
    qint64 position = 0;
    QString epoch;
    QString reason = {};  // of a reset
    int heartbeatMs = 0;

    QJsonObject toJson() const;
    static Result<PositionEvent> fromJson(const QJsonObject &object);
};

// A piece of a reply under way.
struct DeltaEvent {
    QString runId;
    QString clientMessageId; // of the message that the reply will become
    QString sessionId;
    qint64 offset = 0;       // UTF-16 units of this kind before this piece; never inside a character
    QString text;
    bool reasoning = false;  // kind: "reasoning" or "answer"

    QJsonObject toJson() const;
    static Result<DeltaEvent> fromJson(const QJsonObject &object);
};

enum class RunState { Queued, Streaming, Polling, Completed, Failed, Cancelled, Interrupted };

QLatin1StringView runStateName(RunState state);
std::optional<RunState> runStateFromName(QStringView name);
constexpr bool isFinal(RunState state) { return state >= RunState::Completed; }

struct RunEvent {
    QString runId;
    QString sessionId;
    QString botId;
    QString clientMessageId; // of the message that the reply will become
    RunState state = RunState::Queued;
    QString error = {};
    std::optional<qint64> firstTokenMs = {}; // from the question to the first piece
    std::optional<qint64> replyTo = {};      // the message that is answered
    std::optional<qint64> replaces = {};     // the answer that this one is made anew for

    QJsonObject toJson() const;
    static Result<RunEvent> fromJson(const QJsonObject &object);
};

// Somebody writes in a session. Never stored; over when it is told so, or after `forMs`.
struct TypingEvent {
    QString sessionId;
    QString senderId;
    QString senderName = {};
    QString what = QStringLiteral("message"); // or "note"
    bool active = true;       // false: no more
    int forMs = 6'000;        // how long it is to be shown unless it is told again; 0 to 60,000

    QJsonObject toJson() const;
    static Result<TypingEvent> fromJson(const QJsonObject &object);
};
bool isTypingKind(QStringView what);

// A member of a session has come (has opened its first stream, on any node), or is gone.
struct PresenceEvent {
    QString sessionId;
    QString sub;
    QString name = {};
    bool present = false;

    QJsonObject toJson() const;
    static Result<PresenceEvent> fromJson(const QJsonObject &object);
};

} // namespace pipit
