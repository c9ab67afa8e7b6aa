// SPDX-License-Identifier: GPL-3.0-or-later
// Which rows of a long list stand where in a window, without knowing the height of any row that is not in it.
//
// Contract: the place is the first row whose top is in the window, and where that lies; so nothing jumps when rows are put before
// it or something above grows, also the row that is cut by the window's top. Where no top is seen, it is the top of that row. At the
// bottom it stays at the bottom. A list shorter than the window stands at its top.
// Cost: the rows in the window, and those that are passed on the way. Thread rule: a value on one thread.
#pragma once

#include <functional>
#include <optional>
#include <vector>

namespace pipit {

class RowWindow
{
public:
    struct Placed {
        int row = 0;
        int top = 0;
        int height = 0;
        int bottom() const { return top + height; }
    };
    using HeightOf = std::function<int(int row)>;

    void arrange(int rowCount, int windowHeight, const HeightOf &heightOf);
    const std::vector<Placed> &placed() const { return m_placed; }

    bool isAtBottom() const { return m_atBottom; }
    void scrollBy(int pixels);            // down is positive; takes effect at the next arrange(), as all below
    void scrollToRow(double position);    // 3.5: the middle of row 3 at the top
    void scrollToBottom() { m_atBottom = true; }
    std::size_t held() const { return m_fraction ? 0 : m_held; } // the row of placed() that stays where it is
    // The row of placed()[index] has another number now; the ones around it stand where they did, as seen from it.
    void rowIsNow(std::size_t index, int row);
    // The same, and until the next arrange() its top stays whatever becomes of the others, even at the bottom.
    void hold(std::size_t index, int row);
    bool isHolding() const { return m_isHolding; } // because somebody said so
    void keepFraction();                  // heights are about to change: keep the same part of the row at the top

    double topRow() const;                // as scrollToRow() takes it
    double rowsInWindow() const;          // how many fit, with parts

private:
    void placeFromTop(int rowCount, int windowHeight, const HeightOf &heightOf);
    void placeFromBottom(int rowCount, int windowHeight, const HeightOf &heightOf);

    std::vector<Placed> m_placed;
    std::size_t m_held = 0;               // in m_placed
    int m_row = 0;                        // the same, as a row
    int m_offset = 0;                     // of its top from the window's
    std::optional<double> m_fraction;     // of the row that is above the window; wins over the offset once
    bool m_isHolding = false;
    bool m_atBottom = true;
    int m_windowHeight = 0;
};

} // namespace pipit
