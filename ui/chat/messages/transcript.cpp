// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/transcript.h"

#include <algorithm>
#include <iterator>
#include <limits>

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

bool isQuestion(const Message &message)
{
    return message.senderType == SenderType::User;
}

void keepOnce(std::vector<qint64> &ids, qint64 id)
{
    if (std::ranges::find(ids, id) == ids.end())
        ids.push_back(id);
}

QString progressKey(const Message &message)
{
    const QString key = message.contentType == u"progress" ? message.metadata.value(u"key").toString() : QString();
    return key.isEmpty() ? QString() : message.senderId + u'\n' + key;
}

} // namespace

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

void Transcript::hide(qint64 answer, bool hidden)
{
    const Place owner = placeOf(answer);
    if (owner.comment || hidden == m_hidden.contains(owner))
        return;
    if (hidden) {
        const std::vector<qint64> tree = treeOf(answer);
        if (tree.empty())
            return;
        for (const qint64 own : tree)
            removeRow(own);
        m_hidden[owner];
        for (const qint64 own : tree)
            addRow(*find(own));
    } else {
        const auto node = m_hidden.extract(owner);
        for (const Place &place : node.mapped())
            m_touched.push_back(place.own());
        m_added.insert(node.mapped().begin(), node.mapped().end());
    }
}

// The row that is known by `from`, and all that stands with it, goes to where it belongs now, known by `to`.
void Transcript::moveTree(qint64 from, qint64 to)
{
    const std::vector<qint64> tree = treeOf(from);
    std::map<qint64, Place> leftOut; // what is hidden of it, and where it stood
    for (const qint64 own : tree) {
        if (const Place place = placeOf(own); !place.comment && m_hidden.contains(place))
            leftOut.emplace(own, place);
    }
    for (const qint64 own : tree)
        removeRow(own);
    for (const auto &[own, place] : leftOut)
        m_hidden.erase(place);

    const auto add = [&](qint64 own, qint64 as) {
        const Message &message = *find(as);
        const Place place = placeFor(message);
        if (!place.comment && leftOut.contains(own))
            m_hidden[place];
        addRow(message);
    };
    // First itself, because the others stand where it does.
    if (std::ranges::find(tree, from) != tree.end() && (from == to || treeOf(to).empty()))
        add(from, to);
    for (const qint64 own : tree) {
        if (own != from)
            add(own, own);
    }
}

void Transcript::addRow(const Message &message)
{
    const qint64 own = message.id;
    m_touched.push_back(own);
    const Place place = placeFor(message);
    if (place == Place{own, 0, 0})
        m_places.remove(own);
    else
        m_places.insert(own, place);
    if (message.contentType == u"comment" && message.replyTo && *message.replyTo < own && !place.comment)
        keepOnce(m_waiting[*message.replyTo], own);
    if (const auto hidden = m_hidden.empty() ? m_hidden.end() : m_hidden.find(place.owner()); hidden != m_hidden.end())
        hidden->second.push_back(place);
    else if (m_rows.empty() || place > m_rows.back())
        m_rows.push_back(place);
    else
        m_added.insert(place);
}

void Transcript::removeRow(qint64 own)
{
    m_touched.push_back(own);
    const Place place = placeOf(own);
    m_places.remove(own);
    if (const auto at = std::ranges::lower_bound(m_rows, place); at != m_rows.end() && *at == place) {
        m_rows.erase(at);
    } else if (m_added.erase(place) == 0) {
        if (const auto hidden = m_hidden.find(place.owner()); hidden != m_hidden.end())
            std::erase(hidden->second, place);
    }
}

std::vector<qint64> Transcript::treeOf(qint64 own) const
{
    constexpr qint64 most = std::numeric_limits<qint64>::max();
    const Place begin = placeOf(own);
    const Place end = begin.comment ? begin : begin.answer ? Place{begin.at, begin.answer, most} : Place{begin.at, most, most};
    std::vector<qint64> tree;
    for (auto at = std::ranges::lower_bound(m_rows, begin); at != m_rows.end() && *at <= end; ++at)
        tree.push_back(at->own());
    for (auto at = m_added.lower_bound(begin); at != m_added.end() && *at <= end; ++at)
        tree.push_back(at->own());
    for (auto hidden = m_hidden.lower_bound(begin.owner()); hidden != m_hidden.end() && hidden->first <= end; ++hidden) {
        for (const Place &place : hidden->second) {
            if (begin <= place && place <= end)
                tree.push_back(place.own());
        }
    }
    return tree;
}

void Transcript::mergeAdded()
{
    if (m_added.empty())
        return;
    const auto middle = std::ptrdiff_t(m_rows.size());
    m_rows.insert(m_rows.end(), m_added.begin(), m_added.end());
    std::ranges::inplace_merge(m_rows, m_rows.begin() + middle);
    m_added.clear();
}

Transcript::Place Transcript::placeFor(const Message &message) const
{
    const qint64 own = message.id;
    const qint64 reference = message.replyTo && *message.replyTo < own ? *message.replyTo : 0;
    if (message.contentType == u"comment" && reference) {
        if (const qint64 target = firstLoaded(reference)) {
            const Place place = placeOf(target);
            return {place.at, place.answer, own};
        }
    } else if (message.senderType == SenderType::Bot && m_roots.contains(reference) && isQuestion(*find(reference))) {
        if (const qint64 asked = firstLoaded(reference); asked && asked != reference)
            return {placeOf(asked).at, own, 0};
    }
    return {own, 0, 0};
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

int Transcript::rowOf(qint64 id) const
{
    const qint64 own = firstLoaded(id);
    if (!own)
        return -1;
    const Place place = placeOf(own);
    const auto at = std::ranges::lower_bound(m_rows, place);
    return at != m_rows.end() && *at == place ? int(at - m_rows.begin()) : -1;
}

int Transcript::rowOfClientId(const QString &clientMessageId) const
{
    const auto id = m_ids.constFind(clientMessageId);
    return id == m_ids.cend() ? -1 : rowOf(*id);
}

} // namespace pipit
