// SPDX-License-Identifier: GPL-3.0-or-later
// The line above the conversation: its title, which may be changed in place, and the bot that answers.
// Thread rule: the GUI thread.
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace pipit {

class ChatHeader : public QWidget
{
    Q_OBJECT

public:
    explicit ChatHeader(QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setBot(const QString &text); // empty: no pill
    void setPeople(const QString &text, bool writing); // who is there, or who writes; empty: nobody else
    void setListButtonVisible(bool visible);
    void setRenamable(bool renamable);
    void setNoteShown(bool shown);
    void startRename();

Q_SIGNALS:
    void renameRequested(const QString &title);
    void listRequested();
    void menuRequested(const QPoint &globalTopRight);
    void peopleRequested(const QPoint &globalTopRight);
    void noteRequested(bool shown);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void finishRename(bool accept);
    void elideTitle();
    void retranslate();

    QToolButton *m_list;
    QLabel *m_title;
    QLineEdit *m_titleEdit;
    QLabel *m_pill;
    QToolButton *m_note;
    QToolButton *m_people;
    QToolButton *m_more;
    QString m_fullTitle;
    QString m_fullPeople;
    bool m_isRenamable = false;
};

} // namespace pipit
