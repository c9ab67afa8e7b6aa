// SPDX-License-Identifier: GPL-3.0-or-later
// What came of a load: as JSON for programs, as lines for a terminal, as a page for people.
// Thread rule: pure functions.
#pragma once

#include "app/load/load_run.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace pipit::load {

// The node's own figures of the same time, where they are known (GET /api/sse/stats before and after).
struct NodeFigures {
    QJsonObject before = {};
    QJsonObject after = {};
};

QJsonObject jsonOf(const LoadPlan &plan, const LoadResult &result, const NodeFigures &node = {});

// One line, of the second that has just passed.
QString lineOf(const Second &second);

// Some lines, of the whole.
QString summaryOf(const LoadPlan &plan, const LoadResult &result, const NodeFigures &node = {});

// A page of its own, without scripts and without anything from elsewhere.
QByteArray pageOf(const LoadPlan &plan, const LoadResult &result, const NodeFigures &node = {});

} // namespace pipit::load
