// SPDX-License-Identifier: GPL-3.0-or-later
// One row of the conversation, laid out: where the day, the sender, the content, the state and the figures stand, and
// what lies under the pointer. Painted once into a pixmap, which is kept until the row leaves the screen.
//
// Contract: setRow() and setWidth() before anything else. Coordinates are the row's own. A row that is under way, has a
// selection or is very large is painted directly, only what is exposed. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/content_factory.h"
#include "ui/chat/message_model.h"
#include "ui/theme/tokens.h"

#include <QPixmap>
#include <QRect>

#include <memory>
#include <optional>
#include <vector>

namespace pipit {

class MessageLayout
{
public:
    enum class Action { Retry, Discard, Dismiss, ShowAll, OlderVersion, NewerVersion, ShowQuoted };

    struct Hit {
        bool text = false;
        QString link = {};
        std::optional<QString> copies = {}; // a copy button: what it copies
        std::optional<Action> action = {};
    };

    // Takes the row as it is now; keeps what did not change.
    void setRow(const ChatRow &row);
    void setWidth(int width);
    void setExpanded();                     // show a very long text whole

    const ChatRow &row() const { return m_row; }
    int height() const { return m_height; }

    void paint(QPainter &painter, const QRect &exposed, const TextSelection &selection, double devicePixelRatio);
    void releasePixmap() { m_pixmap = {}; }

    Hit hit(const QPoint &point) const;
    QRect hoverButton() const;              // where "copy" appears under the pointer
    QRect focusFrame() const;
    TextPosition positionAt(const QPoint &point) const;
    TextSelection wordAt(const QPoint &point) const;
    TextSelection all() const;
    const Content &content() const { return *m_content; }

private:
    // A word of the foot, with what it does, if anything.
    struct FootPart {
        QString label;
        std::optional<Action> action = {};
        QColor Tokens::*colour = &Tokens::dim;
    };
    struct Zone {
        QRect rect;
        FootPart part;
    };

    void update();
    void layOut();
    int layOutNotice(int top);
    int layOutBubble(int top, int columnLeft, int columnWidth);
    int layOutPage(int top, int columnLeft, int columnWidth);
    int layOutComment(int top, int columnLeft, int columnWidth);
    int layOutQuote(int top, int left, int width);
    int layOutFold(int top, int left);
    std::vector<FootPart> footParts() const;
    std::vector<FootPart> versionParts() const;
    void layOutFoot(int top, int left, int width, std::vector<FootPart> parts, Qt::Alignment alignment);
    QString stateText() const;
    QStringList figures() const;
    void paintDirectly(QPainter &painter, const QRect &exposed, const TextSelection &selection) const;
    void paintHead(QPainter &painter) const;
    void paintFoot(QPainter &painter) const;

    ChatRow m_row;
    std::unique_ptr<Content> m_content;
    ContentFrame m_frame = ContentFrame::Words;
    bool m_expanded = false;
    qsizetype m_hidden = 0;      // characters that "show all" would show
    int m_width = 0;
    int m_height = 0;
    QRect m_dayRect;
    QRect m_avatarRect;
    QRect m_nameRect;
    QRect m_boxRect;             // bubble or notice; empty: none
    QRect m_contentRect;
    QRect m_quoteRect;           // empty: nothing is quoted
    QString m_quoteText;
    QRect m_barRect;             // beside a comment
    std::vector<Zone> m_zones;
    QPixmap m_pixmap;
};

} // namespace pipit
