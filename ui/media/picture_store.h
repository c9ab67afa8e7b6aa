// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of messages: fetched where they may be, decoded off the window's thread, kept while there is room.
//
// - A picture of the node's own files is fetched when it is asked for; one of somebody else's only after allow(): whoever has
//   it would see the reader's address.
// - Of the node's own, its thumbnail is taken where it will do: where nothing moves, and it is sharp enough or the file is not
//   small. Each stands in for the other that cannot be had.
// - Decoding (see picture_decoder.h) happens one at a time in a thread of its own; what is kept is no larger than it was asked
//   for.
// - One that moves does so while it is painted, by one clock for all of them, a frame at a time.
// - Bounded: 48 MiB while new ones come, 8 MiB or the last 12 some seconds later; the ones that were asked for longest ago go
//   first; 500 failures and permissions. How large a picture is is known for longer, of 10,000: what is above a reader does
//   not move because it is fetched again.
// Thread rule: the GUI thread. Source of the thumbnails: docs/api.md, GET /api/files/{id}/thumbnail.
#pragma once

#include "core/result.h"
#include "ui/media/animation_clock.h"
#include "ui/media/picture_decoder.h"

#include <QCache>
#include <QCoroTask>
#include <QFuture>
#include <QHash>
#include <QImage>
#include <QObject>
#include <QSet>
#include <QThreadPool>
#include <QTimer>

#include <functional>
#include <memory>

namespace pipit {

struct Picture {
    enum class State { AsksFirst, Loading, Shown, Failed };
    State state = State::Loading;
    QImage image = {};     // of Shown
    QSize natural = {};    // its own size in pixels; invalid: not known yet
    bool isMoving = false; // of Shown: frames follow
    QString reason = {};   // of Failed
};

// A picture, and what its message tells of it.
struct PictureSource {
    QString address;
    QSize told = {};       // px; invalid: not told
    qint64 bytes = -1;     // of its file; -1: not told
    bool mayMove = true;   // it is not told to be of a type that never does
};

class PictureStore : public QObject
{
    Q_OBJECT

public:
    using Fetch = std::function<QCoro::Task<Result<QByteArray>>(QString address, qint64 mostBytes)>;

    explicit PictureStore(QObject *parent = nullptr);
    ~PictureStore() override;

    // Without it, nothing is fetched. `isOwn`: whether an address is the node's.
    void setSource(Fetch fetch, std::function<bool(const QString &)> isOwn);

    // As it is now; begins to fetch what may be fetched. `most`: of the image in device pixels, its shape is kept.
    Picture picture(const PictureSource &source, const QSize &most);
    Picture picture(const QString &address, const QSize &most) { return picture(PictureSource{.address = address}, most); }
    Picture known(const QString &address) const; // the same, without fetching anything
    void allow(const QString &address);
    void retry(const QString &address); // of a failed one
    void retryFailed();                 // of all: the node is there again
    void wasPainted(const QString &address); // the next frame, if there is one, may come

    // The whole picture, for a viewer or to be saved: its bytes as they came.
    QCoro::Task<Result<QByteArray>> bytes(QString address) const;
    // Off this thread, one at a time; no larger than `most`, if it is valid.
    QFuture<Result<DecodedPicture>> decode(const QByteArray &bytes, const QSize &most);

    // The next frame, in `delay` ms, made off this thread; not where `receiver` is gone by then.
    using TakeFrame = std::function<void(const std::optional<MovingPicture::Frame> &frame)>;
    void nextFrame(const std::shared_ptr<MovingPicture> &moving, int delay, QObject *receiver, TakeFrame take);

    qsizetype keptBytes() const { return m_keptBytes; }

Q_SIGNALS:
    void changed(const QString &address);
    void frameChanged(const QString &address); // only its pixels

private:
    // One file, decoded.
    struct Loaded {
        Picture picture;
        std::shared_ptr<MovingPicture> moving;
    };

    struct Kept {
        Picture picture;
        QSize most;
        bool isThumbnail = false;
        bool isFinal = false;      // there is nothing better to be had
        bool isWhole = false;      // each of its file's pixels
        quint64 usedAt = 0;
        std::shared_ptr<MovingPicture> moving = {};
        int delay = 0;             // ms, until the next frame
        bool isStepping = false;   // which is on its way
        qsizetype bytes() const;
    };

    struct Wanted {
        PictureSource source;
        QSize most;
        quint64 askedAt = 0;
    };

    QString thumbnailOf(const QString &address) const;
    bool takesThumbnail(const PictureSource &source, const QSize &most) const;
    bool isGoodEnough(const Kept &kept, const PictureSource &source, const QSize &most) const;
    void want(const PictureSource &source, const QSize &most);
    void loadWanted();
    QCoro::Task<> load(Wanted wanted);
    QCoro::Task<Result<Loaded>> loadFile(QString address, QSize most);
    void ended(const QString &address);
    void take(const PictureSource &source, const Result<Loaded> &loaded, Kept kept);
    void remember(const PictureSource &source, Picture *picture, bool isThumbnail);
    void drop(const QString &address);
    void takeFrame(const QString &address, const std::shared_ptr<MovingPicture> &moving, const std::optional<MovingPicture::Frame> &frame);
    bool makeRoom(qsizetype most, qsizetype least); // bytes, pictures

    Fetch m_fetch;
    std::function<bool(const QString &)> m_isOwn;
    QHash<QString, Kept> m_kept;
    QCache<std::size_t, QSize> m_naturals; // by the address's hash: an address may be long
    QSet<QString> m_loading;
    QList<Wanted> m_wanted;        // the latest last
    QSet<QString> m_allowed;
    AnimationClock m_clock;
    QTimer m_calm; // since the last one came
    QThreadPool m_decoder;
    qsizetype m_keptBytes = 0;
    quint64 m_uses = 0;
};

} // namespace pipit
