// SPDX-License-Identifier: GPL-3.0-or-later
// What a node adds to a bot's answer on its way from the provider's socket to a reader's, piece by piece; and what an answer of
// 1 MiB in 200,000 pieces costs it.
//
// Beside it, in the same run: the same pieces through a relay that copies what it receives to the readers' sockets and looks
// at nothing. A time begins before the provider writes the piece and ends when the reader has it, so both carry the cost of
// two sockets and of a reader; the ratio is what Pipit makes of it. Every piece is checked to come, and every text to be whole.
#include "core/sse_decoder.h"
#include "server/bots/run_manager.h"
#include "server/log/dispatcher.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/fake_openai.h"

#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTimer>
#include <QUuid>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/write.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <deque>
#include <thread>

using namespace pipit;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Clock = test::ProviderClock;
using Socket = asio::ip::tcp::socket;

namespace {

constexpr char completions[] = "/chat/completions";
constexpr auto patience = 120s;
constexpr double targetMs = 5;

constexpr int manyPieces = 200'000;
constexpr int manyBytes = 1 << 20;
constexpr int piecesAtOnce = 100; // of the large answer, for each of the provider's writes

QString uuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

bool waitFor(const std::function<bool()> &condition)
{
    QEventLoop loop;
    QTimer look, limit;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (condition())
            loop.exit(0);
    });
    QObject::connect(&limit, &QTimer::timeout, &loop, [&] { loop.exit(1); });
    look.start(1ms);
    limit.start(patience);
    return loop.exec() == 0;
}

// What cannot be measured must not look as if it had been.
void require(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "bot_pieces: %s\n", what);
    std::exit(1);
}

QByteArray chunkOf(const QString &text, const QJsonValue &finishReason = QJsonValue::Null)
{
    const QJsonObject choice{{u"index"_s, 0}, {u"delta"_s, QJsonObject{{u"content"_s, text}}}, {u"finish_reason"_s, finishReason}};
    const QJsonObject chunk{{u"id"_s, u"chatcmpl-1"_s}, {u"object"_s, u"chat.completion.chunk"_s}, {u"created"_s, 1760000000}, {u"model"_s, u"m"_s}, {u"choices"_s, QJsonArray{choice}}};
    return "data: " + QJsonDocument(chunk).toJson(QJsonDocument::Compact) + "\n\n";
}

test::Reply answerOf(std::vector<test::Step> pieces)
{
    pieces.push_back({.bytes = [] { return chunkOf(QString(), u"stop"_s).append("data: [DONE]\n\n"); }});
    return test::streamReply({}, std::move(pieces), {}, {}, {});
}

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

// Who reads streams, on a thread of their own.
class Readers
{
public:
    using Sink = std::function<void(std::string_view bytes)>;

    Readers() : m_thread([this] { m_context.run(); }) { }
    ~Readers() { stop(); }

    void stop()
    {
        m_context.stop();
        if (m_thread.joinable())
            m_thread.join();
    }

    // The other end of a new stream.
    Socket add(Sink sink)
    {
        One &one = m_all.emplace_back(m_context, std::move(sink));
        one.socket.connect(m_acceptor.local_endpoint());
        Socket other = m_acceptor.accept(m_elsewhere);
        asio::post(m_context, [this, &one] { read(one); });
        return other;
    }

private:
    struct One {
        One(asio::io_context &context, Sink to) : socket(context), sink(std::move(to)) { }

        Socket socket;
        Sink sink;
        std::array<char, 1 << 16> buffer{};
    };

    void read(One &one)
    {
        one.socket.async_read_some(asio::buffer(one.buffer), [this, &one](const asio::error_code &fault, std::size_t size) {
            if (fault)
                return;
            one.sink({one.buffer.data(), size});
            read(one);
        });
    }

    asio::io_context m_elsewhere;
    asio::ip::tcp::acceptor m_acceptor{m_elsewhere, {asio::ip::address_v4::loopback(), 0}};
    asio::io_context m_context;
    asio::executor_work_guard<asio::io_context::executor_type> m_work = asio::make_work_guard(m_context);
    std::deque<One> m_all;
    std::thread m_thread;
};

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

class Node
{
public:
    explicit Node(const test::FakeProvider &provider)
        : m_store(std::move(store::openSqliteStore({.file = QDir(m_directory.path()).filePath(u"pipit.db"_s)}).value())), m_dispatcher(*m_store, {}),
          m_bots(std::move(bots::BotRegistry::make({{.id = u"bot"_s, .provider = u"openai"_s, .name = u"Bot"_s, .baseUrl = provider.url().toString(), .model = u"m"_s}}, m_directory.path()).value())),
          m_runs(*m_bots, *m_store, m_dispatcher)
    {
    }
    ~Node()
    {
        m_dispatcher.stop();
        m_store->close();
    }

    bots::RunManager &runs() { return m_runs; }

    void addReader(Socket socket)
    {
        const auto everything = std::make_shared<stream::Subscription>(stream::Subscription{.all = true});
        m_dispatcher.engine().adopt(socket.release(), {.head = "\r\n", .subscription = everything});
    }

    // The session of the new run, and its id.
    std::pair<QString, QString> ask()
    {
        const MessageDraft question{.sessionId = uuid(), .clientMessageId = uuid(), .senderId = u"ann"_s, .content = u"hello"_s};
        QString runId;
        QCoro::waitFor(begin(question, runId));
        require(!runId.isEmpty(), "the question was refused");
        return {question.sessionId, runId};
    }

    QString answer(const QString &session) { return m_store->history({.sessionId = session}).result()->messages.last().content; }

private:
    QCoro::Task<void> begin(MessageDraft question, QString &runId)
    {
        const auto asked = co_await m_runs.ask(u"bot"_s, question);
        if (asked)
            runId = asked->run.runId;
    }
    QTemporaryDir m_directory;
    std::unique_ptr<store::Store> m_store;
    log::Dispatcher m_dispatcher;
    std::unique_ptr<bots::BotRegistry> m_bots;
    bots::RunManager m_runs;
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
            Socket &source = m_sources.emplace_back(m_context);
            source.connect(m_provider);
            asio::write(source, asio::buffer(std::string("POST ") + completions + " HTTP/1.1\r\nContent-Length: 0\r\n\r\n"));
            copy(source);
        }
        m_thread = std::thread([this] { m_context.run(); });
    }

private:
    void copy(Socket &source)
    {
        source.async_read_some(asio::buffer(m_buffer), [this, &source](const asio::error_code &fault, std::size_t size) {
            std::error_code gone;
            for (Socket &reader : m_readers)
                asio::write(reader, asio::buffer(m_buffer, size), gone);
            if (!fault)
                copy(source);
        });
    }

    const asio::ip::tcp::endpoint m_provider;
    asio::io_context m_context{1};
    std::deque<Socket> m_sources;
    std::deque<Socket> m_readers;
    std::array<char, 1 << 16> m_buffer{};
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

// Puts the text of one stream together as a client does.
class TextReader
{
public:
    Readers::Sink sink()
    {
        return [this](std::string_view bytes) { m_decoder.feed(bytes, m_onEvent); };
    }
    qsizetype units() const { return m_units; }
    qsizetype events() const { return m_events; }
    bool hasHoles() const { return m_hasHoles; }
    // Once the readers have stopped.
    const QString &text() const { return m_text; }

private:
    void onEvent(const sse::EventView &event)
    {
        if (event.type != event_name::delta)
            return;
        const auto delta = DeltaEvent::fromJson(QJsonDocument::fromJson(QByteArray::fromRawData(event.data.data(), qsizetype(event.data.size()))).object());
        if (!delta || delta->offset != m_text.size()) {
            m_hasHoles = true;
            return;
        }
        m_text += delta->text;
        m_units = m_text.size();
        ++m_events;
    }

    sse::Decoder m_decoder;
    const sse::Decoder::Sink m_onEvent = [this](const sse::EventView &event) { onEvent(event); };
    QString m_text;
    std::atomic<qsizetype> m_units = 0;
    std::atomic<qsizetype> m_events = 0;
    std::atomic<bool> m_hasHoles = false;
};

// Of 5 or 6 bytes, so that all together have manyBytes; and of 3 or 4 UTF-16 units.
QString pieceOfMany(qint64 at)
{
    constexpr qint64 longer = manyBytes - 5 * manyPieces;
    const bool isLonger = (at + 1) * longer / manyPieces != at * longer / manyPieces;
    return u"字"_s + QString::number(10 + at % 90) + (isLonger ? u"."_s : QString());
}

// kB; 0 where the system does not tell.
qint64 memory(QByteArrayView line)
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray all = status.readAll();
    return all.mid(all.indexOf(line) + line.size()).trimmed().split(' ').first().toLongLong();
}

void forgetPeak()
{
    if (QFile file(u"/proc/self/clear_refs"_s); file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        file.write("5");
}

void largeAnswer(int readersAtStart)
{
    QString whole;
    std::vector<test::Step> steps;
    for (int i = 0; i < manyPieces; ++i)
        whole += pieceOfMany(i);
    for (int i = 0; i < manyPieces; i += piecesAtOnce) {
        steps.push_back({.bytes = [i] {
            QByteArray bytes;
            for (int piece = i; piece < i + piecesAtOnce; ++piece)
                bytes += chunkOf(pieceOfMany(piece));
            return bytes;
        }});
    }
    require(whole.toUtf8().size() == manyBytes, "the answer has another size than it should");

    test::FakeOpenAi provider;
    provider.answerNext(completions, answerOf(std::move(steps)));
    Node node(provider);
    Readers readers;
    std::deque<TextReader> texts;
    const auto join = [&] { node.addReader(readers.add(texts.emplace_back().sink())); };
    join();
    for (int i = 1; i < readersAtStart; ++i) // who keep nothing, so that the memory is the node's
        node.addReader(readers.add([](std::string_view) { }));

    forgetPeak();
    const qint64 before = memory("VmRSS:");
    const auto begin = Clock::now();
    const auto [session, runId] = node.ask();
    bots::Run *run = node.runs().find(runId);
    require(run, "the run is not under way");
    qsizetype units = 0;
    std::vector<Clock::time_point> tenths{begin}; // when the node had so much
    QObject::connect(run, &bots::Run::said, &node.runs(), [&](const QString &text) {
        units += text.size();
        for (; tenths.size() <= 10 && units >= whole.size() * qsizetype(tenths.size()) / 10; tenths.push_back(Clock::now())) { }
    });
    require(waitFor([&] { return units >= whole.size() / 2; }), "the middle was not reached");
    const bool isUnderWay = units < whole.size();
    join();
    const auto isEverywhere = [&] { return std::ranges::all_of(texts, [&](const TextReader &text) { return text.units() == whole.size() || text.hasHoles(); }); };
    require(waitFor([&] { return isEverywhere() && node.runs().active() == 0; }), "the text did not come everywhere");
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    const qint64 peak = memory("VmHWM:");
    readers.stop();

    require(isUnderWay, "the late reader came too late");
    require(node.answer(session) == whole, "the stored answer is not whole");
    require(std::ranges::all_of(texts, [&](const TextReader &text) { return text.text() == whole; }), "a reader has another text");
    const auto pieceUs = [&](std::size_t tenth) { return std::chrono::duration<double, std::micro>(tenths[tenth] - tenths[tenth - 1]).count() / (manyPieces / 10); };
    std::printf("%3d readers: %.2f s; each piece %.2f µs in the first tenth, %.2f in the middle, %.2f in the last; peak %+.1f MiB; %lld events for the first reader, %lld for the late one; "
                "stored whole, and the same for all\n",
                readersAtStart, seconds, pieceUs(1), pieceUs(6), pieceUs(10), double(peak - before) / 1024, (long long)(texts.front().events()), (long long)(texts.back().events()));
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
    std::printf("\nAn answer of 1 MiB in %d pieces, as fast as they are taken\n", manyPieces);
    largeAnswer(1);
    largeAnswer(100);
}
