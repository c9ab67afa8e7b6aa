// SPDX-License-Identifier: GPL-3.0-or-later
// What a node adds to a bot's answer on its way from the provider's socket to a reader's, piece by piece.
//
// Beside it, in the same run: the same pieces through a relay that copies what it receives to the readers' sockets, line by line,
// and looks at nothing. A time begins before the provider writes the piece and ends when the reader has it, so both carry the
// cost of two sockets and of a reader; the ratio is what Pipit makes of it. Every piece is checked to come.
#include "tests/bench/bot_bench.h"

#include <asio/write.hpp>

#include <algorithm>
#include <atomic>

using namespace pipit;
using namespace pipit::bench;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr double targetMs = 5;

struct Plan {
    int runs = 1;
    std::chrono::milliseconds interval{5};
    int pieces = 2'000; // of each run
    int readers = 1;    // of all runs
    int textBefore = 0; // bytes that each run's answer has before its first piece
};

// A piece names itself: @, its run in two digits, its place in six. When it was sent, by this name.
class SentTimes
{
public:
    static constexpr std::size_t nameBytes = 9;

    explicit SentTimes(const Plan &plan) : m_pieces(plan.pieces), m_times(std::size_t(plan.runs) * std::size_t(plan.pieces)) { }

    QString send(int run, int piece)
    {
        m_times[std::size_t(run * m_pieces + piece)] = Clock::now().time_since_epoch().count();
        return u"@%1%2 word"_s.arg(run, 2, 10, QChar(u'0')).arg(piece, 6, 10, QChar(u'0'));
    }
    std::size_t indexOf(std::string_view name) const
    {
        const int number = QByteArrayView(name.data() + 1, qsizetype(nameBytes - 1)).toByteArray().toInt();
        return std::size_t(number / 1'000'000 * m_pieces + number % 1'000'000);
    }
    Clock::duration since(std::size_t index, Clock::time_point now) const { return now.time_since_epoch() - Clock::duration(m_times[index]); }
    std::size_t size() const { return m_times.size(); }

private:
    const int m_pieces;
    std::vector<std::atomic<Clock::rep>> m_times;
};

test::Reply timedAnswer(const Plan &plan, int run, SentTimes &times)
{
    std::vector<test::Step> steps;
    if (plan.textBefore > 0)
        steps.push_back({.bytes = [&plan] { return chunkOf(QString(plan.textBefore, u'x')); }});
    for (int i = 0; i < plan.pieces; ++i)
        steps.push_back({.bytes = [&times, run, i] { return chunkOf(times.send(run, i)); }, .pause = i == 0 ? 300ms : plan.interval});
    return answerOf(std::move(steps));
}

// The delays of all pieces at all readers.
class Delays
{
public:
    explicit Delays(const Plan &plan) : m_wanted(std::size_t(plan.runs) * std::size_t(plan.pieces) * std::size_t(plan.readers)) { m_delays.reserve(m_wanted); }

    Readers::Sink reader(const SentTimes &times)
    {
        // A name that comes again is in the message that the answer has become.
        return [this, &times, rest = std::string(), hasCome = std::vector<bool>(times.size())](std::string_view bytes) mutable {
            const auto now = Clock::now();
            rest += bytes;
            std::size_t at = 0;
            while ((at = rest.find('@', at)) != std::string::npos && at + SentTimes::nameBytes <= rest.size()) {
                const std::size_t index = times.indexOf(std::string_view(rest).substr(at, SentTimes::nameBytes));
                if (!hasCome[index]) {
                    hasCome[index] = true;
                    m_delays.push_back(times.since(index, now));
                    m_count = m_delays.size();
                }
                at += SentTimes::nameBytes;
            }
            rest.erase(0, std::min(at, rest.size()));
        };
    }

    bool isComplete() const { return m_count >= m_wanted; }
    // Once the readers have stopped.
    double percentileMs(double share)
    {
        std::ranges::sort(m_delays);
        const auto at = std::min(m_delays.size() - 1, std::size_t(share * double(m_delays.size())));
        return std::chrono::duration<double, std::milli>(m_delays[at]).count();
    }

private:
    const std::size_t m_wanted;
    std::vector<Clock::duration> m_delays; // the readers' thread
    std::atomic<std::size_t> m_count = 0;
};

// Asks the provider, and copies what it says to every reader.
class BareRelay
{
public:
    explicit BareRelay(quint16 port) : m_provider(asio::ip::address_v4::loopback(), port) { }
    ~BareRelay()
    {
        m_context.stop();
        m_thread.join();
    }

    void addReader(Socket socket) { m_readers.push_back(std::move(socket)); }

    void start(int runs)
    {
        for (int i = 0; i < runs; ++i) {
            Source &source = m_sources.emplace_back(m_context);
            source.socket.connect(m_provider);
            const QByteArray request = QByteArray("POST ") + completions + " HTTP/1.1\r\nContent-Length: 0\r\n\r\n";
            asio::write(source.socket, asio::buffer(request.constData(), std::size_t(request.size())));
            copy(source);
        }
        m_thread = std::thread([this] { m_context.run(); });
    }

private:
    struct Source {
        explicit Source(asio::io_context &context) : socket(context) { }

        Socket socket;
        std::array<char, 1 << 16> buffer{};
        std::string rest = {}; // of a line that has not come to its end: another source's bytes must not come into its middle
    };

    void copy(Source &source)
    {
        source.socket.async_read_some(asio::buffer(source.buffer), [this, &source](const asio::error_code &fault, std::size_t size) {
            source.rest.append(source.buffer.data(), size);
            const std::size_t lines = source.rest.rfind('\n') + 1;
            std::error_code gone;
            for (Socket &reader : m_readers)
                asio::write(reader, asio::buffer(source.rest.data(), lines), gone);
            source.rest.erase(0, lines);
            if (!fault)
                copy(source);
        });
    }

    const asio::ip::tcp::endpoint m_provider;
    asio::io_context m_context{1};
    std::deque<Source> m_sources;
    std::deque<Socket> m_readers;
    std::thread m_thread;
};

struct Measured {
    double p50 = 0, p99 = 0, max = 0;
};

Measured measure(const Plan &plan, auto &&through)
{
    test::FakeOpenAi provider;
    SentTimes times(plan);
    Delays delays(plan);
    for (int run = 0; run < plan.runs; ++run)
        provider.answerNext(completions, timedAnswer(plan, run, times));
    Readers readers;
    through(provider, [&] { return readers.add(delays.reader(times)); }, [&] { require(waitFor([&] { return delays.isComplete(); }), "pieces were lost"); });
    readers.stop();
    return {.p50 = delays.percentileMs(0.50), .p99 = delays.percentileMs(0.99), .max = delays.percentileMs(1)};
}

void compare(const char *name, const Plan &plan)
{
    const Measured bare = measure(plan, [&](test::FakeProvider &provider, auto newReader, auto wait) {
        BareRelay relay(provider.port());
        for (int i = 0; i < plan.readers; ++i)
            relay.addReader(newReader());
        relay.start(plan.runs);
        wait();
    });
    const Measured pipit = measure(plan, [&](test::FakeProvider &provider, auto newReader, auto wait) {
        Node node(provider);
        for (int i = 0; i < plan.readers; ++i)
            node.addReader(newReader());
        for (int i = 0; i < plan.runs; ++i)
            node.ask();
        wait();
        require(waitFor([&] { return node.runs().active() == 0; }), "a run did not end");
    });
    const auto print = [&](const char *who, const Measured &is) {
        std::printf("%-34s %3d %-6s %8.3f %8.3f %8.3f   %5.2f %5.2f", name, plan.readers, who, is.p50, is.p99, is.max, is.p50 / bare.p50, is.p99 / bare.p99);
    };
    print("relay", bare);
    std::printf("\n");
    print("Pipit", pipit);
    std::printf("   adds %.3f at p99%s\n", std::max(0.0, pipit.p99 - bare.p99), pipit.p99 - bare.p99 < targetMs ? "" : ", MORE THAN 5 ms");
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    std::printf("From the provider's byte to the reader's, ms; ratio to a bare relay\n%-34s %3s %-6s %8s %8s %8s   %5s %5s\n", "", "rd.", "", "p50", "p99", "max", "p50", "p99");
    for (const int readers : {1, 100}) {
        compare("one run, 200 pieces a second", {.readers = readers});
        compare("20 runs, 50 pieces a second each", {.runs = 20, .interval = 20ms, .pieces = 200, .readers = readers});
        compare("200 a second behind 1 MB of text", {.readers = readers, .textBefore = 1'000'000});
    }
}
