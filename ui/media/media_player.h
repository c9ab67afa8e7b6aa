// SPDX-License-Identifier: GPL-3.0-or-later
// The sound or video of a message that is played: one at a time in a window, known by its address.
//
// It is fetched into a temporary file and plays as soon as enough of it is there. Another one that is begun ends it; where it
// was left is remembered for the last 200. A picture that nobody looks at is not drawn. Bounded: one file of at most 2 GiB, the
// position of 200.
// Thread rule: the GUI thread. Errors: in of(), with what to do.
#pragma once

#include "core/result.h"
#include "ui/media/growing_file.h"

#include <QCoroTask>
#include <QHash>
#include <QImage>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace pipit {

class MpvPlayer;

struct Playback {
    enum class State { Loading, Playing, Paused, Ended, Failed };
    State state = State::Loading;
    qint64 positionMs = 0;
    qint64 durationMs = -1;     // -1: not known
    double arrived = 0;         // 0 to 1: how much of it is here
    QSize video = {};           // of its picture; empty: none, or not known yet
    QString words = {};         // why it failed, or what of it cannot be played
};

class MediaPlayer : public QObject
{
    Q_OBJECT

public:
    using Take = std::function<std::optional<Error>(const QByteArray &piece, qint64 announced)>;
    using Fetch = std::function<QCoro::Task<Result<Done>>(QString address, Take take)>;

    explicit MediaPlayer(QObject *parent = nullptr);
    ~MediaPlayer() override;

    void setSource(Fetch fetch);            // null: nothing can be played
    bool canPlay() const { return bool(m_fetch); }

    std::optional<Playback> of(const QString &address) const; // nothing: it is not the one
    QImage frame(const QString &address, const QSize &most) const; // its picture now; later ones come no larger than `most` (device pixels)

    void play(const QString &address);      // from where it was left, or anew after a failure
    void pause();
    void seek(const QString &address, qint64 ms);
    void stop();
    double volume() const { return m_volume; } // 0 to 1
    double volumeBefore() const { return m_volumeBefore; } // the last that could be heard
    void setVolume(double volume);

Q_SIGNALS:
    void changed(const QString &address);
    void frameChanged(const QString &address);

private:
    QCoro::Task<> fetch(QString address, std::shared_ptr<GrowingFile> file);
    QCoro::Task<> startPlayer();
    void begin();
    void setPaused(bool paused);
    void takeState();
    void fail(const Error &error);
    void leave();
    void forgetFile();

    Fetch m_fetch;
    std::unique_ptr<MpvPlayer> m_player;    // made when something is played for the first time
    bool m_isStarting = false;
    QString m_address;                      // empty: none
    Playback m_now;
    std::shared_ptr<GrowingFile> m_file;
    bool m_isPaused = false;                // what was asked for last; the player may not be there yet
    QImage m_frame;
    mutable int m_unseenFrames = 0;         // since frame() was called
    QHash<QString, qint64> m_left;          // ms
    double m_volume = 1;
    double m_volumeBefore = 1;
    qint64 m_toldMs = 0;
};

} // namespace pipit
