// SPDX-License-Identifier: GPL-3.0-or-later
// An [[alerts]] table of the configuration: a figure of the node and its limit. What the figure is called, the node checks when it starts.
// Thread rule: a value.
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace pipit {

struct AlertConfig {
    QString name;
    QString metric; // NAME or NAME{label="value"}, of docs/metrics.md
    std::optional<double> quantile = {}; // of a histogram; 0.99 where none is given
    std::optional<double> above = {};    // one of the two
    std::optional<double> below = {};
    std::optional<double> clear = {};    // back on the good side of this it may end; the limit itself where none is given
    int forS = 30;
    int windowS = 60;

    QString place = {}; // where the table stands: "FILE:LINE"; empty: it is one of defaultAlerts()
};

// What a node looks after where its configuration has no [[alerts]].
std::vector<AlertConfig> defaultAlerts();

} // namespace pipit
