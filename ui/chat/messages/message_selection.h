// SPDX-License-Identifier: GPL-3.0-or-later
// What is selected of a conversation: from a place in one message to a place in the same or another. Messages are known by
// key, so that it stays where it is while rows come and go. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/content.h"
#include "ui/chat/messages/message_model.h"

#include <limits>
#include <optional>

namespace pipit {

inline constexpr TextPosition endOfText{std::numeric_limits<std::size_t>::max(), std::numeric_limits<qsizetype>::max()};

class MessageSelection
{
public:
    struct Point {
        QString key;
        TextPosition position = {};
    };
    struct Rows {
        int first = 0;
        int last = 0;
    };

    void clear() { *this = {}; }
    void begin(const Point &point);
    void extendTo(const Point &point); // begins where nothing is begun
    bool isBegun() const { return m_begun; }
    const Point &anchor() const { return m_anchor; }
    const Point &head() const { return m_head; }
    bool isWholeRows() const;          // it begins and ends with a whole message

    // Finds its messages again: to be called when rows have changed. One that is gone ends the selection.
    void locate(const MessageModel &model);

    static MessageSelection whole(const MessageModel &model, const QString &key); // all of this message, whatever of it is shown
    MessageSelection within(const MessageModel &model, int row) const;            // what of it is in this row

    std::optional<Rows> rows() const;  // none: nothing is selected
    TextSelection in(int row) const;   // up to the end of the row's text where it goes on below

private:
    struct Place {
        int row = 0;
        TextPosition position = {};
        auto operator<=>(const Place &) const = default;
    };

    bool m_begun = false;
    Point m_anchor;
    Point m_head;
    Place m_from; // ascending, as of the last locate()
    Place m_to;
};

enum class CopyFormat { Text, Markdown };

// As it goes to the clipboard: of one message its words, of several also who said them and when. `media`: what they were selected
// with, as the words of a file say how far saving has come.
QString copiedText(const MessageModel &model, const MessageSelection &selection, CopyFormat format, const MediaStores &media = {});

} // namespace pipit
