// SPDX-License-Identifier: GPL-3.0-or-later
// What the load generator reads and writes: marks, events, the little of HTTP. That it notices what is lost, doubled or out of order is
// shown on servers that do so.
#include "app/load/event_scanner.h"
#include "app/load/http_text.h"
#include "app/load/load_run.h"
#include "app/load/message_mark.h"
#include "app/load/pipit_target.h"

#include <asio/ip/tcp.hpp>
#include <asio/completion_condition.hpp>
#include <asio/read.hpp>
#include <asio/read_until.hpp>
#include <asio/write.hpp>

#include <gtest/gtest.h>

#include <deque>
#include <thread>

using namespace std::chrono_literals;

namespace pipit::load {
namespace {

TEST(LoadTextTest, AMarkIsFoundInWhatSurroundsIt)
{
    const Mark mark{0xdeadbeef, 42, Clock::time_point(123456789ns)};
    const auto found = findMark("{\"content\":\"" + textOf(mark) + "xxx\"}");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->run, mark.run);
    EXPECT_EQ(found->serial, mark.serial);
    EXPECT_EQ(found->due, mark.due);
    EXPECT_FALSE(findMark("{\"content\":\"hello\"}"));
    EXPECT_FALSE(findMark(textOf(mark).substr(0, 30)));
    EXPECT_LE(textOf(mark).size(), std::size_t(leastSize));
}

TEST(LoadTextTest, EventsAreFoundHoweverTheyAreCut)
{
    const std::string text = ": ping\n\nid: 7~e\nevent: message\ndata: {\"a\":1}\n\nretry: 250\n\nevent: closing\ndata: {\"reason\":\"shutdown\"}\n\n";
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
        EventScanner scanner;
        std::vector<std::string> seen;
        const auto take = [&](const ScannedEvent &event) { seen.push_back(std::string(event.type) + "|" + std::string(event.id) + "|" + std::string(event.data) + "|" + std::string(event.retry)); };
        scanner.read(std::string_view(text).substr(0, cut), take);
        scanner.read(std::string_view(text).substr(cut), take);
        ASSERT_EQ(seen, (std::vector<std::string>{"message|7~e|{\"a\":1}|", "message|||250", "closing||{\"reason\":\"shutdown\"}|"})) << cut;
        EXPECT_EQ(scanner.waiting(), 0u);
    }
}

TEST(LoadTextTest, RequestsAndAnswersAreRead)
{
    Target target;
    target.host = "::1";
    target.headers = {"Authorization: Bearer t"};
    EXPECT_EQ(requestText("POST", target, "/p", "X: y\r\n", "body"), "POST /p HTTP/1.1\r\nHost: [::1]:5000\r\nAuthorization: Bearer t\r\nX: y\r\nContent-Length: 4\r\n\r\nbody");
    EXPECT_EQ(statusOf("HTTP/1.1 503 Service Unavailable\r\n"), 503);
    EXPECT_EQ(statusOf("nonsense"), 0);
    EXPECT_EQ(headerOf("HTTP/1.1 200 OK\r\nContent-LENGTH: 12\r\nX: y", "content-length"), "12");
    EXPECT_EQ(headerOf("HTTP/1.1 200 OK\r\nX: y", "content-length"), "");
}

// Takes every message, and tells of it as badly as it was told to.
class BadServer
{
public:
    enum class Way { Well, LosesOne, DoublesOne, TurnsTwoRound, RefusesTwo };

    explicit BadServer(Way way) : m_way(way), m_acceptor(m_context, {asio::ip::address_v4::loopback(), 0})
    {
        m_thread = std::thread([this] { serve(); });
    }

    ~BadServer()
    {
        m_isOver = true;
        asio::error_code ignored;
        asio::ip::tcp::socket(m_context).connect(m_acceptor.local_endpoint(), ignored);
        m_thread.join();
    }

    std::uint16_t port() const { return m_acceptor.local_endpoint().port(); }

private:
    void serve()
    {
        std::deque<std::thread> threads;
        while (true) {
            auto socket = std::make_shared<asio::ip::tcp::socket>(m_acceptor.accept());
            if (m_isOver)
                break;
            threads.emplace_back([this, socket] { answer(*socket); });
        }
        {
            const std::lock_guard lock(m_mutex);
            for (asio::ip::tcp::socket *open : m_open) {
                asio::error_code ignored;
                open->shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
            }
        }
        for (std::thread &thread : threads)
            thread.join();
    }

    void answer(asio::ip::tcp::socket &socket)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_open.push_back(&socket);
        }
        std::string buffer;
        asio::error_code fault;
        while (true) {
            const std::size_t head = asio::read_until(socket, asio::dynamic_buffer(buffer), "\r\n\r\n", fault);
            if (fault)
                break;
            if (buffer.starts_with("GET")) {
                const std::lock_guard lock(m_mutex);
                asio::write(socket, asio::buffer(std::string("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nid: 0\nevent: position\ndata: {}\n\n")), fault);
                m_streams.push_back(&socket);
                buffer.erase(0, head);
                continue;
            }
            const auto length = std::size_t(std::stoul(headerOf(std::string_view(buffer).substr(0, head), "content-length")));
            if (buffer.size() < head + length)
                asio::read(socket, asio::dynamic_buffer(buffer), asio::transfer_exactly(head + length - buffer.size()), fault);
            const bool isTaken = m_way != Way::RefusesTwo || ++m_asked < 10 || m_asked > 11;
            if (isTaken)
                tell(buffer.substr(head, length));
            buffer.erase(0, head + length);
            const std::string why = m_asked == 10 ? R"({"error":{"code":"not_stored"}})" : R"({"error":{"code":"in_doubt"}})";
            const std::string refusal = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: " + std::to_string(why.size()) + "\r\n\r\n" + why;
            asio::write(socket, asio::buffer(isTaken ? "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}" : refusal), fault);
        }
        const std::lock_guard lock(m_mutex);
        std::erase(m_streams, &socket);
        std::erase(m_open, &socket);
    }

    void tell(const std::string &body)
    {
        const std::lock_guard lock(m_mutex);
        const int number = ++m_messages;
        const auto event = [&](int id, const std::string &data) { return "id: " + std::to_string(id) + "\nevent: message\ndata: " + data + "\n\n"; };
        std::string said = event(number, body);
        if (number == 10 && m_way == Way::LosesOne)
            said.clear();
        if (number == 10 && m_way == Way::DoublesOne)
            said += event(number + 1'000, body);
        if (number == 10 && m_way == Way::TurnsTwoRound) {
            m_kept = said;
            said.clear();
        } else if (!m_kept.empty()) {
            said += std::exchange(m_kept, {});
        }
        for (asio::ip::tcp::socket *stream : m_streams) {
            asio::error_code ignored;
            asio::write(*stream, asio::buffer(said), ignored);
        }
    }

    const Way m_way;
    asio::io_context m_context;
    asio::ip::tcp::acceptor m_acceptor;
    std::atomic<bool> m_isOver = false;
    std::mutex m_mutex;
    std::vector<asio::ip::tcp::socket *> m_open, m_streams;
    int m_messages = 0;
    std::atomic<int> m_asked = 0;
    std::string m_kept;
    std::thread m_thread;
};

LoadPlan planFor(const BadServer &server)
{
    LoadPlan plan;
    plan.target.port = server.port();
    plan.target.streamPath = [](int) { return std::string("/stream"); };
    plan.target.publishPath = [](int) { return std::string("/publish"); };
    plan.target.publishBody = [](int, std::string_view content) { return std::string(content); };
    plan.streams = 3;
    plan.rate = 100;
    plan.duration = 500ms;
    plan.publishers = 1;
    plan.settle = 50ms;
    plan.drain = 3s;
    return plan;
}

LoadResult loadOf(BadServer::Way way)
{
    const BadServer server(way);
    return run(planFor(server));
}

TEST(LoadTextTest, ItNoticesWhatAServerDoesWrong)
{
    const LoadResult well = loadOf(BadServer::Way::Well);
    EXPECT_TRUE(well.isComplete()) << well.lost << ' ' << well.doubled << ' ' << well.unordered << ' ' << well.ready << ' ' << well.firstRefusal;
    EXPECT_EQ(well.delivered, 150);
    const LoadResult lost = loadOf(BadServer::Way::LosesOne);
    EXPECT_FALSE(lost.isComplete());
    EXPECT_EQ(lost.lost, 3);
    EXPECT_EQ(lost.incomplete, 3);
    const LoadResult doubled = loadOf(BadServer::Way::DoublesOne);
    EXPECT_FALSE(doubled.isComplete());
    EXPECT_EQ(doubled.doubled, 3);
    const LoadResult turned = loadOf(BadServer::Way::TurnsTwoRound);
    EXPECT_FALSE(turned.isComplete());
    EXPECT_EQ(turned.unordered, 3);
    EXPECT_EQ(turned.lost, 0);
}

TEST(LoadTextTest, WhatWasRefusedIsSentAgainWhereThePlanSaysSo)
{
    const LoadResult once = loadOf(BadServer::Way::RefusesTwo);
    EXPECT_EQ(once.accepted, 48);
    EXPECT_EQ(once.refused, 1);
    EXPECT_EQ(once.doubtful, 1);
    EXPECT_EQ(once.resent, 0);
    const BadServer server(BadServer::Way::RefusesTwo);
    LoadPlan plan = planFor(server);
    plan.resend = 10s;
    const LoadResult again = run(plan);
    EXPECT_TRUE(again.isComplete()) << again.lost << ' ' << again.doubled;
    EXPECT_EQ(again.sent, 50);
    EXPECT_EQ(again.accepted, 50);
    EXPECT_EQ(again.resent, 2);
    EXPECT_EQ(again.refusals, (std::map<std::string, std::int64_t>{{"answered with 503 in_doubt", 1}, {"answered with 503 not_stored", 1}}));
}

TEST(LoadTextTest, WhoWatchesARunEndsItsPublishingOrAll)
{
    const BadServer server(BadServer::Way::Well);
    LoadPlan plan = planFor(server);
    plan.duration = 60s;
    const LoadResult enough = run(plan, {.look = [](const LoadProgress &progress) { return progress.delivered >= 30 ? Look::Enough : Look::GoOn; }});
    EXPECT_TRUE(enough.isComplete());
    EXPECT_FALSE(enough.wasEnded);
    EXPECT_GE(enough.sent, 10);
    EXPECT_LT(enough.sent, 1'000);
    const LoadResult ended = run(plan, {.look = [](const LoadProgress &progress) { return progress.published > 100ms ? Look::End : Look::GoOn; }});
    EXPECT_TRUE(ended.wasEnded);
    EXPECT_LT(ended.sent, 1'000);
    EXPECT_TRUE(run(plan, {.look = [](const LoadProgress &) { return Look::End; }}).wasEnded);
}

TEST(LoadTextTest, ThereMayBeAnotherWayInThanARequest)
{
    const BadServer server(BadServer::Way::Well);
    LoadPlan plan = planFor(server);
    plan.channels = 2;
    plan.streams = 2;
    int written = 0;
    plan.target.publishBy = [&](int channel, std::string_view) { return channel == 0 ? std::optional(++written != 3) : std::nullopt; };
    const LoadResult result = run(plan);
    EXPECT_EQ(written, 25);
    EXPECT_EQ(result.accepted, 49);
    EXPECT_EQ(result.refused, 1);
    EXPECT_EQ(result.refusals.at("not taken"), 1);
}

TEST(LoadTextTest, AMarkIsAUuidToo)
{
    const Mark mark{0xdeadbeef, 42, Clock::time_point(0x123456789abcns)};
    EXPECT_EQ(uuidOf(textOf(mark) + "xxx"), "deadbeef-0000-002a-0000-123456789abc");
}

} // namespace
} // namespace pipit::load
