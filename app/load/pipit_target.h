// SPDX-License-Identifier: GPL-3.0-or-later
// How a Pipit node is spoken to. Thread rule: a function without state. Source: docs/api.md.
#pragma once

#include "app/load/load_plan.h"
#include "app/load/message_mark.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace pipit::load {

// A message that is sent again is the same one to the node.
enum class Ids { None, OfMarks };

// The 32 digits of its mark, as a UUID.
inline std::string uuidOf(std::string_view content)
{
    std::string text(content.substr(mark_text::begin.size(), mark_text::size - mark_text::begin.size()));
    for (const std::size_t dash : {20, 16, 12, 8})
        text.insert(dash, 1, '-');
    return text;
}

// Each channel is a session: `sessions` and the channel's number. `base`: what stands before /api in the node's address.
inline void aimAtPipit(Target &target, const std::string &sessions, const std::string &base = {}, Ids ids = Ids::None)
{
    const auto session = [sessions](int channel) { return sessions + std::to_string(channel); };
    target.streamPath = [base, session](int channel) { return base + "/api/sse/messages?sessionId=" + session(channel); };
    target.publishPath = [base](int) { return base + "/api/messages"; };
    target.publishBody = [session, ids](int channel, std::string_view content) {
        const std::string id = ids == Ids::OfMarks ? ",\"clientMessageId\":\"" + uuidOf(content) + '"' : std::string();
        return "{\"sessionId\":\"" + session(channel) + "\",\"content\":\"" + std::string(content) + "\",\"senderType\":\"user\"" + id + "}";
    };
}

inline void aimAtPipit(Target &target, const QUrl &node, const QByteArray &token, const QString &sessions, Ids ids = Ids::None)
{
    const QString base = node.path().endsWith(u'/') ? node.path().chopped(1) : node.path();
    target.host = node.host().toStdString();
    target.isSecure = node.scheme() == u"https";
    target.port = quint16(node.port(target.isSecure ? 443 : 80));
    target.headers.push_back("User-Agent: Pipit/" PIPIT_VERSION " load");
    if (!token.isEmpty())
        target.headers.push_back("Authorization: Bearer " + token.toStdString());
    aimAtPipit(target, sessions.toStdString(), base.toStdString(), ids);
}

} // namespace pipit::load
