// SPDX-License-Identifier: GPL-3.0-or-later
// What the measurements of bots' answers share: a pretended provider's answer, readers of streams, a node without its HTTP.
#pragma once

#include "server/bots/run_manager.h"
#include "server/log/dispatcher.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/fake_openai.h"

#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTimer>
#include <QUuid>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>

#include <array>
#include <cstdio>
#include <deque>
#include <functional>
#include <string_view>
#include <thread>

namespace pipit::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Clock = test::ProviderClock;
using Socket = asio::ip::tcp::socket;

inline constexpr char completions[] = "/chat/completions";
inline constexpr std::chrono::seconds patience{120};

inline QString uuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

inline bool waitFor(const std::function<bool()> &condition)
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
inline void require(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "%s\n", what);
    std::exit(1);
}

inline QByteArray chunkOf(const QString &text, const QJsonValue &finishReason = QJsonValue::Null)
{
    const QJsonObject choice{{u"index"_s, 0}, {u"delta"_s, QJsonObject{{u"content"_s, text}}}, {u"finish_reason"_s, finishReason}};
    const QJsonObject chunk{{u"id"_s, u"chatcmpl-1"_s}, {u"object"_s, u"chat.completion.chunk"_s}, {u"created"_s, 1760000000}, {u"model"_s, u"m"_s}, {u"choices"_s, QJsonArray{choice}}};
    return "data: " + QJsonDocument(chunk).toJson(QJsonDocument::Compact) + "\n\n";
}

inline test::Reply answerOf(std::vector<test::Step> pieces)
{
    pieces.push_back({.bytes = [] { return chunkOf(QString(), u"stop"_s).append("data: [DONE]\n\n"); }});
    return test::streamReply({}, std::move(pieces), {}, {}, {});
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

class Node
{
public:
    Node(std::unique_ptr<store::Store> store, const test::FakeProvider &provider)
        : m_store(std::move(store)), m_dispatcher(*m_store, {}),
          m_bots(std::move(bots::BotRegistry::make({{.id = u"bot"_s, .provider = u"openai"_s, .name = u"Bot"_s, .baseUrl = provider.url().toString(), .model = u"m"_s}}, m_directory.path()).value())),
          m_runs(*m_bots, *m_store, m_dispatcher)
    {
    }
    // On a SQLite file of its own.
    explicit Node(const test::FakeProvider &provider) : Node(openFile(), provider) { }
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

    static std::unique_ptr<store::Store> openFile()
    {
        static const QTemporaryDir directory;
        return std::move(store::openSqliteStore({.file = QDir(directory.path()).filePath(uuid())}).value());
    }

    QTemporaryDir m_directory;
    std::unique_ptr<store::Store> m_store;
    log::Dispatcher m_dispatcher;
    std::unique_ptr<bots::BotRegistry> m_bots;
    bots::RunManager m_runs;
};

} // namespace pipit::bench
