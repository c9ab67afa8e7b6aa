// SPDX-License-Identifier: GPL-3.0-or-later
// What TLS costs a stream: memory for each idle one, and how fast messages come to a hundred of them, beside plain ones.
//
// The whole way is measured: engine, pair of sockets, pump, TLS, client. The clients are a process of their own (this program with
// `--clients`), so that the memory is the node's alone. Linux only, whose /proc says how much that is.
#include "core/sse_encoder.h"
#include "server/http/http_server.h"
#include "server/stream/engine.h"
#include "tests/support/certificate_maker.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>
#include <QProcess>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/ssl.hpp>
#include <asio/write.hpp>

#include <array>
#include <cstdio>
#include <deque>
#include <iostream>
#include <thread>

#include <malloc.h>
#include <unistd.h>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

constexpr int idleStreams = 1000;
constexpr int busyStreams = 100;
constexpr int messages = 2000;

// Reads as many streams as it is told and says "open" when all have begun; then for each number on its standard input "got"
// when it has that many bytes in all.
class Clients
{
public:
    Clients(quint16 port, bool isTls, int count)
    {
        const asio::ip::tcp::endpoint node(asio::ip::address_v4::loopback(), port);
        for (int i = 0; i < count; ++i) {
            asio::ip::tcp::socket socket(m_context);
            socket.connect(node);
            if (isTls) {
                auto &stream = m_secured.emplace_back(std::move(socket), m_tls);
                stream.handshake(asio::ssl::stream_base::client);
                begin(stream);
            } else {
                begin(m_plain.emplace_back(std::move(socket)));
            }
        }
        m_thread = std::thread([this] { m_context.run(); });
    }

    void serve()
    {
        waitFor(qint64(m_plain.size() + m_secured.size())); // a byte of each
        std::cout << "open" << std::endl;
        for (qint64 wanted = 0; std::cin >> wanted;) {
            waitFor(wanted);
            std::cout << "got" << std::endl;
        }
        std::_Exit(0);
    }

private:
    void begin(auto &stream)
    {
        asio::write(stream, asio::buffer(std::string_view("GET / HTTP/1.1\r\nHost: x\r\n\r\n")));
        read(stream);
    }

    void read(auto &stream)
    {
        stream.async_read_some(asio::buffer(m_buffer), [this, &stream](const asio::error_code &fault, std::size_t size) {
            m_bytes += qint64(size);
            if (!fault)
                read(stream);
        });
    }

    void waitFor(qint64 bytes) const
    {
        while (m_bytes < bytes)
            usleep(20);
    }

    asio::io_context m_context{1};
    asio::ssl::context m_tls{asio::ssl::context::tls_client};
    std::deque<asio::ip::tcp::socket> m_plain;
    std::deque<asio::ssl::stream<asio::ip::tcp::socket>> m_secured;
    std::array<char, 1 << 16> m_buffer; // what is read is only counted
    std::atomic<qint64> m_bytes = 0;
    std::thread m_thread;
};

double residentKilobytes()
{
    malloc_trim(0);
    QFile file(u"/proc/self/statm"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toDouble() * double(sysconf(_SC_PAGESIZE)) / 1024 : 0;
}

// A server whose every answer is a stream of one engine.
class Node
{
public:
    explicit Node(bool isTls) : m_isTls(isTls)
    {
        static const test::Issued issued = test::Issuer::root().issue();
        if (isTls)
            m_server.setTls({.context = [context = http::TlsContext::make(issued.certificate, issued.key).value()] { return context; }});
        if (!m_server.listen(QHostAddress::LocalHost, 0))
            std::exit(1);
        m_clients.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    }

    ~Node()
    {
        m_clients.closeWriteChannel();
        waitUntil([this] { return m_clients.state() == QProcess::NotRunning; });
    }

    void open(int count)
    {
        m_count = count;
        m_clients.start(QCoreApplication::applicationFilePath(), {u"--clients"_s, QString::number(m_server.port()), m_isTls ? u"tls"_s : u"plain"_s, QString::number(count)});
        waitForLine();
        m_expected = count; // the head of each stream is one byte
    }

    // Deliveries each second. `burst`: messages handed in at a time; the next burst follows when the last has arrived.
    double deliver(int burst)
    {
        const auto begin = stream::Clock::now();
        for (int sent = 0; sent < messages; sent += burst) {
            for (int i = 0; i < burst; ++i) {
                const stream::Frame frame = stream::makeFrame(sse::event("message", std::string(200, 'x'), std::to_string(100'000 + ++m_position)));
                m_expected += qint64(frame->size()) * m_count;
                m_engine.publish({{m_position, "s", frame, stream::Clock::now()}});
            }
            m_clients.write(QByteArray::number(m_expected) + '\n');
            waitForLine();
        }
        return double(messages) * m_count / std::chrono::duration<double>(stream::Clock::now() - begin).count();
    }

private:
    static void waitUntil(auto condition)
    {
        while (!condition())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }

    void waitForLine()
    {
        waitUntil([this] { return m_clients.canReadLine(); });
        m_clients.readLine();
    }

    QCoro::Task<http::Response> answer()
    {
        http::Response response = http::Response::handOver([this](stream::NativeSocket socket, std::string) { m_engine.adopt(socket, {.head = "h", .subscription = m_subscription, .announcePosition = false}); });
        co_return response;
    }

    const bool m_isTls;
    const stream::SubscriptionPtr m_subscription = std::make_shared<stream::Subscription>(stream::Subscription{.sessions = {"s"}});
    stream::Engine m_engine{{.queueBytes = 64 << 20}, {.positionFrame = [](std::optional<stream::ResumeResult>, std::int64_t) { return stream::makeFrame(""); },
                                                       .closingFrame = [](stream::CloseReason, std::chrono::milliseconds) { return stream::makeFrame(""); },
                                                       .readHistory = [](stream::SubscriptionPtr, std::int64_t, std::function<void(stream::HistoryPage)> done) { done({}); },
                                                       .underWay = [](const stream::Subscription &) { return std::vector<stream::Frame>(); }}};
    http::HttpServer m_server{http::HttpLimits(), [this](http::Request) { return answer(); }};
    QProcess m_clients;
    std::int64_t m_position = 0;
    qint64 m_expected = 0; // bytes in all
    int m_count = 0;
};

double kilobytesOfIdle(bool isTls)
{
    Node node(isTls);
    const double before = residentKilobytes();
    node.open(idleStreams);
    return (residentKilobytes() - before) / idleStreams;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc == 5 && std::string_view(argv[1]) == "--clients") {
        Clients(quint16(std::atoi(argv[2])), std::string_view(argv[3]) == "tls", std::atoi(argv[4])).serve();
        return 0;
    }
    QCoreApplication application(argc, argv);

    const double plainIdle = kilobytesOfIdle(false), tlsIdle = kilobytesOfIdle(true);
    std::printf("%d idle streams, kB of the node for each: plain %.1f, TLS %.1f\n\n", idleStreams, plainIdle, tlsIdle);

    std::printf("250-byte messages to %d streams, deliveries/s, best of 3\n%-34s %12s %12s %8s\n", busyStreams, "", "plain", "TLS", "ratio");
    for (const int burst : {1, 10, 100}) {
        double best[2] = {0, 0};
        for (int round = 0; round < 3; ++round) {
            for (const bool isTls : {false, true}) {
                Node node(isTls);
                node.open(busyStreams);
                best[isTls] = std::max(best[isTls], node.deliver(burst));
            }
        }
        std::printf("%3d at a time %33.0f %12.0f %8.2f\n", burst, best[0], best[1], best[1] / best[0]);
    }
}
