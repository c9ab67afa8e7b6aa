// SPDX-License-Identifier: GPL-3.0-or-later
// Small files that settings name and that are read again while the program runs: keys, certificates.
//
// A change is seen by the content, so that neither a clock nor a file system's idea of time can hide one; several files that
// belong together are taken together. What a content is good for is the owner's business, who keeps what it took before when
// the new one is of no use: a file that is written at this moment, or that somebody has broken, stops nothing.
// Thread rule: one thread; looking reads the files. Errors: Unavailable, "SETTING FILE reason.", with `field` the setting.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <functional>
#include <optional>

namespace pipit {

struct WatchedFile {
    QString setting;
    QString path;          // absolute
    bool isSecret = false; // refused where others can read it
};

class WatchedFiles
{
public:
    // Takes the files' contents, in their order.
    using Take = std::function<Result<Done>(const QList<QByteArray> &contents)>;

    explicit WatchedFiles(QList<WatchedFile> files) : m_files(std::move(files)) { }

    // Reads the files and, where a content is another one than last time, has them taken. The outcome of the contents that are
    // there now.
    Result<Done> look(const Take &take);

    // What a running program has to log of an outcome: its fault, once until there is another one or none.
    std::optional<QString> newFault(const Result<Done> &outcome);

    // "SETTING FILE".
    QString nameOf(qsizetype file) const;
    Error fault(qsizetype file, const QString &reason) const;

private:
    Result<QByteArray> read(qsizetype file) const;

    QList<WatchedFile> m_files;
    std::optional<QByteArray> m_seen; // the contents that were looked at last, as a digest: they may be secret
    Result<Done> m_outcome = Done();  // of m_seen
    QString m_told;                   // the fault that was told last; empty for none since
};

} // namespace pipit
