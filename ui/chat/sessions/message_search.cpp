// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/sessions/message_search.h"

#include "client/session_archive.h"
#include "ui/chat/sessions/session_list_model.h"
#include "ui/locale/times.h"

#include <QPointer>

#include <chrono>

namespace pipit {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype mostFound = 1'000;
constexpr qsizetype before = 24;  // characters of an excerpt before the hit
constexpr qsizetype excerpt = 200;

} // namespace

QString excerptOf(const QString &text, const QStringList &words)
{
    qsizetype at = -1;
    for (const QString &word : words) {
        const qsizetype found = text.indexOf(word, 0, Qt::CaseInsensitive);
        if (found >= 0 && (at < 0 || found < at))
            at = found;
    }
    qsizetype from = qMax<qsizetype>(0, at - before);
    if (from > 0 && text[from].isLowSurrogate())
        --from;
    qsizetype length = qMin(excerpt, text.size() - from);
    if (length > 0 && text[from + length - 1].isHighSurrogate())
        --length;
    const QString line = text.mid(from, length).simplified();
    return from > 0 ? QString(u'…' + line) : line;
}

MessageSearch::MessageSearch(QObject *parent) : QAbstractListModel(parent)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(250ms);
    connect(&m_delay, &QTimer::timeout, this, &MessageSearch::ask);
}

void MessageSearch::setSource(Ask ask, TitleOf titleOf)
{
    m_ask = std::move(ask);
    m_titleOf = std::move(titleOf);
}

void MessageSearch::setText(const QString &text)
{
    const QString wanted = text.simplified();
    if (wanted == m_text)
        return;
    m_text = wanted;
    retry();
}

void MessageSearch::retry()
{
    ++m_question;
    m_isAsking = false;
    m_hasMore = false;
    m_problem.clear();
    m_words = m_text.split(u' ', Qt::SkipEmptyParts);
    beginResetModel();
    m_found.clear();
    endResetModel();
    if (m_text.isEmpty() || !m_ask)
        m_delay.stop();
    else
        m_delay.start();
    Q_EMIT changed();
}

QCoro::Task<> MessageSearch::ask()
{
    const int question = m_question;
    const QPointer<MessageSearch> self(this);
    m_isAsking = true;
    const std::optional<qint64> older = m_found.isEmpty() ? std::nullopt : std::optional(m_found.last().id);
    const auto answer = co_await m_ask(m_text, older);
    if (!self || question != m_question)
        co_return;
    m_isAsking = false;
    if (!answer) {
        m_problem = answer.error().message;
    } else if (!answer->messages.isEmpty()) {
        beginInsertRows({}, int(m_found.size()), int(m_found.size() + answer->messages.size()) - 1);
        m_found += answer->messages;
        endInsertRows();
    }
    m_hasMore = answer && answer->hasMore && !answer->messages.isEmpty() && m_found.size() < mostFound;
    Q_EMIT changed();
}

int MessageSearch::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_found.size());
}

bool MessageSearch::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_hasMore && !m_isAsking;
}

void MessageSearch::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        ask();
}

QVariant MessageSearch::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_found.size())
        return {};
    const Message &message = m_found[index.row()];
    switch (role) {
    case Qt::DisplayRole:
    case SessionListModel::TitleRole:
        return m_titleOf ? m_titleOf(message.sessionId) : message.sessionId;
    case SessionListModel::IdRole:
        return message.sessionId;
    case SessionListModel::MessageIdRole:
        return message.id;
    case SessionListModel::LastLineRole: {
        const QString name = message.metadata.value(u"name").toString();
        const QString words = excerptOf(name.isEmpty() ? message.content : name, m_words);
        return message.senderName.isEmpty() ? words : tr("%1: %2", "sender and the words that were found").arg(message.senderName, words);
    }
    case SessionListModel::WordsRole:
        return m_words;
    case SessionListModel::TimeRole:
        return shortTime(saidAt(message), QDateTime::currentDateTime());
    case SessionListModel::UnreadRole:
        return 0;
    case SessionListModel::AnsweringRole:
        return false;
    case Qt::AccessibleTextRole:
        return QString(data(index, SessionListModel::TitleRole).toString() + QStringLiteral(", ") + data(index, SessionListModel::TimeRole).toString() + QStringLiteral(", ") + data(index, SessionListModel::LastLineRole).toString());
    default:
        return {};
    }
}

} // namespace pipit
