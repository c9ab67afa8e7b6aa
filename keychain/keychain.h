// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets in the system's keychain (Secret Service or KWallet, Apple's keychain, Windows' credentials), under the service "Pipit".
//
// Each call is over within 10 s: a question that the keychain puts to a person may stay unanswered for ever. A locked keyring
// may look like one that has no such secret.
// Thread rule: any thread, once there is an application object; nothing of the caller's thread is used.
// Errors: NotFound; Unavailable where there is no keychain, or it refuses or does not answer. No error holds a secret.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <future>

class QObject;

namespace pipit {

// From now on nothing is asked of it in this process: Unavailable. For runs that leave no trace.
void leaveKeychainAlone();

std::future<Result<QByteArray>> readSecret(const QString &name);
std::future<Result<Done>> writeSecret(const QString &name, const QByteArray &secret);
// It is not there afterwards, whether it was or not.
std::future<Result<Done>> removeSecret(const QString &name);

// The same for who must not wait: told later, in the context's thread; not at all where the context has gone by then.
void readSecret(const QString &name, QObject *context, std::function<void(Result<QByteArray>)> told);
void writeSecret(const QString &name, const QByteArray &secret, QObject *context, std::function<void(Result<Done>)> told);
void removeSecret(const QString &name, QObject *context, std::function<void(Result<Done>)> told);

} // namespace pipit
