// SPDX-License-Identifier: GPL-3.0-or-later
// Where the reader writes: a card that grows to eight lines, the bot that is asked, Send or Stop, and prompts to begin with.
//
// Contract: Enter sends, Shift+Enter breaks the line; Enter never sends while an input method still composes. Each
// session has its own draft, bot and cursor in memory.
//
// While a message is edited its text stands here, with a line above it that says so; Enter ends that with another version,
// Escape without one, and what was being written before comes back. Up in an empty field asks for the last message.
// Thread rule: the GUI thread.
#pragma once

#include "client/connection.h"

#include <QHash>
#include <QTextEdit>
#include <QWidget>

class QMenu;
class QPushButton;

namespace pipit {

class EditLine;

// A message that stands in the log, as it is edited.
struct EditedMessage {
    qint64 id = 0;           // of its first version
    QString text;
    QString contentType = QStringLiteral("text");
    qint64 replyTo = 0;      // 0: nothing
    QString botId = {};      // who answered it, and is asked again; empty: nobody
};

// The text field alone: knows Enter, Shift+Enter and the input method.
class ComposerEdit : public QTextEdit
{
    Q_OBJECT

public:
    explicit ComposerEdit(QWidget *parent = nullptr);

    bool isComposing() const { return m_composing; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void submitted();
    void focusChanged(bool focused);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    bool m_composing = false;
};

class Composer : public QWidget
{
    Q_OBJECT

public:
    explicit Composer(QWidget *parent = nullptr);

    ComposerEdit *edit() const { return m_edit; }
    void setSession(const QString &sessionId, const QString &title); // keeps the other session's draft
    void setBots(const QList<BotInfo> &bots);
    void setBot(const QString &botId);     // empty: nobody, just post
    QString bot() const { return m_bot; }
    bool hasChosenBot(const QString &sessionId) const { return m_chosenBots.contains(sessionId); }
    void setAnswering(bool answering);     // Stop instead of Send while there is nothing to send
    void setPromptsVisible(bool visible);
    QString text() const;
    void quote(const QString &markdown);   // puts it before what is being written
    void startEdit(const EditedMessage &message); // in the session that is set
    bool isEditing() const { return m_edits.contains(m_sessionId); }

Q_SIGNALS:
    void sendRequested(const QString &text, const QString &botId); // botId empty: just post
    void edited(const pipit::EditedMessage &message, const QString &text);
    void lastMessageWanted(); // to be edited
    void stopRequested();
    void botChanged(const QString &botId);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Edit {
        EditedMessage message;
        QString text; // as it is now
    };

    void submit();
    void submitEdit();
    void leaveEdit();
    void keepText();
    void showText();
    QString shownBot() const;
    void updateButton();
    void updateBotButton();
    void fillBotMenu();
    void retranslate();
    const BotInfo *findBot(const QString &id) const;

    ComposerEdit *m_edit;
    QWidget *m_card;
    QWidget *m_prompts;
    EditLine *m_editLine;
    QList<QPushButton *> m_promptButtons;
    QPushButton *m_botButton;
    QPushButton *m_button;
    QMenu *m_botMenu;
    QString m_sessionId;
    QString m_title;
    QString m_bot;
    QList<BotInfo> m_bots;
    QHash<QString, QString> m_drafts;
    QHash<QString, Edit> m_edits;
    QHash<QString, QString> m_chosenBots;
    bool m_answering = false;
    bool m_arePromptsWanted = true;
};

} // namespace pipit
