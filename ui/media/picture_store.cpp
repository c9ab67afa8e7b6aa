// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/media/picture_store.h"

#include <QBuffer>
#include <QCoroFuture>
#include <QImageReader>
#include <QPointer>
#include <QPromise>

#include <algorithm>
#include <memory>

namespace pipit {

namespace {

constexpr qint64 mostBytes = 32 << 20;         // of a file
constexpr qint64 maxPixels = 40'000'000;
constexpr int maxSide = 16'384;
constexpr qsizetype mostKeptBytes = 48 << 20;
constexpr qsizetype mostKept = 500;
constexpr int mostLoading = 6;

QByteArray formatOf(const QByteArray &bytes)
{
    const std::pair<QByteArrayView, const char *> beginnings[] = {{"\x89PNG", "png"}, {"\xff\xd8\xff", "jpeg"}, {"GIF8", "gif"}, {"BM", "bmp"}};
    for (const auto &[beginning, format] : beginnings) {
        if (bytes.startsWith(beginning))
            return format;
    }
    return bytes.startsWith("RIFF") && bytes.sliced(qMin(qsizetype(8), bytes.size())).startsWith("WEBP") ? "webp" : "";
}

Result<QImage> pixelsOf(const QByteArray &bytes, const QSize &most)
{
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    // Only what is pixels: an SVG, for one, would have the files read that it names.
    const QByteArray format = formatOf(bytes);
    if (format.isEmpty())
        return Error{ErrorCode::InvalidRequest, PictureStore::tr("This is no picture that can be shown here (%1).").arg(PictureStore::tr("PNG, JPEG, GIF, WebP and BMP can"))};
    QImageReader reader(&buffer, format);
    reader.setAutoDetectImageFormat(false);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (!size.isValid() || size.isEmpty())
        return Error{ErrorCode::InvalidRequest, PictureStore::tr("This is no picture that can be shown here (%1).").arg(reader.errorString())};
    if (size.width() > maxSide || size.height() > maxSide || qint64(size.width()) * size.height() > maxPixels)
        return Error{ErrorCode::TooLarge, PictureStore::tr("The picture is too large to be shown: %1 by %2 pixels.").arg(size.width()).arg(size.height())};
    QSize scaled = size;
    const bool isTurned = reader.transformation() & QImageIOHandler::TransformationRotate90;
    const QSize room = isTurned ? most.transposed() : most;
    if (room.isValid() && (size.width() > room.width() || size.height() > room.height()))
        scaled.scale(room, Qt::KeepAspectRatio);
    reader.setScaledSize(scaled.expandedTo({1, 1}));
    QImage image = reader.read();
    if (image.isNull())
        return Error{ErrorCode::InvalidRequest, PictureStore::tr("The picture is damaged (%1).").arg(reader.errorString())};
    image.convertTo(image.hasAlphaChannel() ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
    image.setText(QStringLiteral("width"), QString::number(isTurned ? size.height() : size.width()));
    image.setText(QStringLiteral("height"), QString::number(isTurned ? size.width() : size.height()));
    return image;
}

} // namespace

PictureStore::PictureStore(QObject *parent) : QObject(parent)
{
    m_decoder.setMaxThreadCount(1);
}

PictureStore::~PictureStore()
{
    m_decoder.waitForDone(); // all of it: whoever waits for a picture is told
}

void PictureStore::setSource(Fetch fetch, std::function<bool(const QString &)> isOwn)
{
    m_fetch = std::move(fetch);
    m_isOwn = std::move(isOwn);
    m_kept.removeIf([](const auto &entry) { return entry->picture.state != Picture::State::Shown; });
}

Picture PictureStore::picture(const QString &address, const QSize &most)
{
    if (const auto found = m_kept.find(address); found != m_kept.end()) {
        found->usedAt = ++m_uses;
        const bool isLargeEnough = found->picture.state == Picture::State::Failed || most == most.boundedTo(found->most) || found->picture.image.size() == found->picture.natural;
        if (isLargeEnough || m_loading.contains(address))
            return found->picture;
    }
    if (!m_fetch)
        return {};
    if (!m_isOwn(address) && !m_allowed.contains(address))
        return {.state = Picture::State::AsksFirst};
    if (!m_loading.contains(address))
        want(address, most);
    const auto found = m_kept.constFind(address);
    return found == m_kept.cend() ? Picture() : found->picture;
}

// Begins, or waits for its turn. Later in any case: whoever asks may be painting, and must not be told of a change meanwhile.
void PictureStore::want(const QString &address, const QSize &most)
{
    m_wanted.removeIf([&address](const Wanted &wanted) { return wanted.address == address; });
    if (m_wanted.size() >= mostKept)
        m_wanted.removeFirst();
    m_wanted.append({address, most});
    QMetaObject::invokeMethod(this, &PictureStore::loadWanted, Qt::QueuedConnection);
}

// What was wanted last is what the reader looks at now.
void PictureStore::loadWanted()
{
    while (!m_wanted.isEmpty() && m_loading.size() < mostLoading) {
        const Wanted next = m_wanted.takeLast();
        m_loading.insert(next.address);
        load(next.address, next.most);
    }
}

void PictureStore::allow(const QString &address)
{
    if (m_allowed.size() >= mostKept)
        m_allowed.clear();
    m_allowed.insert(address);
    Q_EMIT changed(address);
}

void PictureStore::retry(const QString &address)
{
    m_kept.remove(address);
    Q_EMIT changed(address);
}

QCoro::Task<Result<QByteArray>> PictureStore::bytes(QString address) const
{
    if (!m_fetch)
        co_return Error{ErrorCode::Unavailable, tr("There is no connection to a node.")};
    co_return co_await m_fetch(address, mostBytes);
}

QFuture<Result<QImage>> PictureStore::decode(const QByteArray &bytes, const QSize &most)
{
    const auto promise = std::make_shared<QPromise<Result<QImage>>>();
    promise->start();
    m_decoder.start([promise, bytes, most] {
        promise->addResult(pixelsOf(bytes, most));
        promise->finish();
    });
    return promise->future();
}

QCoro::Task<> PictureStore::load(QString address, QSize most)
{
    const QPointer<PictureStore> self(this);
    const auto came = co_await bytes(address);
    if (!self)
        co_return;
    if (!came) {
        ended(address);
        if (came.error().code != ErrorCode::Cancelled)
            keep(address, most, {.state = Picture::State::Failed, .reason = came.error().message});
        co_return;
    }
    const QFuture<Result<QImage>> decoding = decode(*came, most);
    const Result<QImage> image = co_await decoding;
    if (!self)
        co_return;
    ended(address);
    if (!image)
        keep(address, most, {.state = Picture::State::Failed, .reason = image.error().message});
    else
        keep(address, most, {.state = Picture::State::Shown, .image = *image, .natural = {image->text(QStringLiteral("width")).toInt(), image->text(QStringLiteral("height")).toInt()}});
}

void PictureStore::ended(const QString &address)
{
    m_loading.remove(address);
    QMetaObject::invokeMethod(this, &PictureStore::loadWanted, Qt::QueuedConnection);
}

void PictureStore::keep(const QString &address, const QSize &most, Picture picture)
{
    if (const auto old = m_kept.constFind(address); old != m_kept.cend())
        m_keptBytes -= old->picture.image.sizeInBytes();
    m_keptBytes += picture.image.sizeInBytes();
    m_kept.insert(address, {std::move(picture), most, ++m_uses});
    makeRoom();
    Q_EMIT changed(address);
}

void PictureStore::makeRoom()
{
    while (m_kept.size() > 1 && (m_keptBytes > mostKeptBytes || m_kept.size() > mostKept)) {
        const auto oldest = std::ranges::min_element(m_kept, {}, &Kept::usedAt);
        const auto found = std::find_if(m_kept.begin(), m_kept.end(), [&](const Kept &kept) { return kept.usedAt == oldest->usedAt; });
        m_keptBytes -= found->picture.image.sizeInBytes();
        m_kept.erase(found);
    }
}

} // namespace pipit
