// SPDX-License-Identifier: GPL-3.0-or-later
// Counts what came of messages that one kind of writer handed to this node.
// Thread rule: any thread.
#pragma once

#include "core/error.h"
#include "server/metrics/metrics.h"

namespace pipit::metrics {

class PublishCounter
{
public:
    // `origin`: as the table has them.
    PublishCounter(Metrics &metrics, const std::string &origin)
        : m_stored(of(metrics, origin, "stored")), m_repeated(of(metrics, origin, "repeated")), m_refused(of(metrics, origin, "refused")), m_failed(of(metrics, origin, "failed"))
    {
    }

    void countStored(bool created) { (created ? m_stored : m_repeated).Increment(); }
    void countFault(const Error &fault) { (statusOf(fault.code) < 500 ? m_refused : m_failed).Increment(); }

private:
    static prometheus::Counter &of(Metrics &metrics, const std::string &origin, const std::string &result) { return metrics.counter("pipit_published_total", {{"origin", origin}, {"result", result}}); }

    prometheus::Counter &m_stored, &m_repeated, &m_refused, &m_failed;
};

} // namespace pipit::metrics
