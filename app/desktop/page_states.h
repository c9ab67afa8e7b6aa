// SPDX-License-Identifier: GPL-3.0-or-later
// The states of the pages that pictures are made of. Thread rule: the table is constant; its scripts run in the GUI thread.
#pragma once

#include <QCoroTask>

#include <array>
#include <span>

namespace pipit {

class PageStage;

struct PageState {
    enum class Node {
        Inside,    // the own one, with recorded sessions
        Empty,     // the own one, without any
        Faulty,    // the own one, which does not start
        Elsewhere, // another's, with the same sessions: it may go away
        Strange,   // another's, which does not know our token
        Silent,    // another's, which never answers
    };
    const char *page;
    Node node = Node::Inside;
    const char *session = "assistant";                    // that is opened
    using Script = QCoro::Task<bool> (*)(PageStage &stage);
    std::array<Script, 3> scripts = {};                   // one after another, from the first paint to the state, or false; none: the window settles
};

std::span<const PageState> pageStates();

} // namespace pipit
