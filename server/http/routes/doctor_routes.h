// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/ops/doctor: the node's own database and files are looked over, as `pipitctl doctor` does it from outside. For operators.
//
// One examination at a time, on a thread of its own. Whoever asked hears of it within a minute; one that takes longer goes on to its
// end, and until then another is refused.
// Thread rule: the node's thread; destroying it waits for an examination under way, each question of which has a limit.
// Source: docs/api.md.
#pragma once

#include "core/wait.h"
#include "server/http/router.h"
#include "server/ops/doctor.h"

#include <QFuture>
#include <QObject>
#include <QThreadPool>

#include <chrono>
#include <functional>

namespace pipit::http {

class DoctorRoutes : public QObject
{
    Q_OBJECT

public:
    // Blocks; called on another thread, and outlives this there.
    using Examine = std::function<ops::Findings()>;

    explicit DoctorRoutes(Examine examine, std::chrono::milliseconds patience = std::chrono::seconds(60));
    void addTo(Router &router);
    void stop(); // the node is stopping: nobody waits any longer

private:
    QCoro::Task<Response> examine(const Exchange &exchange);

    const Examine m_examine;
    const std::chrono::milliseconds m_patience;
    QFuture<ops::Findings> m_underWay;
    Wait *m_asking = nullptr; // of the request that waits
    bool m_isStopping = false;
    QThreadPool m_thread; // goes first
};

} // namespace pipit::http
