// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/link_events.h"

#include <QFileOpenEvent>
#include <QUrl>

namespace pipit {

bool LinkEvents::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::FileOpen)
        return QObject::eventFilter(watched, event);
    const QUrl url = static_cast<QFileOpenEvent *>(event)->url();
    if (url.scheme() != u"pipit")
        return false; // a file: it is no link
    Q_EMIT wished({url.toString(QUrl::FullyEncoded)});
    return true;
}

} // namespace pipit
