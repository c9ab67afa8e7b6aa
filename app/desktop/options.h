// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of the desktop. Thread rule: plain values.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QSize>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace pipit {

struct DesktopOptions {
    QUrl url = {};                        // of another node; empty: start one inside
    QByteArray token = {};
    QString caFile = {};                  // certificates to trust beside the system's; empty: as the settings say
    QString dataDir = {};                 // empty: the platform's place
    std::optional<QString> theme = {};    // what is not said here comes from the settings file
    std::optional<QString> language = {};
    QSize size = {};                      // empty: as it was, or 1280 × 800
    QString session = {};                 // opened instead of the newest
    QStringList links = {};               // pipit: links to open
    QString page = {};                    // such as chat or settings, with recorded data; empty: the user's own
    bool selfReport = false;              // measures itself with recorded data, and ends
    QString screenshot = {};              // written once the window has settled; then the program ends
};

// Shows the help or the version and ends the program where that was asked for.
// Errors: InvalidRequest, with the option as `field`; NotFound for a token file that cannot be read.
Result<DesktopOptions> readOptions(const QStringList &arguments);

// Where the data is, whether that was said or not.
QString dataDirOf(const DesktopOptions &options);

} // namespace pipit
