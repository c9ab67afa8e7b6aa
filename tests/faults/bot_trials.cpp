// SPDX-License-Identifier: GPL-3.0-or-later
// Providers of bots in every bad mood, and a node that is killed meanwhile: each question that was accepted ends, once, with
// the whole answer or with a reason.
#include "tests/faults/stage.h"

#include "tests/integration/bot_providers.h"
#include "tests/support/wait_until.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>

#include <map>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {

namespace {

constexpr int questionsOfEach = 5;
const QByteArray impatient = "connect_timeout_ms = 1000\nfirst_token_timeout_ms = 1500\nsilence_timeout_ms = 1500\nanswer_timeout_ms = 15000\n";

// Of a stream that has begun; the rest is said before it begins.
Mishap anyMishap(TrialRun &run)
{
    const int pieces = int(run.between(0, 5));
    const Cut cut = run.between(0, 1) == 0 ? Cut::Fin : Cut::Reset;
    switch (run.between(0, 8)) {
    case 0: return dropBeforeHead(cut);
    case 1: return dropAfter(pieces, cut);
    case 2: return hangBeforeHead();
    case 3: return hangAfter(pieces);
    case 4: return hangAfter(pieces, 200ms);
    case 5: return emptyStream();
    case 6: return badGateway();
    case 7: return bufferedStream();
    default: return {};
    }
}

Reply anyRefusal(TrialRun &run)
{
    switch (run.between(0, 5)) {
    case 0: return htmlReply(502);
    case 1: return htmlReply(500);
    case 2: return tooManyRequests({}, 1s);
    case 3: return noAnswer(Cut::Reset);
    case 4: return silence();
    default: return jsonReply({{u"unexpected"_s, u"shape"_s}});
    }
}

void upset(TrialRun &run, Providers &providers)
{
    CozeScript coze{.pieces = providers.pieces};
    coze.mishap = anyMishap(run);
    coze.retrievesInProgress = int(run.between(0, 3));
    coze.answerInStream = run.between(0, 3) > 0;
    if (run.between(0, 5) == 0)
        coze.failure = CozeFailure{.afterPieces = int(run.between(0, 5)), .asErrorEvent = run.between(0, 1) == 0};
    providers.coze.scriptNext(coze);
    OpenAiScript openai{.pieces = providers.pieces};
    openai.mishap = anyMishap(run);
    openai.done = run.between(0, 3) > 0;
    if (run.between(0, 5) == 0)
        openai.failure = OpenAiFailure{.shape = OpenAiFailure::Shape(run.between(0, 6)), .afterPieces = int(run.between(0, 5))};
    providers.openai.scriptNext(openai);
    if (run.between(0, 3) == 0)
        providers.coze.answerNext(run.between(0, 1) == 0 ? "/v3/chat" : "/v3/chat/retrieve", anyRefusal(run));
    if (run.between(0, 3) == 0)
        providers.openai.answerNext("/chat/completions", anyRefusal(run));
}

class Questions
{
public:
    explicit Questions(Stage &stage) : m_stage(stage) { }

    // As a client: until it is told that the question was taken, with the same clientMessageId.
    bool ask(const QString &session, const QString &bot)
    {
        const QJsonObject body{{u"botId"_s, bot}, {u"content"_s, question}, {u"clientMessageId"_s, QUuid::createUuid().toString(QUuid::WithoutBraces)}};
        const bool isTaken = waitUntil([&] {
            const Answer answer = m_stage.call(0, "POST", "/api/sessions/" + session.toUtf8() + "/runs", QJsonDocument(body).toJson(QJsonDocument::Compact));
            return answer.status == 202 || answer.status == 200;
        }, 30s);
        if (isTaken)
            m_sessions << session;
        return isTaken;
    }

    QJsonArray runsOf(const QString &session) const { return m_stage.call(0, "GET", "/api/sessions/" + session.toUtf8() + "/runs").data()[u"runs"].toArray(); }

    static bool hasEnded(const QJsonValue &run)
    {
        const QString state = run[u"state"].toString();
        return !state.isEmpty() && state != u"queued" && state != u"streaming" && state != u"polling";
    }

    bool allHaveEnded() const
    {
        return std::ranges::all_of(m_sessions, [this](const QString &session) {
            const QJsonArray runs = runsOf(session);
            return !runs.isEmpty() && std::ranges::all_of(runs, hasEnded);
        });
    }

    const QStringList &sessions() const { return m_sessions; }

private:
    Stage &m_stage;
    QStringList m_sessions;
};

// One question, one run, one end: whole answers are the provider's text, and all the others say why.
void reckonQuestion(TrialRun &run, const Client &client, const QJsonArray &runs, const QString &session, const QString &wholeText, std::map<QString, int> &ends)
{
    run.expect(runs.size() == 1, u"%1: one question has %2 runs"_s.arg(session).arg(runs.size()));
    const QJsonValue only = runs.first();
    const QString state = only[u"state"].toString();
    ++ends[state];
    run.expect(Questions::hasEnded(only), u"%1: its run is %2 still"_s.arg(session, state));
    const auto answers = client.answersIn(session.toUtf8());
    run.expect(answers.size() <= 1, u"%1: the answer is stored %2 times"_s.arg(session).arg(answers.size()));
    if (state == u"completed") {
        run.expect(answers.size() == 1 && answers.first()[u"content"].toString() == wholeText, u"%1: completed, and not the whole answer: %2"_s.arg(session, answers.isEmpty() ? QString() : answers.first()[u"content"].toString()));
    } else {
        run.expect(!only[u"error"].toString().isEmpty() || state == u"interrupted", u"%1: %2 without a reason"_s.arg(session, state));
        run.expect(answers.isEmpty() || answers.first()[u"metadata"].toObject().contains(u"runState"), u"%1: a part is stored as if it were the whole"_s.arg(session));
    }
}

void providersFail(TrialRun &run)
{
    Providers providers({u"你好 "_s, u"from **Co"_s, u"ze** 🐦"_s, u" and "_s, u"goodbye."_s});
    Stage stage(run);
    NodeProcess &node = stage.addNode();
    providers.configure(node.dataDirectory(), impatient);
    stage.start();
    Questions questions(stage);
    int kills = 0;
    for (int i = 0; i < run.rounds(); ++i) {
        for (int k = 0; k < questionsOfEach; ++k) {
            upset(run, providers);
            run.disturbed();
            for (const QString &bot : {u"helper"_s, u"local"_s}) {
                if (const QString session = u"asked-%1-%2-%3"_s.arg(i).arg(k).arg(bot); !questions.ask(session, bot))
                    run.expect(false, session + u": the question was never taken"_s);
            }
        }
        if (run.between(0, 2) == 0) {
            run.pause(0ms, 1'500ms);
            node.kill();
            ++kills;
            node.start();
        }
    }
    run.expect(waitUntil([&] { return questions.allHaveEnded(); }, 120s), u"some runs never end"_s);
    const Client client{node.port(), node.token()};
    std::map<QString, int> ends;
    for (const QString &session : questions.sessions())
        reckonQuestion(run, client, questions.runsOf(session), session, providers.pieces.join(QString()), ends);
    QStringList told;
    for (const auto &[state, count] : ends)
        told << u"%1 %2"_s.arg(count).arg(state);
    run.note(u"%1 questions: %2; the node was killed %3 times"_s.arg(questions.sessions().size()).arg(told.join(u", ")).arg(kills));
    run.expect(ends[u"completed"_s] > 0, u"no question was ever answered"_s);
    stage.finish();
}

} // namespace

QList<Trial> botTrials()
{
    return {{u"providers-fail"_s, u"bots' providers drop, hang, refuse, talk nonsense; the node is killed meanwhile"_s, 12, 1, providersFail}};
}

} // namespace pipit::test
