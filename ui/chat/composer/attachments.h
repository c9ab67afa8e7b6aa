// SPDX-License-Identifier: GPL-3.0-or-later
// What is pasted, dropped or chosen, as attachments: files by their path, pictures and long texts by their bytes.
//
// Thread rule: the GUI thread. Nothing of a file is read but what tells its type and the size of a picture.
#pragma once

#include "client/pending_file.h"
#include "core/result.h"

#include <QStringList>

class QMimeData;

namespace pipit {

inline constexpr qsizetype mostAttachments = 20;             // of one message
inline constexpr qsizetype mostPastedBytes = 100 << 20;      // of what has no file
inline constexpr qsizetype longPaste = 20'000;             // characters that the field takes: with more in one line, a key takes longer than a frame

struct Attached {
    QList<Attachment> files = {};
    QStringList problems = {};
};

// By its formats alone: a picture on the clipboard may take seconds to be made.
bool hasAttachments(const QMimeData &data);
// Local files, else the picture. Folders, and what cannot be read, are problems.
Attached attachmentsIn(const QMimeData &data);
Result<Attachment> attachmentOf(const QString &path);

// A long text. It goes out as text where a message has room for it, else as a file.
Attachment pastedText(const QString &text);
bool isPastedText(const Attachment &attachment);

} // namespace pipit
