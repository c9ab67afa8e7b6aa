// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/load/stream_reader.h"

#include "app/load/http_text.h"
#include "app/load/reader_loop.h"

#include <charconv>

namespace pipit::load {

namespace {

constexpr std::size_t secureBufferBytes = 16 << 10;
constexpr std::size_t mostHeadBytes = 64 << 10;
constexpr std::size_t mostEventBytes = 64 << 20;
constexpr int slowReceiveBuffer = 4 << 10;
constexpr int streamsOfAnAddress = 20'000; // one address has some 28,000 ports for the same server
constexpr std::chrono::milliseconds longestRetry{60'000};

// "reason" of an event's data, which is JSON of the server's own making.
std::string reasonIn(std::string_view data)
{
    constexpr std::string_view name = "\"reason\":\"";
    const auto at = data.find(name);
    if (at == std::string_view::npos)
        return "closing";
    data.remove_prefix(at + name.size());
    return std::string(data.substr(0, data.find('"')));
}

// Of "17~epoch" or "17"; nothing of an id that is no number.
std::optional<std::int64_t> positionOf(std::string_view id)
{
    std::int64_t position = 0;
    const auto [end, fault] = std::from_chars(id.data(), id.data() + id.size(), position);
    const bool isWhole = end == id.data() + id.size() || *end == '~';
    return fault == std::errc() && isWhole ? std::optional(position) : std::nullopt;
}

} // namespace

StreamReader::StreamReader(ReaderLoop &loop, int index, int channel, bool isSlow) : m_loop(loop), m_index(index), m_channel(channel), m_isSlow(isSlow), m_mayRead(!isSlow)
{
}

void StreamReader::open()
{
    connect();
}

void StreamReader::connect()
{
    if (m_loop.m_isStopping)
        return;
    m_wire = std::make_shared<Wire>(m_loop.m_context, m_loop.m_tls, m_loop.m_plan.target.host);
    m_head.clear();
    m_hasHead = false;
    m_scanner.clear();
    m_closing.clear();
    if (m_loop.m_server.address().is_loopback() && m_loop.m_server.address().is_v4() && m_index >= streamsOfAnAddress) {
        asio::error_code ignored;
        m_wire->socket().open(asio::ip::tcp::v4(), ignored);
        m_wire->socket().bind({asio::ip::address_v4(asio::ip::address_v4::loopback().to_uint() + unsigned(m_index / streamsOfAnAddress)), 0}, ignored);
    }
    m_wire->connect(m_loop.m_server, m_mayRead ? 0 : slowReceiveBuffer, [self = shared_from_this(), wire = m_wire](const asio::error_code &fault) {
        if (wire != self->m_wire)
            return;
        if (fault) {
            self->lose("cannot connect: " + fault.message());
            return;
        }
        self->m_openedAt = Clock::now();
        self->m_request = requestText("GET", self->m_loop.m_plan.target, self->m_loop.m_plan.target.streamPath(self->m_channel), self->m_lastId.empty() ? "Accept: text/event-stream\r\n" : "Accept: text/event-stream\r\nLast-Event-ID: " + self->m_lastId + "\r\n");
        wire->write(self->m_request, [self, wire](const asio::error_code &unsent) {
            if (wire != self->m_wire)
                return;
            if (unsent)
                self->lose("cannot ask: " + unsent.message());
            else
                self->waitToRead();
        });
    });
}

void StreamReader::waitToRead()
{
    // A slow one reads its head, so that it is known to be there, and then nothing.
    if (!m_mayRead && m_isReady)
        return;
    if (m_wire->isSecure()) {
        readSecurely();
        return;
    }
    m_wire->socket().non_blocking(true);
    m_wire->socket().async_wait(Wire::Socket::wait_read, [self = shared_from_this(), wire = m_wire](const asio::error_code &fault) {
        if (wire == self->m_wire && !fault)
            self->readWhatIsThere();
    });
}

void StreamReader::readWhatIsThere()
{
    const auto wire = m_wire;
    while (true) {
        asio::error_code fault;
        const std::size_t size = wire->socket().read_some(asio::buffer(m_loop.m_buffer), fault);
        if (fault == asio::error::would_block || fault == asio::error::try_again)
            break;
        if (fault) {
            lose(fault == asio::error::eof ? "ended" : fault.message());
            return;
        }
        take({m_loop.m_buffer.data(), size});
        if (wire != m_wire)
            return;
        if (size < m_loop.m_buffer.size())
            break;
    }
    waitToRead();
}

void StreamReader::readSecurely()
{
    m_secureBuffer.resize(secureBufferBytes);
    m_wire->readSome(asio::buffer(m_secureBuffer), [self = shared_from_this(), wire = m_wire](const asio::error_code &fault, std::size_t size) {
        if (wire != self->m_wire)
            return;
        if (fault) {
            self->lose(fault == asio::error::eof || fault == asio::ssl::error::stream_truncated ? "ended" : fault.message());
            return;
        }
        self->take({self->m_secureBuffer.data(), size});
        if (wire == self->m_wire)
            self->waitToRead();
    });
}

void StreamReader::take(std::string_view bytes)
{
    m_loop.m_figures.bytes.add(std::int64_t(bytes.size()));
    if (!m_hasHead && !takeHead(bytes))
        return;
    const auto wire = m_wire;
    m_scanner.read(bytes, [&](const ScannedEvent &event) {
        if (wire == m_wire)
            takeEvent(event);
    });
    if (m_scanner.waiting() > mostEventBytes)
        lose("an event without end");
}

// False: it is not whole, or a refusal.
bool StreamReader::takeHead(std::string_view &bytes)
{
    const std::size_t known = m_head.size();
    m_head.append(bytes);
    const auto end = m_head.find("\r\n\r\n");
    if (end == std::string::npos) {
        if (m_head.size() > mostHeadBytes)
            lose("a head without end");
        return false;
    }
    bytes.remove_prefix(end + 4 - known);
    if (statusOf(m_head) != 200) {
        m_loop.noteRefusal(m_head.substr(0, 300) + std::string(bytes.substr(0, 300)));
        lose("refused with " + std::to_string(statusOf(m_head)));
        return false;
    }
    m_head.clear();
    m_hasHead = true;
    (m_lastId.empty() ? m_loop.m_figures.opened : m_loop.m_figures.resumed).add();
    if (m_cutAt && !std::exchange(m_isBack, true))
        m_loop.m_figures.back.record(Clock::now() - *m_cutAt);
    if (!std::exchange(m_isReady, true)) {
        m_loop.m_figures.ready.add();
        --m_loop.m_opening;
        m_loop.openSome();
    }
    return true;
}

void StreamReader::takeEvent(const ScannedEvent &event)
{
    if (!event.retry.empty()) {
        std::int64_t ms = 0;
        if (std::from_chars(event.retry.data(), event.retry.data() + event.retry.size(), ms).ec == std::errc())
            m_retry = std::min(longestRetry, std::chrono::milliseconds(ms));
    }
    if (!event.id.empty())
        m_lastId = event.id;
    if (event.type == "message") {
        if (const auto mark = findMark(event.data); mark && mark->run == m_loop.m_run)
            takeMessage(*mark, event);
    } else if (event.type == "position") {
        if (event.data.find("\"status\":\"reset\"") != std::string_view::npos)
            m_loop.m_figures.resets.add();
    } else if (event.type == "closing") {
        m_closing = reasonIn(event.data);
    }
}

void StreamReader::takeMessage(const Mark &mark, const ScannedEvent &event)
{
    ReaderLoop::Figures &figures = m_loop.m_figures;
    const auto now = Clock::now();
    if (const auto position = positionOf(event.id)) {
        if (*position <= m_lastPosition)
            figures.unordered.add();
        m_lastPosition = std::max(m_lastPosition, *position);
    }
    const std::size_t word = mark.serial / 64;
    if (word >= m_seen.size())
        m_seen.resize(std::max(word + 1, m_seen.size() * 2));
    const std::uint64_t bit = std::uint64_t(1) << (mark.serial % 64);
    if (m_seen[word] & bit) {
        figures.doubled.add();
        return;
    }
    m_seen[word] |= bit;
    figures.delivered.add();
    figures.lastAt.set(now.time_since_epoch().count());
    // A slow one tells nothing of the server.
    if (m_isSlow)
        return;
    if (m_cutAt && mark.due >= *m_cutAt) {
        figures.catchUp.record(now - *m_cutAt);
        m_cutAt.reset();
    }
    if (mark.due >= m_openedAt)
        figures.latency.record(now - mark.due);
}

void StreamReader::cut()
{
    m_cutAt = Clock::now();
    m_isBack = false;
    m_loop.noteEnding("cut by the load");
    if (m_wire)
        m_wire->resetAtClose();
    comeBack(std::chrono::milliseconds(0));
}

void StreamReader::readOn()
{
    if (std::exchange(m_mayRead, true))
        return;
    if (m_wire && m_isReady)
        waitToRead();
}

void StreamReader::lose(const std::string &reason)
{
    m_loop.noteEnding(m_closing.empty() ? reason : m_closing);
    // Half to one and a half times what the server asked for, as its clients do.
    const auto wait = std::uniform_int_distribution<std::int64_t>(m_retry.count() / 2, m_retry.count() * 3 / 2)(m_loop.m_random);
    comeBack(std::chrono::milliseconds(wait));
}

void StreamReader::comeBack(std::chrono::milliseconds after)
{
    if (m_wire)
        std::exchange(m_wire, nullptr)->close();
    if (m_loop.m_isStopping)
        return;
    if (after.count() == 0) {
        connect();
        return;
    }
    const auto timer = std::make_shared<asio::steady_timer>(m_loop.m_context, after);
    timer->async_wait([self = shared_from_this(), timer](const asio::error_code &fault) {
        if (!fault && !self->m_wire)
            self->connect();
    });
}

} // namespace pipit::load
