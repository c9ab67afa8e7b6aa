// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/table_style.h"

#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QTableView>

namespace pipit {

namespace {

constexpr double rowHeightOfTable = 30;

} // namespace

void prepareTable(QTableView *table)
{
    table->setShowGrid(false);
    table->setFrameShape(QFrame::NoFrame);
    table->setWordWrap(false);
    table->setTextElideMode(Qt::ElideRight);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setTabKeyNavigation(false);
    table->verticalHeader()->hide();
    table->horizontalHeader()->setHighlightSections(false);
    Theme::measure(table, [table] {
        table->verticalHeader()->setDefaultSectionSize(Theme::scaled(rowHeightOfTable));
        table->verticalHeader()->setMinimumSectionSize(Theme::scaled(rowHeightOfTable));
    });
}

} // namespace pipit
