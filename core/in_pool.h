// SPDX-License-Identifier: GPL-3.0-or-later
// Work for another thread whose result is awaited here: co_await inPool(pool, work). Thread rule: any thread.
#pragma once

#include <QFuture>
#include <QPromise>
#include <QThreadPool>

#include <memory>

namespace pipit {

// Nobody may be waiting any more when it is done: the pool runs it all the same.
template<typename Work>
auto inPool(QThreadPool &pool, Work work)
{
    using Value = decltype(work());
    const auto promise = std::make_shared<QPromise<Value>>();
    promise->start();
    pool.start([promise, work = std::move(work)]() mutable {
        promise->addResult(work());
        promise->finish();
    });
    return promise->future();
}

} // namespace pipit
