// SPDX-License-Identifier: GPL-3.0-or-later
// The session's shared note beside its conversation: read, edited, commented on; a late edit is shown as a conflict with both
// texts. What was typed and not saved is kept for each session while the program runs, also where the node cannot be reached.
//
// It asks for nothing until it is opened. Thread rule: the GUI thread. The connection is not owned.
#pragma once

#include "client/session_note.h"

#include <QHash>
#include <QWidget>

#include <memory>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace pipit {

class NoteComments;
class NoteConflict;
class NoteText;

class NotePanel : public QWidget
{
    Q_OBJECT

public:
    explicit NotePanel(QWidget *parent = nullptr);
    ~NotePanel() override;

    void setConnection(Connection *connection);
    void setSession(const QString &sessionId);
    void setOpen(bool open);
    bool isOpen() const { return m_open; }
    void setEditors(const QStringList &names);   // who else is writing on it
    bool isEditing() const { return m_editing; } // it is open, with a text that is not saved

    NoteText *text() const { return m_text; }
    QPlainTextEdit *field() const { return m_field; }
    NoteConflict *conflict() const { return m_conflict; }
    NoteComments *comments() const { return m_comments; }
    QString problem() const;
    QString editors() const;                     // as they are named
    bool isConflict() const;

    void startEdit();
    void save();
    void cancelEdit();

Q_SIGNALS:
    void openChanged(bool open);
    void editingChanged(bool editing);           // to be told to the others

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    // A text that is not saved.
    struct Draft {
        QString text;
        NoteVersion base;                        // that it was made from
        std::optional<NoteVersion> theirs = {};  // that came between
        bool isSaving = false;
        int saving = 0;                          // which try that is
        std::optional<Error> fault = {};         // of the last try
    };

    QWidget *makeReadPage();
    QWidget *makeEditPage();
    QString key() const;
    Draft *draft();
    void bind();
    void leave();                                // keeps what the fields have
    void show(const Draft &draft);
    void takeNote();
    QCoro::Task<> saveDraft(QString key);
    QCoro::Task<> comment(QString text);
    void keepMine();
    void takeTheirs();
    void editBoth();
    void refresh();
    void retranslate();

    QPointer<Connection> m_connection;
    QString m_sessionId;
    std::unique_ptr<SessionNote> m_note;
    int m_saves = 0;
    QHash<QString, Draft> m_drafts;              // by session
    QHash<QString, QString> m_commentDrafts;
    QStringList m_editors;
    bool m_open = false;
    bool m_editing = false;

    QLabel *m_title;
    QToolButton *m_close;
    QStackedWidget *m_stack;
    QWidget *m_readPage;
    NoteText *m_text;
    QLabel *m_empty;
    QLabel *m_about;
    QPushButton *m_edit;
    QPushButton *m_retry;
    QWidget *m_editPage;
    QPlainTextEdit *m_field;
    QLabel *m_meanwhile;
    QPushButton *m_save;
    QPushButton *m_cancel;
    NoteConflict *m_conflict;
    QLabel *m_writing;
    QLabel *m_problem;
    NoteComments *m_comments;
};

} // namespace pipit
