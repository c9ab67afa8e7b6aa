// SPDX-License-Identifier: GPL-3.0-or-later
// A file for its owner only that things are appended to, and that is put aside when it has grown: NAME.1 is the newest of
// those. What is appended is on its way to the disk when append() returns.
// Thread rule: one thread. Errors: one line in the log where the disk does not take it, and another after it did.
#pragma once

#include <QFile>

namespace pipit {

class RotatingFile
{
public:
    RotatingFile(const QString &path, qint64 bytes, int oldFiles) : m_file(path), m_bytes(bytes), m_oldFiles(oldFiles) { }

    QString path() const { return m_file.fileName(); }

    void append(const QByteArray &bytes);

private:
    bool open();
    void turnOver();

    QFile m_file;
    const qint64 m_bytes;
    const int m_oldFiles;
    bool m_toldFault = false;
};

} // namespace pipit
