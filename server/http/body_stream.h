// SPDX-License-Identifier: GPL-3.0-or-later
// A request's body as it arrives, for a handler that does not want it whole: a file goes to the disk piece by piece, and the
// client is held back while a piece is being written.
//
// The guard of the connection puts the bytes in, the handler takes them out. Not more than a piece waits in between.
// Thread rule: the connection's thread. Either side may go first; a handler whose client is gone gets an error.
// Errors of read(): InvalidRequest (chunks that cannot be read), RequestTimeout, TooLarge, Network (the client is gone).
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QCoroTask>
#include <QPromise>

#include <functional>
#include <optional>

namespace pipit::http {

class BodyStream
{
public:
    static constexpr qsizetype pieceBytes = 64 * 1024;

    // For the guard. `wanted` is called when the handler waits, and whenever there is room again.
    explicit BodyStream(std::function<void()> wanted) : m_wanted(std::move(wanted)) { }
    bool hasRoom() const { return m_piece.isEmpty() && !m_fault && !m_isEnd; }
    // Whether the handler has nothing to go on with.
    bool isWaitedFor() const { return m_waiting.has_value(); }
    void put(QByteArray piece);
    void end();
    void fail(const Error &error);
    void orphan() { m_wanted = {}; } // the guard is gone

    // For the handler: the next piece, empty at the end. One reader at a time.
    QCoro::Task<Result<QByteArray>> read();
    // All that is left; TooLarge past so many bytes.
    QCoro::Task<Result<QByteArray>> readAll(qsizetype most);

private:
    bool isReady() const { return !m_piece.isEmpty() || m_fault || m_isEnd; }
    void wake();
    void tellWanted();

    std::function<void()> m_wanted;
    QByteArray m_piece;
    std::optional<Error> m_fault;
    bool m_isEnd = false;
    std::optional<QPromise<void>> m_waiting;
};

} // namespace pipit::http
