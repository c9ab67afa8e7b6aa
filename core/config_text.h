// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a pipit.toml that a program changes beside the people who write it: read, changed in memory, written whole or not
// at all. Everything that was not meant stays as it is, byte for byte.
//
// Thread rule: a value on one thread; open() and save() read and write the file. Errors: Unavailable where it cannot be read or
// written; Conflict where another program has changed it meanwhile.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace pipit {

class ConfigText
{
public:
    // A file that is not there is empty, and is made by save(), private.
    static Result<ConfigText> open(const QString &path);

    const QString &path() const { return m_path; }
    const QByteArray &text() const { return m_text; }
    void setText(const QByteArray &text) { m_text = text; }
    QByteArray newline() const; // as it has them

    // With the permissions that it has.
    Result<Done> save();

private:
    explicit ConfigText(QString path) : m_path(std::move(path)) { }

    QString m_path;
    QByteArray m_text;
    QByteArray m_onDisk; // as it was read
    bool m_exists = false;
};

// A string in quotation marks, as TOML has it.
QByteArray tomlString(const QString &value);

} // namespace pipit
