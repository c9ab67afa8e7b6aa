// SPDX-License-Identifier: GPL-3.0-or-later
// What the program can do, in one list: an id, a title, keys and what happens. The window's shortcuts and menus, the table of
// shortcuts and the command palette all read it, so that a thing has one name and one key everywhere.
//
// Contract: an action has at most one key sequence; no two actions have the same one. Keys that a person chose are in the
// settings (`shortcuts/ID`, empty: none) and win over the default ones; a default that a person's choice has taken is none.
// A handle of an action that is gone answers with nothing and does nothing.
// Thread rule: the GUI thread. The settings are not owned. Errors: setKeys() says which action has the keys.
#pragma once

#include "core/result.h"

#include <QHash>
#include <QKeySequence>
#include <QObject>
#include <QPointer>

#include <functional>

class QAction;
class QSettings;
class QWidget;

namespace pipit {

struct ActionDescription {
    QString id;                             // such as session.new; it stays, because settings name it
    std::function<QString()> title;         // in the window's language at that moment
    QKeySequence keys = {};                 // by default
    std::function<void()> trigger;
    std::function<bool()> isEnabled = {};   // always, where it is empty
    std::function<bool()> isListed = {};    // whether people see it now; always, where it is empty
};

class Actions;

// A handle; copies are cheap.
class Action
{
public:
    Action() = default;

    const QString &id() const { return m_id; }
    QString title() const;
    QKeySequence keys() const;
    QKeySequence defaultKeys() const;
    bool isEnabled() const;
    bool isListed() const;
    void trigger() const;

private:
    friend class Actions;
    Action(const Actions *actions, QString id);

    QPointer<const Actions> m_actions;
    QString m_id;
};

class Actions : public QObject
{
    Q_OBJECT

public:
    // The keys work while `window` is active.
    Actions(QSettings *settings, QWidget *window);

    void add(ActionDescription description); // its id is new
    QList<Action> list() const;              // in the order of add()
    Action action(const QString &id) const;

    // Empty: none. Errors: Conflict with `details.action`, the id of the action that has these keys, or begins or ends like them.
    Result<Done> setKeys(const QString &id, const QKeySequence &keys);
    void takeKeys(const QString &id, const QKeySequence &keys); // whoever has them has none then
    void resetKeys(const QString &id);
    void resetAll();
    bool isChanged(const QString &id) const;

Q_SIGNALS:
    void changed(); // the list, or keys

private:
    friend class Action;
    struct Entry {
        ActionDescription description;
        QKeySequence keys;
        QAction *action; // what the window's key map knows
    };

    const Entry *find(const QString &id) const;
    Entry *find(const QString &id);
    const Entry *holderOf(const QKeySequence &keys, const QString &except) const;
    void assign(Entry &entry, const QKeySequence &keys);
    void keepKeys(const Entry &entry);
    void trigger(const QString &id) const;

    QSettings *m_settings;
    QWidget *m_window;
    QList<Entry> m_entries;
};

} // namespace pipit
