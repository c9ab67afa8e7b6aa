// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures, where they come from, and a conversation that shows them.
#pragma once

#include "tests/ui/message_view_fixture.h"

#include "ui/media/picture_store.h"

#include <QBuffer>
#include <QCoroTimer>
#include <QJsonObject>

#include <memory>

namespace pipit {

inline QByteArray png(const QSize &size, const QColor &colour)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(colour);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "png");
    return bytes;
}

// 160 by 120 pixels to a frame, each frame of one colour, 40 ms apart; `rounds` after the first, 0: for ever.
inline QByteArray gif(const QList<QColor> &colours, int rounds)
{
    QByteArray bytes("GIF89a\xa0\0\x78\0\x70\0\0", 13);
    bytes += QByteArray("\x21\xff\x0bNETSCAPE2.0\x03\x01", 16) + char(rounds) + QByteArray("\0\0", 2);
    for (const QColor &colour : colours) {
        bytes += QByteArray("\x21\xf9\x04\x04\x04\0\0\0,\0\0\0\0\xa0\0\x78\0\x80", 18);
        bytes += char(colour.red());
        bytes += char(colour.green());
        bytes += char(colour.blue());
        bytes += QByteArray("\0\0\0", 3);
        // All of them colour 0, in codes of three bits with a clear code before each pair.
        QByteArray packed;
        int bits = 0, count = 0;
        const auto put = [&](int code) {
            bits |= code << count;
            for (count += 3; count >= 8; count -= 8, bits >>= 8)
                packed += char(bits & 0xff);
        };
        for (int pixel = 0; pixel < 160 * 120; ++pixel) {
            if (pixel % 2 == 0)
                put(4);
            put(0);
        }
        put(5);
        if (count > 0)
            packed += char(bits);
        bytes += char(2);
        for (qsizetype at = 0; at < packed.size(); at += 255) {
            const QByteArray part = packed.sliced(at, qMin(qsizetype(255), packed.size() - at));
            bytes += char(part.size());
            bytes += part;
        }
        bytes += char(0);
    }
    return bytes + ';';
}

struct Source {
    QHash<QString, QByteArray> files;
    QStringList fetched;
    bool isHeld = false;
    std::shared_ptr<int> life = std::make_shared<int>(); // what is held may wait for longer

    PictureStore::Fetch fetch()
    {
        return [this](QString address, qint64 mostBytes) -> QCoro::Task<Result<QByteArray>> {
            fetched << address;
            const std::weak_ptr<int> guard = life;
            while (isHeld) {
                co_await QCoro::sleepFor(std::chrono::milliseconds(2));
                if (guard.expired())
                    co_return Error{ErrorCode::Cancelled, QStringLiteral("The connection was closed.")};
            }
            if (!files.contains(address))
                co_return Error{ErrorCode::NotFound, QStringLiteral("example.org answers 404.")};
            if (files.value(address).size() > mostBytes)
                co_return Error{ErrorCode::TooLarge, QStringLiteral("It is larger than %1 MiB.").arg(mostBytes >> 20)};
            co_return files.value(address);
        };
    }
};

struct Album : MessageViewFixture {
    Source source;
    PictureStore store;

    Album()
    {
        store.setSource(source.fetch(), [](const QString &address) { return address.startsWith(u"/api/files/"); });
        view.setMedia({&store, nullptr});
    }

    static Message picture(qint64 id, const QString &address, const QSize &told = {})
    {
        Message one = message(id, address, SenderType::User);
        one.contentType = QStringLiteral("image");
        one.metadata = {{QStringLiteral("name"), QStringLiteral("p.png")}};
        if (told.isValid()) {
            one.metadata.insert(QStringLiteral("width"), told.width());
            one.metadata.insert(QStringLiteral("height"), told.height());
        }
        return one;
    }

    // The colour in the middle of a visible row's picture.
    QColor colourOf(std::size_t placed)
    {
        settle();
        return colourNow(placed);
    }
    // Without a turn of the event loop, in which more may happen.
    QColor colourNow(std::size_t placed)
    {
        const RowWindow::Placed row = view.visibleRows()[placed];
        const QImage image = view.grab().toImage();
        return image.pixelColor(140, row.top + row.height / 2 + 14);
    }
};

} // namespace pipit
