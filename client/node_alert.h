// SPDX-License-Identifier: GPL-3.0-or-later
// An alert of a node's configuration that has begun, or is over. Thread rule: a value.
#pragma once

#include <QString>

#include <optional>

namespace pipit {

struct NodeAlert {
    QString name;
    bool fires = true;
    QString metric = {};
    std::optional<double> value = {}; // none: there is no figure any more
    double limit = 0;
};

} // namespace pipit
