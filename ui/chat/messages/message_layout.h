// SPDX-License-Identifier: GPL-3.0-or-later
// One row of the conversation, laid out: where the day, the sender, the content, the state and the figures stand, and
// what lies under the pointer. Painted once into a pixmap, which is kept until the row leaves the screen.
//
// Contract: setRow() and setWidth() before anything else. Coordinates are the row's own. A row that is under way, has a
// selection or is very large is painted directly, only what is exposed.
// A very long text is folded; also of one that is not, only so much is laid out at once as takes a few milliseconds, the rest by
// goOn(), until isUnfinished() says that nothing is left. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/content_factory.h"
#include "ui/chat/messages/message_model.h"
#include "ui/chat/messages/word_line.h"
#include "ui/theme/tokens.h"

#include <QPixmap>
#include <QRect>

#include <memory>
#include <optional>
#include <vector>

namespace pipit {

// What is folded until somebody wants to see it.
struct Unfolded {
    bool text = false;      // a very long one, shown whole
    bool reasoning = false;
    bool operator==(const Unfolded &) const = default;
};

class MessageLayout
{
public:
    struct Hit {
        bool text = false;
        QString link = {};
        std::optional<QString> copies = {}; // a copy button: what it copies
        std::optional<MessageAction> action = {};
        std::optional<BlockAction> block = {};
    };

    explicit MessageLayout(const MediaStores &media = {});

    // Takes the row as it is now; keeps what did not change.
    void setRow(const ChatRow &row, Unfolded unfolded = {});
    void setWidth(int width);
    void refresh();                         // something of the media has changed

    const ChatRow &row() const { return m_row; }
    int height() const { return m_height; }
    bool isFolded() const { return m_hidden > 0; }
    bool showsReasoning() const { return m_reasoning != nullptr; }
    bool isUnfinished() const;
    void goOn();

    void paint(QPainter &painter, const QRect &exposed, const TextSelection &selection, double devicePixelRatio);
    void releasePixmap() { m_pixmap = {}; }

    Hit hit(const QPoint &point) const;
    QRect hoverButton() const;              // where "copy" appears under the pointer
    QRect focusFrame() const;
    TextPosition positionAt(const QPoint &point) const;
    TextSelection all() const;
    QList<QRectF> placesOf(const QString &text, const QRect &exposed) const; // where it stands in the content
    QRect firstPlaceOf(const QString &text, std::size_t fromBlock) const;    // empty: nowhere
    // A height in the row, as a place of the content that it is at, and back.
    Content::Height heightAt(int y) const;
    int yOf(const Content::Height &height) const;
    const Content &content() const { return *m_content; }
    QPoint contentPlace() const { return m_contentRect.topLeft(); }

private:
    // As far as a long text is laid out.
    struct Part {
        QString shown = {};
        qsizetype wanted = 0; // characters, in the end
    };
    static void grow(Part &part, const QString &text, qsizetype wanted, qsizetype step);
    void update(qsizetype step); // letters more of what goes on
    void layOut();
    int layOutNotice(int top);
    int layOutBubble(int top, int columnLeft, int columnWidth);
    int layOutPage(int top, int columnLeft, int columnWidth);
    int layOutComment(int top, int columnLeft, int columnWidth);
    int layOutQuote(int top, int left, int width);
    int layOutReasoning(int top, int left, int width);
    void paintDirectly(QPainter &painter, const QRect &exposed, const TextSelection &selection) const;
    void paintBox(QPainter &painter) const;
    void paintHead(QPainter &painter) const;
    void paintContent(QPainter &painter, const QRect &exposed, const TextSelection &selection) const;
    void paintAround(QPainter &painter, const QRect &exposed) const;

    MediaStores m_media;
    ChatRow m_row;
    Unfolded m_unfolded;
    std::unique_ptr<Content> m_content;
    std::unique_ptr<Content> m_reasoning;   // null: folded, or none
    const ContentKind *m_kind = nullptr;
    ContentFrame m_frame = ContentFrame::Words;
    qsizetype m_hidden = 0;      // characters that "show all" would show
    Part m_textPart;
    Part m_reasoningPart;
    qsizetype m_step;            // what is laid out at a time, in letters; follows what that takes
    int m_width = 0;
    int m_height = 0;
    QRect m_dayRect;
    QRect m_markRect;            // of the line above what is new
    QRect m_avatarRect;
    QRect m_nameRect;
    QRect m_boxRect;             // bubble or notice; empty: none
    QRect m_contentRect;
    QRect m_reasoningRect;
    QRect m_quoteRect;           // empty: nothing is quoted
    QString m_quoteText;
    QRect m_barRect;             // beside a comment
    WordLine m_reasoningLine;
    WordLine m_foldLine;
    WordLine m_foot;
    WordLine m_suggestions;
    QPixmap m_pixmap;
};

} // namespace pipit
