// SPDX-License-Identifier: GPL-3.0-or-later
// Every server that a window talks to, all at once: a live connection for each, what the window may do about them, and how
// each of them stands.
//
// - The own node is started by a factory from outside; the others have their tokens in the secret store. A token that the store
//   does not take is good for this run only, and view() says so; it is never written anywhere else.
// - What is kept of a server on this computer is there at once; the node is asked as soon as the token is known. One whose token is
//   missing is asked without one, so that its banner says what it says.
// - What was written for one server never goes to another: each has its outbox, named after its address.
//
// Thread rule: the GUI thread; needs an event loop. Nothing here waits: the secret store and the nodes answer later. The book is
// not owned. Errors: of add() and the like, for the person who asked; of the own node in view().
#pragma once

#include "client/connection.h"
#include "client/node_settings.h"
#include "client/own_node.h"
#include "client/secret_store.h"
#include "client/server_book.h"

#include <functional>
#include <map>

namespace pipit {

struct ServersOptions {
    QString directory;      // outboxes lie in it
    std::chrono::milliseconds connectionTimeout{10'000};
    std::chrono::milliseconds reconnectInterval{3'000};
    int maxReconnectAttempts = 10;
    TransportMode transport = TransportMode::Auto;
    std::function<std::unique_ptr<OwnNode>()> makeNode = {};
    NodeSettings *nodeSettings = nullptr; // with which it starts; a change of them starts it anew. Not owned
    SecretStore secrets = {};
    QUrl givenUrl = {};     // of the command line: shown first, in this run only, and the own node is not started
    QByteArray givenToken = {};
};

// One server, as it stands.
struct ServerView {
    enum class Token {
        None,    // it needs none, or has not been asked for yet: the own node's
        Asking,  // the keychain is being asked
        Kept,    // in the keychain
        ThisRun, // the keychain does not take it: keychainFault says why
        Missing, // nobody has it: one has to sign in
    };
    QString id;
    QString name;
    QUrl url;
    bool isOwn = false;
    bool isOn = true;
    bool isGiven = false;           // by the command line
    Token token = Token::None;
    QString keychainFault = {};
    std::optional<Error> startError = {}; // of the own node
    NodeStatus::State nodeState = NodeStatus::State::Stopped; // of it too
    Connection *connection = nullptr; // none: off, starting, or the keychain has not answered
};

class Servers : public QObject
{
    Q_OBJECT

public:
    Servers(ServerBook *book, ServersOptions options, QObject *parent = nullptr);
    ~Servers() override;

    void start();
    // It is so at the next start of the program too. Draining ends in a stop.
    void startOwnNode();            // also while it runs: anew, with what its configuration says now
    void stopOwnNode();
    void drainOwnNode();
    OwnNode *ownNode() const { return m_node.get(); } // none, where there is none in this program, or it was never on
    NodeSettings *nodeSettings() const { return m_options.nodeSettings; }

    QList<ServerView> list() const; // those that are on
    QList<ServerView> all() const;
    static const QString &own(); // the own node's id
    ServerView view(const QString &id) const;
    static QString secretName(const QString &id);

    // They ask the node first. The name may be empty. Errors: as ApiClient's; Conflict where it is known already.
    QCoro::Task<Result<QString>> add(QString address, QByteArray token, QString name);
    QCoro::Task<Result<QString>> join(QString link, QString name);
    // With a token, or an invitation of the same node.
    QCoro::Task<Result<Done>> signIn(QString id, QString tokenOrLink);
    void rename(const QString &id, const QString &name);
    int unsent(const QString &id) const;
    qint64 localBytes(const QString &id) const; // of copies for reading offline
    void deleteLocalCopy(const QString &id);    // not what is unsent
    void remove(const QString &id); // with its token, what is unsent and every local copy
    Result<Done> setOwnNodeOn(bool isOn); // Conflict: it is the only one

Q_SIGNALS:
    void listChanged();             // which there are, their names, how their tokens stand
    void connectionMade(const QString &id);
    void connectionEnds(const QString &id); // whoever holds it lets go of it now
    void ownNodeChanged();          // ownNode(), or its status
    void notice(const QString &text);
    void alerted(const pipit::NodeAlert &alert); // of the own node

private:
    struct Live {
        QByteArray token;
        ServerView::Token state = ServerView::Token::None;
        bool isReading = false; // its token, from the keychain
        QString keychainFault;
        std::unique_ptr<Connection> connection;
    };

    void begin(const ServerEntry &entry);
    bool open(const QString &id, const QUrl &url, const QByteArray &token);
    void connectTo(const QString &id, const QUrl &url, const QByteArray &token);
    static void goOn(Live &live, const QUrl &url, const QByteArray &token);
    void disconnectFrom(const QString &id);
    void keep(const QString &id, const QByteArray &token);
    void beginOwn();
    bool openOwn();
    void makeOwnNode();
    void takeOwnNode();
    QString localFile(const QString &id) const;
    QStringList localCopies(const QString &id) const;
    QUrl urlOf(const QString &id) const;
    QCoro::Task<Result<QByteArray>> redeem(QUrl node, QString ticket);
    QCoro::Task<Result<QString>> check(QUrl node, QByteArray token); // who that token is
    Result<QString> addChecked(const QUrl &url, const QByteArray &token, const QString &name);

    ServerBook *m_book;
    const ServersOptions m_options;
    const QString m_givenId;
    // The node goes last: the connections talk to it.
    std::unique_ptr<OwnNode> m_node;
    std::optional<Error> m_startError;
    std::map<QString, Live> m_live;
};

} // namespace pipit
