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
        if (!chatId().isEmpty())
            cancel();
        else if (wasAsked() && !conversationId().isEmpty())
            findChat([this](const QString &chat) {
                if (chat.isEmpty()) {
                    Q_EMIT ended({.end = CallOutcome::End::Whole}); // it never came there
                } else {
                    place(u"chatId"_s, chat);
                    cancel();
                }
            });
        else
            Q_EMIT ended({.end = CallOutcome::End::Whole});
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
