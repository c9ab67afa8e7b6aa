// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/media/mpv_player.h"

#include "ui/media/mpv_screen.h"

#include <QLoggingCategory>
#include <QRegularExpression>
#include <QVarLengthArray>

#include <algorithm>
#include <array>
#include <clocale>
#include <cmath>
#include <string_view>
#include <utility>

namespace pipit {

namespace {

Q_LOGGING_CATEGORY(lcPlayer, "pipit.player", QtInfoMsg)

// A file may come from anybody: it is read as what it is, and nothing that it names is looked up. Some of these are not known to
// every version.
constexpr std::pair<const char *, const char *> options[] = {
    {"vo", "libmpv"},
    {"idle", "yes"},
    {"keep-open", "yes"},
    {"config", "no"},
    {"load-scripts", "no"},
    {"load-stats-overlay", "no"},
    {"load-osd-console", "no"},
    {"load-console", "no"},
    {"load-auto-profiles", "no"},
    {"load-select", "no"},
    {"load-positioning", "no"},
    {"load-commands", "no"},
    {"ytdl", "no"},
    {"terminal", "no"},
    {"osc", "no"},
    {"osd-level", "0"},
    {"input-default-bindings", "no"},
    {"input-media-keys", "no"},
    {"stop-screensaver", "no"},
    {"resume-playback", "no"},
    {"demuxer", "lavf"},
    {"access-references", "no"},
    // Containers of sound and pictures. What describes a stream elsewhere (SDP, HLS, DASH, concat) is none; nor could it be opened.
    {"demuxer-lavf-o", "protocol_whitelist=none,"
                       "format_whitelist=[mov,mp4,m4a,3gp,3g2,matroska,webm,ogg,mp3,wav,w64,aiff,caf,au,flac,aac,ac3,eac3,dts,amr,amrnb,amrwb,ape,wv,tta,dsf,"
                       "avi,flv,asf,mpeg,mpegts,mpegvideo,m4v,h264,hevc,av1,obu,ivf,nut]"},
    {"load-unsafe-playlists", "no"},
    {"autoload-files", "no"},
    {"sid", "no"},
    {"audio-display", "no"},
    {"hwdec", "no"},
    {"stream-buffer-size", "16KiB"},
    {"vd-lavc-o", "max_pixels=36000000"},
    {"demuxer-lavf-probesize", "131072"}, // what has to be there before it plays
    {"demuxer-max-bytes", "16MiB"},
    {"demuxer-max-back-bytes", "4MiB"},
    {"video-timing-offset", "0"},        // a picture is made when it is due, by whoever waits for it
    {"audio-fallback-to-null", "yes"},   // a system without sound still shows pictures, and time goes on
    {"audio-client-name", "Pipit"},
    {"volume-max", "100"},
};

// Without these it is not played: a file could name others.
constexpr std::array<std::string_view, 4> needed{"config", "demuxer", "access-references", "demuxer-lavf-o"};

constexpr std::pair<const char *, mpv_format> observed[] = {
    {"pause", MPV_FORMAT_FLAG},
    {"eof-reached", MPV_FORMAT_FLAG},
    {"time-pos", MPV_FORMAT_DOUBLE},
    {"duration", MPV_FORMAT_DOUBLE},
    {"dwidth", MPV_FORMAT_INT64},
    {"dheight", MPV_FORMAT_INT64},
};

} // namespace

// What libmpv reads: its threads ask for a file by the number in its address.
struct MpvPlayer::Files {
    struct Reader {
        std::shared_ptr<GrowingFile> file;
        qint64 at = 0;
        std::atomic<bool> cancelled = false;
    };

    std::mutex mutex;
    qint64 number = 0;
    std::shared_ptr<GrowingFile> file;

    static int open(void *files, char *uri, mpv_stream_cb_info *info);
};

int MpvPlayer::Files::open(void *files, char *uri, mpv_stream_cb_info *info)
{
    auto *self = static_cast<Files *>(files);
    const std::lock_guard lock(self->mutex);
    if (QByteArray(uri) != "pipit://" + QByteArray::number(self->number) || !self->file)
        return MPV_ERROR_LOADING_FAILED;
    info->cookie = new Reader{self->file};
    info->read_fn = [](void *cookie, char *to, uint64_t most) -> int64_t {
        auto *reader = static_cast<Reader *>(cookie);
        const qint64 count = reader->file->read(reader->at, to, qint64(most), reader->cancelled);
        reader->at += qMax(qint64(0), count);
        return count;
    };
    info->seek_fn = [](void *cookie, int64_t offset) -> int64_t {
        auto *reader = static_cast<Reader *>(cookie);
        const qint64 size = reader->file->size();
        if (offset < 0 || (size >= 0 && offset > size))
            return MPV_ERROR_GENERIC;
        return reader->at = offset;
    };
    info->size_fn = [](void *cookie) -> int64_t {
        const qint64 size = static_cast<Reader *>(cookie)->file->size();
        return size < 0 ? int64_t(MPV_ERROR_UNSUPPORTED) : size;
    };
    info->close_fn = [](void *cookie) { delete static_cast<Reader *>(cookie); };
    info->cancel_fn = [](void *cookie) {
        auto *reader = static_cast<Reader *>(cookie);
        reader->cancelled = true;
        reader->file->wakeReaders();
    };
    return 0;
}

MpvPlayer::MpvPlayer(const MpvLibrary &mpv) : m_mpv(mpv), m_files(std::make_unique<Files>()) { }

MpvPlayer::~MpvPlayer()
{
    m_screen.reset();
    if (m_handle) {
        m_mpv.setWakeupCallback(m_handle, nullptr, nullptr);
        m_mpv.terminateDestroy(m_handle); // and with it whoever reads the file
    }
}

Result<std::unique_ptr<MpvPlayer>> MpvPlayer::create(const MpvLibrary &mpv)
{
    std::unique_ptr<MpvPlayer> player(new MpvPlayer(mpv));
    if (const auto begun = player->begin(); !begun)
        return begun.error();
    return player;
}

Result<Done> MpvPlayer::begin()
{
    const auto fault = [this](int code) { return Error{ErrorCode::Unavailable, tr("libmpv does not start (%1). Save the file and open it with another player.").arg(QString::fromUtf8(m_mpv.errorString(code)))}; };
    // It reads and writes numbers with points. Qt asks QLocale, not the C library, so nothing of the window's changes.
    std::setlocale(LC_NUMERIC, "C");
    m_handle = m_mpv.create();
    if (!m_handle)
        return fault(MPV_ERROR_NOMEM);
    for (const auto &[name, value] : options) {
        const int code = m_mpv.setOptionString(m_handle, name, value);
        if (code < 0 && std::ranges::find(needed, name) != needed.end())
            return fault(code);
        if (code < 0)
            qCDebug(lcPlayer).noquote() << "libmpv does not know" << name << "=" << value << ":" << m_mpv.errorString(code);
    }
    if (const int code = m_mpv.initialize(m_handle); code < 0)
        return fault(code);
    if (const int code = m_mpv.streamCbAddRo(m_handle, "pipit", m_files.get(), &Files::open); code < 0)
        return fault(code);
    int screenFault = 0;
    m_screen = MpvScreen::create(m_mpv, m_handle, screenFault);
    if (!m_screen)
        return fault(screenFault);
    connect(m_screen.get(), &MpvScreen::frameCame, this, &MpvPlayer::frameCame);
    m_mpv.requestLogMessages(m_handle, "error");
    for (const auto &[name, format] : observed)
        m_mpv.observeProperty(m_handle, 0, name, format);
    m_mpv.setWakeupCallback(m_handle, [](void *self) { QMetaObject::invokeMethod(static_cast<MpvPlayer *>(self), &MpvPlayer::takeEvents, Qt::QueuedConnection); }, this);
    return Done{};
}

void MpvPlayer::command(std::initializer_list<QByteArray> words)
{
    QVarLengthArray<const char *, 8> pointers;
    for (const QByteArray &word : words)
        pointers.append(word.constData());
    pointers.append(nullptr);
    m_mpv.commandAsync(m_handle, 0, pointers.data());
}

void MpvPlayer::set(const char *name, QByteArray value)
{
    char *text = value.data();
    m_mpv.setPropertyAsync(m_handle, 0, name, MPV_FORMAT_STRING, &text);
}

void MpvPlayer::open(std::shared_ptr<GrowingFile> file, qint64 fromMs, bool paused)
{
    ++m_opened;
    {
        const std::lock_guard lock(m_files->mutex);
        m_files->number = m_opened;
        m_files->file = std::move(file);
    }
    m_state = {.isPaused = paused};
    set("start", QByteArray::number(double(fromMs) / 1000, 'f', 3));
    set("pause", paused ? "yes" : "no");
    command({"loadfile", "pipit://" + QByteArray::number(m_opened)});
}

void MpvPlayer::close()
{
    {
        const std::lock_guard lock(m_files->mutex);
        m_files->file.reset();
    }
    m_state = {};
    command({"stop"});
}

void MpvPlayer::setPaused(bool paused)
{
    if (!paused && m_state.isAtEnd)
        seek(0);
    set("pause", paused ? "yes" : "no");
    // What libmpv says of it may still be said of the file before.
    if (std::exchange(m_state.isPaused, paused) != paused)
        Q_EMIT changed();
}

void MpvPlayer::seek(qint64 ms)
{
    command({"seek", QByteArray::number(double(ms) / 1000, 'f', 3), "absolute"});
}

void MpvPlayer::setVolume(double volume)
{
    set("volume", QByteArray::number(qRound(qBound(0.0, volume, 1.0) * 100)));
}

void MpvPlayer::setFrameSize(const QSize &pixels)
{
    m_screen->setSize(pixels);
}

void MpvPlayer::takeEvents()
{
    const State before = m_state;
    std::optional<int> fault; // libmpv hands out what it logged last of all
    for (const mpv_event *event = m_mpv.waitEvent(m_handle, 0); event->event_id != MPV_EVENT_NONE; event = m_mpv.waitEvent(m_handle, 0)) {
        if (event->event_id == MPV_EVENT_START_FILE)
            m_begun = static_cast<const mpv_event_start_file *>(event->data)->playlist_entry_id;
        else if (m_begun != m_opened)
            continue; // of one that was left
        else if (event->event_id == MPV_EVENT_PROPERTY_CHANGE)
            takeProperty(*static_cast<const mpv_event_property *>(event->data));
        else if (event->event_id == MPV_EVENT_LOG_MESSAGE)
            takeLog(*static_cast<const mpv_event_log_message *>(event->data));
        else if (const auto *end = static_cast<const mpv_event_end_file *>(event->data); event->event_id == MPV_EVENT_END_FILE && end->reason == MPV_END_FILE_REASON_ERROR)
            fault = end->error;
    }
    if (m_state != before)
        Q_EMIT changed();
    if (fault)
        fail(*fault);
}

void MpvPlayer::takeProperty(const mpv_event_property &property)
{
    if (property.format == MPV_FORMAT_NONE)
        return; // not known at the moment: the last one stands
    const QByteArrayView name(property.name);
    const auto flag = [&property] { return *static_cast<const int *>(property.data) != 0; };
    const auto milliseconds = [&property] { return qint64(std::llround(*static_cast<const double *>(property.data) * 1000)); };
    const auto pixels = [&property] { return int(qBound(int64_t(0), *static_cast<const int64_t *>(property.data), int64_t(1 << 20))); };
    if (name == "pause")
        m_state.isPaused = flag();
    else if (name == "eof-reached")
        m_state.isAtEnd = flag();
    else if (name == "time-pos")
        m_state.positionMs = qMax(qint64(0), milliseconds());
    else if (name == "duration")
        m_state.durationMs = milliseconds();
    else if (name == "dwidth")
        m_state.video.setWidth(pixels());
    else if (name == "dheight")
        m_state.video.setHeight(pixels());
}

// What codec is missing stands nowhere else.
void MpvPlayer::takeLog(const mpv_event_log_message &line)
{
    const QString text = QString::fromUtf8(line.text).trimmed().left(500);
    qCInfo(lcPlayer).noquote() << "libmpv:" << line.prefix << text;
    static const QRegularExpression missing(QStringLiteral("Failed to initialize a decoder for codec '([^']*)'"));
    if (const auto match = missing.match(text); match.hasMatch())
        m_state.missingCodec = match.captured(1).isEmpty() ? tr("unknown") : match.captured(1);
}

void MpvPlayer::fail(int code)
{
    std::shared_ptr<GrowingFile> file;
    {
        const std::lock_guard lock(m_files->mutex);
        file = m_files->file;
    }
    // Why the file broke off is known to whoever fetches it.
    if (!file || file->isBrokenOff())
        return;
    if (!m_state.missingCodec.isEmpty())
        Q_EMIT failed({ErrorCode::UnsupportedMediaType, tr("This system cannot decode it (codec: %1). Save the file and open it with another player.").arg(m_state.missingCodec)});
    else
        Q_EMIT failed({ErrorCode::InvalidRequest, tr("This is no sound or video that can be played here (%1). Save the file to look at it with another program.").arg(QString::fromUtf8(m_mpv.errorString(code)))});
}

} // namespace pipit
