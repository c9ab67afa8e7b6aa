// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of one file, as it stands on the disk: a secret of auth.jwt_secret_file, or the JWKS of auth.jwks_file.
//
// A change is seen as core/watched_files.h says. What cannot be used leaves the keys that were read before in force, so that a
// broken file locks nobody out. To take a key back, leave it out of the file; removing the file does not.
// Thread rule: one thread; looking reads the file. Errors: Unavailable, with `field` the setting; never with anything of a key.
// Source: Pipit's contract "who may do what".
#pragma once

#include "core/watched_files.h"
#include "server/auth/jwt_keys.h"

namespace pipit::auth {

class JwtKeyFile
{
public:
    enum class Kind { Secret, Jwks };

    // An absolute path.
    JwtKeyFile(Kind kind, QString path);

    // Reads the file and, where its content is another one than last time, takes its keys and logs how many they are.
    Result<Done> look();

    // The same for a node that runs: an error is logged, once until there is another one or none.
    void lookAgain();

    const QList<JwtKey> &keys() const { return m_keys; }

private:
    Result<Done> take(const QByteArray &content);

    Kind m_kind;
    WatchedFiles m_file;
    QList<JwtKey> m_keys;
};

} // namespace pipit::auth
