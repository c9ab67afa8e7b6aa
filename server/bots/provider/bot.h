// SPDX-License-Identifier: GPL-3.0-or-later
// A bot turns a question into an answer, piece by piece, with the help of its provider.
//
// A new provider is one folder that implements Bot, and one line in bot_registry.cpp. What becomes of an answer (attempts,
// polling, storing) is the run's business (run.h); a bot says what happened, once for each call.
// Thread rule: the node's thread. A call ends with exactly one ended(), later than the function that made it returned, and is
// then deleted by whoever has it; deleting it earlier closes its connection.
#pragma once

#include "core/message.h"
#include "core/result.h"
#include "server/bots/provider/call_times.h"
#include "server/bots/provider/reply_reader.h"

#include <QJsonObject>
#include <QObject>
#include <QString>

#include <memory>

namespace pipit::bots {

struct BotInfo {
    QString id;
    QString name;
    QString provider;
    QString providerBotId = {}; // as the provider knows it, where that is a name of its own
    QString rawLog = {};        // the file below the data directory that has its provider's bytes; empty where none is kept
    bool streams = true;
    bool polls = false;       // its provider keeps answers, so that they can be fetched
    bool takesFiles = false;  // a question may be a file; else the bot is told its name
    bool suggests = false;    // questions that go on from an answer
    qint64 contextTokens = 0; // of the conversation so far that a question should carry; 0: the provider keeps it itself
};

struct Question {
    QString runId;
    QString userId;                 // for providers that keep users apart
    Message message;
    QList<Message> history = {};    // what it goes on from (conversation.h), where contextTokens asks for that
    QJsonObject place = {};         // where the provider has this answer, as an earlier call told by placed()
    QList<QJsonObject> otherPlaces = {}; // of the session's other answers, where this one's is to be looked for
};

// How a call ended.
struct CallOutcome {
    enum class End {
        Whole,  // the provider said so; the answer may be empty all the same
        Broken, // nobody said that it was whole: the connection broke, or was silent for too long
        Failed, // the provider, or the way to it, refused
    };

    End end = End::Failed;
    QString answer = {};    // all that is known of it, which is what the pieces said unless the provider corrected itself
    QString reasoning = {};
    ReplyFacts facts = {};
    ProviderError error = {};            // of Broken and Failed
    bool wasSent = true;                 // the provider may have seen the question
    bool isOver = false;                 // it has said that it is at nothing of this question any more, or never heard of it
};

// What a provider has for whoever sets up a bot: a model, or a bot of the account.
struct Offer {
    QString id; // for `model` or `bot_id`
    QString name = {};
    QString group = {}; // the workspace that it is in
};

class BotCall : public QObject
{
    Q_OBJECT

public:
    // What placed() told is in the store now, or cannot get there: a call that waits for it goes on.
    virtual void onKept(const QJsonObject &) { }
    // Of the request that asks, as far as it has come.
    virtual CallTimes times() const { return {}; }
    // By which the provider's support finds what it is at; empty where there is none.
    virtual QString logId() const { return {}; }

Q_SIGNALS:
    // A piece of the answer, or of the reasoning before it; whole characters.
    void piece(const QString &text, bool reasoning);
    // Where the provider has this answer from now on: to be kept, so that it can be fetched later.
    void placed(const QJsonObject &place);
    void ended(const pipit::bots::CallOutcome &outcome);
};

inline constexpr std::chrono::seconds abandonTime{10};
inline constexpr std::chrono::milliseconds longestRetryAfter{60'000}; // what asks for more time is not waited for

class Bot
{
public:
    virtual ~Bot() = default;
    virtual const BotInfo &info() const = 0;
    // Why it could not be asked now, as far as that is known here; nothing where it could.
    virtual std::optional<QString> fault() const { return std::nullopt; }

    // Asks the provider whether it would answer: why not, or nothing. `done` is called once, now or later, unless `context` is
    // gone by then, which must go before the bot does.
    virtual void check(QObject *context, std::function<void(std::optional<QString>)> done);
    // As check(). Errors: Unavailable, InvalidRequest where its provider has nothing to choose from.
    virtual void offers(QObject *context, std::function<void(Result<QList<Offer>>)> done);

    // Asks, and streams the answer.
    virtual std::unique_ptr<BotCall> stream(const Question &question) = 0;
    // Where BotInfo::polls: the answer at question.place, as soon as it is whole; where nothing is there, asks without a stream.
    virtual std::unique_ptr<BotCall> fetch(const Question &question);
    // Tells the provider that nobody wants the answer at question.place any more. Where that does not say which it is, it is looked
    // for (otherPlaces) for abandonTime, in which its conversation must be given no other question. Best effort: `done` is called
    // once it is over, now or later, unless `context` is gone by then; what is under way goes on all the same.
    virtual void abandon(const Question &question, QObject *context, std::function<void()> done);
};

} // namespace pipit::bots
