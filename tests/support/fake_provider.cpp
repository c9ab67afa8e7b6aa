// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_provider.h"

#include <QJsonDocument>

#include <asio.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <future>
#include <set>
#include <thread>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#endif

namespace pipit::test {

namespace {

using asio::awaitable;
using asio::redirect_error;
using asio::use_awaitable;
using Socket = asio::ip::tcp::socket;
using Acceptor = asio::ip::tcp::acceptor;

constexpr std::size_t maxHeadBytes = 64 << 10;
constexpr qsizetype maxBodyBytes = 64 << 20;

// A process that the test starts meanwhile must not hold a copy: closing would not end the connection.
template<typename Descriptor>
void keepFromChildren([[maybe_unused]] Descriptor &descriptor)
{
#ifdef Q_OS_UNIX
    ::fcntl(descriptor.native_handle(), F_SETFD, FD_CLOEXEC);
#endif
}

// What the provider failed at must end the test, not vanish.
void orDie(std::exception_ptr fault)
{
    if (fault)
        std::rethrow_exception(fault);
}

struct Connection {
    explicit Connection(Socket accepted) : socket(std::move(accepted)) { }

    // Nothing that would be sent from here on is seen by anybody.
    bool isLost() const { return ended || clientGone; }

    Socket socket;
    std::size_t record = 0;
    bool ended = false; // by the provider
    bool clientGone = false;
};

std::vector<Step> plainSteps(const QByteArray &body, std::chrono::milliseconds pause)
{
    std::vector<Step> steps;
    steps.push_back({.kind = Step::Kind::Head, .pause = pause});
    steps.push_back({.kind = Step::Kind::End, .bytes = [body] { return body; }});
    return steps;
}

} // namespace

class FakeProvider::Private
{
public:
    explicit Private(FakeProvider &owner) : q(owner) { listen(0); }

    void listen(quint16 wanted)
    {
        const asio::ip::tcp::endpoint here(asio::ip::address_v4::loopback(), wanted);
        acceptor = Acceptor(context, here);
        keepFromChildren(acceptor);
        port = acceptor.local_endpoint().port();
    }

    // On the server's thread; the caller waits.
    void run(const std::function<void()> &task)
    {
        std::promise<void> done;
        asio::post(context, [&] {
            task();
            done.set_value();
        });
        done.get_future().wait();
    }

    awaitable<void> accept()
    {
        for (;;) {
            std::error_code fault;
            Socket socket = co_await acceptor.async_accept(redirect_error(use_awaitable, fault));
            if (fault)
                co_return;
            keepFromChildren(socket);
            socket.set_option(asio::ip::tcp::no_delay(true), fault);
            const auto connection = std::make_shared<Connection>(std::move(socket));
            ++open;
            asio::co_spawn(context, serve(connection), orDie);
        }
    }

    awaitable<void> serve(std::shared_ptr<Connection> connection)
    {
        std::optional<ProviderRequest> request = co_await read(*connection);
        if (request) {
            Reply reply = take(*connection, std::move(*request));
            asio::co_spawn(context, play(connection, std::move(reply)), orDie);
            co_await watch(*connection);
        }
        std::error_code ignored;
        connection->socket.close(ignored);
        --open;
    }

    static awaitable<std::optional<ProviderRequest>> read(Connection &connection)
    {
        std::error_code fault;
        std::string input;
        auto buffer = asio::dynamic_buffer(input, maxHeadBytes);
        const std::size_t headSize = co_await asio::async_read_until(connection.socket, buffer, "\r\n\r\n", redirect_error(use_awaitable, fault));
        if (fault)
            co_return std::nullopt;
        ProviderRequest request = parseHead(QByteArray(input.data(), qsizetype(headSize)));
        request.body = QByteArray(input.data() + headSize, qsizetype(input.size() - headSize));
        const qsizetype length = std::min(request.header("content-length").toLongLong(), qlonglong(maxBodyBytes));
        const qsizetype had = std::min(request.body.size(), length);
        request.body.resize(length);
        auto rest = asio::buffer(request.body.data() + had, std::size_t(length - had));
        co_await asio::async_read(connection.socket, rest, redirect_error(use_awaitable, fault));
        if (fault)
            co_return std::nullopt;
        co_return request;
    }

    // Remembers the request, and finds its answer.
    Reply take(Connection &connection, ProviderRequest request)
    {
        const std::lock_guard lock(q.m_mutex);
        connection.record = records.size();
        request.answerId = "20261014093000" + QByteArray::number(qulonglong(connection.record + 1)).rightJustified(20, '0');
        records.push_back(request);

        Reply reply;
        const auto planned = std::find_if(plans.begin(), plans.end(), [&](const auto &plan) { return request.path().endsWith(plan.first); });
        if (planned != plans.end()) {
            reply = std::move(planned->second);
            plans.erase(planned);
        } else {
            reply = q.answer(request);
        }
        q.mark(reply, request.answerId);
        if (reply.json)
            reply.body = QJsonDocument(*reply.json).toJson(QJsonDocument::Compact);
        if (reply.steps.empty())
            reply.steps = plainSteps(reply.body, reply.pause);
        std::move(reply.afterwards.begin(), reply.afterwards.end(), std::back_inserter(reply.steps));
        return reply;
    }

    // Until the client goes, or the provider has ended the connection.
    awaitable<void> watch(Connection &connection)
    {
        std::array<char, 1024> scrap;
        auto buffer = asio::buffer(scrap);
        std::error_code fault;
        while (!fault)
            co_await connection.socket.async_read_some(buffer, redirect_error(use_awaitable, fault));
        noteGone(connection);
    }

    void noteGone(Connection &connection)
    {
        if (connection.isLost())
            return;
        connection.clientGone = true;
        const std::lock_guard lock(q.m_mutex);
        records[connection.record].closedByClient = ProviderClock::now();
    }

    awaitable<void> play(std::shared_ptr<Connection> connection, Reply reply)
    {
        std::vector<QByteArray> writes;
        bool holding = false, silent = false;
        for (const Step &step : reply.steps) {
            if (step.pause.count() > 0)
                co_await sleep(step.pause);
            if (step.kind == Step::Kind::Gate)
                co_await gate();
            const bool seen = !silent && !connection->isLost();
            if (seen) {
                encode(step, reply, writes);
                holding = (holding || step.kind == Step::Kind::HoldBack) && step.kind != Step::Kind::End;
                // Before the last write: a client that has read it may close sooner than this goes on.
                if (step.kind == Step::Kind::End)
                    noteWhole(*connection);
                if (!holding)
                    co_await write(*connection, std::exchange(writes, std::vector<QByteArray>()));
                finish(*connection, step);
                if (step.kind == Step::Kind::Silence) {
                    silent = true;
                    asio::co_spawn(context, murmur(connection, step, reply.framing), orDie);
                }
            }
            note(*connection, step, seen);
        }
    }

    static void encode(const Step &step, const Reply &reply, std::vector<QByteArray> &writes)
    {
        if (step.kind == Step::Kind::Head)
            writes.push_back(headOf(reply));
        if (step.kind == Step::Kind::Bytes || (step.kind == Step::Kind::End && step.bytes)) {
            const QByteArray bytes = step.bytes();
            const qsizetype size = reply.bytesPerWrite > 0 ? reply.bytesPerWrite : bytes.size();
            for (qsizetype at = 0; at < bytes.size(); at += size)
                writes.push_back(framed(bytes.mid(at, size), reply.framing));
        }
        if (step.kind == Step::Kind::End && reply.framing == Framing::Chunked)
            writes.push_back("0\r\n\r\n");
    }

    static QByteArray framed(const QByteArray &bytes, Framing framing)
    {
        return framing == Framing::Chunked ? QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n" : bytes;
    }

    awaitable<void> write(Connection &connection, std::vector<QByteArray> writes)
    {
        for (const QByteArray &bytes : writes) {
            std::error_code fault;
            const auto buffer = asio::buffer(bytes.constData(), std::size_t(bytes.size()));
            co_await asio::async_write(connection.socket, buffer, redirect_error(use_awaitable, fault));
            if (fault) {
                noteGone(connection);
                break;
            }
        }
    }

    void noteWhole(Connection &connection)
    {
        connection.ended = true;
        const std::lock_guard lock(q.m_mutex);
        records[connection.record].answered = true;
    }

    void note(const Connection &connection, const Step &step, bool seen)
    {
        const std::lock_guard lock(q.m_mutex);
        if (step.piece && seen)
            records[connection.record].pieceTimes.push_back(ProviderClock::now());
        if (step.played)
            step.played(seen);
    }

    static void finish(Connection &connection, const Step &step)
    {
        std::error_code ignored;
        if (step.kind == Step::Kind::End) {
            connection.socket.shutdown(Socket::shutdown_send, ignored);
        } else if (step.kind == Step::Kind::Fin) {
            connection.ended = true;
            connection.socket.shutdown(Socket::shutdown_both, ignored);
        } else if (step.kind == Step::Kind::Reset) {
            connection.ended = true;
            connection.socket.set_option(Socket::linger(true, 0), ignored);
            connection.socket.close(ignored);
        }
    }

    awaitable<void> murmur(std::shared_ptr<Connection> connection, Step step, Framing framing)
    {
        while (step.every.count() > 0 && !connection->isLost()) {
            co_await sleep(step.every);
            std::vector<QByteArray> comment(1, framed(step.bytes(), framing));
            co_await write(*connection, std::move(comment));
        }
    }

    awaitable<void> sleep(std::chrono::milliseconds time)
    {
        asio::steady_timer timer(context, time);
        co_await timer.async_wait(use_awaitable);
    }

    awaitable<void> gate()
    {
        asio::steady_timer timer(context, asio::steady_timer::time_point::max());
        std::error_code opened;
        gates.insert(&timer);
        waiting = int(gates.size());
        co_await timer.async_wait(redirect_error(use_awaitable, opened));
    }

    FakeProvider &q;
    std::deque<ProviderRequest> records;
    std::deque<std::pair<QByteArray, Reply>> plans;
    std::set<asio::steady_timer *> gates;
    std::atomic<int> waiting = 0;
    std::atomic<int> open = 0;
    std::atomic<quint16> port = 0;
    std::thread thread;
    asio::io_context context;
    // Away, and without a connection, there is nothing else that keeps the thread.
    asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(context);
    Acceptor acceptor{context};
};

FakeProvider::FakeProvider() : d(std::make_unique<Private>(*this)) { }

FakeProvider::~FakeProvider() = default;

void FakeProvider::serve()
{
    asio::co_spawn(d->context, d->accept(), orDie);
    d->thread = std::thread([this] { d->context.run(); });
}

void FakeProvider::stop()
{
    d->context.stop();
    d->thread.join();
}

quint16 FakeProvider::port() const
{
    return d->port;
}

QUrl FakeProvider::url(const QString &path) const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(port()).arg(path));
}

void FakeProvider::answerNext(const QByteArray &pathEnd, const Reply &reply, int times)
{
    const std::lock_guard lock(m_mutex);
    d->plans.insert(d->plans.end(), std::size_t(times), std::pair(pathEnd, reply));
}

QList<ProviderRequest> FakeProvider::requests(const QByteArray &pathEnd) const
{
    const std::lock_guard lock(m_mutex);
    QList<ProviderRequest> found;
    for (const ProviderRequest &request : d->records) {
        if (request.path().endsWith(pathEnd))
            found << request;
    }
    return found;
}

int FakeProvider::count(const QByteArray &pathEnd) const
{
    return int(requests(pathEnd).size());
}

int FakeProvider::openConnections() const
{
    return d->open;
}

int FakeProvider::waiting() const
{
    return d->waiting;
}

void FakeProvider::goOn()
{
    d->run([this] {
        for (asio::steady_timer *timer : std::exchange(d->gates, {}))
            timer->cancel();
        d->waiting = 0;
    });
}

void FakeProvider::goAway()
{
    d->run([this] { d->acceptor.close(); });
}

void FakeProvider::comeBack()
{
    d->run([this] {
        d->listen(d->port);
        asio::co_spawn(d->context, d->accept(), orDie);
    });
}

} // namespace pipit::test
