// SPDX-License-Identifier: GPL-3.0-or-later
// What was given to the system to open, in place of a browser.
#pragma once

#include <QDesktopServices>
#include <QObject>
#include <QUrl>

namespace pipit {

class OpenedLinks : public QObject
{
    Q_OBJECT

public:
    OpenedLinks()
    {
        for (const QString &scheme : schemes())
            QDesktopServices::setUrlHandler(scheme, this, "take");
    }
    ~OpenedLinks() override
    {
        for (const QString &scheme : schemes())
            QDesktopServices::unsetUrlHandler(scheme);
    }

    QStringList addresses;

private Q_SLOTS:
    void take(const QUrl &url) { addresses << url.toString(); }

private:
    static QStringList schemes() { return {QStringLiteral("http"), QStringLiteral("https"), QStringLiteral("mailto")}; }
};

} // namespace pipit
