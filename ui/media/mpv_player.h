// SPDX-License-Identifier: GPL-3.0-or-later
// Plays one file at a time through libmpv: sound to the system's output, pictures as images of the wanted size.
//
// Contract: nothing blocks; what happened comes as signals, of the file that was opened last. Pictures are made in a thread of
// its own. libmpv reads the file through this object alone: it opens no address, no other file, no script and no
// configuration, whatever the file asks for; pictures have a limit, and so has what it reads ahead.
// Thread rule: the GUI thread. Source: mpv/client.h, render.h, stream_cb.h.
#pragma once

#include "ui/media/growing_file.h"
#include "ui/media/mpv_library.h"

#include <QImage>
#include <QObject>

#include <memory>

namespace pipit {

class MpvScreen;

class MpvPlayer : public QObject
{
    Q_OBJECT

public:
    struct State {
        bool isPaused = false;
        bool isAtEnd = false;
        qint64 positionMs = 0;
        qint64 durationMs = -1;     // -1: not known
        QSize video = {};           // empty: only sound, or not known yet
        QString missingCodec = {};  // of a track that is not played
        bool operator==(const State &) const = default;
    };

    // Unavailable: libmpv does not start.
    static Result<std::unique_ptr<MpvPlayer>> create(const MpvLibrary &mpv);
    ~MpvPlayer() override;

    void open(std::shared_ptr<GrowingFile> file, qint64 fromMs, bool paused);
    void close();
    void setPaused(bool paused);
    void seek(qint64 ms);
    void setVolume(double volume);          // 0 to 1
    void setFrameSize(const QSize &pixels); // of the images to come; empty: none is made

    const State &state() const { return m_state; }

Q_SIGNALS:
    void changed();
    void failed(const pipit::Error &error);
    void frameCame(const QImage &frame);

private:
    struct Files;

    explicit MpvPlayer(const MpvLibrary &mpv);
    Result<Done> begin();
    void command(std::initializer_list<QByteArray> words);
    void set(const char *name, QByteArray value);
    void takeEvents();
    void takeProperty(const mpv_event_property &property);
    void takeLog(const mpv_event_log_message &line);
    void fail(int code);

    MpvLibrary m_mpv;
    mpv_handle *m_handle = nullptr;
    std::unique_ptr<Files> m_files;
    std::unique_ptr<MpvScreen> m_screen;
    State m_state;
    qint64 m_opened = 0;           // how many were: libmpv counts them too
    qint64 m_begun = 0;            // the one that events are about
};

} // namespace pipit
