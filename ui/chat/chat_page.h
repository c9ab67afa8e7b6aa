// SPDX-License-Identifier: GPL-3.0-or-later
// The chat: the sessions beside the conversation that is open. Joins the connection's data with the widgets, which know
// plain values only. Thread rule: the GUI thread. The connection is not owned and may come late or never.
#pragma once

#include "client/connection.h"
#include "ui/chat/sessions/session_files.h"

#include <QPointer>
#include <QSet>
#include <QWidget>

#include <memory>

class QStackedWidget;

namespace pipit {

class AnswerColumns;
class ChatHeader;
class Composer;
class ConnectionBanner;
struct EditedMessage;
class FeedBinding;
class FindBar;
class MessageFind;
class MessageMedia;
class MessageModel;
class MessageSelection;
class MessageView;
class NotePanel;
class PastMessages;
class SessionList;
class StatePage;

class ChatPage : public QWidget
{
    Q_OBJECT

public:
    explicit ChatPage(QWidget *parent = nullptr);
    ~ChatPage() override;

    void setConnection(Connection *connection);
    void releaseConnection();                  // it goes; what is shown stays until another one comes
    void showStartFailure(const Error &error); // the program's own node did not start
    void openSession(const QString &sessionId);
    void restoreSession(const QString &sessionId);         // as openSession(), unless it turns out to be no more
    void openMessage(const QString &sessionId, qint64 id); // the session, and the message as soon as it is loaded
    QString currentSession() const { return m_sessionId; }
    bool isShown(const QString &sessionId) const;          // its messages are before the reader's eyes
    bool isSettled() const;                    // connected, loaded, nothing under way

    void focusSearch();
    void searchMessages(const QString &words); // in every session
    void findInSession();
    void newSession();
    // A new one with this title, that bot, and a first message to be sent or changed.
    void beginSession(const QString &title, const QString &botId, const QString &text);
    void setWelcome(QWidget *page);            // shown where there is no session yet; owned from here on
    void startRename();
    void compareAnswers(qint64 questionId);    // beside each other
    void setKeepsDrafts(bool keeps);           // beyond this run of the program
    void setTellsTyping(bool tells);           // to the others, that something is being written here
    void importSession();
    void exportSession(SessionFiles::Format format); // the one that is open
    void setListFolded(bool folded);           // narrow: the list takes the conversation's place when asked for
    bool isListShown() const { return m_listShown; }

    MessageModel *messages() const { return m_messages; }
    MessageView *view() const { return m_view; }
    Composer *composer() const { return m_composer; }
    SessionList *sessions() const { return m_sessions; }
    ConnectionBanner *banner() const { return m_banner; }
    ChatHeader *header() const { return m_header; }
    NotePanel *note() const { return m_note; }

Q_SIGNALS:
    void listShownChanged(bool shown);
    void retryStartRequested();
    void welcomeShown();
    void signInRequested();                    // the server's token has ended
    void sessionOpened(const QString &sessionId);
    void problem(const QString &text);         // something asked for here did not work

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void connectWidgets();
    void takeSessions();
    void takeCaller();
    void takeBots();
    void takeStatus();
    void markUnread();
    void markCaughtUp();
    void exportMessages(const MessageSelection &what);
    void rename(const QString &title);
    void send(const QString &text, const QString &botId, qint64 replyTo = 0, const QList<Attachment> &attachments = {});
    void startReply(const QString &key);
    void startEdit(int row);
    void editLast();
    void sendEdit(const EditedMessage &message, const QString &text);
    void answerAnew(qint64 id, const QString &botId);
    void leaveComparison();
    // chat_page_local.cpp: the local copy.
    void takeLocalFault();
    void leaveEndedSession();
    void bindFeed();
    // chat_page_people.cpp: who is there, and what they hear.
    void connectPeople();
    void makeSession(const QString &title, std::function<void(const QString &id)> then);
    void tellTyping(const QString &what, bool active);
    void askForMembers();
    void welcome(const QList<Message> &messages);
    void updatePeople();
    QStringList othersNames() const; // for `@`: the members, and who spoke lately
    void showMembers(const QPoint &at);
    // chat_page_sessions.cpp: sessions as a whole.
    void connectSessionMenus();
    void showSessionMenu(const QString &sessionId, const QPoint &at, Qt::Alignment side); // its top left, or right
    void setArchived(const QString &sessionId, bool archived);
    void deleteSession(const QString &sessionId);
    // chat_page_past.cpp: the message that is sought.
    void seek(qint64 id);
    void showSought();
    void openPast(qint64 around);
    void showInPast();
    void joinPresent();
    void returnToPresent();
    void bindPresent();
    void leavePast();
    void loadOlder();
    void updateState();
    void updateAnswering();
    QString sessionTitle(const QString &id) const;
    void updateHeader();
    void chooseBot();
    bool isAvailable(const QString &botId) const;
    void showList(bool shown);
    void layOutColumns();

    QPointer<Connection> m_connection;
    SessionFeed *m_feed = nullptr;
    std::unique_ptr<FeedBinding> m_binding;
    QString m_sessionId;
    QString m_caller;          // as far as the node has said
    QString m_restored;        // open when the program last ended, and not seen at the node yet
    qint64 m_sought = 0;       // the message to be shown as soon as it is loaded
    std::unique_ptr<PastMessages> m_past;     // where the reader is led into it
    const PastMessages *m_boundPast = nullptr; // what of it is shown; null: the present
    std::optional<Error> m_loadError;
    std::optional<Error> m_startError;
    QSet<QString> m_unnamed;   // made here, named by their first message
    // Since the connection broke, as this session saw it.
    struct Break {
        qint64 newest = 0;    // the last message before
        int caughtUp = 0;     // as the connection last told it
        bool isOver = false;
    };
    std::optional<Break> m_break;
    bool m_creating = false;
    bool m_isComparing = false;
    QWidget *m_welcome = nullptr;
    bool m_tellsTyping = true;
    bool m_keepsDrafts = true;
    QList<Member> m_members;   // of the session that is open, as far as is known
    QSet<QString> m_welcomed;  // who was asked for because of what they wrote there
    bool m_sessionsKnown = false;
    bool m_wasListed = false;  // the open session, when the node spoke last
    bool m_folded = false;
    bool m_listShown = false;

    MessageModel *m_messages;
    SessionList *m_sessions;
    QWidget *m_conversation;
    ChatHeader *m_header;
    ConnectionBanner *m_banner;
    std::unique_ptr<MessageMedia> m_media;
    MessageFind *m_find;
    FindBar *m_findBar;
    QStackedWidget *m_stack;
    MessageView *m_view;
    StatePage *m_state;
    Composer *m_composer;
    SessionFiles *m_files;
    AnswerColumns *m_columns;
    NotePanel *m_note;
};

} // namespace pipit
