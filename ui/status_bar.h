// SPDX-License-Identifier: GPL-3.0-or-later
// The window's last line: how the node stands (a dot and a word), its address and its figures.
// Digits stand in cells of one width, so that a figure that changes does not move its neighbours.
// Thread rule: the GUI thread.
#pragma once

#include "client/connection.h"

#include <QWidget>

namespace pipit {

class StatusBar : public QWidget
{
    Q_OBJECT

public:
    enum class Tone { Good, Warn, Bad };

    explicit StatusBar(QWidget *parent = nullptr);

    void setOwnNode(bool own);                 // the node inside this program, or another
    void setNodeState(Tone tone, const QString &word);
    void setAddress(const QString &address);   // 127.0.0.1:5000
    void setStats(const std::optional<NodeStats> &stats);
    void setUnsent(int count);
    QString text() const;                      // as a screen reader says it

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QStringList leftParts() const;
    QStringList rightParts() const;
    void refresh();

    bool m_own = true;
    Tone m_tone = Tone::Warn;
    QString m_word;
    QString m_address;
    std::optional<NodeStats> m_stats;
    int m_unsent = 0;
};

} // namespace pipit
