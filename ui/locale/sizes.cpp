// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/locale/sizes.h"

#include <QLocale>

namespace pipit {

QString sizeText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString sizeText(qint64 bytes, qint64 total)
{
    return total > 0 ? QStringLiteral("%1 / %2").arg(sizeText(bytes), sizeText(total)) : sizeText(bytes);
}

} // namespace pipit
