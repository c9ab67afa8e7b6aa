// SPDX-License-Identifier: GPL-3.0-or-later
// The one time axis of all charts: which stretch they show, whether it goes along with the clock, and where the crosshair stands.
//
// Contract: a stretch is 10 s to a day long. While it is live its end is the newest figure; a pause, or a zoom into the past, holds it.
// Times are ms since 1970. Thread rule: the GUI thread.
#pragma once

#include <QObject>

#include <optional>

namespace pipit {

class TimeAxis : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 leastSpanMs = 10'000;
    static constexpr qint64 mostSpanMs = 24 * 3'600'000;

    using QObject::QObject;

    qint64 fromMs() const { return m_endMs - m_spanMs; }
    qint64 toMs() const { return m_endMs; }
    qint64 spanMs() const { return m_spanMs; }
    bool isLive() const { return m_isLive; }
    std::optional<qint64> crosshairMs() const { return m_crosshairMs; }

    void setNow(qint64 nowMs);          // the newest figure's time
    void setSpan(qint64 spanMs);        // live again, unless it is paused
    void setPaused(bool isPaused);      // false: live
    void showRange(qint64 fromMs, qint64 toMs);
    void zoom(double factor, qint64 aroundMs); // below 1: into it
    void move(qint64 byMs);
    void setCrosshair(std::optional<qint64> timeMs);

Q_SIGNALS:
    void changed();
    void crosshairChanged();

private:
    void hold(qint64 fromMs, qint64 toMs);

    qint64 m_spanMs = 15 * 60'000;
    qint64 m_endMs = 0;
    qint64 m_nowMs = 0;
    bool m_isLive = true;
    std::optional<qint64> m_crosshairMs;
};

} // namespace pipit
