// SPDX-License-Identifier: GPL-3.0-or-later
// What is offered while one writes: whom to ask or to name, after `@` at the beginning of a word, and prompts, after `/` at the
// beginning of all.
//
// Enter or Tab takes what is chosen, Up and Down choose, Escape closes it until another word begins. While an input method
// composes, nothing of that happens. Thread rule: the GUI thread.
#pragma once

#include "client/connection.h"
#include "ui/chat/composer/completion_popup.h"
#include "ui/chat/composer/prompts.h"

#include <QObject>
#include <QPointer>

class QKeyEvent;

namespace pipit {

class ComposerEdit;

class ComposerCompletion : public QObject
{
    Q_OBJECT

public:
    // `anchor`: the list stands above it.
    ComposerCompletion(ComposerEdit *edit, QWidget *anchor, const Prompts *prompts);

    ~ComposerCompletion() override;

    void setBots(const QList<BotInfo> &bots);
    void setPeople(const QStringList &names);
    void setEnabled(bool enabled); // not while a message is edited
    CompletionPopup *popup() const { return m_popup; }

    bool takesKey(const QKeyEvent &event); // whether it was for the list
    // Whom a text that begins with `@Name ` asks; empty: nobody by name.
    QString askedBot(const QString &text) const;

Q_SIGNALS:
    void promptsEditWanted();

private:
    struct Word {
        QChar kind;        // @ or /
        int start = 0;     // of its sign, in the document
        QString typed;     // after it, up to the cursor
    };
    std::optional<Word> wordAtCursor() const;
    QList<CompletionPopup::Item> itemsFor(const Word &word) const;
    void look();
    void take();

    ComposerEdit *m_edit;
    const Prompts *m_prompts;
    QPointer<CompletionPopup> m_popup; // its window's
    QList<BotInfo> m_bots;
    QStringList m_people;
    int m_closedAt = -1;   // the word for which it was closed
    bool m_isEnabled = true;
};

} // namespace pipit
