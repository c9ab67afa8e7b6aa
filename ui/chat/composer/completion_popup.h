// SPDX-License-Identifier: GPL-3.0-or-later
// A short list above the field in which somebody writes: what the word that is being written could become.
//
// It never has the focus: keys come from the field (see ComposerCompletion), and presses of the pointer. It lies in its
// window, above the field, as wide and as high as there is room. Thread rule: the GUI thread.
#pragma once

#include <QFrame>

class QListWidget;

namespace pipit {

class CompletionPopup : public QFrame
{
    Q_OBJECT

public:
    struct Item {
        QString id;
        QString label;
        QString detail = {}; // dim, after the label
        const char *icon = nullptr;
        bool operator==(const Item &) const = default;
    };

    // `anchor`: it stands above that widget, at its left.
    explicit CompletionPopup(QWidget *anchor);

    void showItems(const QList<Item> &items); // the first is chosen, or the one that was; none: hides
    const QList<Item> &items() const { return m_items; }
    const Item *current() const;              // null: it is not shown
    void step(int rows);

Q_SIGNALS:
    void currentChanged(const QString &label);
    void chosen(); // by the pointer: current()

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();

    QWidget *m_anchor;
    QListWidget *m_list;
    QList<Item> m_items;
};

} // namespace pipit
