// SPDX-License-Identifier: GPL-3.0-or-later
// What a test asks of one node, as its operator. Thread rule: the thread that made it; blocks, for a minute at most.
#pragma once

#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"
#include "tests/support/wait_until.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <gtest/gtest.h>

namespace pipit::test {

class NodeClient
{
public:
    explicit NodeClient(const NodeProcess &node) : m_node(node), m_connection(node.port(), std::chrono::seconds(60)) { }

    Answer ask(const QByteArray &method, const QByteArray &target, const QJsonObject &body = {})
    {
        const auto answer = m_connection.call(httpRequest(method, target, "Bearer " + m_node.token(), body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact)));
        EXPECT_TRUE(answer) << target.constData();
        return answer.value_or(Answer());
    }

    qint64 say(const QString &session, const QString &content, const QJsonObject &more = {})
    {
        QJsonObject body{{QStringLiteral("sessionId"), session}, {QStringLiteral("content"), content}, {QStringLiteral("senderType"), QStringLiteral("user")}};
        for (auto it = more.begin(); it != more.end(); ++it)
            body.insert(it.key(), it.value());
        const Answer answer = ask("POST", "/api/messages", body);
        EXPECT_EQ(answer.status, 201) << answer.body.constData();
        return answer.data()[u"message"][u"id"].toInteger();
    }

    Answer upload(const QString &session, const QString &name, const QByteArray &text)
    {
        return m_connection.call(httpRequest("POST", "/api/files?sessionId=" + session.toUtf8() + "&name=" + name.toUtf8(), "Bearer " + m_node.token(), text)).value_or(Answer());
    }

    QJsonArray history(const QByteArray &session) { return ask("GET", "/api/messages?limit=200&sessionId=" + session).data()[u"messages"].toArray(); }

    // The bot's answer to it.
    qint64 askEcho(const QString &session, const QString &text)
    {
        EXPECT_EQ(ask("POST", "/api/sessions/" + session.toUtf8() + "/runs", {{QStringLiteral("botId"), QStringLiteral("echo")}, {QStringLiteral("content"), text}}).status, 202);
        qint64 id = 0;
        EXPECT_TRUE(waitUntil([&] {
            for (const QJsonValue message : history(session.toUtf8())) {
                if (message[u"senderType"] == QStringLiteral("bot"))
                    id = message[u"id"].toInteger();
            }
            return id > 0;
        }, std::chrono::seconds(20)));
        return id;
    }

private:
    const NodeProcess &m_node;
    HttpConnection m_connection;
};

} // namespace pipit::test
