// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/store_figures.h"

#include "server/store/store.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pipit::store {

namespace {

AppendResult resultOf(const Result<Stored> &stored)
{
    if (stored)
        return stored->created ? AppendResult::Stored : AppendResult::Repeated;
    return errorCodeInfo(stored.error().code).httpStatus < 500 ? AppendResult::Refused : AppendResult::Failed;
}

} // namespace

void AppendCounts::count(SenderType origin, const Result<Stored> &stored)
{
    ++m_counts[std::size_t(origin)][std::size_t(resultOf(stored))];
}

AppendCounts::Reading AppendCounts::reading() const
{
    Reading reading;
    for (std::size_t i = 0; i < reading.size(); ++i)
        std::ranges::copy(m_counts[i], reading[i].begin());
    return reading;
}

QJsonObject StoreFigures::toJson() const
{
    QJsonObject json{{u"writer"_s, QJsonObject{{u"transactions"_s, transactions}, {u"messages"_s, messages}}}};
    if (listener) {
        json.insert(u"listener"_s, QJsonObject{{u"connected"_s, listener->isConnected}, {u"reconnects"_s, listener->reconnects}, {u"doorbells"_s, listener->doorbells}, {u"doorbellMissed"_s, listener->doorbellMissed}});
        json.insert(u"live"_s, QJsonObject{{u"sent"_s, listener->liveSent}, {u"received"_s, listener->liveReceived}, {u"dropped"_s, listener->liveDropped}});
    }
    return json;
}

} // namespace pipit::store
