// SPDX-License-Identifier: GPL-3.0-or-later
// The guard and Qt's parser agree where every request ends, whatever bytes come on a connection, and in whatever pieces.
//
// Qt's parser has no door of its own, so a whole server runs here, on the loopback, and a second, strict reading
// (strict_request.h) says beforehand which requests the bytes are. The server must hand over exactly these, with their bodies,
// answer each in its turn, and refuse at exactly the place where that reading refuses. Where Qt saw another end than the guard,
// the guard would refuse what should have been answered, or wait for what never comes; where both saw another end than the
// strict reading, a request too many or too few would be handed over. A body that the input leaves open is filled with what
// looks like requests, and every connection that is not refused ends with a request that closes it.
// Bodies come in all three ways: Qt collects them; the guard reads chunks, and the body of a PUT for a handler that takes it in
// pieces; and a handler of /unread leaves such a body where it is.
#include "server/http/body_stream.h"
#include "server/http/http_server.h"
#include "server/http/request_head.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/raw_client.h"
#include "tests/fuzz/strict_request.h"

#include <QCoroTimer>
#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

#include <algorithm>
#include <vector>

using namespace pipit;
using namespace pipit::http;
using fuzz::Chance;
using fuzz::StrictHead;
using fuzz::Verdict;

namespace {

constexpr std::size_t bodyBytes = 600, uploadBytes = 900;
constexpr fuzz::StrictLimits strictLimits{.headBytes = 1024, .headerCount = 100, .bodyBytes = uploadBytes};
constexpr std::string_view lastRequest = "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
constexpr QStringView unreadPath = u"/unread";
constexpr std::string_view smuggledRequest = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

QByteArray bytesOf(const std::string &text)
{
    return QByteArray::fromStdString(text);
}

// What is sent, and what must come of it.
struct Plan {
    struct Asked {
        StrictHead head;
        std::optional<Request> request; // nothing where it is answered with an error: the target names no path, or the body has a fault
        bool closes = false;
        bool isRefused = false;         // before its handler knows of it
    };

    std::string bytes;
    std::vector<Asked> asked;
    bool endsRefused = false;
};

bool isTakenInPieces(std::string_view method)
{
    return method == "PUT";
}

std::optional<Request> requestOf(const StrictHead &head, const std::string &body)
{
    RequestHead plain{.method = bytesOf(head.method), .target = bytesOf(head.target)};
    for (const auto &[name, value] : head.headers)
        plain.headers.append({bytesOf(name), bytesOf(value)});
    const auto request = Request::fromHead(plain, bytesOf(body), QHostAddress(QHostAddress::LocalHost));
    return request ? std::optional(*request) : std::nullopt;
}

// Makes the body behind the head a whole one, or one that is refused, and takes it. Nothing where it is refused.
std::optional<std::string> takeBody(std::string &bytes, std::size_t &at, const StrictHead &head, std::size_t largest)
{
    const auto fill = [&bytes](std::size_t size) {
        while (bytes.size() < size)
            bytes += smuggledRequest.substr(0, size - bytes.size());
    };
    if (!head.isChunked) {
        fill(at + head.bodySize);
        at += head.bodySize;
        return bytes.substr(at - head.bodySize, head.bodySize);
    }
    auto chunks = fuzz::readChunksStrictly(std::string_view(bytes).substr(at), largest);
    while (chunks.verdict == Verdict::Incomplete) {
        fill(bytes.size() + std::min(chunks.left, largest + 1));
        bytes += chunks.goesOn;
        chunks = fuzz::readChunksStrictly(std::string_view(bytes).substr(at), largest);
    }
    at += chunks.size;
    return chunks.verdict == Verdict::Whole ? std::optional(chunks.body) : std::nullopt;
}

Plan planFor(std::string_view input)
{
    Plan plan{std::string(input), {}};
    std::size_t at = 0;
    while (true) {
        at = std::min(plan.bytes.find_first_not_of("\r\n", at), plan.bytes.size());
        if (at == plan.bytes.size())
            plan.bytes += lastRequest;
        const StrictHead head = fuzz::readStrictly(std::string_view(plan.bytes).substr(at), strictLimits);
        if (head.verdict == Verdict::Incomplete) {
            plan.bytes += "\r\n\r\n";
            continue;
        }
        const bool inPieces = isTakenInPieces(head.method);
        const std::size_t largest = inPieces ? uploadBytes : bodyBytes;
        plan.endsRefused = head.verdict == Verdict::Refused || head.wantsWebSocket || head.bodySize > largest;
        if (plan.endsRefused)
            return plan;
        at += head.size;
        Plan::Asked asked{.head = head, .request = requestOf(head, {}), .closes = head.closes};
        asked.isRefused = !asked.request;
        const bool isStream = head.isChunked || inPieces;
        if (isStream && (asked.isRefused || asked.request->path == unreadPath)) {
            // Nobody reads the body, so nobody knows where the next request begins.
            asked.closes = true;
        } else if (const auto body = takeBody(plan.bytes, at, head, largest)) {
            if (asked.request)
                asked.request->body = bytesOf(*body);
        } else {
            asked.request.reset();
            asked.closes = true;
        }
        plan.asked.push_back(asked);
        if (asked.closes)
            return plan;
    }
}

class Node
{
public:
    Node()
    {
        m_server.setTakesPieces([](const QByteArray &method, const QByteArray &) { return isTakenInPieces(method.toStdString()); });
        REQUIRE(m_server.listen(QHostAddress::LocalHost, 0).ok());
        QObject::connect(&m_server, &HttpServer::refused, &m_server, [this] { ++refusals; });
    }

    void begin(Chance &chance)
    {
        m_chance = &chance;
        seen.clear();
        refusals = 0;
    }

    std::uint16_t port() const { return m_server.port(); }
    int requestsUnderWay() const { return m_server.requestsUnderWay(); }

    std::vector<Request> seen;
    std::size_t refusals = 0;

private:
    QCoro::Task<Response> answer(Request request)
    {
        if (m_chance->below(2) == 0) {
            QTimer later;
            later.start(0);
            co_await later;
        }
        if (request.stream && request.path != unreadPath) {
            const auto body = co_await request.stream->readAll(uploadBytes);
            if (!body) {
                Response failure = Response::failure(body.error());
                co_return failure;
            }
            request.body = *body;
        }
        seen.push_back(std::move(request));
        Response response = Response::text(QByteArray::number(qsizetype(seen.size())));
        co_return response;
    }

    Chance *m_chance = nullptr;
    HttpServer m_server{{.headBytes = strictLimits.headBytes, .headerCount = strictLimits.headerCount, .bodyBytes = bodyBytes, .uploadBytes = uploadBytes},
                        [this](Request request) { return answer(std::move(request)); }};
};

Node &node()
{
    static int count = 1;
    static char name[] = "http_guard_fuzz", *arguments[] = {name, nullptr};
    static const bool withoutGlib = qputenv("QT_NO_GLIB", "1");
    // Neither is ever taken apart: at the program's end what Qt itself keeps goes first.
    static const auto *application = new QCoreApplication(count, arguments);
    Q_UNUSED(withoutGlib)
    Q_UNUSED(application)
    static auto *node = new Node;
    return *node;
}

bool isSame(const Request &one, const Request &other)
{
    return one.method == other.method && one.path == other.path && one.query == other.query && one.headers == other.headers && one.body == other.body && one.peer == other.peer;
}

void requireHandedOver(const std::vector<Request> &seen, const Plan &plan, bool isWhole)
{
    std::size_t at = 0;
    for (const auto &asked : plan.asked) {
        if (!asked.request)
            continue;
        if (at == seen.size() && !isWhole)
            return;
        REQUIRE(at < seen.size() && isSame(seen[at], *asked.request));
        ++at;
    }
    REQUIRE(at == seen.size());
}

// Takes one answer from the front.
struct Answer {
    int status = 0;
    bool closes = false;
    std::string body;

    Answer(std::string &received, bool isToHead)
    {
        const auto end = received.find("\r\n\r\n");
        REQUIRE(end != std::string::npos && received.starts_with("HTTP/1.1 ") && received.size() > 12);
        const std::string head = received.substr(0, end + 2);
        received.erase(0, end + 4);
        status = std::stoi(head.substr(9, 3));
        closes = head.find("\r\nConnection: close\r\n") != std::string::npos;
        const std::string_view lengthName = "\r\nContent-Length: ";
        const auto length = head.find(lengthName);
        REQUIRE((length == std::string::npos) == (status == 100));
        if (status == 100 || isToHead)
            return;
        const std::size_t size = std::stoul(head.substr(length + lengthName.size()));
        REQUIRE(received.size() >= size);
        body = received.substr(0, size);
        received.erase(0, size);
    }
};

void requireError(const Answer &answer, bool isToHead)
{
    REQUIRE(answer.status == 400 || answer.status == 413 || answer.status == 431);
    const QJsonObject object = QJsonDocument::fromJson(bytesOf(answer.body)).object();
    REQUIRE(isToHead || !object.value(u"error").toObject().value(u"message").toString().isEmpty());
}

void requireAnswered(std::string received, const Plan &plan)
{
    std::size_t handed = 0;
    for (const auto &asked : plan.asked) {
        const bool isToHead = asked.head.method == "HEAD";
        if (asked.head.expectsContinue && received.starts_with("HTTP/1.1 100 "))
            Answer(received, false);
        const Answer answer(received, isToHead);
        REQUIRE(answer.closes == asked.closes);
        if (!asked.request)
            requireError(answer, isToHead);
        else
            REQUIRE(answer.status == 200 && answer.body == (isToHead ? std::string() : std::to_string(handed + 1)));
        handed += asked.request ? 1 : 0;
    }
    if (plan.endsRefused) {
        const Answer answer(received, false);
        REQUIRE(answer.closes);
        requireError(answer, false);
    }
    REQUIRE(received.empty());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view input(reinterpret_cast<const char *>(data), size);
    Chance chance(input);
    const Plan plan = planFor(input);
    node().begin(chance);

    constexpr std::size_t sizes[]{1 << 20, 1 << 20, 400, 100, 20};
    const std::size_t largest = sizes[chance.below(std::size(sizes))];
    const bool leaves = chance.below(16) == 0;
    const std::size_t sent = leaves ? chance.below(plan.bytes.size() + 1) : plan.bytes.size();
    fuzz::RawClient client(node().port());
    fuzz::inPieces(std::string_view(plan.bytes).substr(0, sent), largest, chance, [&client](std::string_view piece) { client.send(piece); });
    if (!leaves)
        requireAnswered(client.receiveAll(), plan);
    client.leave();
    while (node().requestsUnderWay() > 0)
        fuzz::RawClient::letServerRun();

    requireHandedOver(node().seen, plan, !leaves);
    const auto refused = std::count_if(plan.asked.begin(), plan.asked.end(), [](const auto &asked) { return asked.isRefused; });
    REQUIRE(leaves || node().refusals == std::size_t(refused) + plan.endsRefused);
    return 0;
}
