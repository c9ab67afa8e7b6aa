// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/doctor_routes.h"

#include "core/in_pool.h"

#include <QCoroFuture>
#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QJsonArray>
#include <QPointer>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

Response told(const ops::Findings &findings, qint64 ms)
{
    QJsonArray list;
    for (const ops::Finding &finding : findings)
        list.append(finding.toJson());
    return Response::success({{u"ok"_s, ops::worstOf(findings) != ops::Finding::Level::Failure}, {u"ms"_s, ms}, {u"findings"_s, list}});
}

} // namespace

DoctorRoutes::DoctorRoutes(Examine examine, std::chrono::milliseconds patience) : m_examine(std::move(examine)), m_patience(patience)
{
    m_thread.setMaxThreadCount(1);
}

void DoctorRoutes::addTo(Router &router)
{
    router.add("GET", "/api/ops/doctor", Access::Operator, [this](const Exchange &exchange) { return examine(exchange); });
}

void DoctorRoutes::stop()
{
    m_isStopping = true;
    if (m_asking)
        m_asking->come();
}

QCoro::Task<Response> DoctorRoutes::examine(const Exchange &)
{
    if (m_isStopping)
        co_return Response::failure({ErrorCode::Unavailable, u"The node is stopping."_s});
    if (m_underWay.isValid() && !m_underWay.isFinished())
        co_return Response::failure({ErrorCode::RateLimited, u"An examination is under way; there is one at a time. Ask again when it is done."_s});
    const QPointer<DoctorRoutes> self(this);
    Wait wait(m_patience);
    QElapsedTimer clock;
    clock.start();
    m_underWay = inPool(m_thread, m_examine);
    QFutureWatcher<ops::Findings> watcher;
    connect(&watcher, &QFutureWatcherBase::finished, &watcher, [&wait] { wait.come(); });
    watcher.setFuture(m_underWay);
    m_asking = &wait;
    co_await wait.future();
    if (!self || m_isStopping)
        co_return Response::failure({ErrorCode::Unavailable, u"The node is stopping."_s});
    if (m_asking == &wait) // another may have begun since it came
        m_asking = nullptr;
    if (!watcher.isFinished())
        co_return Response::failure({ErrorCode::Unavailable, u"The examination has not ended within %1 s; the database answers slowly. Run pipitctl doctor, which waits longer."_s.arg(m_patience.count() / 1000)});
    co_return told(watcher.result(), clock.elapsed());
}

} // namespace pipit::http
