// SPDX-License-Identifier: GPL-3.0-or-later
// How tables of lines look. Thread rule: the GUI thread.
#pragma once

class QTableView;

namespace pipit {

// Rows of one line under a thin line each; one is chosen at a time, with the keyboard too.
void prepareTable(QTableView *table);

} // namespace pipit
