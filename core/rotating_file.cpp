// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rotating_file.h"

#include "core/private_file.h"

#include <QLoggingCategory>

namespace pipit {

namespace {

Q_LOGGING_CATEGORY(lcFile, "pipit.file")

} // namespace

void RotatingFile::append(const QByteArray &bytes)
{
    if (m_file.isOpen() && m_file.size() >= m_bytes)
        turnOver();
    const bool isWritten = open() && m_file.write(bytes) == bytes.size();
    if (!isWritten && !m_toldFault)
        qCWarning(lcFile).noquote() << m_file.fileName() << "cannot be written:" << m_file.errorString();
    m_toldFault = !isWritten;
}

bool RotatingFile::open()
{
    if (m_file.isOpen())
        return true;
    ensurePrivateFile(m_file.fileName());
    return m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered);
}

void RotatingFile::turnOver()
{
    m_file.close();
    const auto numbered = [this](int number) { return QString(m_file.fileName() + u'.' + QString::number(number)); };
    QFile::remove(numbered(m_oldFiles));
    for (int i = m_oldFiles - 1; i >= 1; --i)
        QFile::rename(numbered(i), numbered(i + 1));
    QFile::rename(m_file.fileName(), numbered(1));
}

} // namespace pipit
