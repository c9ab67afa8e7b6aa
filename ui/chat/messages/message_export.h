// SPDX-License-Identifier: GPL-3.0-or-later
// Messages as a Markdown file: what stands in it, and what it is called.
//
// Contract: of one message its words, of several also who said them and when. A file or a picture is a link, whole also where
// the node knows it by a path. A name is safe on every system and fits into 255 bytes. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/messages/message_selection.h"

#include <QUrl>

namespace pipit {

QString exportedText(const MessageModel &model, const MessageSelection &selection, const QUrl &node);

// A file of the node's is known by a path; elsewhere it is found only by the whole address.
QString wholeAddress(const QString &address, const QUrl &node);

// As a part of a file's name: without what some system does not take there, and short.
QString fileNamePart(QString text);

// Of the session, who said it where that is one, and the day of the first message.
QString exportName(const MessageModel &model, const MessageSelection &selection, const QString &session);

} // namespace pipit
