// SPDX-License-Identifier: GPL-3.0-or-later
// What a pretended provider of bots is asked and answers, as it passes over the wire.
//
// An answer is a row of steps, in which anything may go wrong.
// Thread rule: plain values.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <chrono>
#include <functional>
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

// The status line and the headers.
QByteArray headOf(const Reply &reply);
// Of a head that is whole; the body is left out.
ProviderRequest parseHead(const QByteArray &head);

} // namespace pipit::test
