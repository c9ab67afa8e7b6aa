// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite/sqlite_health.h"

#include "core/private_file.h"
#include "server/store/sqlite/sqlite_check.h"

#include <QLoggingCategory>

namespace pipit::store {

namespace {

Q_LOGGING_CATEGORY(lcSqliteHealth, "pipit.store.sqlite")

constexpr std::chrono::minutes diskLines{1};

} // namespace

void SqliteHealth::note(const SqlFault &fault)
{
    if (fault.harm() == Harm::None)
        return;
    const std::lock_guard lock(m_mutex);
    if (m_harm == Harm::Damage)
        return;
    const QString said = fault.text().simplified();
    m_harm = fault.harm();
    if (fault.harm() == Harm::Damage) {
        m_text = QStringLiteral("The message log is damaged (%1), and nothing is written to it any more; the node's log says what its operator can do.").arg(said);
        qCCritical(lcSqliteHealth).noquote() << QStringLiteral("The message log %1 is damaged (%2), and nothing is written to it any more. Stop the node, copy the file aside with its -wal, look at it with `pipitctl doctor`, and restore the last backup (`pipitctl restore`).").arg(m_file, said);
        if (const auto written = writePrivateFile(damageNote(m_file), said.toUtf8() + '\n'); !written)
            qCWarning(lcSqliteHealth).noquote() << written.error().message;
        return;
    }
    m_text = QStringLiteral("The disk of the message log does not do what it is asked to (%1); the system's log may say why.").arg(said);
    if (const auto now = Clock::now(); !m_toldOfDisk || now - *m_toldOfDisk >= diskLines) {
        m_toldOfDisk = now;
        qCWarning(lcSqliteHealth).noquote() << m_text << m_file;
    }
}

void SqliteHealth::committed()
{
    Harm disk = Harm::Disk;
    m_harm.compare_exchange_strong(disk, Harm::None);
}

std::optional<QString> SqliteHealth::fault() const
{
    if (m_harm == Harm::None)
        return std::nullopt;
    const std::lock_guard lock(m_mutex);
    return m_text;
}

} // namespace pipit::store
