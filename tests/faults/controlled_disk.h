// SPDX-License-Identifier: GPL-3.0-or-later
// A disk below a node that is slow, fails, and is well again, as it is told while the node runs.
// Thread rule: one thread. Errors: std::runtime_error.
#pragma once

#include "tests/faults/disk_trace.h"
#include "tests/integration/node_process.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <stdexcept>

namespace pipit::test {

class ControlledDisk
{
public:
    // From the node's next start on.
    explicit ControlledDisk(NodeProcess &node)
    {
        QDir().mkpath(node.dataDirectory());
        behave({});
        node.setEnvironment(onDisk(node.dataDirectory(), {}, file()));
    }

    // Lines as in tests/faults/disk_shim_linux.cpp; empty: as any other.
    void behave(const QByteArray &how)
    {
        // Renamed into its place, so that nobody reads the half of it.
        const QString next = m_folder.filePath(QStringLiteral("next"));
        QFile written(next);
        if (!written.open(QIODevice::WriteOnly) || written.write(how) < 0)
            throw std::runtime_error("the disk cannot be told how to behave");
        written.close();
        if (std::rename(QFile::encodeName(next).constData(), QFile::encodeName(file()).constData()) != 0)
            throw std::runtime_error("the disk cannot be told how to behave");
    }

private:
    QString file() const { return m_folder.filePath(QStringLiteral("behaviour")); }

    QTemporaryDir m_folder;
};

} // namespace pipit::test
