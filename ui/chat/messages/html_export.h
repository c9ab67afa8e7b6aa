// SPDX-License-Identifier: GPL-3.0-or-later
// A conversation as one HTML file that needs nothing else: no script, no picture, no font is loaded when it is opened.
// It follows light and dark, and prints. Thread rule: the GUI thread.
#pragma once

#include <QString>
#include <QUrl>

namespace pipit {

class MessageModel;

QString htmlDocument(const MessageModel &model, const QString &title, const QUrl &node);

} // namespace pipit
