// SPDX-License-Identifier: GPL-3.0-or-later
// Where the rows stand: which place is a message's, how a row goes to another one with all that stands under it, which are left out.
#include "ui/chat/messages/transcript.h"

#include <algorithm>
#include <limits>

namespace pipit {

namespace {

void keepOnce(std::vector<qint64> &ids, qint64 id)
{
    if (std::ranges::find(ids, id) == ids.end())
        ids.push_back(id);
}

} // namespace

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

void Transcript::mergeAdded()
{
    if (m_added.empty())
        return;
    const auto middle = std::ptrdiff_t(m_rows.size());
    m_rows.insert(m_rows.end(), m_added.begin(), m_added.end());
    std::ranges::inplace_merge(m_rows, m_rows.begin() + middle);
    m_added.clear();
}

} // namespace pipit
