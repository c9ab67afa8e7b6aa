// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/row_window.h"

#include <algorithm>
#include <cmath>

namespace pipit {

void RowWindow::arrange(int rowCount, int windowHeight, const HeightOf &heightOf)
{
    m_placed.clear();
    m_windowHeight = windowHeight;
    m_held = 0;
    m_isHolding = false;
    if (rowCount <= 0) {
        m_row = 0;
        m_offset = 0;
        m_fraction.reset();
        m_atBottom = true;
        return;
    }
    if (!m_atBottom)
        placeFromTop(rowCount, windowHeight, heightOf);
    if (m_atBottom)
        placeFromBottom(rowCount, windowHeight, heightOf);
    const auto whole = std::ranges::find_if(m_placed, [](const Placed &placed) { return placed.top >= 0; });
    m_held = whole == m_placed.end() ? 0 : std::size_t(whole - m_placed.begin());
    m_row = m_placed[m_held].row;
    m_offset = m_placed[m_held].top;
    m_fraction.reset();
}

void RowWindow::placeFromTop(int rowCount, int windowHeight, const HeightOf &heightOf)
{
    int row = std::clamp(m_row, 0, rowCount - 1);
    int top = m_fraction ? -int(*m_fraction * heightOf(row)) : m_offset;
    while (top > 0 && row > 0)
        top -= heightOf(--row);
    top = std::min(top, 0);
    while (row < rowCount - 1 && top + heightOf(row) <= 0)
        top += heightOf(row++);
    for (; row < rowCount && top < windowHeight; ++row) {
        const int height = heightOf(row);
        m_placed.push_back({row, top, height});
        top += height;
    }
    if (row == rowCount && top <= windowHeight) {
        m_placed.clear();
        m_atBottom = true;
    }
}

void RowWindow::placeFromBottom(int rowCount, int windowHeight, const HeightOf &heightOf)
{
    int bottom = windowHeight;
    for (int row = rowCount - 1; row >= 0 && bottom > 0; --row) {
        const int height = heightOf(row);
        bottom -= height;
        m_placed.push_back({row, bottom, height});
    }
    std::ranges::reverse(m_placed);
    if (bottom > 0) {
        for (Placed &placed : m_placed)
            placed.top -= bottom;
    }
}

void RowWindow::scrollBy(int pixels)
{
    if (m_atBottom && pixels >= 0)
        return;
    m_atBottom = false;
    m_offset -= pixels;
}

void RowWindow::scrollToRow(double position)
{
    m_atBottom = false;
    m_row = int(std::max(0.0, position));
    m_fraction = std::max(0.0, position) - m_row;
}

void RowWindow::rowIsNow(std::size_t index, int row)
{
    m_row = row;
    if (index == held())
        return; // with the offset, or the fraction, that it has
    m_held = index;
    m_offset = m_placed[index].top;
    m_fraction.reset();
}

void RowWindow::hold(std::size_t index, int row)
{
    m_atBottom = false;
    m_isHolding = true;
    m_held = index;
    m_row = row;
    m_offset = m_placed[index].top;
    m_fraction.reset();
}

void RowWindow::keepFraction()
{
    if (m_fraction || m_placed.empty() || m_placed.front().height <= 0)
        return;
    // Of the same place, if the rows have other numbers since.
    m_row -= m_placed[held()].row - m_placed.front().row;
    m_fraction = -double(m_placed.front().top) / m_placed.front().height;
}

double RowWindow::topRow() const
{
    if (m_placed.empty())
        return 0;
    const Placed &first = m_placed.front();
    return first.row + (first.height > 0 ? -double(first.top) / first.height : 0);
}

double RowWindow::rowsInWindow() const
{
    if (m_placed.empty())
        return 0;
    const Placed &last = m_placed.back();
    const double cut = last.height > 0 ? std::max(0, last.bottom() - m_windowHeight) / double(last.height) : 0;
    return last.row + 1 - cut - topRow();
}

} // namespace pipit
