// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_proxy.h"

#include <asio.hpp>

#include <array>
#include <atomic>
#include <set>
#include <thread>

namespace pipit::test {

class TcpProxy::Private
{
public:
    using Socket = asio::ip::tcp::socket;

    struct Pair : std::enable_shared_from_this<Pair> {
        Pair(Private &owner, Socket accepted) : proxy(owner), client(std::move(accepted)), server(owner.context) { }

        Private &proxy;
        Socket client, server;
        std::array<std::array<char, 32 * 1024>, 2> buffers;
        bool connected = false;
        bool reading[2] = {};

        // While frozen neither side learns that the other has gone; what it said before comes through first.
        void ended()
        {
            if (proxy.frozen)
                proxy.held.push_back([self = shared_from_this()] { self->close(); });
            else
                close();
        }

        void close()
        {
            std::error_code ignored;
            for (Socket *socket : {&client, &server}) {
                // A process that the test has started since may hold a copy: closing alone would not end the connection.
                socket->shutdown(Socket::shutdown_both, ignored);
                socket->close(ignored);
            }
            proxy.pairs.erase(shared_from_this());
        }

        void forward(int way)
        {
            if (proxy.frozen || !connected || std::exchange(reading[way], true))
                return;
            Socket &from = way == 0 ? client : server, &to = way == 0 ? server : client;
            from.async_read_some(asio::buffer(buffers[std::size_t(way)]), [self = shared_from_this(), this, way, &to](std::error_code fault, std::size_t size) {
                if (fault)
                    return ended();
                hold(way, to, size);
            });
        }

        // What was read when the freeze came waits here.
        void hold(int way, Socket &to, std::size_t size)
        {
            if (proxy.frozen) {
                proxy.held.push_back([self = shared_from_this(), this, way, &to, size] { hold(way, to, size); });
                return;
            }
            asio::async_write(to, asio::buffer(buffers[std::size_t(way)], size), [self = shared_from_this(), this, way](std::error_code fault, std::size_t written) {
                if (fault)
                    return ended();
                proxy.bytes += std::int64_t(written);
                reading[way] = false;
                forward(way);
            });
        }
    };

    explicit Private(std::uint16_t targetPort) : target(asio::ip::make_address("127.0.0.1"), targetPort), acceptor(context, {asio::ip::make_address("127.0.0.1"), 0}) { }

    void accept()
    {
        acceptor.async_accept([this](std::error_code fault, Socket socket) {
            if (fault)
                return;
            const auto pair = std::make_shared<Pair>(*this, std::move(socket));
            pairs.insert(pair);
            if (frozen)
                held.push_back([this, pair] { connect(pair); });
            else
                connect(pair);
            accept();
        });
    }

    void connect(const std::shared_ptr<Pair> &pair)
    {
        pair->server.async_connect(target, [pair](std::error_code fault) {
            if (fault)
                return pair->ended();
            pair->connected = true;
            pair->forward(0);
            pair->forward(1);
        });
    }

    asio::io_context context;
    const asio::ip::tcp::endpoint target;
    asio::ip::tcp::acceptor acceptor;
    std::set<std::shared_ptr<Pair>> pairs;
    std::vector<std::function<void()>> held;
    bool frozen = false;
    std::atomic<std::int64_t> bytes = 0;
    std::thread thread;
};

TcpProxy::TcpProxy(std::uint16_t target) : d(std::make_unique<Private>(target))
{
    d->accept();
    d->thread = std::thread([this] { d->context.run(); });
}

TcpProxy::~TcpProxy()
{
    d->context.stop();
    d->thread.join();
    d->held.clear();
    d->pairs.clear();
}

std::uint16_t TcpProxy::port() const
{
    return d->acceptor.local_endpoint().port();
}

void TcpProxy::freeze()
{
    asio::post(d->context, [this] { d->frozen = true; });
}

void TcpProxy::thaw()
{
    asio::post(d->context, [this] {
        d->frozen = false;
        for (const auto &go : std::exchange(d->held, {}))
            go();
        for (const auto &pair : d->pairs) {
            pair->forward(0);
            pair->forward(1);
        }
    });
}

void TcpProxy::cut()
{
    asio::post(d->context, [this] {
        for (const auto &pair : std::set(d->pairs))
            pair->close();
        d->held.clear();
    });
}

std::int64_t TcpProxy::forwardedBytes() const
{
    return d->bytes;
}

} // namespace pipit::test
