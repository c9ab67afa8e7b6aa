// SPDX-License-Identifier: GPL-3.0-or-later
// How the stores answer: promises that are kept on another thread, and the errors that every database shares.
// Thread rule: functions without state.
#pragma once

#include "core/result.h"

#include <QFuture>
#include <QPromise>

#include <memory>
#include <utility>

namespace pipit::store {

template<typename T>
using PromisePtr = std::shared_ptr<QPromise<Result<T>>>;

template<typename T>
std::pair<PromisePtr<T>, QFuture<Result<T>>> makePromise()
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    return {promise, promise->future()};
}

template<typename T>
void fulfil(const PromisePtr<T> &promise, Result<T> result)
{
    promise->addResult(std::move(result));
    promise->finish();
}

// A second is what a client waits before it tries again; nobody knows better.
inline QJsonObject tryAgain()
{
    return {{QStringLiteral("retryAfterS"), 1}};
}

// `reason` is a sentence.
inline Error notStored(const QString &reason)
{
    return Error{ErrorCode::NotStored, QStringLiteral("Not stored: %1 Sending it again is safe.").arg(reason), {}, tryAgain()};
}

inline Error inDoubt(const QString &reason)
{
    return Error{ErrorCode::InDoubt, QStringLiteral("It is not known whether this was stored: %1 Send it again with the same clientMessageId.").arg(reason)};
}

inline Error tokenExists()
{
    return Error{ErrorCode::Conflict, QStringLiteral("There is such a token already, or it was taken back. Make another.")};
}

inline Error cannotRead(const QString &reason)
{
    return Error{ErrorCode::Unavailable, QStringLiteral("The message log cannot be read now: %1").arg(reason), {}, tryAgain()};
}

} // namespace pipit::store
