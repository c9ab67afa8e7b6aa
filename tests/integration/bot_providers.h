// SPDX-License-Identifier: GPL-3.0-or-later
// Providers for the bots of a real node, its pipit.toml that leads to them, and what a test does with such a node over HTTP.
//
// Bots: "helper" (Coze), "locked-out" (the same with a token that it refuses), "local" (OpenAI); all keep a raw log. The
// tokens are in this process's environment, from which a node inherits them, and in a file beside everybody's data.
// Thread rule: the thread that made it; a Client blocks, for a minute at most.
#pragma once

#include "tests/integration/event_reader.h"
#include "tests/integration/http_call.h"
#include "tests/integration/node_process.h"
#include "tests/support/fake_coze.h"
#include "tests/support/fake_openai.h"

#include <QTemporaryDir>

namespace pipit::test {

class Providers
{
public:
    // Both say the pieces, unless they are told otherwise.
    explicit Providers(QStringList pieces);

    // `more`: further settings of each bot.
    void configure(const QString &dataDirectory, const QByteArray &more = {}) const;

    const QStringList pieces;
    const QByteArray wrongToken = "pat_wrong_but_secret_all_the_same";
    FakeCoze coze{"pat_never_to_be_seen_anywhere"};
    FakeOpenAi openai{"sk-never-to-be-seen-anywhere"};

private:
    QTemporaryDir m_directory;
};

struct Client {
    quint16 port = 0;
    QByteArray token;

    QByteArray request(const QByteArray &method, const QByteArray &target, const QJsonObject &body = {}) const;
    Answer call(const QByteArray &method, const QByteArray &target, const QJsonObject &body = {}) const;

    // The run of the reply.
    QJsonObject ask(const QByteArray &session, const QString &bot) const;
    // What bots have said in a session, as it is stored.
    QList<QJsonObject> answersIn(const QByteArray &session) const;
    // A stream that is told where it starts.
    std::unique_ptr<EventReader> subscribe(const QByteArray &session) const;
};

// The question of all these tests.
inline const QString question = QStringLiteral("How are you?");

} // namespace pipit::test
