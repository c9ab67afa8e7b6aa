// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/erasures.h"

#include "core/redaction.h"

#include <algorithm>

namespace pipit {

namespace {

constexpr qsizetype mostRedacted = 10'000;

} // namespace

void Erasures::redact(const QList<qint64> &ids)
{
    m_redacted += ids;
    if (m_redacted.size() > mostRedacted)
        m_redacted.remove(0, m_redacted.size() - mostRedacted);
}

void Erasures::purge(qint64 position)
{
    m_purgedTo = std::max(m_purgedTo, position);
}

bool Erasures::applyTo(QList<Message> &messages) const
{
    bool isChanged = messages.removeIf([this](const Message &message) { return message.id <= m_purgedTo; }) > 0;
    for (const qint64 id : m_redacted) {
        const auto found = std::ranges::lower_bound(std::as_const(messages), id, {}, &Message::id);
        if (found != messages.cend() && found->id == id && !isTombstone(*found)) {
            Message &message = messages[found - messages.cbegin()];
            message = tombstoneOf(message);
            isChanged = true;
        }
    }
    return isChanged;
}

} // namespace pipit
