// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/provider/document_call.h"

#include <algorithm>

namespace pipit::bots {

DocumentCall::DocumentCall(ProviderRequest request, Done done, QObject *parent)
    : QObject(parent), m_done(std::move(done)), m_call(std::move(request))
{
    connect(&m_call, &ProviderCall::bodyReceived, this, [this](QByteArrayView bytes) {
        m_body += bytes.first(std::min(bytes.size(), maxReplyBytes - m_body.size()));
        m_call.progress();
    });
    connect(&m_call, &ProviderCall::done, this, &DocumentCall::onDone);
    QTimer::singleShot(0, this, [this] { m_call.start(); });
}

void DocumentCall::onDone()
{
    Answer answer{.call = m_call, .body = m_body};
    if (m_call.end() != ProviderCall::End::Whole)
        answer.noAnswer = m_call.fault();
    deleteLater();
    m_done(answer);
}

} // namespace pipit::bots
