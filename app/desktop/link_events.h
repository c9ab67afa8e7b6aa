// SPDX-License-Identifier: GPL-3.0-or-later
// Links that the system hands to a program that runs, as macOS does; elsewhere they come as arguments of another start
// (app/desktop/single_instance.h).
// Contract: hears what is sent to the object that it is installed on as an event filter, which is the application. Thread rule: the GUI thread.
#pragma once

#include <QObject>
#include <QStringList>

namespace pipit {

class LinkEvents : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    void wished(const QStringList &links);
};

} // namespace pipit
