// SPDX-License-Identifier: GPL-3.0-or-later
// Events as bytes of a stream. Each is serialised here, once, whoever reads it.
// Thread rule: functions without state.
#pragma once

#include "core/event.h"
#include "core/message.h"
#include "server/store/erasure.h"
#include "server/stream/close_reason.h"
#include "server/stream/frame.h"

#include <QJsonObject>

#include <chrono>
#include <string>

namespace pipit::log {

// Of JSON that is there already, on one line; `id` is a cursor.
std::string eventText(const char *name, const QByteArray &json, const std::string &id = {});
stream::Frame messageFrame(const Message &message, const QString &epoch);
stream::Frame positionFrame(const PositionEvent &event);
stream::Frame deltaFrame(const DeltaEvent &event);
stream::Frame runFrame(const RunEvent &event);
stream::Frame sessionFrame(const QJsonObject &session);
stream::Frame typingFrame(const TypingEvent &event);
stream::Frame presenceFrame(const PresenceEvent &event);
// Up to where a caller has read it.
QJsonObject sessionRead(const QString &sessionId, const QString &sub, qint64 position);
// Its messages up to there are gone; of a session that goes on.
QJsonObject sessionPurge(const store::PurgedSession &session);
// The last that is told of a session; its messages up to `position` are gone.
QJsonObject sessionEnd(const store::PurgedSession &session);
// What whoever listens in on a stream hears of a frame of it: `tap` {"atMs","bytes","text"}, the text cut where it is long; null: `ended`.
stream::Frame tapFrame(const stream::Frame &frame);
// `retry:` and `closing`: how long a browser waits, and the same for everybody else.
stream::Frame closingFrame(stream::CloseReason reason, std::chrono::milliseconds retry);

} // namespace pipit::log
