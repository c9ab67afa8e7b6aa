// SPDX-License-Identifier: GPL-3.0-or-later
// The conversation. Lays out and paints only what is visible, scrolls in messages, and keeps its place: nothing jumps when
// older messages come above or something grows (see RowWindow); what the reader unfolds stays where it is; at the bottom it stays
// there. An answer under way is redrawn at most
// every 40 ms. A very long message that is opened is laid out a few milliseconds at a time, for as long as it is in view.
//
// Selection runs within and across messages. By pointer: drag, double click for a word, three clicks for a paragraph, Shift
// and a click for all between. By keyboard: Up and Down choose a message (Enter or the menu key: what can be done with it; R: a reply),
// with Shift they select whole messages; Shift+Left and Shift+Right, with Ctrl word by word, move its end; Ctrl+A selects
// all, Ctrl+C copies, Ctrl+Shift+C as Markdown. The model is not owned. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/messages/message_details.h"
#include "ui/chat/messages/message_layout.h"
#include "ui/chat/messages/message_selection.h"
#include "ui/chat/messages/row_window.h"

#include <QAbstractScrollArea>
#include <QDate>
#include <QElapsedTimer>
#include <QTimer>

#include <unordered_map>

class QMenu;
class QPushButton;

namespace pipit {

class MessageView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit MessageView(MessageModel *model, QWidget *parent = nullptr);
    ~MessageView() override;

    MessageModel *model() const { return m_model; }
    void setMedia(const MediaStores &media); // they outlive the view
    // Who can be asked: their ids and names.
    void setBots(const QList<std::pair<QString, QString>> &bots) { m_bots = bots; }
    void scrollToBottom();
    bool isAtBottom() const { return m_window.isAtBottom(); }
    // There are newer messages than those of the model: its end is not the conversation's, and nobody stays there.
    void setOpenEnded(bool openEnded);
    int layoutCount() const { return int(m_layouts.size()); }

    // The visible rows, with their places in the viewport.
    const std::vector<RowWindow::Placed> &visibleRows() const { return m_window.placed(); }
    const QStringList &visibleKeys() const { return m_placedKeys; }
    const MessageLayout *visibleLayout(std::size_t place) const; // of visibleRows()[place]; null: it is made again soon
    QString selectedText(CopyFormat format = CopyFormat::Text) const;
    const MessageSelection &selection() const { return m_selection; }
    void select(const MessageSelection::Point &from, const MessageSelection::Point &to); // equal: nothing
    QString currentKey() const { return m_currentKey; }  // of the keyboard; empty: none
    void showMessage(qint64 id);                         // scrolls there, where it is loaded
    void showRow(const QString &key);
    void showPart(const QString &key, const QRect &inRow); // of a visible row: scrolls there, if it is out of sight
    // What is found is marked in every message, more so in the one with this key.
    void setFound(const QString &text, const QString &currentKey);
    void showFound(const QString &key);                  // scrolls to the first place in this message, and opens it for that

Q_SIGNALS:
    void arranged();                                     // what is visible, where it stands or what it says may have changed
    void olderWanted();                                  // the reader is near the first loaded message
    void newerWanted();                                  // open-ended: near the last one
    void newestWanted();                                 // open-ended: the conversation's end
    void retryRequested(const QString &clientMessageId);   // of what was not sent
    void discardRequested(const QString &clientMessageId);
    void dismissRequested(const QString &runId);
    void stopRequested(const QString &runId);
    // The answer, or where it has none the question, with this id is to be answered anew.
    void answerRequested(qint64 id, const QString &botId);
    void otherAnswerRequested(qint64 questionId, const QString &botId); // beside those that there are
    void comparisonRequested(qint64 questionId);           // of its answers
    void suggestionChosen(const QString &text);
    void messageWanted(qint64 id);                         // it is quoted, and not loaded
    void quoteRequested(const QString &markdown);
    void replyRequested(const QString &key);               // of a stored row
    void editRequested(const QString &key);                // of a row that is editable
    void exportRequested(const pipit::MessageSelection &what);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Entry {
        std::unique_ptr<MessageLayout> layout;
        quint64 revision = 0;    // of the model that it was made from
        quint64 usedAt = 0;      // the arrangement that last needed it
        bool growsUp = true;     // it was left and comes back: what is below it stays, where it is above the reader
    };
    // The message at the window's top, and what of it is there.
    struct ReadersPlace {
        QString key;
        Content::Height height = {};
    };
    struct Sought {
        QString key;
        std::size_t block = 0;   // that was not looked at yet
    };
    // What the pointer drags, if it goes on: whole units of that size.
    enum class Unit { Character, Word, Paragraph };
    struct Pressed {
        QString key;
        QPoint at;
        MessageSelection::Point from = {}; // of the unit that was pressed
        MessageSelection::Point to = {};
        std::optional<BlockAction> slides = {}; // what the pointer holds, in place of a selection
    };

    MessageLayout *layoutOf(int row);
    MessageLayout *layoutOfKey(const QString &key);
    void scheduleArrange();
    void arrange();
    void arrangeInPlace();
    void dropUnused();
    void updateScrollBar();
    void updateJumpButton();
    void streamed();
    void takeReset();
    void forgetLayouts();
    void growLayouts();
    std::optional<ReadersPlace> readersPlace() const;
    void returnTo(const ReadersPlace &place);
    void leavePlace();
    void seekFound();
    void unfoldText(const QString &key);
    void scrollPixels(int pixels);

    void followRows();
    void holdRow(const QString &key);
    void holdBeside(const QString &address);
    void placeRow(int row);
    void tellAssistants(const QStringList &placedBefore);
    void tellName(const QString &key);
    QString wordsFor(const QString &key) const;
    void tellFinished();
    void tellSelection();
    void tellCurrent();

    const RowWindow::Placed *placedAt(const QPoint &point) const;
    const RowWindow::Placed *placedNear(const QPoint &point) const;
    static TextSelection unitAt(const Content &content, const TextPosition &position, Unit unit);
    void beginSelection(const QPoint &point, Unit unit);
    void dragSelection(const QPoint &point);
    void selectionChanged();
    void clearSelection();
    void scrollWhileDragging();
    void selectByKey(QKeyEvent *event);
    void selectMessages(int step);
    void copySelection(CopyFormat format);
    void copyMessage(const QString &key, CopyFormat format);
    void activate(const ChatRow &row, const MessageAction &action);
    void act(const ChatRow &row, const BlockAction &action);
    void mediaChanged(const QString &address);
    void frameChanged(const QString &address);
    void slide(const QPoint &point);
    bool togglePlaying();
    void stopWhatIsGone(bool isReset);
    void answerAnew(const ChatRow &row);
    void showDetails(const ChatRow &row);
    void addBots(QMenu *menu, const ChatRow &row);
    void noteDay();
    void notePainted(const ChatRow &row);
    void paintFound(QPainter &painter, const MessageLayout &layout, const QRect &exposed) const;
    void copyText(const QString &text, const QPoint &at);
    void moveCurrent(int step);
    void openMenu();
    void showMenu(const QString &key, const QPoint &globalAt, const QString &link);
    void addLinks(QMenu *menu, const Content &content, const QString &pointed);
    void addCodes(QMenu *menu, const Content &content);
    void openLink(const QString &address);
    void updateHover(const QPoint &point);

    MessageModel *m_model;
    MediaStores m_media;
    RowWindow m_window;
    std::unordered_map<QString, Entry> m_layouts;
    QHash<QString, Unfolded> m_unfolded; // what the reader has opened in this session
    quint64 m_revision = 1;
    quint64 m_arrangement = 0;
    QStringList m_placedKeys;    // of the visible rows
    QStringList m_comingKeys;    // of those of them that are under way
    QStringList m_toldSelected;  // of those that assistive technology knows as selected
    QTimer m_arrangeTimer;
    QTimer m_growTimer;
    QTimer m_midnight;           // the next
    QTimer m_streamTimer;
    bool m_streamPending = false;
    bool m_updatingScrollBar = false;
    bool m_olderAsked = false;
    bool m_newerAsked = false;
    bool m_isOpenEnded = false;
    QList<std::pair<QString, QString>> m_bots;
    int m_unseen = 0;            // messages that came while the reader was further up
    QPushButton *m_jumpButton;

    QHash<QString, PaintTimes> m_painted; // of answers that came while they were looked at
    MessageSelection m_selection;
    std::optional<Pressed> m_pressed;
    Unit m_unit = Unit::Character;
    bool m_dragged = false;
    QTimer m_dragTimer;          // scrolls while the pointer is above or below
    QPoint m_dragPoint;
    QElapsedTimer m_doubleClicked;
    QPoint m_doubleClickedAt;
    QString m_currentKey;        // of the keyboard
    QString m_hoveredKey;
    QString m_askedKey;          // whose picture the reader asked for last
    QString m_playedKey;         // whose sound or video; empty: none of this session
    QDate m_paintedOn;
    QString m_found;             // the text to mark
    QString m_foundKey;
    std::optional<Sought> m_sought;     // until the message is laid out as far as that
    std::optional<ReadersPlace> m_kept; // the same, when the layouts were forgotten
    double m_wheelRest = 0;
};

} // namespace pipit
