// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/paths.h"

#include <QDir>

namespace pipit {

QString absolutePath(const QString &written, const QString &base)
{
    const bool inHome = written == u"~" || written.startsWith(u"~/");
    return QDir::cleanPath(QDir(base).absoluteFilePath(inHome ? QString(QDir::homePath() + written.mid(1)) : written));
}

} // namespace pipit
