// SPDX-License-Identifier: GPL-3.0-or-later
// A reply of Qt's network that its owner gives back to the event loop, as Qt asks for. Thread rule: the reply's thread.
#pragma once

#include <QNetworkReply>

#include <memory>

namespace pipit {

struct ReplyDeleter {
    void operator()(QNetworkReply *reply) const { reply->deleteLater(); }
};
using ReplyPtr = std::unique_ptr<QNetworkReply, ReplyDeleter>;

} // namespace pipit
