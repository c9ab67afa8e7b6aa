// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/event_proxy.h"

#include <asio.hpp>

#include <array>
#include <string>
#include <thread>

namespace pipit::test {

class EventProxy::Private
{
public:
    using Tcp = asio::ip::tcp;

    struct Way : std::enable_shared_from_this<Way> {
        Way(Private &owner, Tcp::socket accepted) : proxy(owner), client(std::move(accepted)), server(owner.context) { }

        void start(std::uint16_t target)
        {
            server.async_connect({asio::ip::address_v4::loopback(), target}, [self = shared_from_this()](std::error_code fault) {
                if (fault)
                    return self->end();
                self->up();
                self->down();
            });
        }

        void up()
        {
            client.async_read_some(asio::buffer(asked), [self = shared_from_this()](std::error_code fault, std::size_t size) {
                if (fault)
                    return self->end();
                asio::async_write(self->server, asio::buffer(self->asked, size), [self](std::error_code unsent, std::size_t) { unsent ? self->end() : self->up(); });
            });
        }

        void down()
        {
            server.async_read_some(asio::buffer(answered), [self = shared_from_this()](std::error_code fault, std::size_t size) {
                if (fault)
                    return self->end();
                self->out = self->changed({self->answered.data(), size});
                asio::async_write(self->client, asio::buffer(self->out), [self](std::error_code unsent, std::size_t) { unsent ? self->end() : self->down(); });
            });
        }

        // Of a stream only whole events go out.
        std::string changed(std::string_view bytes)
        {
            pending += bytes;
            if (!isStream && pending.starts_with("HTTP/1.1 200") && pending.substr(0, pending.find("\r\n\r\n")).find("text/event-stream") != std::string::npos)
                isStream = true;
            if (!isStream)
                return std::exchange(pending, {});
            std::string text;
            for (auto end = pending.find("\n\n"); end != std::string::npos; end = pending.find("\n\n")) {
                const std::string event = pending.substr(0, end + 2);
                pending.erase(0, end + 2);
                const bool isIt = event.find("pipitMark") != std::string::npos && ++proxy.seen == proxy.message;
                if (!isIt || proxy.fault != Fault::Lose)
                    text += event;
                if (isIt && proxy.fault == Fault::Double)
                    text += event;
            }
            return text;
        }

        void end()
        {
            std::error_code ignored;
            client.close(ignored);
            server.close(ignored);
        }

        Private &proxy;
        Tcp::socket client, server;
        std::array<char, 64 * 1024> asked, answered;
        std::string pending, out;
        bool isStream = false;
    };

    Private(std::uint16_t to, Fault what, int which) : target(to), fault(what), message(which)
    {
        accept();
        thread = std::thread([this] { context.run(); });
    }

    ~Private()
    {
        context.stop();
        thread.join();
    }

    void accept()
    {
        acceptor.async_accept([this](std::error_code failed, Tcp::socket socket) {
            if (failed)
                return;
            std::make_shared<Way>(*this, std::move(socket))->start(target);
            accept();
        });
    }

    const std::uint16_t target;
    const Fault fault;
    const int message;
    int seen = 0; // the thread's
    asio::io_context context{1};
    Tcp::acceptor acceptor{context, {asio::ip::address_v4::loopback(), 0}};
    std::thread thread;
};

EventProxy::EventProxy(std::uint16_t target, Fault fault, int message) : d(std::make_unique<Private>(target, fault, message)) { }
EventProxy::~EventProxy() = default;

std::uint16_t EventProxy::port() const
{
    return d->acceptor.local_endpoint().port();
}

} // namespace pipit::test
