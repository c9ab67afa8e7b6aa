// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/flow_layout.h"

#include <QWidget>

namespace pipit {

FlowLayout::FlowLayout(int spacing, QWidget *parent) : QLayout(parent), m_spacing(spacing)
{
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout() = default;

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.emplace_back(item);
    invalidate();
}

QLayoutItem *FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[std::size_t(index)].get() : nullptr;
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    if (index < 0 || index >= count())
        return nullptr;
    QLayoutItem *item = m_items[std::size_t(index)].release();
    m_items.erase(m_items.begin() + index);
    invalidate();
    return item;
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const auto &item : m_items)
        size = size.expandedTo(item->minimumSize());
    return size;
}

QSize FlowLayout::sizeHint() const
{
    QSize size(0, 0);
    for (const auto &item : m_items) {
        if (!item->isEmpty())
            size = QSize(size.width() + (size.width() > 0 ? m_spacing : 0) + item->sizeHint().width(), qMax(size.height(), item->sizeHint().height()));
    }
    return size;
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    place(rect, true);
}

int FlowLayout::place(const QRect &rect, bool forGood) const
{
    const bool isMirrored = parentWidget() && parentWidget()->layoutDirection() == Qt::RightToLeft;
    std::vector<std::pair<QLayoutItem *, QRect>> inLine;
    int x = 0, y = 0, height = 0;
    // What is lower than its line stands in the middle of it.
    const auto finishLine = [&] {
        for (auto &[item, place] : inLine) {
            place.moveTop(rect.top() + y + (height - place.height()) / 2);
            item->setGeometry(place);
        }
        inLine.clear();
    };
    for (const auto &item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize wanted = item->sizeHint();
        const QSize size(qMin(wanted.width(), rect.width()), wanted.height());
        if (x > 0 && x + size.width() > rect.width()) {
            finishLine();
            y += height + m_spacing;
            x = height = 0;
        }
        if (forGood)
            inLine.emplace_back(item.get(), QRect(QPoint(isMirrored ? rect.right() - x - size.width() + 1 : rect.left() + x, 0), size));
        x += size.width() + m_spacing;
        height = qMax(height, size.height());
    }
    finishLine();
    return y + height;
}

} // namespace pipit
