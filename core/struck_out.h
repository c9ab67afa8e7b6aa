// SPDX-License-Identifier: GPL-3.0-or-later
// Texts without a secret that is known. Thread rule: functions without state.
#pragma once

#include <QByteArray>
#include <QString>

namespace pipit {

// The bytes with *** for the secret, wherever it stands, also where only its first eight characters or more do: a text that was
// cut may end in the middle of it, and of another secret that begins so too the rest goes as well, as far as it is of the letters of
// tokens. An empty secret is nowhere.
QByteArray struckOut(QByteArray bytes, const QByteArray &secret);
QString struckOut(const QString &text, const QByteArray &secret);

} // namespace pipit
