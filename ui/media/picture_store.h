// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of messages: fetched where they may be, decoded off the window's thread, kept while there is room.
//
// - A picture of the node's own files is fetched when it is asked for; one of somebody else's only after allow(): whoever has
//   it would see the reader's address.
// - Decoding takes only formats that are nothing but pixels, at most maxPixels and maxSide of them, and happens one at a time in a thread of its own; what is kept
//   is no larger than it was asked for.
// - Bounded: 48 MiB of pixels, the ones that were asked for longest ago go first; 500 failures and permissions.
// Thread rule: the GUI thread.
#pragma once

#include "core/result.h"

#include <QCoroTask>
#include <QFuture>
#include <QHash>
#include <QImage>
#include <QObject>
#include <QSet>
#include <QThreadPool>

#include <functional>

namespace pipit {

struct Picture {
    enum class State { AsksFirst, Loading, Shown, Failed };
    State state = State::Loading;
    QImage image = {};     // of Shown
    QSize natural = {};    // of Shown: its own size in pixels
    QString reason = {};   // of Failed
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
    Picture picture(const QString &address, const QSize &most);
    void allow(const QString &address);
    void retry(const QString &address); // of a failed one

    // The whole picture, for a viewer or to be saved: its bytes as they came.
    QCoro::Task<Result<QByteArray>> bytes(QString address) const;
    // Off this thread, one at a time; no larger than `most`, if it is valid.
    QFuture<Result<QImage>> decode(const QByteArray &bytes, const QSize &most);

    qsizetype keptBytes() const { return m_keptBytes; }

Q_SIGNALS:
    void changed(const QString &address);

private:
    struct Kept {
        Picture picture;
        QSize most;
        quint64 usedAt = 0;
    };

    struct Wanted {
        QString address;
        QSize most;
    };

    void want(const QString &address, const QSize &most);
    void loadWanted();
    QCoro::Task<> load(QString address, QSize most);
    void ended(const QString &address);
    void keep(const QString &address, const QSize &most, Picture picture);
    void makeRoom();

    Fetch m_fetch;
    std::function<bool(const QString &)> m_isOwn;
    QHash<QString, Kept> m_kept;
    QSet<QString> m_loading;
    QList<Wanted> m_wanted;        // the latest last
    QSet<QString> m_allowed;
    QThreadPool m_decoder;
    qsizetype m_keptBytes = 0;
    quint64 m_uses = 0;
};

} // namespace pipit
