// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/event_line.h"

#include "core/event.h"
#include "core/message.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

namespace pipit::ctl {

namespace {

constexpr char hexDigits[] = "0123456789abcdef";

void appendJsonString(QByteArray &out, const QByteArray &text)
{
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (c == '\n')
            out += "\\n";
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            ((out += "\\u00") += hexDigits[c >> 4]) += hexDigits[c & 15];
        else
            out += c;
    }
    out += '"';
}

} // namespace

QString visible(const QString &text)
{
    QString out;
    out.reserve(text.size());
    for (const QChar c : text) {
        if (c == u'\n')
            out += u"\\n";
        else if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format)
            out += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else
            out += c;
    }
    return out;
}

QByteArray jsonLine(const SseEvent &event)
{
    QByteArray line;
    line.reserve(event.data.size() + event.data.size() / 8 + 64);
    line += R"({"type":)";
    appendJsonString(line, event.type);
    line += R"(,"data":)";
    appendJsonString(line, event.data);
    line += R"(,"lastEventId":)";
    appendJsonString(line, event.lastEventId);
    line += "}\n";
    return line;
}

QByteArray humanLine(const SseEvent &event)
{
    if (event.type == event_name::message) {
        const auto message = Message::fromJson(QJsonDocument::fromJson(event.data).object());
        if (message) {
            const QString when = QDateTime::fromMSecsSinceEpoch(message->createdAtMs).toString(u"yyyy-MM-dd HH:mm:ss");
            const QString who = message->senderName.isEmpty() ? message->senderId : message->senderName;
            return QString(when + u"  " + message->sessionId + u"  " + visible(who) + u": " + visible(message->content) + u'\n').toUtf8();
        }
    }
    QString line = visible(QString::fromUtf8(event.type));
    if (!event.lastEventId.isEmpty())
        line += u" [" + visible(QString::fromUtf8(event.lastEventId)) + u']';
    return QString(line + u"  " + visible(QString::fromUtf8(event.data)) + u'\n').toUtf8();
}

} // namespace pipit::ctl
