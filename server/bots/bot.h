// SPDX-License-Identifier: GPL-3.0-or-later
// A bot turns a question into a stream of pieces.
//
// A new provider is one file that implements Bot and BotReply, and one line in bot_registry.cpp.
// Thread rule: the node's thread. A reply ends with exactly one of finished() and failed(), later than ask() returned, and
// is then deleted by whoever asked; deleting it earlier cancels it.
#pragma once

#include "core/error.h"

#include <QObject>
#include <QString>

#include <memory>

namespace pipit::bots {

struct BotInfo {
    QString id;
    QString name;
    QString provider;
};

struct Question {
    QString sessionId;
    QString text;
};

class BotReply : public QObject
{
    Q_OBJECT

Q_SIGNALS:
    // A piece of the answer, or of the reasoning before it; whole characters.
    void piece(const QString &text, bool reasoning);
    void finished();
    void failed(const pipit::Error &error);
};

class Bot
{
public:
    virtual ~Bot() = default;
    virtual const BotInfo &info() const = 0;
    virtual std::unique_ptr<BotReply> ask(const Question &question) = 0;
};

} // namespace pipit::bots
