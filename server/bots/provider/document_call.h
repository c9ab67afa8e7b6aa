// SPDX-License-Identifier: GPL-3.0-or-later
// One request to a provider whose answer is one document.
//
// Thread rule: the node's thread; it deletes itself once `done` was called, which is once and later, or with its parent before that.
// Memory: maxReplyBytes; what goes beyond is cut off, and then is no JSON.
#pragma once

#include "server/bots/provider/provider_call.h"
#include "server/bots/provider/reply_reader.h"

#include <functional>

namespace pipit::bots {

class DocumentCall final : public QObject
{
    Q_OBJECT

public:
    struct Answer {
        const ProviderCall &call;                // its status and headers
        QByteArray body;
        std::optional<ProviderError> noAnswer = {}; // the connection could not be made, or broke; it passes
    };
    using Done = std::function<void(const Answer &answer)>;

    DocumentCall(ProviderRequest request, Done done, QObject *parent);

private:
    void onDone();

    const Done m_done;
    ProviderCall m_call;
    QByteArray m_body;
};

} // namespace pipit::bots
