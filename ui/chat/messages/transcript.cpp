// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/transcript.h"

#include <algorithm>
#include <iterator>

namespace pipit {

namespace {

constexpr qsizetype pageSize = 64; // of messages that come one by one

// It was stopped, or broke off.
bool isPartial(const Message &message)
{
    return message.metadata.contains(u"runState");
}

bool isAnswer(const Message &message)
{
    return message.senderType == SenderType::Bot && message.replyTo && *message.replyTo < message.id && message.contentType != u"comment";
}

QString progressKey(const Message &message)
{
    const QString key = message.contentType == u"progress" ? message.metadata.value(u"key").toString() : QString();
    return key.isEmpty() ? QString() : message.senderId + u'\n' + key;
}

} // namespace

bool Transcript::isQuestion(const Message &message)
{
    return message.senderType == SenderType::User;
}

void Transcript::reset(const QList<Message> &messages)
{
    *this = {};
    m_rows.reserve(std::size_t(messages.size()));
    append(messages);
}

int Transcript::append(const QList<Message> &newer)
{
    const int before = rowCount();
    if (newer.isEmpty())
        return 0;
    if (!m_pages.empty() && m_pages.back().size() + newer.size() <= pageSize)
        m_pages.back() += newer;
    else
        m_pages.push_back(newer);
    take(newer);
    return std::max(0, rowCount() - before);
}

void Transcript::prepend(const QList<Message> &older)
{
    if (older.isEmpty())
        return;
    m_pages.insert(m_pages.begin(), older);
    take(older);
}

void Transcript::take(const QList<Message> &batch)
{
    m_ids.reserve(m_ids.size() + batch.size());
    for (const Message &message : batch)
        take(message);
    mergeAdded();
}

void Transcript::take(const Message &message)
{
    if (!message.clientMessageId.isEmpty())
        m_ids.insert(message.clientMessageId, message.id);

    qint64 target = message.replaces && *message.replaces < message.id ? *message.replaces : 0;
    qint64 successor = 0; // the same progress, loaded before this earlier word of it
    if (const QString key = target ? QString() : progressKey(message); !key.isEmpty()) {
        qint64 &known = m_progress[key];
        if (known == 0 || known > message.id)
            successor = std::exchange(known, message.id);
        else
            target = known;
    }

    if (target) {
        const qint64 root = rootOf(target);
        m_roots.insert(message.id, root);
        join(root, message.id);
    } else if (const auto waiting = m_versions.find(message.id); waiting != m_versions.end()) {
        const qint64 front = waiting->ids.front();
        add(*waiting, message.id);
        moveTree(front, message.id);
        arrangeAnswers(message.id);
    } else {
        addRow(message);
    }
    if (successor)
        absorb(successor, message.id);

    for (const qint64 comment : m_waiting.take(message.id))
        moveTree(comment, comment);
    if (isAnswer(message)) {
        m_answers.insert(*message.replyTo, message.id);
        arrangeAnswers(rootOf(*message.replyTo));
    }
}

void Transcript::add(Versions &versions, qint64 id) const
{
    versions.ids.insert(std::ranges::lower_bound(versions.ids, id), id);
    if (isQuestion(*find(id)))
        versions.questions.push_back(id);
}

// `id` is another version of `root`, which may not be loaded.
void Transcript::join(qint64 root, qint64 id)
{
    Versions &versions = m_versions[root];
    if (versions.ids.empty() && find(root))
        add(versions, root);
    const qint64 front = versions.ids.empty() ? 0 : versions.ids.front();
    if (versions.ids.empty() || id > versions.ids.back())
        versions.chosen = 0; // what is new is seen
    add(versions, id);
    if (!front)
        addRow(*find(id));
    else if (versions.ids.front() != front)
        moveTree(front, versions.ids.front());
    if (m_versions.contains(id))
        absorb(id, root);
    arrangeAnswers(root);
    m_touched.push_back(firstLoaded(root));
}

// What replaces `from` replaces `root`.
void Transcript::absorb(qint64 from, qint64 root)
{
    Versions taken = m_versions.take(from);
    if (taken.ids.empty())
        taken.ids.push_back(from);
    Versions &versions = m_versions[root];
    if (versions.ids.empty() && find(root))
        add(versions, root);
    const qint64 front = taken.ids.front();
    for (const qint64 id : taken.ids) {
        m_roots.insert(id, root);
        add(versions, id);
    }
    if (taken.chosen)
        versions.chosen = taken.chosen;
    moveTree(front, versions.ids.front());
    arrangeAnswers(root);
}

// The answers of one row stand behind its first version; of several versions' answers, those that are not wanted are left out.
void Transcript::arrangeAnswers(qint64 root)
{
    const auto found = m_versions.constFind(root);
    if (found == m_versions.cend())
        return;
    const qint64 asked = shownOf(root, *found);
    std::vector<qint64> answers;
    for (const qint64 id : found->questions) {
        const auto [begin, end] = std::as_const(m_answers).equal_range(id);
        answers.insert(answers.end(), begin, end);
    }
    const auto answersShown = [&](qint64 id) { return *find(id)->replyTo == asked; };
    const bool isAnswered = std::ranges::any_of(answers, answersShown);
    for (const qint64 id : answers) {
        const qint64 own = firstLoaded(id);
        if (placeFor(*find(own)) != placeOf(own))
            moveTree(own, own);
        hide(own, isAnswered && !answersShown(id));
    }
}

const Message *Transcript::find(qint64 id) const
{
    const auto behind = std::ranges::upper_bound(m_pages, id, {}, [](const QList<Message> &page) { return page.front().id; });
    if (behind == m_pages.begin())
        return nullptr;
    const QList<Message> &page = *std::prev(behind);
    const auto found = std::ranges::lower_bound(page, id, {}, &Message::id);
    return found != page.end() && found->id == id ? &*found : nullptr;
}

qint64 Transcript::firstLoaded(qint64 id) const
{
    const qint64 root = rootOf(id);
    if (const auto versions = m_versions.constFind(root); versions != m_versions.cend() && !versions->ids.empty())
        return versions->ids.front();
    return find(root) ? root : 0;
}

qint64 Transcript::shownOf(qint64 root, const Versions &versions) const
{
    if (versions.chosen)
        return versions.chosen;
    if (versions.ids.empty())
        return root;
    const auto whole = std::find_if(versions.ids.rbegin(), versions.ids.rend(), [this](qint64 id) { return !isPartial(*find(id)); });
    return whole == versions.ids.rend() ? versions.ids.back() : *whole;
}

const Transcript::Versions *Transcript::versionsOf(qint64 own) const
{
    const auto found = m_versions.constFind(rootOf(own));
    return found == m_versions.cend() || found->ids.empty() ? nullptr : &*found;
}

const Message &Transcript::first(int row) const
{
    return *find(m_rows[std::size_t(row)].own());
}

const Message &Transcript::shown(int row) const
{
    const qint64 own = m_rows[std::size_t(row)].own();
    const Versions *versions = versionsOf(own);
    return *find(versions ? shownOf(rootOf(own), *versions) : own);
}

int Transcript::versionCount(int row) const
{
    const Versions *versions = versionsOf(m_rows[std::size_t(row)].own());
    return versions ? int(versions->ids.size()) : 1;
}

int Transcript::version(int row) const
{
    const qint64 own = m_rows[std::size_t(row)].own();
    const Versions *versions = versionsOf(own);
    return versions ? int(std::ranges::find(versions->ids, shownOf(rootOf(own), *versions)) - versions->ids.begin()) : 0;
}

void Transcript::showVersion(int row, int version)
{
    const qint64 root = rootOf(m_rows[std::size_t(row)].own());
    const auto versions = m_versions.find(root);
    if (versions == m_versions.end() || version < 0 || std::size_t(version) >= versions->ids.size())
        return;
    const bool isNewest = std::size_t(version) + 1 == versions->ids.size();
    // The newest is shown because it is: the next that comes is shown too.
    versions->chosen = isNewest ? 0 : versions->ids[std::size_t(version)];
    if (isNewest && shownOf(root, *versions) != versions->ids.back())
        versions->chosen = versions->ids.back();
    arrangeAnswers(root);
    mergeAdded();
    m_touched.push_back(versions->ids.front());
}

} // namespace pipit
