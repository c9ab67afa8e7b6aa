// SPDX-License-Identifier: GPL-3.0-or-later
// An answer that is there at once, where a QFuture is asked for. Qt's own call for it has another name from 6.6 on, and the older one is
// deprecated. Thread rule: any thread.
#pragma once

#include <QFuture>
#include <QPromise>

#include <utility>

namespace pipit {

template<typename Value>
QFuture<Value> readyFuture(Value value)
{
    QPromise<Value> promise;
    promise.start();
    promise.addResult(std::move(value));
    promise.finish();
    return promise.future();
}

} // namespace pipit
