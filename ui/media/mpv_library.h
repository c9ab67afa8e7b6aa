// SPDX-License-Identifier: GPL-3.0-or-later
// libmpv, loaded when something is played for the first time: it brings some 170 libraries with it, which a window that shows
// text has no use for, and a system without it still shows everything else.
//
// Thread rule: load() from any thread, it takes 50 ms, a cold disk half a second; the functions as libmpv says. Source: mpv/client.h, render.h, stream_cb.h.
#pragma once

#include "core/result.h"

#include <mpv/client.h>
#include <mpv/render.h>
#include <mpv/stream_cb.h>

#include <QString>

namespace pipit {

struct MpvLibrary {
    decltype(&mpv_create) create = nullptr;
    decltype(&mpv_initialize) initialize = nullptr;
    decltype(&mpv_terminate_destroy) terminateDestroy = nullptr;
    decltype(&mpv_set_option_string) setOptionString = nullptr;
    decltype(&mpv_command_async) commandAsync = nullptr;
    decltype(&mpv_set_property_async) setPropertyAsync = nullptr;
    decltype(&mpv_observe_property) observeProperty = nullptr;
    decltype(&mpv_request_log_messages) requestLogMessages = nullptr;
    decltype(&mpv_wait_event) waitEvent = nullptr;
    decltype(&mpv_set_wakeup_callback) setWakeupCallback = nullptr;
    decltype(&mpv_error_string) errorString = nullptr;
    decltype(&mpv_stream_cb_add_ro) streamCbAddRo = nullptr;
    decltype(&mpv_render_context_create) renderContextCreate = nullptr;
    decltype(&mpv_render_context_free) renderContextFree = nullptr;
    decltype(&mpv_render_context_set_update_callback) renderContextSetUpdateCallback = nullptr;
    decltype(&mpv_render_context_update) renderContextUpdate = nullptr;
    decltype(&mpv_render_context_render) renderContextRender = nullptr;

    // Unavailable: it is not installed, or no library of this version; the message says what to install.
    static Result<MpvLibrary> load(const QString &name = defaultName());
    static QString defaultName();
};

} // namespace pipit
