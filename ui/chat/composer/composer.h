// SPDX-License-Identifier: GPL-3.0-or-later
// Where the reader writes: a card that grows to eight lines, the bot that is asked, Send or Stop, and prompts to begin with.
//
// Contract: Enter sends, Shift+Enter breaks the line (or Ctrl+Enter sends and Enter breaks it: setSendKey); Enter never sends while an
// input method still composes. Each session has its own draft, attachments, bot and cursor in memory;
// whoever keeps the drafts is told of them less than a second after a key.
//
// Files and pictures that are pasted, dropped or chosen stand above the text until it is sent; a very long text that is pasted does
// so too. A text that begins with `@Name` asks that bot, this once. A reply names the message that it is one to.
//
// While a message is edited its text stands here, with a line above it that says so; Enter ends that with another version,
// Escape without one, and what was being written before comes back. Up in an empty field asks for the last message.
// Thread rule: the GUI thread.
#pragma once

#include "client/connection.h"
#include "ui/chat/composer/composer_edit.h"

#include <QHash>
#include <QTimer>
#include <QWidget>

class QMenu;
class QMimeData;
class QPushButton;
class QSettings;
class QToolButton;

namespace pipit {

class AttachmentBar;
class ComposerCompletion;
class EditLine;
class PictureStore;
class PromptRow;
class Prompts;

// A message that stands in the log, as it is edited.
struct EditedMessage {
    qint64 id = 0;           // of its first version
    QString text;
    QString contentType = QStringLiteral("text");
    qint64 replyTo = 0;      // 0: nothing
    QString botId = {};      // who answered it, and is asked again; empty: nobody
};

class Composer : public QWidget
{
    Q_OBJECT

public:
    explicit Composer(QWidget *parent = nullptr);
    ~Composer() override;

    ComposerEdit *edit() const { return m_edit; }
    void setSession(const QString &sessionId, const QString &title); // keeps the other session's draft
    void setDraft(const QString &sessionId, const QString &text);    // of an earlier start; what was written since goes before it
    void tellDraft();                      // now, and not a moment after the last key
    void setBots(const QList<BotInfo> &bots);
    void setBot(const QString &botId);     // empty: nobody, just post
    void chooseBot(const QString &botId);  // as the reader does: it stays with the session
    QString bot() const { return m_bot; }
    bool hasChosenBot(const QString &sessionId) const { return m_chosenBots.contains(sessionId); }
    void setAnswering(bool answering);     // Stop instead of Send while there is nothing to send
    void setPromptsVisible(bool visible);
    QString text() const;
    void quote(const QString &markdown);   // puts it before what is being written
    void startEdit(const EditedMessage &message); // in the session that is set
    bool isEditing() const { return m_edits.contains(m_sessionId); }
    void startReply(qint64 id, const QString &name, const QString &text); // to that message, which says this

    void attach(const QMimeData &data);     // what it has, see attachments.h
    void attach(const QList<Attachment> &attachments);
    void chooseFiles();
    const QList<Attachment> attachments() const { return m_attached.value(m_sessionId); }
    void setPictures(PictureStore *pictures); // of the chips; outlives this

    void setSettings(QSettings *settings);  // not owned, outlives this: prompts and the key that sends
    void setSendKey(SendKey key);           // kept there
    Prompts *prompts() const { return m_prompts; }
    void setPeople(const QStringList &names); // of the session, for `@`
    ComposerCompletion *completion() const { return m_completion; }

Q_SIGNALS:
    // botId empty: just post; replyTo 0: to nothing. The text may be empty where something is attached.
    void sendRequested(const QString &text, const QString &botId, qint64 replyTo, const QList<pipit::Attachment> &attachments);
    void problem(const QString &text); // something could not be attached
    void edited(const pipit::EditedMessage &message, const QString &text);
    void lastMessageWanted(); // to be edited
    void stopRequested();
    void botChanged(const QString &botId);
    void draftChanged(const QString &sessionId, const QString &text); // soon after it was typed; empty: sent, or taken back

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    struct Edit {
        EditedMessage message;
        QString text; // as it is now
    };

    void submit();
    void submitEdit();
    void leaveEdit();
    void leaveReply();
    void showLines();
    void takeAttachments(const QList<Attachment> &files, QStringList problems);
    void showAttachments();
    QString takeTexts(const QString &text, QList<Attachment> &attachments) const;
    void keepText();
    void showText();
    QString shownBot() const;
    void updateButton();
    void updateBotButton();
    void fillBotMenu();
    void sayPlaceholder();
    void retranslate();
    const BotInfo *findBot(const QString &id) const;

    struct Reply {
        qint64 id = 0;
        QString name;
        QString text;
    };

    Prompts *m_prompts;
    ComposerEdit *m_edit;
    QWidget *m_card;
    PromptRow *m_promptRow;
    EditLine *m_editLine;
    EditLine *m_replyLine;
    AttachmentBar *m_bar;
    ComposerCompletion *m_completion;
    QToolButton *m_attachButton;
    QPushButton *m_botButton;
    QPushButton *m_button;
    QMenu *m_botMenu;
    QString m_sessionId;
    QString m_title;
    QString m_bot;
    QList<BotInfo> m_bots;
    QHash<QString, QString> m_drafts;
    QTimer m_draftTimer;
    bool m_isDraftTold = true;
    QHash<QString, Edit> m_edits;
    QHash<QString, Reply> m_replies;
    QHash<QString, QList<Attachment>> m_attached;
    QHash<QString, QString> m_chosenBots;
    QSettings *m_settings = nullptr;
    bool m_answering = false;
    bool m_arePromptsWanted = true;
};

} // namespace pipit
