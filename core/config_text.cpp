// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config_text.h"

#include "core/private_file.h"

#include <QFile>
#include <QSaveFile>

namespace pipit {

namespace {

constexpr qint64 longestFile = 1 << 20;

} // namespace

Result<ConfigText> ConfigText::open(const QString &path)
{
    ConfigText file(path);
    QFile disk(path);
    file.m_exists = disk.exists();
    if (!file.m_exists)
        return file;
    if (!disk.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Unavailable, QStringLiteral("%1 cannot be read: %2.").arg(path, disk.errorString())};
    file.m_text = file.m_onDisk = disk.read(longestFile + 1);
    return file;
}

QByteArray ConfigText::newline() const
{
    return m_text.contains("\r\n") ? "\r\n" : "\n";
}

Result<Done> ConfigText::save()
{
    if (m_text == m_onDisk && m_exists)
        return Done();
    QFile disk(m_path);
    const bool exists = disk.exists();
    if (exists && !disk.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Unavailable, QStringLiteral("%1 cannot be read: %2.").arg(m_path, disk.errorString())};
    if (exists != m_exists || (exists && disk.read(longestFile + 1) != m_onDisk))
        return Error{ErrorCode::Conflict, QStringLiteral("%1 was changed by another program meanwhile. Look at what it says now, and then make this change.").arg(m_path)};
    disk.close();
    if (exists) {
        QSaveFile file(m_path); // it keeps the permissions
        if (!file.open(QIODevice::WriteOnly) || file.write(m_text) != m_text.size() || !file.commit())
            return Error{ErrorCode::Unavailable, QStringLiteral("%1 cannot be written: %2.").arg(m_path, file.errorString())};
    } else if (const auto written = writePrivateFile(m_path, m_text); !written) {
        return written.error();
    }
    m_onDisk = m_text;
    m_exists = true;
    return Done();
}

QByteArray tomlString(const QString &value)
{
    QString literal(u'"');
    for (const QChar c : value) {
        switch (c.unicode()) {
        case u'"': literal += QStringLiteral("\\\""); break;
        case u'\\': literal += QStringLiteral("\\\\"); break;
        case u'\n': literal += QStringLiteral("\\n"); break;
        case u'\t': literal += QStringLiteral("\\t"); break;
        case u'\r': literal += QStringLiteral("\\r"); break;
        default:
            if (c.unicode() < 0x20 || c.unicode() == 0x7f)
                literal += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QChar(u'0'));
            else
                literal += c;
        }
    }
    literal += u'"';
    return literal.toUtf8();
}

} // namespace pipit
