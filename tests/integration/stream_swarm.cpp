// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/stream_swarm.h"

#include "core/sse_decoder.h"

#include <asio.hpp>

#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <mutex>
#include <thread>

namespace pipit::test {

namespace {

constexpr std::chrono::milliseconds pause{50};

} // namespace

class StreamSwarm::Private
{
public:
    struct Reader {
        explicit Reader(asio::io_context &context, std::string session) : socket(context), timer(context) { record.session = std::move(session); }

        asio::ip::tcp::socket socket;
        asio::steady_timer timer;
        sse::Decoder decoder;
        std::string request;
        std::string head; // until it is whole
        bool inBody = false;
        bool placed = false;
        std::array<char, 16 * 1024> buffer;
        std::size_t node = 0; // the next to connect to
        Record record;
    };

    void connect(Reader &reader)
    {
        reader.socket = asio::ip::tcp::socket(context);
        reader.socket.async_connect(endpoints[reader.node++ % endpoints.size()], [this, &reader](std::error_code fault) {
            if (fault)
                return comeBack(reader);
            reader.decoder.beginConnection();
            reader.head.clear();
            reader.inBody = false;
            reader.request = "GET /api/sse/messages?sessionId=" + reader.record.session + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\n";
            if (!reader.decoder.lastEventId().empty())
                reader.request += "Last-Event-ID: " + reader.decoder.lastEventId() + "\r\n";
            reader.request += "\r\n";
            asio::async_write(reader.socket, asio::buffer(reader.request), [this, &reader](std::error_code writeFault, std::size_t) {
                if (writeFault)
                    return comeBack(reader);
                read(reader);
            });
        });
    }

    void comeBack(Reader &reader)
    {
        if (stopping)
            return;
        reader.timer.expires_after(pause);
        reader.timer.async_wait([this, &reader](std::error_code fault) {
            if (!fault)
                connect(reader);
        });
    }

    void read(Reader &reader)
    {
        reader.socket.async_read_some(asio::buffer(reader.buffer), [this, &reader](std::error_code fault, std::size_t size) {
            if (fault || !take(reader, {reader.buffer.data(), size}))
                return comeBack(reader);
            read(reader);
        });
    }

    bool take(Reader &reader, std::string_view bytes)
    {
        const std::lock_guard lock(mutex);
        if (!reader.inBody) {
            reader.head.append(bytes);
            const auto end = reader.head.find("\r\n\r\n");
            if (end == std::string::npos)
                return true;
            // A node that is going down may answer 503 to one that comes back too soon.
            if (!reader.head.starts_with("HTTP/1.1 200 "))
                return false;
            reader.inBody = true;
            ++reader.record.connections;
            const std::string rest = reader.head.substr(end + 4);
            return feed(reader, rest);
        }
        return feed(reader, bytes);
    }

    bool feed(Reader &reader, std::string_view bytes)
    {
        return reader.decoder.feed(bytes, [this, &reader](const sse::EventView &event) {
            if (event.type == "position") {
                reader.record.resets += event.data.find("\"status\":\"reset\"") != std::string_view::npos;
                if (!std::exchange(reader.placed, true))
                    ++placed;
            } else if (event.type == "message") {
                std::int64_t id = 0;
                std::from_chars(event.lastEventId.data(), event.lastEventId.data() + event.lastEventId.size(), id);
                if (event.data.find("\"sessionId\":\"" + reader.record.session + '"') == std::string_view::npos)
                    reader.record.fault = "a message of another session: " + std::string(event.data);
                reader.record.ids.push_back(id);
                ++received;
            } else if (event.type == "delta") {
                reader.record.lastDelta = event.data;
            } else if (event.type == "run") {
                reader.record.interruptions += event.data.find("\"state\":\"interrupted\"") != std::string_view::npos;
            }
        });
    }

    asio::io_context context;
    std::vector<asio::ip::tcp::endpoint> endpoints;
    std::string token;
    std::vector<std::unique_ptr<Reader>> readers;
    std::atomic<bool> stopping = false;
    std::atomic<std::size_t> placed = 0;
    std::atomic<std::size_t> received = 0;
    mutable std::mutex mutex; // of the records
    std::thread thread;
};

StreamSwarm::StreamSwarm(std::vector<std::uint16_t> ports, std::string token) : d(std::make_unique<Private>())
{
    for (const std::uint16_t port : ports)
        d->endpoints.emplace_back(asio::ip::make_address("127.0.0.1"), port);
    d->token = std::move(token);
}

StreamSwarm::~StreamSwarm()
{
    stop();
}

void StreamSwarm::add(const std::string &session)
{
    d->readers.push_back(std::make_unique<Private::Reader>(d->context, session));
    d->readers.back()->node = d->readers.size();
}

void StreamSwarm::start()
{
    for (const auto &reader : d->readers)
        d->connect(*reader);
    d->thread = std::thread([this] { d->context.run(); });
}

void StreamSwarm::stop()
{
    d->stopping = true;
    d->context.stop();
    if (d->thread.joinable())
        d->thread.join();
}

std::size_t StreamSwarm::placed() const
{
    return d->placed;
}

std::size_t StreamSwarm::received() const
{
    return d->received;
}

std::vector<StreamSwarm::Record> StreamSwarm::records() const
{
    const std::lock_guard lock(d->mutex);
    std::vector<Record> records;
    for (const auto &reader : d->readers)
        records.push_back(reader->record);
    return records;
}

} // namespace pipit::test
