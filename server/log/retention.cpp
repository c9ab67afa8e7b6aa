// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/retention.h"

#include "server/log/dispatcher.h"

#include <QLoggingCategory>

namespace pipit::log {

namespace {

Q_LOGGING_CATEGORY(lcRetention, "pipit.log.retention")

constexpr std::chrono::minutes every{10};

} // namespace

Retention::Retention(store::Store &store, Dispatcher &dispatcher, const store::PurgeLimits &limits, QObject *parent) : QObject(parent), m_store(store), m_dispatcher(dispatcher), m_limits(limits)
{
    if (!limits.isAny())
        return;
    connect(&m_timer, &QTimer::timeout, this, &Retention::run);
    m_timer.start(every);
    run();
}

void Retention::run()
{
    if (std::exchange(m_isUnderWay, true))
        return;
    m_store.purge(m_limits).then(this, [this](const Result<store::Purge> &purge) {
        m_isUnderWay = false;
        tell(purge);
    });
}

void Retention::tell(const Result<store::Purge> &purge)
{
    if (!purge) {
        qCWarning(lcRetention).noquote() << "What is older than is kept could not be purged now, and will be tried again:" << purge.error().message;
        return;
    }
    for (const store::PurgedSession &session : purge->endedSessions)
        m_dispatcher.publishEnd(session);
    if (purge->messages > 0)
        qCInfo(lcRetention).noquote() << "Purged" << purge->messages << "messages," << purge->bytes << "bytes;" << purge->endedSessions.size() << "sessions ended by that.";
}

} // namespace pipit::log
