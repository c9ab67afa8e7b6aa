// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/actions.h"

#include <QAction>
#include <QSettings>
#include <QWidget>

#include <algorithm>

namespace pipit {

namespace {

QString settingOf(const QString &id)
{
    return QStringLiteral("shortcuts/") + id;
}

// One of them would never be heard.
bool areInEachOthersWay(const QKeySequence &a, const QKeySequence &b)
{
    return !a.isEmpty() && !b.isEmpty() && (a.matches(b) != QKeySequence::NoMatch || b.matches(a) != QKeySequence::NoMatch);
}

} // namespace

Action::Action(const Actions *actions, QString id) : m_actions(actions), m_id(std::move(id))
{
}

QString Action::title() const
{
    const auto *entry = m_actions ? m_actions->find(m_id) : nullptr;
    return entry ? entry->description.title() : QString();
}

QKeySequence Action::keys() const
{
    const auto *entry = m_actions ? m_actions->find(m_id) : nullptr;
    return entry ? entry->keys : QKeySequence();
}

QKeySequence Action::defaultKeys() const
{
    const auto *entry = m_actions ? m_actions->find(m_id) : nullptr;
    return entry ? entry->description.keys : QKeySequence();
}

bool Action::isEnabled() const
{
    const auto *entry = m_actions ? m_actions->find(m_id) : nullptr;
    return entry && (!entry->description.isEnabled || entry->description.isEnabled());
}

bool Action::isListed() const
{
    const auto *entry = m_actions ? m_actions->find(m_id) : nullptr;
    return entry && (!entry->description.isListed || entry->description.isListed());
}

void Action::trigger() const
{
    if (m_actions)
        m_actions->trigger(m_id);
}

Actions::Actions(QSettings *settings, QWidget *window) : QObject(window), m_settings(settings), m_window(window)
{
}

void Actions::add(ActionDescription description)
{
    auto *action = new QAction(this);
    const QString id = description.id;
    connect(action, &QAction::triggered, this, [this, id] { trigger(id); });
    m_window->addAction(action);
    m_entries.append(Entry{std::move(description), {}, action});
    Entry &entry = m_entries.last();
    const bool isChosen = m_settings->contains(settingOf(id));
    const QKeySequence keys = isChosen ? QKeySequence(m_settings->value(settingOf(id)).toString(), QKeySequence::PortableText) : entry.description.keys;
    // A person's choice wins over a default, whichever comes first.
    const Entry *holder = holderOf(keys, id);
    if (holder && isChosen && !isChanged(holder->description.id)) {
        assign(*find(holder->description.id), {});
        holder = nullptr;
    }
    assign(*find(id), holder ? QKeySequence() : keys);
    Q_EMIT changed();
}

QList<Action> Actions::list() const
{
    QList<Action> actions;
    for (const Entry &entry : m_entries)
        actions << Action(this, entry.description.id);
    return actions;
}

Action Actions::action(const QString &id) const
{
    return find(id) ? Action(this, id) : Action();
}

const Actions::Entry *Actions::find(const QString &id) const
{
    const auto found = std::ranges::find_if(m_entries, [&id](const Entry &entry) { return entry.description.id == id; });
    return found == m_entries.end() ? nullptr : &*found;
}

Actions::Entry *Actions::find(const QString &id)
{
    return const_cast<Entry *>(std::as_const(*this).find(id));
}

const Actions::Entry *Actions::holderOf(const QKeySequence &keys, const QString &except) const
{
    const auto found = std::ranges::find_if(m_entries, [&](const Entry &entry) { return entry.description.id != except && areInEachOthersWay(entry.keys, keys); });
    return found == m_entries.end() ? nullptr : &*found;
}

void Actions::assign(Entry &entry, const QKeySequence &keys)
{
    entry.keys = keys;
    entry.action->setShortcut(keys);
}

void Actions::keepKeys(const Entry &entry)
{
    m_settings->setValue(settingOf(entry.description.id), entry.keys.toString(QKeySequence::PortableText));
}

Result<Done> Actions::setKeys(const QString &id, const QKeySequence &keys)
{
    Entry *entry = find(id);
    if (!entry)
        return Error{ErrorCode::NotFound, tr("There is no such action.")};
    if (const Entry *holder = holderOf(keys, id))
        return Error{ErrorCode::Conflict, tr("%1 is for “%2”.").arg(holder->keys.toString(QKeySequence::NativeText), holder->description.title()), QStringLiteral("keys"), {{QStringLiteral("action"), holder->description.id}}};
    assign(*entry, keys);
    keepKeys(*entry);
    Q_EMIT changed();
    return Done{};
}

void Actions::takeKeys(const QString &id, const QKeySequence &keys)
{
    Entry *entry = find(id);
    if (!entry)
        return;
    while (const Entry *holder = holderOf(keys, id)) {
        assign(*find(holder->description.id), {});
        keepKeys(*holder);
    }
    assign(*entry, keys);
    keepKeys(*entry);
    Q_EMIT changed();
}

void Actions::resetKeys(const QString &id)
{
    Entry *entry = find(id);
    if (!entry)
        return;
    m_settings->remove(settingOf(id));
    assign(*entry, holderOf(entry->description.keys, id) ? QKeySequence() : entry->description.keys);
    Q_EMIT changed();
}

void Actions::resetAll()
{
    for (Entry &entry : m_entries) {
        m_settings->remove(settingOf(entry.description.id));
        assign(entry, entry.description.keys);
    }
    Q_EMIT changed();
}

bool Actions::isChanged(const QString &id) const
{
    return m_settings->contains(settingOf(id));
}

void Actions::trigger(const QString &id) const
{
    // What happens may add others.
    if (const Action action(this, id); action.isEnabled()) {
        const auto handler = find(id)->description.trigger;
        handler();
    }
}

} // namespace pipit
