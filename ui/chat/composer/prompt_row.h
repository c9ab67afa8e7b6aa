// SPDX-License-Identifier: GPL-3.0-or-later
// The prompts above an empty composer, and the way to change them. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/composer/prompts.h"

#include <QPointer>
#include <QWidget>

class QDialog;
class QToolButton;

namespace pipit {

class FlowLayout;

class PromptRow : public QWidget
{
    Q_OBJECT

public:
    explicit PromptRow(Prompts *prompts, QWidget *parent = nullptr);

    QDialog *openEditor(); // the one there is, or a new one

Q_SIGNALS:
    void chosen(const QString &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    void rebuild();
    void retranslate();

    Prompts *m_prompts;
    FlowLayout *m_flow;
    QList<QWidget *> m_buttons;
    QToolButton *m_change;
    QPointer<QDialog> m_editor;
};

} // namespace pipit
