// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/media/mpv_library.h"

#include <QCoreApplication>
#include <QFile>
#include <QLibrary>

namespace pipit {

namespace {

constexpr int version = 2; // of its binary interface

} // namespace

QString MpvLibrary::defaultName()
{
#ifdef Q_OS_WIN
    return QStringLiteral("libmpv-%1").arg(version);
#elif defined(Q_OS_MACOS)
    // Homebrew's folder on Apple's own processors, which is not searched by itself.
    const QString brewed = QStringLiteral("/opt/homebrew/lib/libmpv.%1.dylib").arg(version);
    return QFile::exists(brewed) ? brewed : QStringLiteral("mpv");
#else
    return QStringLiteral("mpv");
#endif
}

Result<MpvLibrary> MpvLibrary::load(const QString &name)
{
    QLibrary library(name, version);
    MpvLibrary mpv;
    bool isComplete = true;
    const auto resolve = [&](auto &function, const char *symbol) {
        function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(library.resolve(symbol));
        isComplete = isComplete && function;
    };
    resolve(mpv.create, "mpv_create");
    resolve(mpv.initialize, "mpv_initialize");
    resolve(mpv.terminateDestroy, "mpv_terminate_destroy");
    resolve(mpv.setOptionString, "mpv_set_option_string");
    resolve(mpv.commandAsync, "mpv_command_async");
    resolve(mpv.setPropertyAsync, "mpv_set_property_async");
    resolve(mpv.observeProperty, "mpv_observe_property");
    resolve(mpv.requestLogMessages, "mpv_request_log_messages");
    resolve(mpv.waitEvent, "mpv_wait_event");
    resolve(mpv.setWakeupCallback, "mpv_set_wakeup_callback");
    resolve(mpv.errorString, "mpv_error_string");
    resolve(mpv.streamCbAddRo, "mpv_stream_cb_add_ro");
    resolve(mpv.renderContextCreate, "mpv_render_context_create");
    resolve(mpv.renderContextFree, "mpv_render_context_free");
    resolve(mpv.renderContextSetUpdateCallback, "mpv_render_context_set_update_callback");
    resolve(mpv.renderContextUpdate, "mpv_render_context_update");
    resolve(mpv.renderContextRender, "mpv_render_context_render");
    if (!isComplete)
        return Error{ErrorCode::Unavailable, QCoreApplication::translate("pipit::MpvLibrary", "Sound and video are played by libmpv, which is not there. Install it (Debian and Ubuntu: libmpv2; macOS: brew install mpv), or save the file and open it with another player.")};
    return mpv;
}

} // namespace pipit
