// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/message_find.h"

#include "ui/chat/messages/message_model.h"

#include <QDeadlineTimer>

#include <algorithm>

namespace pipit {

namespace {

constexpr int sliceMs = 6;    // of the event loop, at a time
constexpr int grownMs = 500;  // an answer under way is looked at again that often

} // namespace

MessageFind::MessageFind(const MessageModel *model, QObject *parent) : QObject(parent), m_model(model)
{
    m_timer.setInterval(0);
    m_grownTimer.setSingleShot(true);
    m_grownTimer.setInterval(grownMs);
    connect(&m_timer, &QTimer::timeout, this, &MessageFind::look);
    connect(&m_grownTimer, &QTimer::timeout, this, [this] { takeChanged(m_model->runKeys()); });
    connect(model, &MessageModel::textsChanged, this, &MessageFind::takeChanged);
    connect(model, &MessageModel::textGrew, this, [this] {
        if (!m_text.isEmpty() && !m_grownTimer.isActive())
            m_grownTimer.start();
    });
    // Another session, perhaps: where it begins is not for this to say.
    connect(model, &MessageModel::modelReset, this, [this] {
        m_leads = false;
        begin();
    });
}

void MessageFind::setText(const QString &text)
{
    if (m_text == text)
        return;
    m_text = text;
    m_match.reset();
    if (!text.isEmpty())
        m_match.emplace(text);
    m_leads = true;
    m_current.clear();
    begin();
}

// Anew, because any row may have changed; what is the current hit stays so.
void MessageFind::begin()
{
    m_scannedKey.clear();
    m_matching.clear();
    m_changed.clear();
    m_hits.clear();
    m_hitKeys.clear();
    m_wantsOlder = false;
    m_hasOlder = true;
    if (m_text.isEmpty() || m_model->rowCount() == 0)
        m_timer.stop();
    else
        m_timer.start(); // not now: whoever shows the rows has to know of the change first
    Q_EMIT changed();
}

// What is a hit is so until it was looked at again, but not in the place that it had.
void MessageFind::takeChanged(const QStringList &keys)
{
    if (m_text.isEmpty())
        return;
    for (const QString &key : keys) {
        if (m_hitKeys.remove(key))
            m_hits.removeOne(key);
        if (m_matching == key)
            m_matching.clear();
        if (key == m_scannedKey && m_model->rowOfKey(key) < 0)
            return begin();
    }
    m_changed << keys;
    m_changed.removeDuplicates();
    m_timer.start();
}

void MessageFind::addHit(const QString &key, int row)
{
    if (m_hitKeys.contains(key))
        return;
    const bool isOldest = m_hits.isEmpty() || m_model->rowOfKey(m_hits.last()) > row;
    const auto place = isOldest ? m_hits.end() : std::ranges::upper_bound(m_hits, row, std::greater(), [this](const QString &hit) { return m_model->rowOfKey(hit); });
    m_hits.insert(place, key);
    m_hitKeys.insert(key);
}

// Returns whether it is known now.
bool MessageFind::lookAt(const QString &key, int row, const QDeadlineTimer &deadline)
{
    if (std::exchange(m_matching, key) != key)
        m_match->begin(m_model->row(row));
    const std::optional<bool> isHit = m_match->look(deadline);
    if (!isHit)
        return false;
    m_matching.clear();
    if (*isHit)
        addHit(key, row);
    return true;
}

void MessageFind::look()
{
    const QDeadlineTimer deadline(sliceMs);
    int scanned = m_scannedKey.isEmpty() ? m_model->rowCount() : m_model->rowOfKey(m_scannedKey);
    for (; !m_changed.isEmpty() && !deadline.hasExpired(); m_changed.removeLast()) {
        const QString key = m_changed.last();
        const int row = m_model->rowOfKey(key);
        // What is older comes by itself.
        if (row >= scanned && !lookAt(key, row, deadline))
            return;
    }
    while (m_changed.isEmpty() && scanned > 0 && !deadline.hasExpired()) {
        const QString key = m_model->keyOfRow(scanned - 1);
        if (!lookAt(key, scanned - 1, deadline))
            return;
        m_scannedKey = key;
        --scanned;
    }
    if (m_changed.isEmpty() && scanned <= 0)
        m_timer.stop();
    settle();
}

void MessageFind::settle()
{
    // The one that was current may have gone.
    if (!m_timer.isActive() && !m_current.isEmpty() && !m_hitKeys.contains(m_current))
        m_current.clear();
    if (!m_hits.isEmpty() && m_current.isEmpty()) {
        m_current = m_hits.first();
        if (m_leads || m_wantsOlder)
            Q_EMIT stepped(m_current);
        m_wantsOlder = false;
    } else if (m_wantsOlder && current() < count()) {
        m_wantsOlder = false;
        return step(1);
    } else if (m_wantsOlder && !m_timer.isActive()) {
        Q_EMIT olderWanted();
    }
    Q_EMIT changed();
}

int MessageFind::current() const
{
    return int(m_hits.indexOf(m_current)) + 1;
}

bool MessageFind::mayGoOlder() const
{
    return current() < count() || (m_hasOlder && !m_wantsOlder && !m_text.isEmpty() && m_model->rowCount() > 0);
}

void MessageFind::step(int by)
{
    const qsizetype next = m_hits.indexOf(m_current) + by;
    if (next >= m_hits.size() && !m_text.isEmpty() && m_model->rowCount() > 0) {
        m_wantsOlder = true;
        if (!m_timer.isActive())
            Q_EMIT olderWanted();
        Q_EMIT changed();
        return;
    }
    if (next < 0 || next >= m_hits.size())
        return;
    m_wantsOlder = false;
    m_current = m_hits[next];
    Q_EMIT stepped(m_current);
    Q_EMIT changed();
}

void MessageFind::endOfOlder()
{
    if (!std::exchange(m_wantsOlder, false))
        return;
    m_hasOlder = false;
    Q_EMIT changed();
}

} // namespace pipit
