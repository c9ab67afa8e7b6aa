// SPDX-License-Identifier: GPL-3.0-or-later
// The database's URL may be given itself or stand in a file of its own; here it is decided which of the two counts.
//
// Thread rule: reads the files it is given. Errors: with the field `database.url_file`; NotFound, TooLarge, InvalidRequest.
// Source: Pipit's contract of the configuration.
#pragma once

#include "core/config.h"

namespace pipit {

// For a configuration that has been read but for the file behind `database.url_file`. Of the URL and that file, what comes
// from the stronger source counts (flag, environment, configuration file); both from one source is an error. Then `url` is
// the URL in force, and `urlFile` is empty unless the URL came from there. Warns of a password that other users can read.
std::optional<Error> settleDatabaseUrl(Config &config, const QString &configFile);

// The URL in a file. Errors: why there is none, as the end of a sentence that names the file. What stands in it is not
// repeated: a file like this may as well hold a bare password.
Result<QString> readDatabaseUrl(const QString &path);

} // namespace pipit
