// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/message_model.h"

#include "core/redaction.h"

#include <algorithm>

namespace pipit {

namespace {

bool isNotice(const Message &message)
{
    return redactedIds(message).has_value();
}

QList<Message> shownOf(const QList<Message> &messages)
{
    if (std::ranges::none_of(messages, isNotice))
        return messages;
    QList<Message> shown = messages;
    shown.removeIf(isNotice);
    return shown;
}

} // namespace

QString MessageModel::keyOf(const Message &message)
{
    return message.clientMessageId.isEmpty() ? QString::number(message.id) : message.clientMessageId;
}

MessageModel::MessageModel(QObject *parent) : QObject(parent)
{
}

void MessageModel::setOwnSenderId(const QString &id)
{
    if (m_ownSenderId == id)
        return;
    m_ownSenderId = id;
    Q_EMIT rowsChanged();
}

void MessageModel::setMark(const NewMark &mark)
{
    if (m_mark == mark)
        return;
    m_mark = mark;
    Q_EMIT rowsChanged();
}

// The nearest row above that is no comment on another; -1: none.
int MessageModel::standsAbove(int row) const
{
    int above = row - 1;
    while (above >= 0 && above < m_transcript.rowCount() && m_transcript.isComment(above))
        --above;
    return above;
}

// The first row from there on that stands by itself; the oldest loaded one where more is new than is loaded.
bool MessageModel::isMarked(int row) const
{
    if (m_mark.firstId == 0 || row >= m_transcript.rowCount() || m_transcript.isComment(row) || m_transcript.placeOfRow(row) < m_mark.firstId)
        return false;
    const int above = standsAbove(row);
    return above < 0 || m_transcript.placeOfRow(above) < m_mark.firstId;
}

int MessageModel::rowOfMark() const
{
    // What is new is near the end.
    for (int row = m_transcript.rowCount() - 1; m_mark.firstId > 0 && row >= 0; --row) {
        if (isMarked(row))
            return row;
    }
    return -1;
}

void MessageModel::setBotNames(const QHash<QString, QString> &names)
{
    if (m_botNames == names)
        return;
    m_botNames = names;
    Q_EMIT rowsChanged();
}

QString MessageModel::botName(const QString &botId) const
{
    return m_botNames.value(botId, botId);
}

void MessageModel::reset(const QList<Message> &messages, const QList<RunView> &runs, const QList<PendingMessage> &pending)
{
    m_transcript.reset(shownOf(messages));
    m_runs = runs;
    m_pending = pending;
    takeTail();
    m_transcript.takeTouched(); // all of them
    Q_EMIT modelReset();
}

void MessageModel::append(const QList<Message> &newer)
{
    const QList<Message> shown = shownOf(newer);
    if (shown.isEmpty())
        return;
    const int rows = m_transcript.append(shown);
    takeTail();
    Q_EMIT textsChanged(takeTouched());
    if (rows > 0)
        Q_EMIT appended(rows);
    Q_EMIT rowsChanged();
}

void MessageModel::prepend(const QList<Message> &older)
{
    m_transcript.prepend(shownOf(older));
    takeTail();
    Q_EMIT textsChanged(takeTouched());
    Q_EMIT rowsChanged();
}

void MessageModel::setRuns(const QList<RunView> &runs)
{
    const QList<RunView> before = m_runs;
    const QStringList keys = runKeys();
    m_runs = runs;
    takeTail();
    const bool sameRuns = std::ranges::equal(before, m_runs, [](const RunView &first, const RunView &second) {
        return first.run.runId == second.run.runId && first.run.state == second.run.state && first.run.error == second.run.error;
    });
    if (sameRuns)
        return Q_EMIT textGrew();
    Q_EMIT textsChanged(keys + runKeys());
    Q_EMIT rowsChanged();
}

void MessageModel::setPending(const QList<PendingMessage> &pending)
{
    const QStringList keys = pendingKeys();
    m_pending = pending;
    takeTail();
    Q_EMIT textsChanged(keys + pendingKeys());
    Q_EMIT rowsChanged();
}

void MessageModel::showVersion(int row, int version)
{
    if (row < 0 || row >= m_transcript.rowCount())
        return;
    m_transcript.showVersion(row, version);
    Q_EMIT textsChanged(takeTouched());
    Q_EMIT rowsChanged();
}

QStringList MessageModel::takeTouched()
{
    QStringList keys;
    for (const qint64 id : m_transcript.takeTouched()) {
        if (const Message *message = m_transcript.find(id))
            keys << keyOf(*message);
    }
    return keys;
}

// One that stands in the place of a message is known as that is.
QStringList MessageModel::runKeys() const
{
    QStringList keys;
    for (const RunView &view : m_runs) {
        const int row = view.run.replaces ? m_transcript.rowOf(*view.run.replaces) : -1;
        keys << (row < 0 ? rowOf(view).key : keyOf(m_transcript.first(row)));
    }
    return keys;
}

QStringList MessageModel::pendingKeys() const
{
    QStringList keys;
    for (const PendingMessage &pending : m_pending) {
        const int row = pending.draft.replaces ? m_transcript.rowOf(*pending.draft.replaces) : -1;
        keys << (row < 0 ? pending.draft.clientMessageId : keyOf(m_transcript.first(row)));
    }
    return keys;
}

// What is stored is left out; what will replace a message goes to its place, the rest to the end.
void MessageModel::takeTail()
{
    const auto place = [this](const QString &clientMessageId, std::optional<qint64> replaces, qsizetype index, QList<qsizetype> &tail, QHash<qint64, qsizetype> &placed) {
        if (isStored(clientMessageId))
            return;
        const int row = replaces ? m_transcript.rowOf(*replaces) : -1;
        if (row >= 0)
            placed.insert(m_transcript.first(row).id, index);
        else
            tail << index;
    };
    m_tailRuns.clear();
    m_tailPending.clear();
    m_placedRuns.clear();
    m_placedPending.clear();
    for (qsizetype i = 0; i < m_runs.size(); ++i)
        place(m_runs[i].run.clientMessageId, m_runs[i].run.replaces, i, m_tailRuns, m_placedRuns);
    for (qsizetype i = 0; i < m_pending.size(); ++i)
        place(m_pending[i].draft.clientMessageId, m_pending[i].draft.replaces, i, m_tailPending, m_placedPending);
}

bool MessageModel::isStored(const QString &clientMessageId) const
{
    return m_transcript.hasClientId(clientMessageId);
}

int MessageModel::answerCount(qint64 questionId) const
{
    int count = 0;
    const int first = m_transcript.rowOf(questionId);
    for (int row = first + 1; first >= 0 && row < qMin(rowCount(), first + 1 + answersWithin); ++row) {
        const ChatRow answer = plainRow(row);
        if (answer.isAnswer && answer.replyTo == questionId)
            count += answer.versions;
    }
    return count;
}

bool MessageModel::hasRunUnderWay() const
{
    return std::ranges::any_of(m_runs, [this](const RunView &view) { return !isFinal(view.run.state) && !isStored(view.run.clientMessageId); });
}

int MessageModel::rowOfKey(const QString &key) const
{
    if (const int row = m_transcript.rowOfClientId(key); row >= 0)
        return row;
    bool isNumber = false;
    if (const qint64 id = key.toLongLong(&isNumber); isNumber)
        return m_transcript.rowOf(id);
    for (int row = m_transcript.rowCount(); row < rowCount(); ++row) {
        if (plainRow(row).key == key)
            return row;
    }
    return -1;
}

QString MessageModel::keyOfRow(int row) const
{
    return row < m_transcript.rowCount() ? keyOf(m_transcript.first(row)) : plainRow(row).key;
}

} // namespace pipit
