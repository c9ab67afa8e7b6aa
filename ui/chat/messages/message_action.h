// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with a message from where it stands. Thread rule: plain values.
#pragma once

#include <QString>

namespace pipit {

struct MessageAction {
    enum class Kind {
        Retry,        // send it again, or ask again
        Discard,      // of what was not sent
        Dismiss,      // of an answer that failed
        Stop,         // of an answer under way
        Regenerate,
        OlderVersion,
        NewerVersion,
        ShowAll,      // of a very long text
        ShowReasoning,
        ShowQuoted,
        ShowDetails,
        UseSuggestion,
    };
    Kind kind;
    QString text = {}; // of a suggestion
    bool operator==(const MessageAction &) const = default;
};

} // namespace pipit
