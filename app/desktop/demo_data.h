// SPDX-License-Identifier: GPL-3.0-or-later
// A data directory with recorded sessions in it, for pictures of the window and for figures that can be compared: it lies in the
// system's temporary directory and goes with this.
//
// Thread rule: the GUI thread, before there is a window; takes about a second. Errors: as the node's and the import's.
#pragma once

#include "core/result.h"

#include <QTemporaryDir>

#include <memory>

namespace pipit {

class DemoData
{
public:
    static Result<std::unique_ptr<DemoData>> make();

    QString directory() const { return m_directory.path(); }
    const QString &session() const { return m_session; } // the one to be shown

private:
    DemoData() = default;
    Result<Done> fill();

    QTemporaryDir m_directory;
    QString m_session;
};

} // namespace pipit
