// SPDX-License-Identifier: GPL-3.0-or-later
// An answer of Coze by asking whether it is there yet.
// Thread rule and errors: as BotCall.
#pragma once

#include "server/bots/coze/chat_call.h"
#include "server/bots/coze/coze_chat.h"

namespace pipit::bots::coze {

class ChatFetch final : public ChatCall
{
    Q_OBJECT

public:
    ChatFetch(const Api &api, Question question);
    CallTimes times() const override { return m_times; }

private:
    void begin();
    void ask();
    void retrieve();
    void onChat(const Response &response);
    void readMessages();

    CallTimes m_times;
    Chat m_chat;
};

} // namespace pipit::bots::coze
