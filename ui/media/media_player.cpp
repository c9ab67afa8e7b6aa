// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/media/media_player.h"

#include "core/in_pool.h"
#include "ui/media/mpv_player.h"

#include <QCoroFuture>
#include <QPointer>

namespace pipit {

namespace {

constexpr qint64 mostMediaBytes = qint64(2) << 30;
constexpr qsizetype mostLeft = 200;
constexpr qint64 playedTellMs = 200; // of what is played
constexpr int mostUnseenFrames = 10;
constexpr qint64 nearEnd = 1000;     // ms: who stops so late has heard it

} // namespace

MediaPlayer::MediaPlayer(QObject *parent) : QObject(parent) { }

MediaPlayer::~MediaPlayer()
{
    forgetFile();
}

void MediaPlayer::setSource(Fetch fetch)
{
    stop();
    m_fetch = std::move(fetch);
}

std::optional<Playback> MediaPlayer::of(const QString &address) const
{
    return !address.isEmpty() && address == m_address ? std::optional(m_now) : std::nullopt;
}

QImage MediaPlayer::frame(const QString &address, const QSize &most) const
{
    if (address != m_address || m_address.isEmpty())
        return {};
    m_unseenFrames = 0;
    if (m_player && !m_now.video.isEmpty() && m_now.state != Playback::State::Failed)
        m_player->setFrameSize(m_now.video.scaled(most, Qt::KeepAspectRatio));
    return m_frame;
}

void MediaPlayer::play(const QString &address)
{
    using State = Playback::State;
    if (address.isEmpty() || !m_fetch)
        return;
    if (address == m_address && m_now.state != State::Failed)
        return setPaused(false);
    leave();
    m_address = address;
    m_now = {};
    m_isPaused = false;
    m_file = std::make_shared<GrowingFile>();
    if (const auto opened = m_file->open(); !opened)
        return fail(opened.error());
    fetch(address, m_file);
    m_player ? begin() : void(startPlayer());
    Q_EMIT changed(address);
}

void MediaPlayer::begin()
{
    m_player->setVolume(m_volume);
    m_player->open(m_file, m_left.value(m_address), m_isPaused);
}

// The library takes its time to load, the more the first time.
QCoro::Task<> MediaPlayer::startPlayer()
{
    if (std::exchange(m_isStarting, true))
        co_return;
    const QPointer<MediaPlayer> self(this);
    const QFuture<Result<MpvLibrary>> loading = inPool(*QThreadPool::globalInstance(), [] { return MpvLibrary::load(); });
    const Result<MpvLibrary> mpv = co_await loading;
    if (!self)
        co_return;
    m_isStarting = false;
    auto player = mpv ? MpvPlayer::create(*mpv) : Result<std::unique_ptr<MpvPlayer>>(mpv.error());
    if (!player) {
        fail(player.error());
        co_return;
    }
    m_player = std::move(*player);
    connect(m_player.get(), &MpvPlayer::changed, this, &MediaPlayer::takeState);
    connect(m_player.get(), &MpvPlayer::failed, this, &MediaPlayer::fail);
    connect(m_player.get(), &MpvPlayer::frameCame, this, [this](const QImage &frame) {
        if (m_now.video.isEmpty())
            return; // of one that was left
        m_frame = frame;
        if (++m_unseenFrames > mostUnseenFrames)
            m_player->setFrameSize({});
        Q_EMIT frameChanged(m_address);
    });
    if (m_file)
        begin();
}

QCoro::Task<> MediaPlayer::fetch(QString address, std::shared_ptr<GrowingFile> file)
{
    const QPointer<MediaPlayer> self(this);
    Take take = [self, file, received = qint64(0)](const QByteArray &piece, qint64 announced) mutable -> std::optional<Error> {
        if (!self || self->m_file != file)
            return Error{ErrorCode::Cancelled, QStringLiteral("It was stopped.")};
        received += piece.size();
        if (qMax(received, announced) > mostMediaBytes)
            return Error{ErrorCode::TooLarge, tr("It is larger than 2 GiB, too large to be played here. Save the file and open it with another player.")};
        if (announced >= 0)
            file->announce(announced);
        if (const auto kept = file->append(piece); !kept)
            return kept.error();
        self->m_now.arrived = file->arrived();
        return std::nullopt;
    };
    const Result<Done> came = co_await m_fetch(std::move(address), std::move(take));
    file->end(came ? GrowingFile::Ending::Whole : GrowingFile::Ending::BrokenOff);
    if (!self || m_file != file)
        co_return;
    m_now.arrived = file->arrived();
    if (!came)
        fail(came.error());
}

void MediaPlayer::takeState()
{
    using State = Playback::State;
    if (m_address.isEmpty() || m_now.state == State::Failed)
        return;
    const MpvPlayer::State &state = m_player->state();
    if (state.isAtEnd && state.durationMs <= 0 && state.positionMs <= 0 && state.video.isEmpty())
        return fail({ErrorCode::InvalidRequest, tr("It is damaged, or there is nothing in it that can be played. Save the file to look at it with another program.")});
    const Playback before = m_now;
    m_now.positionMs = state.positionMs;
    if (state.durationMs >= 0)
        m_now.durationMs = state.durationMs;
    if (!state.video.isEmpty())
        m_now.video = state.video;
    const bool hasBegun = state.durationMs >= 0 || state.positionMs > 0 || !state.video.isEmpty();
    m_now.state = state.isAtEnd ? State::Ended : state.isPaused ? State::Paused : hasBegun ? State::Playing : State::Loading;
    if (!state.missingCodec.isEmpty())
        m_now.words = tr("Not all of it can be decoded here (codec: %1).").arg(state.missingCodec);
    const bool isMoreThanTime = m_now.state != before.state || m_now.durationMs != before.durationMs || m_now.video != before.video || m_now.words != before.words;
    if (!isMoreThanTime && qAbs(m_now.positionMs - m_toldMs) < playedTellMs)
        return;
    m_toldMs = m_now.positionMs;
    Q_EMIT changed(m_address);
}

void MediaPlayer::fail(const Error &error)
{
    if (m_address.isEmpty())
        return;
    forgetFile();
    if (m_player)
        m_player->close();
    m_now.state = Playback::State::Failed;
    m_now.words = error.message;
    Q_EMIT changed(m_address);
}

void MediaPlayer::pause()
{
    if (!m_address.isEmpty() && m_now.state != Playback::State::Failed)
        setPaused(true);
}

void MediaPlayer::setPaused(bool paused)
{
    m_isPaused = paused;
    if (m_player)
        return m_player->setPaused(paused);
    m_now.state = paused ? Playback::State::Paused : Playback::State::Loading;
    Q_EMIT changed(m_address);
}

void MediaPlayer::seek(const QString &address, qint64 ms)
{
    if (address != m_address || !m_player || m_now.state == Playback::State::Failed)
        return;
    const qint64 to = qBound(qint64(0), ms, m_now.durationMs < 0 ? ms : m_now.durationMs);
    m_player->seek(to);
    m_now.positionMs = m_toldMs = to;
    Q_EMIT changed(m_address);
}

void MediaPlayer::setVolume(double volume)
{
    m_volume = qBound(0.0, volume, 1.0);
    if (m_volume > 0)
        m_volumeBefore = m_volume;
    if (m_player)
        m_player->setVolume(m_volume);
    if (!m_address.isEmpty())
        Q_EMIT changed(m_address);
}

void MediaPlayer::stop()
{
    if (m_player)
        m_player->close();
    leave();
}

// What was played so far, if anything; the next one is opened over it.
void MediaPlayer::leave()
{
    if (m_address.isEmpty())
        return;
    const QString address = std::exchange(m_address, {});
    const bool hasBegun = m_now.state == Playback::State::Playing || m_now.state == Playback::State::Paused;
    if (m_left.size() >= mostLeft)
        m_left.clear();
    if (hasBegun && m_now.positionMs + nearEnd < m_now.durationMs)
        m_left.insert(address, m_now.positionMs);
    else if (m_now.state != Playback::State::Loading)
        m_left.remove(address);
    forgetFile();
    Q_EMIT changed(address);
}

// Whoever fetches it stops, whoever reads it is let go.
void MediaPlayer::forgetFile()
{
    if (m_file)
        m_file->end(GrowingFile::Ending::BrokenOff);
    m_file.reset();
    m_frame = {};
}

} // namespace pipit
