// SPDX-License-Identifier: GPL-3.0-or-later
// An answer of a bot, as /api/ops/runs tells of it: how it stands, and when what of it happened. Thread rule: plain values. Source: docs/api.md.
#pragma once

#include "core/event.h"

#include <QJsonObject>

#include <optional>

namespace pipit {

struct OpsRun {
    RunEvent run;
    QString provider = {};
    qint64 askedMs = 0;            // since 1970
    std::optional<qint64> endedMs = {};
    int attempts = 0;
    QString errorCode = {};        // the provider's own
    QString logId = {};

    // From the question on, in ms, as far as they came.
    std::optional<qint64> sentMs = {}, acceptedMs = {}, firstByteMs = {}, firstTokenMs = {}, lastTokenMs = {}, durationMs = {};
    std::optional<qint64> inputTokens = {}, outputTokens = {};

    static std::optional<OpsRun> fromJson(const QJsonObject &json);
    static QList<OpsRun> listFrom(const QJsonObject &data); // `data` of the answer
};

} // namespace pipit
