// SPDX-License-Identifier: GPL-3.0-or-later
// Where the user changes the prompts: adds, rewrites, moves, takes out, or takes back the built-in ones. What is changed is kept at
// once. A page of settings embeds it, and a dialog does. Thread rule: the GUI thread. The prompts are not owned.
#pragma once

#include "ui/chat/composer/prompts.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace pipit {

class Toggle;

class PromptsEditor : public QWidget
{
    Q_OBJECT

public:
    explicit PromptsEditor(Prompts *prompts, QWidget *parent = nullptr);
    ~PromptsEditor() override;

protected:
    void changeEvent(QEvent *event) override;

private:
    int row() const;
    void takeList();       // from the prompts
    void showCurrent();
    void changeCurrent();  // to what the fields say
    void keep();
    void add();
    void remove();
    void move(int step);
    void updateButtons();
    void retranslate();

    Prompts *m_prompts;
    QList<Prompt> m_edited; // also one that has no text yet
    QListWidget *m_list;
    QToolButton *m_add;
    QToolButton *m_remove;
    QToolButton *m_up;
    QToolButton *m_down;
    QPushButton *m_restore;
    QLabel *m_nameLabel;
    QLabel *m_textLabel;
    QLineEdit *m_name;
    QPlainTextEdit *m_text;
    Toggle *m_quick;
    bool m_isShowing = false; // the fields are being filled
    bool m_isKeeping = false;
};

} // namespace pipit
