// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of a log: time, area, words, in the fixed-width face. Lays out and paints only what is visible; a line costs nothing before.
//
// It stays at the end until the reader goes up, and says then how many lines came; nothing moves under a reader, also while the oldest
// lines go. Wrapped, lines break at the view's width; else it scrolls sideways, and time and area stand still.
// By pointer: click, drag, Shift and a click select lines. By keyboard: Up, Down, Page Up, Page Down, Home and End choose a line, with
// Shift they select; Ctrl+A selects all, Ctrl+C copies, F3 and Shift+F3 go to the next and the previous line with the text that is looked
// for; Escape lets go. The model is not owned. Thread rule: the GUI thread.
#pragma once

#include "ui/console/log/log_model.h"

#include <QAbstractScrollArea>
#include <QStaticText>
#include <QTextLayout>
#include <QTimer>

#include <memory>
#include <unordered_map>

class QMenu;
class QPushButton;

namespace pipit {

class LogView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    struct Placed {
        qint64 id;
        QRect rect; // in the viewport
    };

    explicit LogView(LogModel *model, QWidget *parent = nullptr);
    ~LogView() override;

    LogModel *model() const { return m_model; }
    void setWrapped(bool isWrapped);
    bool isWrapped() const { return m_isWrapped; }

    bool follows() const { return m_follows; }
    void scrollToEnd();
    qsizetype unseen() const { return m_unseen; } // lines that came while the reader was further up

    const std::vector<Placed> &visibleLines() const { return m_placed; }
    qint64 current() const { return m_current; } // of the keyboard; -1: none
    bool isSelected(qint64 id) const;
    bool hasSelection() const { return m_anchor >= 0; }
    void selectAll();
    QString selectedText() const; // one line each
    QString shownText() const;
    // To the next line below the current one, or above it, and round again from the other end.
    void find(bool upwards);
    void makeCurrent(qint64 id);  // and visible
    // What of the line stands in its row for those who cannot see it: time, level, area, words.
    QString spokenText(qint64 id) const;
    int layoutCount() const { return int(m_layouts.size()); }

Q_SIGNALS:
    void arranged();              // what is visible, and where
    void currentChanged();
    void focusChanged(bool isFocused);
    void searchWanted(const QString &text);
    void menuWanted(QMenu *menu); // about to be shown: more may be added

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Layout {
        QTextLayout words;
        QStaticText time;
        QList<QTextLayout::FormatRange> found;
        int lines = 1;
        double width = 0;
        quint64 usedAt = 0; // the arrangement that last needed it
    };
    // The row at the window's top, and how much of it is above.
    struct Place {
        qsizetype place = 0;
        int above = 0;
    };

    void measure();
    void forgetLayouts();
    Layout &layoutOf(qsizetype place);
    std::unique_ptr<Layout> made(const LogModel::Row &row) const;
    int heightOf(qsizetype place);
    void takeShift(qsizetype dropped, qsizetype added);
    void takeFilter();
    void arrangeSoon();
    void arrange();
    Place endPlace();
    int valueOf(const Place &at);
    void updatePill();
    void ensureVisible(qsizetype place);
    void tellCurrent();
    QString timeOf(qint64 atMs) const;

    void paintLine(QPainter &painter, const Placed &placed, const LogModel::Row &row);
    void paintArea(QPainter &painter, const QPointF &at, quint16 area);
    void paintNote(QPainter &painter, const Placed &placed, const LogModel::Row &row) const;

    qint64 idAt(int y) const;             // the nearest
    QString wordAt(const QPoint &point);  // a value without its name; empty: none
    void select(qint64 id, bool extends);
    void move(qsizetype to, bool extends);
    void dragOn();
    void showMenu(const QPoint &at, const QPoint &globalAt);

    LogModel *m_model;
    std::unordered_map<qint64, std::unique_ptr<Layout>> m_layouts; // of what is visible
    std::vector<Placed> m_placed;
    std::unordered_map<quint16, QStaticText> m_areaTexts;
    QTimer m_arrangeTimer;
    QTimer m_dragTimer;
    QPushButton *m_pill;
    Place m_top;
    quint64 m_arrangement = 0;
    bool m_follows = true;
    bool m_isWrapped = false;
    bool m_setsBars = false;
    qsizetype m_unseen = 0;
    qint64 m_anchor = -1;     // of the selection, which goes from there to the current line; -1: nothing is selected
    qint64 m_current = -1;
    QPoint m_dragPoint;
    double m_widest = 0;      // of the words that were visible, without wrapping
    int m_lineHeight = 0;
    int m_timeLeft = 0, m_areaLeft = 0, m_wordsLeft = 0, m_wordsWidth = 0;
    bool m_showsDays = false; // a line is of another day than today
};

} // namespace pipit
