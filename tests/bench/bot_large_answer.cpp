// SPDX-License-Identifier: GPL-3.0-or-later
// What an answer of 1 MiB in 200,000 pieces costs a node: time for each piece at its beginning, in its middle and at its end, and
// memory. A reader that joins in the middle, on the same node or on another one, must have the same text as the first and as
// the log.
#include "core/sse_decoder.h"
#include "server/store/postgres/postgres_store.h"
#include "tests/bench/bot_bench.h"
#include "tests/support/postgres_server.h"

#include <QFile>

#include <algorithm>
#include <atomic>

using namespace pipit;
using namespace pipit::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int manyPieces = 200'000;
constexpr int manyBytes = 1 << 20;
constexpr int piecesAtOnce = 100; // for each of the provider's writes

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

// `late`: where a reader joins in the middle; the node that has the run, or another one on the same database.
void largeAnswer(const char *name, Node &node, Node &late, test::FakeOpenAi &provider, int readersAtStart)
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

    provider.answerNext(completions, answerOf(std::move(steps)));
    Readers readers;
    std::deque<TextReader> texts;
    const auto join = [&](Node &where) { where.addReader(readers.add(texts.emplace_back().sink())); };
    join(node);
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
    join(late);
    const auto isEverywhere = [&] { return std::ranges::all_of(texts, [&](const TextReader &text) { return text.units() == whole.size() || text.hasHoles(); }); };
    require(waitFor([&] { return isEverywhere() && node.runs().active() == 0; }), "the text did not come everywhere");
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    const qint64 peak = memory("VmHWM:");
    readers.stop();

    require(isUnderWay, "the late reader came too late");
    require(node.answer(session) == whole && late.answer(session) == whole, "the stored answer is not whole");
    require(std::ranges::all_of(texts, [&](const TextReader &text) { return text.text() == whole; }), "a reader has another text");
    const auto pieceUs = [&](std::size_t tenth) { return std::chrono::duration<double, std::micro>(tenths[tenth] - tenths[tenth - 1]).count() / (manyPieces / 10); };
    std::printf("%s, %3d readers: %.2f s; each piece %.2f µs in the first tenth, %.2f in the middle, %.2f in the last; peak %+.1f MiB; %lld events for the first reader, %lld for the late one; "
                "stored whole, and the same for all\n",
                name, readersAtStart, seconds, pieceUs(1), pieceUs(6), pieceUs(10), double(peak - before) / 1024, (long long)(texts.front().events()), (long long)(texts.back().events()));
    std::fflush(stdout);
}

std::unique_ptr<store::Store> openPostgres(const QString &url, const QString &nodeId)
{
    auto opened = store::openPostgresStore({.target = *store::parsePostgresUrl(url), .nodeId = nodeId, .readers = 2});
    require(opened.ok(), "PostgreSQL cannot be opened");
    return std::move(*opened);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    std::printf("An answer of 1 MiB in %d pieces, as fast as they are taken\n", manyPieces);
    for (const int readers : {1, 100}) {
        test::FakeOpenAi provider;
        Node node(provider);
        largeAnswer("SQLite", node, node, provider, readers);
    }
    test::PostgresServer server;
    const QString url = server.createDatabase();
    test::FakeOpenAi provider;
    Node node(openPostgres(url, u"a"_s), provider), other(openPostgres(url, u"b"_s), provider);
    largeAnswer("PostgreSQL, the late one on another node", node, other, provider, 1);
}
