// SPDX-License-Identifier: GPL-3.0-or-later
// The servers in the window's rail, one tile each while there is more than one: how it stands (a dot), what is unread (a
// number), its name and both in words as the tooltip and for a screen reader.
// Thread rule: the GUI thread. The servers are not owned.
#pragma once

#include "client/servers.h"

#include <QWidget>

class QVBoxLayout;

namespace pipit {

class ServerButton;

class ServerRail : public QWidget
{
    Q_OBJECT

public:
    explicit ServerRail(QWidget *parent = nullptr);

    void setServers(Servers *servers);
    void setCurrent(const QString &id);
    QString currentId() const { return m_current; }

Q_SIGNALS:
    void chosen(const QString &id);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void watch(const QString &id);

    Servers *m_servers = nullptr;
    QList<ServerButton *> m_buttons;
    QVBoxLayout *m_column;
    QString m_current;
};

} // namespace pipit
