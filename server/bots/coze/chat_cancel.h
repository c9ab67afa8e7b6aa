// SPDX-License-Identifier: GPL-3.0-or-later
// Tells Coze that nobody wants an answer any more. Coze goes on with one whose stream was closed, and takes no other question in
// the conversation until it is done.
//
// Ends with nothing but that it has ended. A chat whose id is not known is looked for within abandonTime.
// Thread rule and errors: as BotCall.
#pragma once

#include "server/bots/coze/chat_call.h"

namespace pipit::bots::coze {

class ChatCancel final : public ChatCall
{
    Q_OBJECT

public:
    ChatCancel(const Api &api, Question question);

private:
    void cancel();
};

} // namespace pipit::bots::coze
