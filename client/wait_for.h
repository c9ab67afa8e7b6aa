// SPDX-License-Identifier: GPL-3.0-or-later
// Waits for a coroutine's result in a program that has nothing else to do.
//
// Thread rule: a thread with a QCoreApplication; runs an event loop inside. Never in a window: whatever else it can do
// would happen inside this call.
#pragma once

#include "core/result.h"

#include <QCoroTask>
#include <QEventLoop>

#include <optional>

namespace pipit {

template<typename T>
Result<T> waitFor(QCoro::Task<Result<T>> task)
{
    std::optional<Result<T>> result;
    QEventLoop loop;
    const auto waiting = task.then([&result, &loop](Result<T> value) {
        result.emplace(std::move(value));
        loop.quit();
    });
    if (!result)
        loop.exec();
    return *std::move(result);
}

} // namespace pipit
