// SPDX-License-Identifier: GPL-3.0-or-later
// One stream of a load: opens it, counts what comes, and resumes with its cursor when it ends.
// Thread rule: the thread of its ReaderLoop; what check() reads, also any other once that has ended.
#pragma once

#include "app/load/event_scanner.h"
#include "app/load/message_mark.h"
#include "app/load/wire.h"

#include <cstdint>
#include <vector>

namespace pipit::load {

class ReaderLoop;

class StreamReader : public std::enable_shared_from_this<StreamReader>
{
public:
    StreamReader(ReaderLoop &loop, int index, int channel, bool isSlow);

    void open();
    // As a broken network does; it comes back at once.
    void cut();
    // A slow one begins to read.
    void readOn();

    int channel() const { return m_channel; }
    bool isSlow() const { return m_isSlow; }
    bool hasSeen(std::uint32_t serial) const { return serial / 64 < m_seen.size() && (m_seen[serial / 64] >> (serial % 64) & 1); }

private:
    void connect();
    void waitToRead();
    void readWhatIsThere();
    void readSecurely();
    void take(std::string_view bytes);
    bool takeHead(std::string_view &bytes);
    void takeEvent(const ScannedEvent &event);
    void takeMessage(const Mark &mark, const ScannedEvent &event);
    void lose(const std::string &reason);
    void comeBack(std::chrono::milliseconds after);

    ReaderLoop &m_loop;
    const int m_index;
    const int m_channel;
    const bool m_isSlow;
    bool m_mayRead;
    std::shared_ptr<Wire> m_wire;      // its handlers keep it; those of an earlier one do nothing any more
    std::string m_request;
    std::string m_head;
    bool m_hasHead = false;
    bool m_isReady = false;            // has been told its position, or its head where the server tells none
    EventScanner m_scanner;
    std::vector<char> m_secureBuffer;
    std::string m_lastId;
    std::int64_t m_lastPosition = -1;
    std::chrono::milliseconds m_retry{1'000};
    std::string m_closing;             // why the server ends this stream, once it has said so
    Clock::time_point m_openedAt = {}; // what was due before is history
    std::optional<Clock::time_point> m_cutAt;
    bool m_isBack = false; // after that
    std::vector<std::uint64_t> m_seen; // a bit for each serial, so that a double never hides a loss
};

} // namespace pipit::load
