// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/erasure.h"

#include "core/redaction.h"
#include "server/store/message_rules.h"

#include <limits>

namespace pipit::store {

QList<qint64> RedactionPlan::ids() const
{
    QList<qint64> ids;
    for (const Message &tombstone : tombstones)
        ids << tombstone.id;
    return ids;
}

RedactionPlan planRedaction(const QList<Message> &versions)
{
    RedactionPlan plan;
    for (const Message &version : versions) {
        if (redactedIds(version)) {
            plan.notice = version;
            continue;
        }
        plan.tombstones << tombstoneOf(version);
        if (isTombstone(version))
            continue;
        plan.toErase << version;
        if (mayNameFile(version.contentType, version.content))
            plan.contents << version.content;
    }
    if (!plan.toErase.isEmpty())
        plan.notice.reset();
    return plan;
}

bool mayNameFile(const QString &contentType, const QString &content)
{
    return isFileType(contentType) || content.contains(u"/api/files/");
}

void ErasureStep::addTo(Deletion &deletion) const
{
    deletion.messages += messages;
    deletion.contents += contents;
    if (!purged.isEmpty())
        deletion.position = purged.last().position;
}

void ErasureStep::addTo(Purge &purge) const
{
    purge.messages += messages;
    purge.bytes += bytes;
    purge.contents += contents;
    purge.endedSessions += endedSessions;
}

PurgeMeter::PurgeMeter(const PurgeLimits &limits, qint64 nowMs, const LogSize &size)
    : m_bornBeforeMs(limits.maxAge.count() > 0 ? nowMs - limits.maxAge.count() : std::numeric_limits<qint64>::min()),
      m_tooMany(limits.maxMessages > 0 ? size.messages - limits.maxMessages : 0), m_tooLarge(limits.maxBytes > 0 ? size.bytes - limits.maxBytes : 0)
{
}

bool PurgeMeter::takes(qint64 createdAtMs, qint64 bytes)
{
    if (createdAtMs >= m_bornBeforeMs && m_tooMany <= 0 && m_tooLarge <= 0)
        return false;
    --m_tooMany;
    m_tooLarge -= bytes;
    return true;
}

} // namespace pipit::store
