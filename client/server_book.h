// SPDX-License-Identifier: GPL-3.0-or-later
// The servers that this window knows: its own node, and others by their address. No secrets.
//
// Contract: the own node is always the first, on or off; the others stand in the order in which they were added. What the
// settings file says is checked; an entry that makes no sense is passed over. At most 32. A change is in the file when the
// call returns. An id is made from the address, so that what is kept for a server is found again when it is added again.
// Thread rule: the GUI thread. The settings are not owned. Errors: Conflict (known already), InvalidRequest.
#pragma once

#include "core/result.h"

#include <QList>
#include <QUrl>

class QSettings;

namespace pipit {

struct ServerEntry {
    QString id;
    QString name = {};      // as the user calls it; empty for the own node: the window has a word for it
    QUrl url = {};          // empty for the own node
    bool isOwn = false;
    bool isOn = true;
};

class ServerBook
{
public:
    static constexpr char ownId[] = "own";

    explicit ServerBook(QSettings *settings);

    const QList<ServerEntry> &entries() const { return m_entries; }
    const ServerEntry *find(const QString &id) const;
    static QString idOf(const QUrl &url);
    // Without what two ways of writing the same address differ in. Errors: InvalidRequest, with the reason.
    static Result<QUrl> checkedUrl(const QString &text);

    bool isFull() const;
    Result<QString> add(const QUrl &url, const QString &name); // the new id
    void rename(const QString &id, const QString &name);       // empty: as the address
    void remove(const QString &id);
    void setOwnNodeOn(bool isOn);

private:
    void load();
    void save();
    ServerEntry *findMutable(const QString &id);

    QSettings *m_settings;
    QList<ServerEntry> m_entries;
};

} // namespace pipit
