// SPDX-License-Identifier: GPL-3.0-or-later
// What a view that paints its rows itself has told a screen reader of them: an interface for each row that was asked for.
// Thread rule: the GUI thread. Errors: none.
#pragma once

#include <QAccessible>

#include <algorithm>
#include <vector>

namespace pipit {

template<typename Key>
class AccessibleItems
{
public:
    AccessibleItems() = default;
    AccessibleItems(const AccessibleItems &) = delete;
    AccessibleItems &operator=(const AccessibleItems &) = delete;
    ~AccessibleItems()
    {
        for (const Item &item : m_items)
            QAccessible::deleteAccessibleInterface(item.id);
    }

    // `make` makes it where it is not known. Where `most` are known already, the oldest goes of which `isInView` says no.
    QAccessibleInterface *item(const Key &key, std::size_t most, auto isInView, auto make)
    {
        if (const auto found = std::ranges::find(m_items, key, &Item::key); found != m_items.end())
            return QAccessible::accessibleInterface(found->id);
        if (m_items.size() >= most) {
            if (const auto oldest = std::ranges::find_if_not(m_items, isInView, &Item::key); oldest != m_items.end()) {
                QAccessible::deleteAccessibleInterface(oldest->id);
                m_items.erase(oldest);
            }
        }
        m_items.push_back({key, QAccessible::registerAccessibleInterface(make())});
        return QAccessible::accessibleInterface(m_items.back().id);
    }

private:
    struct Item {
        Key key;
        QAccessible::Id id;
    };

    std::vector<Item> m_items; // the latest last
};

} // namespace pipit
