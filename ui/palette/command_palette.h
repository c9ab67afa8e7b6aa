// SPDX-License-Identifier: GPL-3.0-or-later
// What the program can do and where one can go, found by a few letters: a card over the window, with a field and a list.
//
// Contract: the entries are asked for when it opens; Up and Down move, Enter takes one, Escape or a click beside it closes it and
// gives the keyboard back. `>` at the beginning leaves commands only. Thread rule: the GUI thread.
#pragma once

#include <QList>
#include <QPointer>
#include <QWidget>

#include <functional>

class QLabel;
class QLineEdit;
class QListView;

namespace pipit {

struct PaletteEntry {
    enum class Kind { Place, Command };
    Kind kind = Kind::Command;
    const char *icon = "chat";  // of resources/icons
    QString title;
    QString detail = {};        // dim, behind it: where it belongs to
    QString keys = {};          // as they are shown
    std::function<void()> run;
};

class PaletteModel;

class CommandPalette : public QWidget
{
    Q_OBJECT

public:
    // `others`: what can be done with the words themselves, behind all that fits them.
    using Source = std::function<QList<PaletteEntry>()>;
    using Others = std::function<QList<PaletteEntry>(const QString &words)>;

    explicit CommandPalette(QWidget *window);

    void setSource(Source source, Others others);
    void openPalette();
    void closePalette();
    QLineEdit *field() const { return m_field; }
    QListView *list() const { return m_list; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void setWords(const QString &words);
    void take(const QModelIndex &index);
    void place();
    void move(int by);
    void retranslate();

    QWidget *m_window;
    PaletteModel *m_model;
    QLineEdit *m_field;
    QListView *m_list;
    QLabel *m_empty;
    Source m_source;
    Others m_others;
    QPointer<QWidget> m_focusBefore;
};

} // namespace pipit
