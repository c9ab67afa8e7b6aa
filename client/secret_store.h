// SPDX-License-Identifier: GPL-3.0-or-later
// Where a window's secrets are kept: the system's keychain in the program, what a test likes in a test.
//
// Contract: a call returns at once; `told` is called later, in the thread of `context`, within a time limit of the store's own,
// and not at all where the context has gone by then. No error holds a secret.
// Thread rule: the GUI thread. Errors: NotFound; Unavailable where there is no keychain, or it refuses or does not answer.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <functional>

class QObject;

namespace pipit {

struct SecretStore {
    template<typename T>
    using Told = std::function<void(Result<T>)>;

    std::function<void(const QString &name, QObject *context, Told<QByteArray> told)> read;
    std::function<void(const QString &name, const QByteArray &secret, QObject *context, Told<Done> told)> write;
    std::function<void(const QString &name, QObject *context, Told<Done> told)> remove;
};

} // namespace pipit
