// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of what libmpv plays, made in a thread of its own in the wanted size.
//
// Contract: at most one picture waits for the GUI thread, the latest. Where none is wanted, none is made, and what is played
// goes on. Lives shorter than the handle that it was made for.
// Thread rule: the GUI thread. Source: mpv/render.h.
#pragma once

#include "ui/media/mpv_library.h"

#include <QImage>
#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <memory>
#include <mutex>

namespace pipit {

class MpvScreen : public QObject
{
    Q_OBJECT

public:
    // Null, and libmpv's code for why in `fault`.
    static std::unique_ptr<MpvScreen> create(const MpvLibrary &mpv, mpv_handle *handle, int &fault);
    ~MpvScreen() override;

    void setSize(const QSize &pixels); // empty: none is wanted; another one: the present picture comes again in it

Q_SIGNALS:
    void frameCame(const QImage &frame);

private:
    enum class Why { NewFrame, NewSize };

    explicit MpvScreen(const MpvLibrary &mpv) : m_mpv(mpv) { }
    void draw(Why why);
    void hand();

    MpvLibrary m_mpv;
    mpv_render_context *m_context = nullptr;
    QThreadPool m_painter;
    std::mutex m_mutex;
    QSize m_size;
    QImage m_latest;
};

} // namespace pipit
