// SPDX-License-Identifier: GPL-3.0-or-later
// The settings: which sections there are, on the left, and the one that is chosen. In a narrow window one of both is shown, with
// a way back. A section is made when it is first opened. There is no OK: what is chosen applies at once.
// Thread rule: the GUI thread.
#pragma once

#include "ui/settings/sections.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QStackedWidget;
class QToolButton;

namespace pipit {

class SettingsPage : public QWidget
{
    Q_OBJECT

public:
    explicit SettingsPage(SettingsContext context, QWidget *parent = nullptr);

    void open(const QString &sectionId); // one that is not known: nothing happens
    QString currentSection() const;
    QWidget *section() const;            // the one that is shown
    bool isFolded() const { return m_isFolded; }
    void focusFirst();

Q_SIGNALS:
    void left();                         // Escape, or back

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void showSection(int row);
    void showList(bool isShown);
    void layOut();
    void retranslate();

    SettingsContext m_context;
    QList<SettingsSection> m_sections;
    QList<QWidget *> m_made; // nothing, until it has been opened
    QWidget *m_side;
    QLabel *m_title;
    QToolButton *m_back;
    QListWidget *m_list;
    QStackedWidget *m_stack;
    bool m_isFolded = false;
    bool m_isListShown = true; // while folded
};

} // namespace pipit
