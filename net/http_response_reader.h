// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one HTTP/1.x answer from bytes cut anywhere, and hands its body out as it comes.
//
// Interim answers (1xx) are passed over. The body ends as the standard says: with its last chunk, its Content-Length, or
// its connection. Bounded: a head of 64 KiB; nothing of the body is kept.
// Thread rule: a value on one thread; no I/O. Errors: fault(), after which nothing more is read. Source: RFC 9112.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <functional>

namespace pipit {

class HttpResponseReader
{
public:
    enum class Stage { Head, Body, Complete, Faulty };
    using Sink = std::function<void(QByteArrayView)>;

    // Takes the next bytes up to the end of the head, or else hands out what is body of them; call it until none are
    // left. Returns how many it took. So a caller can look at the head before there is a body.
    qsizetype feed(QByteArrayView bytes, const Sink &body);

    // The connection has ended. Whether the answer is whole: complete, or of the kind that ends with its connection.
    bool endOfConnection();

    Stage stage() const { return m_stage; }
    const QString &fault() const { return m_fault; } // a sentence

    // From the end of the head on.
    int status() const { return m_status; }
    const QByteArray &phrase() const { return m_phrase; }
    // Several fields of one name are joined with commas; empty where there is none.
    QByteArray header(QByteArrayView name) const;
    bool hasHeader(QByteArrayView name) const;

private:
    enum class Framing { Chunked, Length, Connection };
    enum class ChunkPart { Size, Data, DataEnd, Trailer };

    qsizetype feedHead(QByteArrayView bytes);
    void readHead();
    bool readFields(const QList<QByteArray> &lines);
    void chooseFraming();
    qsizetype feedChunked(QByteArrayView bytes, const Sink &body);
    void endChunkLine();
    void fail(const QString &fault);

    Stage m_stage = Stage::Head;
    QString m_fault;
    QByteArray m_line; // the head so far, later a line between chunks
    int m_status = 0;
    QByteArray m_phrase;
    QList<std::pair<QByteArray, QByteArray>> m_headers; // names in lower case
    Framing m_framing = Framing::Connection;
    ChunkPart m_chunkPart = ChunkPart::Size;
    qint64 m_left = 0; // of the body, or of the chunk
};

} // namespace pipit
