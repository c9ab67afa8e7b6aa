// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/coze/chat_cancel.h"

using namespace Qt::StringLiterals;

namespace pipit::bots::coze {

ChatCancel::ChatCancel(const Api &api, Question question) : ChatCall(api, std::move(question))
{
    QTimer::singleShot(abandonTime, this, [this] {
        if (chatId().isEmpty())
            Q_EMIT ended({.end = CallOutcome::End::Broken});
    });
    QTimer::singleShot(0, this, [this] {
        const auto cancelWhereThere = [this](bool isThere) {
            if (isThere)
                cancel();
            else
                Q_EMIT ended({.end = CallOutcome::End::Whole});
        };
        if (wasAsked() && !conversationId().isEmpty() && chatId().isEmpty())
            findChat(cancelWhereThere);
        else
            cancelWhereThere(!chatId().isEmpty());
    });
}

void ChatCancel::cancel()
{
    call({.path = u"/v3/chat/cancel"_s, .body = cancelBody(conversationId(), chatId())}, [this](const Response &response) {
        if (response.error)
            retryOrFail(*response.error, [this] { cancel(); }); // 4104 is final: it has ended by itself
        else
            Q_EMIT ended({.end = CallOutcome::End::Whole});
    });
}

} // namespace pipit::bots::coze
