// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: pumps work for threads that know nothing of each other. Without Qt's event loop, for the thread sanitizer.
#include "server/http/tls_pumps.h"

#include "server/http/descriptor.h"
#include "tests/support/certificate_maker.h"

#include <asio/post.hpp>
#include <asio/read.hpp>
#include <asio/ssl.hpp>
#include <asio/write.hpp>

#include <gtest/gtest.h>

#include <thread>

namespace pipit::http {
namespace {

using namespace std::chrono_literals;
using Tcp = asio::ip::tcp;

constexpr int clients = 4;
constexpr int visits = 15; // of each

// Who has the other ends, on a thread of its own as the stream engine is: it sends back what it gets.
class Echo
{
public:
    Echo() : m_thread([this] { m_context.run(); }) { }
    ~Echo()
    {
        m_work.reset();
        m_context.stop();
        m_thread.join();
    }

    void take(const std::shared_ptr<OwnedSocket> &end)
    {
        asio::post(m_context, [this, end] {
            auto one = std::make_shared<One>(Tcp::socket(m_context));
            one->socket.assign(Tcp::v4(), end->take());
            read(one);
        });
    }

private:
    struct One {
        explicit One(Tcp::socket other) : socket(std::move(other)) { }
        Tcp::socket socket;
        std::array<char, 4096> bytes{};
    };

    void read(const std::shared_ptr<One> &one)
    {
        one->socket.async_read_some(asio::buffer(one->bytes), [this, one](const asio::error_code &fault, std::size_t size) {
            asio::error_code ended = fault;
            if (!ended)
                asio::write(one->socket, asio::buffer(one->bytes, size), ended);
            if (!ended)
                read(one);
        });
    }

    asio::io_context m_context{1};
    asio::executor_work_guard<asio::io_context::executor_type> m_work = asio::make_work_guard(m_context);
    std::thread m_thread;
};

class TlsPumpsTest : public testing::Test
{
protected:
    // As a listener does, on this thread.
    void accept()
    {
        Tcp::socket socket = m_acceptor.accept();
        socket.non_blocking(true);
        socket.native_non_blocking(true);
        const test::Issued issued = m_authority.issue();
        m_pumps->add(socket.release(), TlsContext::make(issued.certificate, issued.key).value(), {.handshake = 10s, .stall = 10s, .linger = 1s}, nullptr,
                     {.opened = [this](const std::shared_ptr<OwnedSocket> &end) { m_echo.take(end); }, .refused = [this](int, const QString &) { ++m_refused; }});
    }

    std::string visit(const std::string &text) const
    {
        asio::io_context context;
        asio::ssl::context tls(asio::ssl::context::tls_client);
        asio::ssl::stream<Tcp::socket> stream(context, tls);
        stream.lowest_layer().connect(m_acceptor.local_endpoint());
        stream.handshake(asio::ssl::stream_base::client);
        asio::write(stream, asio::buffer(text));
        std::string answer(text.size(), ' ');
        asio::read(stream, asio::buffer(answer));
        return answer;
    }

    const test::Issuer m_authority = test::Issuer::root();
    asio::io_context m_context;
    Tcp::acceptor m_acceptor{m_context, {asio::ip::address_v4::loopback(), 0}};
    std::atomic<int> m_refused = 0;
    Echo m_echo;
    std::unique_ptr<TlsPumps> m_pumps = std::make_unique<TlsPumps>(10ms);
};

TEST_F(TlsPumpsTest, CarryForManyAtOnce)
{
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < clients; ++i) {
        threads.emplace_back([&, i] {
            for (int visited = 0; visited < visits; ++visited) {
                const std::string text(std::size_t(20'000 + visited), char('a' + i));
                right += visit(text) == text;
            }
        });
    }
    for (int i = 0; i < clients * visits; ++i)
        accept();
    for (auto &thread : threads)
        thread.join();
    EXPECT_EQ(right, clients * visits);
    EXPECT_EQ(m_refused, 0);
    while (m_pumps->carrying() > 0) // each client has gone
        std::this_thread::yield();
}

TEST_F(TlsPumpsTest, EndWithWhateverIsUnderWay)
{
    std::vector<Tcp::socket> silent;
    std::atomic<bool> isClosed = false;
    std::thread reader([&] {
        asio::io_context context;
        asio::ssl::context tls(asio::ssl::context::tls_client);
        asio::ssl::stream<Tcp::socket> stream(context, tls);
        stream.lowest_layer().connect(m_acceptor.local_endpoint());
        stream.handshake(asio::ssl::stream_base::client);
        char byte = 0;
        asio::error_code fault;
        asio::read(stream, asio::buffer(&byte, 1), fault);
        isClosed = bool(fault);
    });
    accept();
    while (m_pumps->carrying() == 0)
        std::this_thread::yield();
    for (int i = 0; i < 10; ++i) {
        silent.emplace_back(m_context).connect(m_acceptor.local_endpoint());
        accept();
    }
    m_pumps->stopHandshakes();
    m_pumps.reset();
    reader.join();
    EXPECT_TRUE(isClosed);
    for (Tcp::socket &one : silent) {
        char byte = 0;
        asio::error_code fault;
        EXPECT_EQ(asio::read(one, asio::buffer(&byte, 1), fault), 0u);
    }
}

} // namespace
} // namespace pipit::http
