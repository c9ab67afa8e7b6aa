// SPDX-License-Identifier: GPL-3.0-or-later
// A node's JSON interface, as coroutines.
//
// Every request has a time limit. A failure is an Error: Network or Protocol of this side, else the node's own with its
// field; `details.retryAfterMs` is there where the node said when to come again, `details.tls` where
// it is TLS that failed. Cancelled means that this client is
// being closed: whoever gets it must not touch what it works for, and just return.
// Thread rule: the thread that made it; needs an event loop. Source: docs/api.md.
#pragma once

#include "net/network_access.h"
#include "core/cursor.h"
#include "core/event.h"
#include "core/message.h"

#include <QCoroTask>
#include <QPointer>
#include <QUrlQuery>

#include <chrono>
#include <functional>
#include <memory>

class QIODevice;
class QNetworkReply;
class QNetworkRequest;

namespace pipit {

struct HistoryPage {
    QList<Message> messages; // oldest first
    bool hasMore = false;
    qint64 position = 0;     // of the log, when the page was read; of a page of new ones: where the next one begins
    QString epoch = {};      // of the log
};

struct FoundPage {
    QList<Message> messages; // newest first
    bool hasMore = false;    // older ones
};

struct SseOptions;

// Whether the same request may succeed later, unchanged.
bool isPassing(const Error &error);

class ApiClient : public QObject
{
    Q_OBJECT

public:
    ApiClient(QUrl node, QByteArray token, std::chrono::milliseconds timeLimit, QObject *parent = nullptr);
    ~ApiClient() override;

    // Of requests from now on.
    void setNode(const QUrl &node, const QByteArray &token);
    void setToken(const QByteArray &token) { m_token = token; }

    // The `data` of the answer's envelope. `longer`: how much longer than others this one may take.
    QCoro::Task<Result<QJsonObject>> get(QString path, QUrlQuery query = {}, std::chrono::milliseconds longer = {});
    QCoro::Task<Result<QJsonObject>> post(QString path, QJsonObject body);
    QCoro::Task<Result<QJsonObject>> patch(QString path, QJsonObject body);
    QCoro::Task<Result<QJsonObject>> remove(QString path);

    QCoro::Task<Result<Message>> postMessage(MessageDraft draft);
    // The question as it was stored. The draft's clientMessageId makes asking twice impossible.
    QCoro::Task<Result<Message>> ask(MessageDraft question, QString botId);
    static constexpr int historyPage = 50; // messages that one look needs
    // The newest page, or the newest one before a message.
    QCoro::Task<Result<HistoryPage>> history(QString sessionId, int limit, std::optional<qint64> before = {});
    // The oldest ones after a message; hasMore says whether there are newer ones.
    QCoro::Task<Result<HistoryPage>> historyAfter(QString sessionId, int limit, qint64 after);
    // Messages of every session that the caller may see, or of one; the newest, or the newest ones before a message.
    QCoro::Task<Result<FoundPage>> search(QString text, QString sessionId, int limit, std::optional<qint64> before = {});
    // Messages of all sessions after a cursor, the oldest of them, as soon as there is one, and none after `wait`. Without a
    // cursor: none, and where the log ends.
    QCoro::Task<Result<HistoryPage>> newMessages(std::optional<Cursor> after, std::chrono::seconds wait);

    // The bytes at an address that a message named: of this node's, with the token, or of anybody's, without; nothing is followed
    // elsewhere. Errors: TooLarge past `mostBytes`, else as the others.
    QCoro::Task<Result<QByteArray>> download(QString address, qint64 mostBytes);
    // The same, to a file, piece by piece: it is there whole or not at all. It may take as long as something comes; where `goesOn`,
    // which hears how much has come of how much (-1: nobody says), answers false, it ends with Cancelled.
    using GoesOn = std::function<bool(qint64 received, qint64 total)>;
    QCoro::Task<Result<Done>> save(QString address, QString path, GoesOn goesOn);
    // A file into a session, from the device's beginning, streamed; what the node says of it: `file` of POST /api/files. It may take as
    // long as something moves. `goesOn` is asked several times a second, as above; the node collects what came in vain.
    QCoro::Task<Result<QJsonObject>> upload(QString sessionId, QString name, QByteArray mimeType, std::shared_ptr<QIODevice> file, GoesOn goesOn);
    // Hands over what an address leads to in pieces as they come; an error from `take` ends it with that error.
    // `announced`: bytes in all, -1: not known.
    using Take = std::function<std::optional<Error>(const QByteArray &piece, qint64 announced)>;
    QCoro::Task<Result<Done>> fetch(QString address, Take take);
    // The URL of such an address, and whether it is a file of this node's.
    QUrl urlOf(const QString &address) const;
    bool isOwn(const QString &address) const;

    // An event stream of this node's, with its token as it is now; path as of get().
    SseOptions streamOf(const QString &path, const QUrlQuery &query = {}) const;

    // Ends every request with Cancelled, now.
    void cancelRequests();
    // The same, and later ones end so at once.
    void close();
    bool isClosed() const { return m_closed; }

Q_SIGNALS:
    void closing();

Q_SIGNALS:
    // A bot was asked: how its answer stands. Told before ask() is ready.
    void runBegun(const pipit::RunEvent &run);

private:
    QCoro::Task<Result<HistoryPage>> page(QString sessionId, QUrlQuery query);
    QCoro::Task<Result<QJsonObject>> request(QByteArray verb, QString path, QUrlQuery query, std::optional<QJsonObject> body, std::chrono::milliseconds longer = {});
    // How a reply ended. Nothing: nobody is to hear of it any more.
    enum class Ending { Came, TimedOut, TooLarge };
    Result<QNetworkRequest> requestFor(const QString &address) const;
    static std::optional<Error> faultOf(const QNetworkReply &reply);
    // `whileItComes`: how long it may go on past the time limit as long as something comes.
    static QCoro::Task<std::optional<Ending>> await(QPointer<ApiClient> self, QNetworkReply *reply, qint64 mostBytes, std::chrono::milliseconds whileItComes = {}, std::chrono::milliseconds longer = {});

    NetworkAccess m_network;
    QUrl m_node;
    QByteArray m_token;
    std::chrono::milliseconds m_timeLimit;
    bool m_closed = false;
    int m_generation = 0; // of requests: the earlier ones were cancelled
};

} // namespace pipit
