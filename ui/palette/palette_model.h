// SPDX-License-Identifier: GPL-3.0-or-later
// The palette's rows for the words that were typed: what fits best first. Thread rule: the GUI thread.
#pragma once

#include "ui/palette/command_palette.h"

#include <QAbstractListModel>

namespace pipit {

class PaletteModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { IconRole = Qt::UserRole, DetailRole, KeysRole, PlacesRole };

    using QAbstractListModel::QAbstractListModel;

    void setEntries(QList<PaletteEntry> entries);
    // `others` come behind what fits.
    void setWords(const QString &words, QList<PaletteEntry> others);
    const PaletteEntry &entry(int row) const { return *m_rows[row].entry; }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Row {
        const PaletteEntry *entry;
        int score = 0;
        QList<qsizetype> places = {};
    };

    QList<PaletteEntry> m_entries;
    QList<PaletteEntry> m_others;
    QList<Row> m_rows;
};

} // namespace pipit
