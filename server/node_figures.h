// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of a node are asked for when its figures are wanted. Thread rule: the node's thread.
#pragma once

#include "server/metrics/metrics.h"
#include "server/stream/engine.h"

#include <QString>

namespace pipit::bots {
class BotChecks;
class BotRegistry;
class RunManager;
}
namespace pipit::http {
class FrontDoor;
}
namespace pipit::log {
class Arrivals;
}
namespace pipit::ops {
class Alerts;
class Canary;
class LoopLag;
}
namespace pipit::store {
class Store;
}

namespace pipit {

void addFigures(metrics::Metrics::Answers &answers, const stream::EngineStats &streams);
void addFigures(metrics::Metrics::Answers &answers, const store::Store &store);
void addFigures(metrics::Metrics::Answers &answers, const bots::RunManager &runs);
void addFigures(metrics::Metrics::Answers &answers, const bots::BotRegistry &bots, const bots::BotChecks &checks);
void addFigures(metrics::Metrics::Answers &answers, const http::FrontDoor &door);
void addFigures(metrics::Metrics::Answers &answers, const log::Arrivals &arrivals);
void addFigures(metrics::Metrics::Answers &answers, const ops::LoopLag &lag);
void addFigures(metrics::Metrics::Answers &answers, const ops::Alerts &alerts);
void addFigures(metrics::Metrics::Answers &answers, const ops::Canary &canary);
void addDiskFigures(metrics::Metrics::Answers &answers, const QString &directory);
void addProcessFigures(metrics::Metrics::Answers &answers, std::int64_t startedAtMs);

} // namespace pipit
