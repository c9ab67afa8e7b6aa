// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/stored_version.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace pipit::test {

namespace {

const QString session = left_behind::session;

// Of the settings, what was set in the file.
QJsonObject configured(NodeClient &client)
{
    const QJsonObject config = client.ask("GET", "/api/ops/config").data();
    QJsonObject answer;
    for (const QJsonValue setting : config[u"settings"].toArray()) {
        const QString key = setting[u"key"].toString();
        if (key == u"retention.max_messages" || key == u"streams.heartbeat_interval_ms")
            answer.insert(key, setting[u"value"]);
    }
    for (const QString &table : {u"bots"_s, u"alerts"_s}) {
        QJsonArray list;
        for (const QJsonValue one : config[table].toArray())
            list.append(one[u"settings"]);
        answer.insert(table, list);
    }
    return answer;
}

} // namespace

void fillNode(NodeClient &client)
{
    const qint64 first = client.say(session, u"两份宫保鸡丁，谢谢 🐦"_s, {{u"senderName"_s, u"Ana"_s}});
    client.say(session, u"dos de *kung pao*"_s, {{u"contentType"_s, u"markdown"_s}, {u"senderType"_s, u"bot"_s}, {u"replyTo"_s, first}, {u"metadata"_s, QJsonObject{{u"tag"_s, 7}}}});
    client.say(session, u"三份宫保鸡丁，谢谢"_s, {{u"replaces"_s, first}});
    const qint64 note = client.say(session, u"# Reparto\n\na las ocho"_s, {{u"contentType"_s, u"state"_s}, {u"metadata"_s, QJsonObject{{u"name"_s, u"note"_s}}}});
    client.say(session, u"nueve"_s, {{u"contentType"_s, u"comment"_s}, {u"replyTo"_s, note}});
    client.say(session, u"half of it"_s, {{u"contentType"_s, u"progress"_s}, {u"metadata"_s, QJsonObject{{u"percent"_s, 50}}}});
    client.askEcho(u"answers"_s, u"what has been asked"_s);
    EXPECT_EQ(client.ask("PATCH", "/api/sessions/" + session.toUtf8(), {{u"title"_s, u"Pedidos 订单"_s}}).status, 200);

    const Answer file = client.upload(session, u"menu.txt"_s, "宫保鸡丁 28\n");
    EXPECT_EQ(file.status, 201);
    client.say(session, file.data()[u"file"][u"url"].toString(), {{u"contentType"_s, u"file"_s}, {u"metadata"_s, QJsonObject{{u"name"_s, u"menu.txt"_s}}}});

    const qint64 secret = client.say(session, u"a card number"_s);
    EXPECT_EQ(client.ask("POST", "/api/messages/" + QByteArray::number(secret) + "/redact").status, 200);
    client.say(u"gone"_s, u"nobody is to read this"_s);
    EXPECT_EQ(client.ask("DELETE", "/api/sessions/gone").status, 200);
    client.say(u"old"_s, u"put away"_s);
    EXPECT_EQ(client.ask("PATCH", "/api/sessions/old", {{u"archived"_s, true}}).status, 200);
    EXPECT_EQ(client.ask("POST", "/api/sessions/" + session.toUtf8() + "/read", {{u"position"_s, first}}).status, 200);
}

QJsonObject answersOf(NodeClient &client)
{
    const QByteArray name = session.toUtf8();
    QJsonObject answers;
    const QByteArrayList targets{"/api/messages?limit=200&sessionId=" + name, "/api/messages?limit=200&sessionId=answers", "/api/sessions", "/api/sessions/" + name + "/note", "/api/sessions/answers/runs",
                                 "/api/sessions/" + name + "/members", "/api/auth/session", "/api/messages?limit=1&sessionId=gone", "/api/messages/search?q=" + QUrl::toPercentEncoding(u"宫保"_s),
                                 "/api/messages/search?q=reparto"};
    for (const QByteArray &target : targets) {
        const Answer answer = client.ask("GET", target);
        answers.insert(QString::fromUtf8(target), QJsonObject{{u"status"_s, answer.status}, {u"data"_s, answer.data()}});
    }
    for (const QJsonValue message : client.history(name)) {
        if (message[u"contentType"] != u"file"_s)
            continue;
        const QString url = message[u"content"].toString();
        answers.insert(url, QString::fromUtf8(client.ask("GET", url.toUtf8()).body));
    }
    answers.insert(u"configured"_s, configured(client));
    return answers;
}

QString lostSince(const QJsonValue &before, const QJsonValue &now, const QString &place)
{
    const QString here = place.isEmpty() ? u"the answer"_s : place;
    if (before.isObject() && now.isObject()) {
        const QJsonObject members = before.toObject();
        for (auto it = members.begin(); it != members.end(); ++it) {
            if (!now.toObject().contains(it.key()))
                return u"%1/%2 is missing"_s.arg(here, it.key());
            if (const QString lost = lostSince(it.value(), now.toObject().value(it.key()), here + u'/' + it.key()); !lost.isEmpty())
                return lost;
        }
        return {};
    }
    if (before.isArray() && now.isArray()) {
        if (before.toArray().size() != now.toArray().size())
            return u"%1 has %2 in place of %3 elements"_s.arg(here).arg(now.toArray().size()).arg(before.toArray().size());
        for (qsizetype i = 0; i < before.toArray().size(); ++i) {
            if (const QString lost = lostSince(before.toArray()[i], now.toArray()[i], u"%1/%2"_s.arg(here).arg(i)); !lost.isEmpty())
                return lost;
        }
        return {};
    }
    const auto text = [](const QJsonValue &value) { return QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact)); };
    return before == now ? QString() : u"%1 is %2 in place of %3"_s.arg(here, text(now), text(before));
}

} // namespace pipit::test
