// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/palette_model.h"

#include "ui/palette/fuzzy_match.h"

#include <algorithm>

namespace pipit {

namespace {

constexpr qsizetype mostRows = 100;

} // namespace

void PaletteModel::setEntries(QList<PaletteEntry> entries)
{
    beginResetModel();
    m_rows.clear();
    m_others.clear();
    m_entries = std::move(entries);
    endResetModel();
}

void PaletteModel::setWords(const QString &words, QList<PaletteEntry> others)
{
    beginResetModel();
    m_rows.clear();
    m_others = std::move(others);
    const bool commandsOnly = words.startsWith(u'>');
    const QString question = commandsOnly ? words.sliced(1) : words;
    for (const PaletteEntry &entry : std::as_const(m_entries)) {
        if (commandsOnly && entry.kind != PaletteEntry::Kind::Command)
            continue;
        if (auto match = fuzzyMatch(question, entry.title))
            m_rows.append({&entry, match->score, std::move(match->places)});
    }
    std::ranges::stable_sort(m_rows, std::ranges::greater(), &Row::score);
    if (m_rows.size() > mostRows)
        m_rows.resize(mostRows);
    for (const PaletteEntry &entry : std::as_const(m_others))
        m_rows.append({&entry});
    endResetModel();
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const PaletteEntry &entry = *m_rows[index.row()].entry;
    switch (role) {
    case Qt::DisplayRole:
        return entry.title;
    case IconRole:
        return QString::fromLatin1(entry.icon);
    case DetailRole:
        return entry.detail;
    case KeysRole:
        return entry.keys;
    case PlacesRole:
        return QVariant::fromValue(m_rows[index.row()].places);
    case Qt::AccessibleTextRole: {
        QStringList words{entry.title, entry.detail, entry.keys};
        words.removeAll(QString());
        return words.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

} // namespace pipit
