// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bot_tables.h"

#include <toml++/toml.h>

#include <algorithm>

namespace pipit {

namespace {

// toml++ tells places as lines and columns, both from 1, columns in code points.
class Places
{
public:
    explicit Places(const QByteArray &text) : m_text(text)
    {
        m_lines.push_back(text.startsWith("\xEF\xBB\xBF") ? 3 : 0);
        for (qsizetype i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1))
            m_lines.push_back(i + 1);
    }

    qsizetype beginOf(toml::source_index line) const { return line >= 1 && line <= m_lines.size() ? m_lines[line - 1] : m_text.size(); }

    qsizetype of(const toml::source_position &position) const
    {
        qsizetype at = beginOf(position.line);
        for (toml::source_index column = 1; column < position.column && at < m_text.size(); ++column) {
            ++at;
            while (at < m_text.size() && (uchar(m_text[at]) & 0xC0) == 0x80)
                ++at;
        }
        return at;
    }

private:
    const QByteArray &m_text;
    std::vector<qsizetype> m_lines;
};

// A string in several lines ends on a line of its own, and so on: by what is there, not by where the reader had got to.
qsizetype lastLineOf(const toml::node &node)
{
    return qsizetype(std::max(node.source().begin.line, node.source().end.line));
}

Error notToml(const QString &file, const toml::parse_error &fault)
{
    return {ErrorCode::InvalidRequest, QStringLiteral("%1:%2: not TOML: %3.").arg(file).arg(fault.source().begin.line).arg(QString::fromUtf8(fault.description()))};
}

} // namespace

Result<std::vector<BotTable>> botTablesIn(const QByteArray &text, const QString &file)
{
    const Places places(text);
    std::vector<BotTable> tables;
    try {
        const toml::table root = toml::parse(std::string_view(text.constData(), std::size_t(text.size())));
        const toml::array *bots = root["bots"].as_array();
        for (std::size_t i = 0; bots && i < bots->size(); ++i) {
            const toml::table *bot = bots->get(i)->as_table();
            if (!bot || bot->is_inline() || bots->source().begin.line == 0)
                return Error{ErrorCode::InvalidRequest, QStringLiteral("%1:%2: bots are written in one list here; only those that are written as [[bots]] can be changed by this program.").arg(file).arg(root.find("bots")->first.source().begin.line),
                             QStringLiteral("bots")};
            BotTable table{.begin = places.beginOf(bot->source().begin.line)};
            qsizetype last = bot->source().begin.line;
            for (const auto &[key, node] : *bot) {
                const auto &source = node.source();
                table.values.push_back({.key = QByteArray::fromStdString(std::string(key.str())),
                                        .value = {places.of(source.begin), places.of(source.end)},
                                        .lines = {places.beginOf(key.source().begin.line), places.beginOf(toml::source_index(lastLineOf(node) + 1))}});
                last = std::max(last, lastLineOf(node));
            }
            table.end = places.beginOf(toml::source_index(last + 1));
            tables.push_back(std::move(table));
        }
    } catch (const toml::parse_error &fault) {
        return notToml(file, fault);
    }
    return tables;
}

Result<SettingPlaces> settingPlacesIn(const QByteArray &text, const QString &file)
{
    const Places places(text);
    SettingPlaces found;
    try {
        const toml::table root = toml::parse(std::string_view(text.constData(), std::size_t(text.size())));
        for (const auto &[name, node] : root) {
            const toml::table *table = node.as_table();
            if (!table)
                continue;
            const QString tableName = QString::fromStdString(std::string(name.str()));
            if (!table->is_inline() && table->source().begin.line > 0)
                found.tables.insert(tableName, places.beginOf(table->source().begin.line + 1));
            for (const auto &[key, value] : *table)
                found.values.push_back({.key = tableName + u'.' + QString::fromStdString(std::string(key.str())),
                                        .value = {places.of(value.source().begin), places.of(value.source().end)},
                                        .lines = {places.beginOf(key.source().begin.line), places.beginOf(toml::source_index(lastLineOf(value) + 1))}});
        }
    } catch (const toml::parse_error &fault) {
        return notToml(file, fault);
    }
    return found;
}

QByteArray editedText(const QByteArray &text, std::vector<TextEdit> edits)
{
    // What is put in goes before what is taken out at the same place.
    std::ranges::sort(edits, {}, [](const TextEdit &edit) { return std::pair(edit.begin, edit.end); });
    QByteArray edited;
    qsizetype from = 0;
    for (const TextEdit &edit : edits) {
        edited += QByteArrayView(text).sliced(from, edit.begin - from);
        edited += edit.replacement;
        from = edit.end;
    }
    edited += QByteArrayView(text).sliced(from);
    return edited;
}

} // namespace pipit
