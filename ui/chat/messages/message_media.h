// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures, files and sounds of a window's messages, and the connection that they come through.
// Thread rule: the GUI thread. The connection is not owned and may come late or never.
#pragma once

#include "client/connection.h"
#include "ui/media/file_saves.h"
#include "ui/media/media_player.h"
#include "ui/media/media_stores.h"
#include "ui/media/picture_store.h"

#include <QPointer>

namespace pipit {

class MessageMedia
{
public:
    MediaStores stores() { return {&m_pictures, &m_saves, &m_player}; }
    void setConnection(Connection *connection);
    void retryFailed() { m_pictures.retryFailed(); }

private:
    PictureStore m_pictures;
    FileSaves m_saves;
    MediaPlayer m_player;
};

} // namespace pipit
