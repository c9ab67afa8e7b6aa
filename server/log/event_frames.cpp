// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/event_frames.h"

#include "core/cursor.h"
#include "core/sse_encoder.h"

#include <QDateTime>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::log {

namespace {

constexpr std::size_t tapBytes = 8 << 10;

std::string eventOf(const char *name, const QJsonObject &data, const std::string &id = {})
{
    return eventText(name, QJsonDocument(data).toJson(QJsonDocument::Compact), id);
}

std::string cursorOf(qint64 position, const QString &epoch)
{
    return Cursor{position, epoch}.toString().toStdString();
}

} // namespace

std::string eventText(const char *name, const QByteArray &json, const std::string &id)
{
    return sse::event(name, std::string_view(json.constData(), std::size_t(json.size())), id);
}

stream::Frame messageFrame(const Message &message, const QString &epoch)
{
    return stream::makeFrame(eventText(event_name::message, message.toJsonText(), cursorOf(message.id, epoch)));
}

stream::Frame positionFrame(const PositionEvent &event)
{
    return stream::makeFrame(eventOf(event_name::position, event.toJson(), cursorOf(event.position, event.epoch)));
}

stream::Frame deltaFrame(const DeltaEvent &event)
{
    return stream::makeFrame(eventOf(event_name::delta, event.toJson()));
}

stream::Frame runFrame(const RunEvent &event)
{
    return stream::makeFrame(eventOf(event_name::run, event.toJson()));
}

stream::Frame sessionFrame(const QJsonObject &session)
{
    return stream::makeFrame(eventOf(event_name::session, session));
}

stream::Frame typingFrame(const TypingEvent &event)
{
    return stream::makeFrame(eventOf(event_name::typing, event.toJson()));
}

stream::Frame presenceFrame(const PresenceEvent &event)
{
    return stream::makeFrame(eventOf(event_name::presence, event.toJson()));
}

QJsonObject sessionRead(const QString &sessionId, const QString &sub, qint64 position)
{
    return {{u"id"_s, sessionId}, {u"read"_s, QJsonObject{{u"sub"_s, sub}, {u"position"_s, position}}}};
}

QJsonObject sessionPurge(const store::PurgedSession &session)
{
    return {{u"id"_s, session.id}, {u"purgedTo"_s, session.position}};
}

QJsonObject sessionEnd(const store::PurgedSession &session)
{
    return {{u"id"_s, session.id}, {u"deleted"_s, true}, {u"position"_s, session.position}};
}

stream::Frame tapFrame(const stream::Frame &frame)
{
    if (!frame)
        return stream::makeFrame(eventOf("ended", QJsonObject()));
    // A character that is cut in two is shown as such: it is only looked at.
    const QString text = QString::fromUtf8(frame->data(), qsizetype(std::min(frame->size(), tapBytes)));
    return stream::makeFrame(eventOf("tap", QJsonObject{{u"atMs"_s, QDateTime::currentMSecsSinceEpoch()}, {u"bytes"_s, qint64(frame->size())}, {u"text"_s, text}}));
}

stream::Frame closingFrame(stream::CloseReason reason, std::chrono::milliseconds retry)
{
    const auto name = stream::closeReasonName(reason);
    const QJsonObject data{{u"reason"_s, QLatin1StringView(name)}, {u"retryMs"_s, qint64(retry.count())}};
    return stream::makeFrame(sse::retry(std::uint32_t(retry.count())) + eventOf(event_name::closing, data));
}

} // namespace pipit::log
