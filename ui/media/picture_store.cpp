// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/media/picture_store.h"

#include "core/free_memory.h"
#include "core/in_pool.h"

#include <QCoroFuture>
#include <QPointer>

#include <algorithm>
#include <chrono>
#include <memory>

namespace pipit {

namespace {

constexpr qint64 mostPictureBytes = 32 << 20;         // of a file
constexpr qsizetype mostKeptBytes = 48 << 20;
constexpr qsizetype mostCalmBytes = 8 << 20;   // once the reader stays where he is
constexpr qsizetype leastCalm = 12;            // pictures: more than are seen at a time
constexpr auto untilCalm = std::chrono::seconds(5);
constexpr qsizetype mostKept = 500;
constexpr int mostLoading = 6;
constexpr qsizetype mostNaturals = 10'000;
constexpr int thumbnailSide = 512;             // px: no thumbnail is larger
constexpr qint64 smallBytes = 2 << 20;         // of a file that is fetched whole where its thumbnail is not sharp

QSize within(QSize size, const QSize &room)
{
    if (size.width() > room.width() || size.height() > room.height())
        size.scale(room, Qt::KeepAspectRatio);
    return size;
}

// Whether one is the other made smaller, as far as whole pixels tell.
bool hasShapeOf(const QSize &small, const QSize &large)
{
    const QSize scaled = large.scaled(small, Qt::KeepAspectRatio);
    return large.width() >= small.width() && std::abs(scaled.width() - small.width()) <= 1 && std::abs(scaled.height() - small.height()) <= 1;
}

bool cannotBeShown(const Error &error)
{
    return error.code == ErrorCode::TooLarge || error.code == ErrorCode::InvalidRequest;
}

} // namespace

PictureStore::PictureStore(QObject *parent) : QObject(parent), m_naturals(mostNaturals)
{
    m_decoder.setMaxThreadCount(1);
    m_calm.setSingleShot(true);
    m_calm.setInterval(untilCalm);
    connect(&m_calm, &QTimer::timeout, this, [this] {
        if (makeRoom(mostCalmBytes, leastCalm))
            giveFreeMemoryBack();
    });
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

Picture PictureStore::picture(const PictureSource &source, const QSize &most)
{
    const auto found = m_kept.find(source.address);
    const Picture now = known(source.address);
    if (found != m_kept.end())
        found->usedAt = ++m_uses;
    const bool mayFetch = m_fetch && now.state != Picture::State::AsksFirst && now.state != Picture::State::Failed;
    if (mayFetch && !m_loading.contains(source.address) && (found == m_kept.end() || !isGoodEnough(*found, source, most)))
        want(source, most);
    return now;
}

Picture PictureStore::known(const QString &address) const
{
    if (const auto found = m_kept.constFind(address); found != m_kept.cend())
        return found->picture;
    const QSize *natural = m_naturals.object(qHash(address));
    const bool asks = m_fetch && !m_isOwn(address) && !m_allowed.contains(address);
    return {.state = asks ? Picture::State::AsksFirst : Picture::State::Loading, .natural = natural ? *natural : QSize()};
}

// Empty: there is none.
QString PictureStore::thumbnailOf(const QString &address) const
{
    const QString thumbnail = address + QStringLiteral("/thumbnail");
    const bool isPlain = !address.contains(u'?') && !address.contains(u'#') && !address.endsWith(u"/thumbnail");
    return isPlain && m_isOwn(address) && m_isOwn(thumbnail) ? thumbnail : QString();
}

bool PictureStore::takesThumbnail(const PictureSource &source, const QSize &most) const
{
    const bool mayMove = source.mayMove && source.bytes <= maxMovingBytes && qint64(source.told.width()) * source.told.height() <= maxMovingPixels;
    if (mayMove || thumbnailOf(source.address).isEmpty())
        return false;
    // As large as it will be seen, and as there is of it.
    const QSize side(thumbnailSide, thumbnailSide);
    const QSize wanted = source.told.isValid() ? within(source.told, most) : most;
    const QSize there = source.told.isValid() ? within(source.told, side) : side;
    const bool isSharp = wanted.width() <= there.width() && wanted.height() <= there.height();
    return isSharp || source.bytes < 0 || source.bytes > smallBytes;
}

bool PictureStore::isGoodEnough(const Kept &kept, const PictureSource &source, const QSize &most) const
{
    if (kept.isThumbnail && !kept.isFinal && !takesThumbnail(source, most))
        return false;
    return kept.isWhole || most == most.boundedTo(kept.most);
}

// Begins, or waits for its turn. Later in any case: whoever asks may be painting, and must not be told of a change meanwhile.
void PictureStore::want(const PictureSource &source, const QSize &most)
{
    m_wanted.removeIf([&source](const Wanted &wanted) { return wanted.source.address == source.address; });
    if (m_wanted.size() >= mostKept)
        m_wanted.removeFirst();
    m_wanted.append({source, most, ++m_uses});
    QMetaObject::invokeMethod(this, &PictureStore::loadWanted, Qt::QueuedConnection);
}

// What was wanted last is what the reader looks at now.
void PictureStore::loadWanted()
{
    while (!m_wanted.isEmpty() && m_loading.size() < mostLoading) {
        const Wanted next = m_wanted.takeLast();
        m_loading.insert(next.source.address);
        load(next);
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

void PictureStore::retryFailed()
{
    QStringList failed;
    for (auto kept = m_kept.cbegin(); kept != m_kept.cend(); ++kept) {
        if (kept->picture.state == Picture::State::Failed)
            failed << kept.key();
    }
    for (const QString &address : std::as_const(failed))
        retry(address);
}

QCoro::Task<Result<QByteArray>> PictureStore::bytes(QString address) const
{
    if (!m_fetch)
        co_return Error{ErrorCode::Unavailable, tr("There is no connection to a node.")};
    co_return co_await m_fetch(address, mostPictureBytes);
}

QFuture<Result<DecodedPicture>> PictureStore::decode(const QByteArray &bytes, const QSize &most)
{
    return inPool(m_decoder, [bytes, most] { return decodePicture(bytes, most); });
}

QCoro::Task<Result<PictureStore::Loaded>> PictureStore::loadFile(QString address, QSize most)
{
    const QPointer<PictureStore> self(this);
    const auto came = co_await bytes(address);
    if (!came)
        co_return came.error();
    if (!self)
        co_return Error{ErrorCode::Cancelled, tr("There is no connection to a node.")};
    const QFuture<Result<DecodedPicture>> decoding = decode(*came, most);
    const Result<DecodedPicture> decoded = co_await decoding;
    if (!decoded)
        co_return decoded.error();
    Loaded loaded{{.state = Picture::State::Shown, .image = decoded->image, .natural = decoded->natural, .isMoving = decoded->isMoving},
                  decoded->isMoving ? std::make_shared<MovingPicture>(*came, decoded->image.size()) : nullptr};
    co_return loaded;
}

QCoro::Task<> PictureStore::load(Wanted wanted)
{
    const QPointer<PictureStore> self(this);
    const PictureSource source = wanted.source;
    const QSize most = wanted.most;
    const QString thumbnail = thumbnailOf(source.address);
    // One that was passed on the way is no newer for having come late.
    Kept kept{.picture = {}, .most = most, .isThumbnail = takesThumbnail(source, most), .usedAt = wanted.askedAt};
    const QString first = kept.isThumbnail ? thumbnail : source.address;
    Result<Loaded> loaded = co_await loadFile(first, most);
    if (!self)
        co_return;
    if (kept.isThumbnail && !loaded && loaded.error().code != ErrorCode::Cancelled) {
        kept.isThumbnail = false;
        loaded = co_await loadFile(source.address, most);
    } else if (!kept.isThumbnail) {
        kept.isFinal = true;
        if (!loaded && !thumbnail.isEmpty() && cannotBeShown(loaded.error())) {
            const Result<Loaded> small = co_await loadFile(thumbnail, most);
            if (small) {
                loaded = small;
                kept.isThumbnail = true;
            }
        }
    }
    if (!self)
        co_return;
    ended(source.address);
    take(source, loaded, std::move(kept));
}

void PictureStore::ended(const QString &address)
{
    m_loading.remove(address);
    QMetaObject::invokeMethod(this, &PictureStore::loadWanted, Qt::QueuedConnection);
}

void PictureStore::take(const PictureSource &source, const Result<Loaded> &loaded, Kept kept)
{
    if (!loaded && loaded.error().code == ErrorCode::Cancelled)
        return;
    const auto found = m_kept.find(source.address);
    if (!loaded && found != m_kept.end() && found->picture.state == Picture::State::Shown) {
        // What is there is worth more than the reason why there is nothing better.
        found->most = kept.most;
        found->isFinal = true;
        return;
    }
    if (loaded) {
        kept.picture = loaded->picture;
        kept.moving = loaded->moving;
        kept.isWhole = loaded->picture.image.size() == loaded->picture.natural;
        remember(source, &kept.picture, kept.isThumbnail);
    } else {
        kept.picture = {.state = Picture::State::Failed, .reason = loaded.error().message};
    }
    drop(source.address);
    m_keptBytes += kept.bytes();
    m_kept.insert(source.address, std::move(kept));
    makeRoom(mostKeptBytes, 1);
    m_calm.start();
    Q_EMIT changed(source.address);
}

// A thumbnail is as large as what it was made of, where that is known.
void PictureStore::remember(const PictureSource &source, Picture *picture, bool isThumbnail)
{
    const std::size_t key = qHash(source.address);
    const QSize *before = m_naturals.object(key);
    for (const QSize &whole : {before ? *before : QSize(), source.told}) {
        if (isThumbnail && whole.isValid() && hasShapeOf(picture->natural, whole))
            picture->natural = whole;
    }
    m_naturals.insert(key, new QSize(picture->natural));
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

// Returns whether something had to go.
bool PictureStore::makeRoom(qsizetype most, qsizetype least)
{
    const qsizetype before = m_kept.size();
    while (m_kept.size() > least && (m_keptBytes > most || m_kept.size() > mostKept)) {
        const auto oldest = std::ranges::min_element(m_kept, {}, &Kept::usedAt);
        const auto found = std::find_if(m_kept.begin(), m_kept.end(), [&](const Kept &kept) { return kept.usedAt == oldest->usedAt; });
        drop(QString(found.key()));
    }
    return m_kept.size() < before;
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
