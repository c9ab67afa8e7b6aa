// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/message_find.h"

#include "ui/chat/message_model.h"

#include <QDeadlineTimer>
#include <QStringMatcher>

namespace pipit {

namespace {

constexpr int sliceMs = 6; // of the event loop, at a time

} // namespace

MessageFind::MessageFind(const MessageModel *model, QObject *parent) : QObject(parent), m_model(model)
{
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &MessageFind::look);
    connect(model, &MessageModel::rowsChanged, this, &MessageFind::begin);
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
    m_leads = true;
    m_current.clear();
    m_hits.clear();
    begin();
}

// Anew, because any row may have changed; what is the current hit stays so.
void MessageFind::begin()
{
    m_scannedKey.clear();
    m_hits.clear();
    if (m_text.isEmpty() || m_model->rowCount() == 0) {
        m_timer.stop();
        Q_EMIT changed();
        return;
    }
    m_timer.start(); // not now: whoever shows the rows has to know of the change first
    Q_EMIT changed();
}

void MessageFind::look()
{
    const QStringMatcher matcher(m_text, Qt::CaseInsensitive);
    const QDeadlineTimer deadline(sliceMs);
    const int scanned = m_scannedKey.isEmpty() ? m_model->rowCount() : m_model->rowOfKey(m_scannedKey);
    int row = scanned;
    while (row > 0 && !deadline.hasExpired()) {
        const ChatRow message = m_model->row(--row);
        m_scannedKey = message.key;
        if (matcher.indexIn(message.text) >= 0)
            m_hits << message.key;
    }
    if (row <= 0)
        m_timer.stop();
    // The one that was current may have gone.
    const bool isGone = !m_current.isEmpty() && !m_timer.isActive() && !m_hits.contains(m_current);
    if (isGone)
        m_current.clear();
    if (!m_hits.isEmpty() && m_current.isEmpty()) {
        m_current = m_hits.first();
        if (m_leads)
            Q_EMIT stepped(m_current);
    }
    Q_EMIT changed();
}

int MessageFind::current() const
{
    return int(m_hits.indexOf(m_current)) + 1;
}

void MessageFind::step(int by)
{
    const qsizetype next = m_hits.indexOf(m_current) + by;
    if (next < 0 || next >= m_hits.size())
        return;
    m_current = m_hits[next];
    Q_EMIT stepped(m_current);
    Q_EMIT changed();
}

} // namespace pipit
