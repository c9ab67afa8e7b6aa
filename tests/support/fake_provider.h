// SPDX-License-Identifier: GPL-3.0-or-later
// The HTTP part of a pretended provider of bots: it takes requests over real TCP, remembers them, and plays answers in which
// anything may go wrong.
//
// An answer is a row of steps. Where its connection is lost, by the answer's own doing or by the client's, the steps that are
// left still happen, unseen: a provider goes on with what it has begun. One request for each connection, as
// "Connection: close" says; ports are the system's choice.
// Thread rule: made and destroyed on one thread, the rest on any. It serves on a thread of its own, so neither the test's
// event loop nor another process can keep it waiting.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace pipit::test {

using ProviderClock = std::chrono::steady_clock;

// What was asked, and what became of it.
struct ProviderRequest {
    QByteArray method;
    QByteArray target;                            // path and query
    QHash<QByteArray, QByteArray> headers = {};   // names in lower case
    QByteArray body = {};

    QByteArray answerId = {};                     // the log id or request id that the answer bears
    ProviderClock::time_point arrived = {};
    bool answered = false;                        // the whole answer was sent
    std::optional<ProviderClock::time_point> closedByClient = {}; // before the whole answer was sent
    std::vector<ProviderClock::time_point> pieceTimes = {};       // when each piece of a stream was given to the system

    QByteArray path() const { return target.split('?').first(); }
    QString query(const QString &name) const;
    QByteArray header(const QByteArray &name) const { return headers.value(name.toLower()); }
    QJsonObject json() const;
};

struct Step {
    enum class Kind {
        Head,     // the status line and the headers
        Bytes,
        End,      // the answer is whole; its last bytes may come with it
        Fin,      // the connection ends here, in good manners
        Reset,    // the connection breaks here
        Silence,  // nothing more comes, and the connection stays open; `bytes` may be said again and again
        Gate,     // waits for goOn()
        HoldBack, // from here nothing leaves before the end
    };

    Kind kind = Kind::Bytes;
    std::function<QByteArray()> bytes = {};       // of Bytes, End and Silence; made when their turn comes
    std::function<void(bool seen)> played = {};   // seen: the connection was still there
    std::chrono::milliseconds pause{0};           // before it
    std::chrono::milliseconds every{0};           // of Silence: from one time to the next; 0: never
    bool piece = false;                           // a token, or a few
};

enum class Framing { Length, Chunked, UntilClose };

struct Reply {
    int status = 200;
    QByteArray contentType = "application/json";
    QList<std::pair<QByteArray, QByteArray>> headers = {};
    Framing framing = Framing::Length;       // Length: of `body`
    int bytesPerWrite = 0;                   // 0: each step's bytes at once; in chunks, each write is one
    std::optional<QJsonObject> json = {};    // becomes the body, with the provider's mark
    QByteArray body = {};
    std::chrono::milliseconds pause{0};      // before the head
    std::vector<Step> steps = {};            // empty: the head, the body, the end
    std::vector<Step> afterwards = {};       // what the provider does beyond the answer
};

enum class Cut { Fin, Reset };

// Answers that any endpoint may give, for answerNext().
Reply jsonReply(const QJsonObject &object, int status = 200);
Reply htmlReply(int status);                 // as a proxy's error page
Reply tooManyRequests(QJsonObject body, std::chrono::seconds retryAfter);
Reply noAnswer(Cut cut = Cut::Fin);          // the connection ends before the head
Reply silence();                             // the connection stays open without a word

class FakeProvider
{
public:
    virtual ~FakeProvider();
    FakeProvider(const FakeProvider &) = delete;

    quint16 port() const;
    QUrl url(const QString &path = {}) const;

    // The next requests whose path ends so get this, and the provider's own work is not done.
    void answerNext(const QByteArray &pathEnd, const Reply &reply, int times = 1);

    // In the order of their arrival; of all paths, or of those that end so.
    QList<ProviderRequest> requests(const QByteArray &pathEnd = {}) const;
    int count(const QByteArray &pathEnd) const;
    int openConnections() const;

    // How many answers stand at a gate, and the word that lets these go on.
    int waiting() const;
    void goOn();

    // Nobody listens on the port; what is connected stays. And again as before.
    void goAway();
    void comeBack();

protected:
    FakeProvider();
    // A provider calls these at the end of its constructor, and at the start of its destructor.
    void serve();
    void stop();

    // Both on the server's thread with the mutex held, as is `played` of the steps; `bytes` must read only what stays.
    virtual Reply answer(const ProviderRequest &request) = 0;
    virtual void mark(Reply &reply, const QByteArray &answerId) const = 0;

    mutable std::mutex m_mutex;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace pipit::test
