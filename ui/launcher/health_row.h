// SPDX-License-Identifier: GPL-3.0-or-later
// A dot and a word for each thing that a node stands on: itself, its store, the connection that hears of other nodes, its streams, its
// disk; and a sentence where one of them is not well. Thread rule: the GUI thread.
#pragma once

#include "client/node_health.h"
#include "ui/launcher/launcher_card.h"

namespace pipit {

class FlowLayout;

class HealthRow : public QWidget
{
    Q_OBJECT

public:
    explicit HealthRow(QWidget *parent = nullptr);

    // `dataDir`: on this computer; empty: the disk is not ours to look at.
    void setHealth(const NodeHealth &health, const QString &dataDir);
    QString words() const; // as a screen reader says it

protected:
    void changeEvent(QEvent *event) override;

private:
    enum Part { Node, Store, Listener, Streams, Disk, PartCount };

    void show(Part part, ServerWords::Tone tone, const QString &words);
    void retell();

    NodeHealth m_health;
    QString m_dataDir;
    struct Item {
        QWidget *widget;
        StateDot *dot;
        QLabel *label;
    };
    std::array<Item, PartCount> m_items;
    QLabel *m_reason;
};

} // namespace pipit
