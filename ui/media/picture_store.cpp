// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/media/picture_store.h"

#include "core/in_pool.h"

#include <QCoroFuture>
#include <QPointer>

#include <algorithm>
#include <memory>

namespace pipit {

namespace {

constexpr qint64 mostBytes = 32 << 20;         // of a file
constexpr qsizetype mostKeptBytes = 48 << 20;
constexpr qsizetype mostKept = 500;
constexpr int mostLoading = 6;

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
    drop(address);
    Q_EMIT changed(address);
}

QCoro::Task<Result<QByteArray>> PictureStore::bytes(QString address) const
{
    if (!m_fetch)
        co_return Error{ErrorCode::Unavailable, tr("There is no connection to a node.")};
    co_return co_await m_fetch(address, mostBytes);
}

QFuture<Result<DecodedPicture>> PictureStore::decode(const QByteArray &bytes, const QSize &most)
{
    return inPool(m_decoder, [bytes, most] { return decodePicture(bytes, most); });
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
    const QFuture<Result<DecodedPicture>> decoding = decode(*came, most);
    const Result<DecodedPicture> decoded = co_await decoding;
    if (!self)
        co_return;
    ended(address);
    if (!decoded)
        co_return keep(address, most, {.state = Picture::State::Failed, .reason = decoded.error().message});
    keep(address, most, {.state = Picture::State::Shown, .image = decoded->image, .natural = decoded->natural, .isMoving = decoded->isMoving},
         decoded->isMoving ? std::make_shared<MovingPicture>(*came, decoded->image.size()) : nullptr);
}

void PictureStore::ended(const QString &address)
{
    m_loading.remove(address);
    QMetaObject::invokeMethod(this, &PictureStore::loadWanted, Qt::QueuedConnection);
}

void PictureStore::keep(const QString &address, const QSize &most, Picture picture, std::shared_ptr<MovingPicture> moving)
{
    drop(address);
    Kept kept{std::move(picture), most, ++m_uses, std::move(moving)};
    m_keptBytes += kept.bytes();
    m_kept.insert(address, std::move(kept));
    makeRoom();
    Q_EMIT changed(address);
}

qsizetype PictureStore::Kept::bytes() const
{
    return picture.image.sizeInBytes() + (moving ? moving->bytes() + picture.image.sizeInBytes() : 0);
}

void PictureStore::drop(const QString &address)
{
    if (const auto found = m_kept.constFind(address); found != m_kept.cend()) {
        m_keptBytes -= found->bytes();
        m_kept.erase(found);
    }
}

void PictureStore::makeRoom()
{
    while (m_kept.size() > 1 && (m_keptBytes > mostKeptBytes || m_kept.size() > mostKept)) {
        const auto oldest = std::ranges::min_element(m_kept, {}, &Kept::usedAt);
        const auto found = std::find_if(m_kept.begin(), m_kept.end(), [&](const Kept &kept) { return kept.usedAt == oldest->usedAt; });
        drop(QString(found.key()));
    }
}

void PictureStore::nextFrame(const std::shared_ptr<MovingPicture> &moving, int delay, QObject *receiver, TakeFrame take)
{
    m_clock.after(delay, this, [this, moving, receiver = QPointer<QObject>(receiver), take = std::move(take)] {
        m_decoder.start([this, moving, receiver, take] {
            QMetaObject::invokeMethod(this, [receiver, take, frame = moving->next()] {
                if (receiver)
                    take(frame);
            }, Qt::QueuedConnection);
        });
    });
}

// Whoever paints a frame asks for the next one: what nobody sees does not move.
void PictureStore::wasPainted(const QString &address)
{
    const auto found = m_kept.find(address);
    if (found == m_kept.end() || !found->moving || std::exchange(found->isStepping, true))
        return;
    nextFrame(found->moving, found->delay, this, [this, address, moving = found->moving](const std::optional<MovingPicture::Frame> &frame) { takeFrame(address, moving, frame); });
}

void PictureStore::takeFrame(const QString &address, const std::shared_ptr<MovingPicture> &moving, const std::optional<MovingPicture::Frame> &frame)
{
    const auto found = m_kept.find(address);
    if (found == m_kept.end() || found->moving != moving)
        return;
    found->isStepping = false;
    if (frame) {
        found->picture.image = frame->image;
        found->delay = frame->delay;
        Q_EMIT frameChanged(address);
        return;
    }
    m_keptBytes -= found->bytes();
    found->moving.reset();
    found->picture.isMoving = false;
    m_keptBytes += found->bytes();
}

} // namespace pipit
