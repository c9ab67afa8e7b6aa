// SPDX-License-Identifier: GPL-3.0-or-later
// What the cards of the launcher are made of: the card, a dot that says how something stands, a field with what can be done about
// its text. Thread rule: the GUI thread.
#pragma once

#include "ui/servers/server_words.h"
#include "ui/theme/tokens.h"

#include <QFrame>
#include <QWidget>

class QBoxLayout;
class QLabel;
class QLineEdit;
class QToolButton;
class QVBoxLayout;

namespace pipit {

// Says its words anew when the language changes.
class LauncherCard : public QWidget
{
    Q_OBJECT

public:
    explicit LauncherCard(QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;
    virtual void retell() = 0; // every word

    QVBoxLayout *column() const { return m_column; }
    static QLabel *heading();  // the card's title

private:
    QVBoxLayout *m_column;
};

class StateDot : public QWidget
{
    Q_OBJECT

public:
    explicit StateDot(QWidget *parent = nullptr);
    void setTone(ServerWords::Tone tone);
    ServerWords::Tone tone() const { return m_tone; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ServerWords::Tone m_tone = ServerWords::Tone::Off;
};

// An icon beside a word that says the same.
class StateMark : public QWidget
{
    Q_OBJECT

public:
    StateMark(const char *icon, QColor Tokens::*colour, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const char *m_icon; // a literal
    QColor Tokens::*m_colour;
};

// A text that can be read and selected, with buttons at its end.
class TextField : public QFrame
{
    Q_OBJECT

public:
    explicit TextField(QWidget *parent = nullptr);
    QToolButton *addButton();
    void setText(const QString &text);
    QString text() const;
    void setMasked(bool isMasked);
    QLineEdit *line() const { return m_line; }

private:
    QLineEdit *m_line;
    QBoxLayout *m_row;
};

// Into the clipboard; the button says so for a moment.
void copyWith(QToolButton *button, const QString &text);

} // namespace pipit
