// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bot_file.h"

#include "core/bot_tables.h"
#include "core/config.h"
#include "core/config_table.h"

#include <algorithm>

namespace pipit {

namespace {

const BotConfig &plainBot()
{
    static const BotConfig plain{.id = {}, .provider = {}};
    return plain;
}

bool isDefault(const BotSetting &setting, const BotConfig &bot)
{
    const bool isNamedByItsId = std::string_view(setting.key) == "name" && bot.name == bot.id;
    return isNamedByItsId || setting.valueIn(bot) == setting.valueIn(plainBot());
}

bool isSame(const BotConfig &first, const BotConfig &second)
{
    return std::ranges::all_of(botTable(), [&](const BotSetting &setting) { return setting.valueIn(first) == setting.valueIn(second); });
}

QByteArray literalOf(const BotSetting &setting, const BotConfig &bot)
{
    const QString value = setting.valueIn(bot);
    if (!setting.isText())
        return value.toUtf8();
    return tomlString(value);
}

QByteArray lineOf(const BotSetting &setting, const BotConfig &bot)
{
    return QByteArray(setting.key) + " = " + literalOf(setting, bot);
}

Error noSuchBot(const QString &path, const QString &id)
{
    return {ErrorCode::NotFound, QStringLiteral("%1 has no bot %2.").arg(path, id), QStringLiteral("bots.id")};
}

// Every setting that is no bot's, in one text.
QString othersOf(const Config &config)
{
    QString all;
    for (const Setting &setting : configTable())
        all += setting.valueIn(config) + u'\n';
    return all;
}

} // namespace

Result<BotFile> BotFile::open(const QString &path)
{
    auto opened = ConfigText::open(path);
    if (!opened)
        return opened.error();
    BotFile file(*std::move(opened));
    const auto config = readConfigText(file.text(), path);
    if (!config)
        return config.error();
    file.m_bots = config->bots;
    file.m_hasTables = config->origins.contains(QStringLiteral("bots"));
    return file;
}

QByteArray BotFile::tableOf(const BotConfig &bot) const
{
    QByteArray table = "[[bots]]" + m_file.newline();
    for (const BotSetting &setting : botTable()) {
        if (!isDefault(setting, bot))
            table += lineOf(setting, bot) + m_file.newline();
    }
    return table;
}

Result<Done> BotFile::replaceText(const QByteArray &text, const std::vector<BotConfig> &meant)
{
    const auto before = readConfigText(m_file.text(), m_file.path()), after = readConfigText(text, m_file.path());
    if (!after)
        return after.error();
    const bool isMeant = std::ranges::equal(after->bots, meant, isSame) && before && othersOf(*before) == othersOf(*after);
    if (!isMeant)
        return Error{ErrorCode::Internal, QStringLiteral("%1 cannot be changed without risk to what else is in it; change it with an editor.").arg(m_file.path())};
    m_file.setText(text);
    m_bots = after->bots;
    m_hasTables = after->origins.contains(QStringLiteral("bots"));
    return Done();
}

Result<Done> BotFile::add(const BotConfig &bot)
{
    std::vector<BotConfig> meant = m_bots;
    meant.push_back(bot);
    QByteArray text = m_file.text();
    if (!text.isEmpty() && !text.endsWith('\n'))
        text += m_file.newline();
    for (std::size_t i = m_hasTables ? meant.size() - 1 : 0; i < meant.size(); ++i)
        text += (text.isEmpty() ? QByteArray() : m_file.newline()) + tableOf(meant[i]);
    if (meant.back().name.isEmpty())
        meant.back().name = bot.id;
    return replaceText(text, meant);
}

Result<Done> BotFile::change(const QString &id, const BotConfig &bot)
{
    const auto found = std::ranges::find(m_bots, id, &BotConfig::id);
    if (found == m_bots.end())
        return noSuchBot(m_file.path(), id);
    std::vector<BotConfig> meant = m_bots;
    const std::size_t index = std::size_t(found - m_bots.begin());
    meant[index] = bot;
    if (bot.name.isEmpty())
        meant[index].name = bot.id;
    if (!m_hasTables) // the built-in one gets a table
        return replaceText(m_file.text() + (m_file.text().isEmpty() || m_file.text().endsWith('\n') ? QByteArray() : m_file.newline()) + (m_file.text().isEmpty() ? QByteArray() : m_file.newline()) + tableOf(bot), meant);

    const auto tables = botTablesIn(m_file.text(), m_file.path());
    if (!tables)
        return tables.error();
    const BotTable &table = (*tables)[index];
    // From the end, so that the places before stay where they are.
    std::vector<TextEdit> edits;
    QByteArray added;
    for (const BotSetting &setting : botTable()) {
        const auto written = std::ranges::find(table.values, setting.key, &BotTable::Value::key);
        if (written == table.values.end())
            added += isDefault(setting, meant[index]) ? QByteArray() : QByteArray(lineOf(setting, bot) + m_file.newline());
        else if (setting.valueIn(*found) != setting.valueIn(meant[index]))
            edits.push_back(isDefault(setting, meant[index]) ? TextEdit{written->lines.begin, written->lines.end} : TextEdit{written->value.begin, written->value.end, literalOf(setting, bot)});
    }
    if (!added.isEmpty()) {
        const bool endsOpen = table.end == m_file.text().size() && !m_file.text().endsWith('\n');
        edits.push_back({table.end, table.end, endsOpen ? m_file.newline() + added : added});
    }
    return replaceText(editedText(m_file.text(), std::move(edits)), meant);
}

Result<Done> BotFile::remove(const QString &id)
{
    const auto found = std::ranges::find(m_bots, id, &BotConfig::id);
    if (found == m_bots.end())
        return noSuchBot(m_file.path(), id);
    if (!m_hasTables)
        return Error{ErrorCode::InvalidRequest, QStringLiteral("%1 is the built-in bot, which is there while there is no other. Add another bot first.").arg(id), QStringLiteral("bots.id")};
    const auto tables = botTablesIn(m_file.text(), m_file.path());
    if (!tables)
        return tables.error();
    const std::size_t index = std::size_t(found - m_bots.begin());
    std::vector<BotConfig> meant = m_bots;
    meant.erase(meant.begin() + std::ptrdiff_t(index));
    if (meant.empty())
        meant = Config().bots;
    const BotTable &table = (*tables)[index];
    qsizetype end = table.end;
    // With the empty line that parted it from what follows.
    if (m_file.text().mid(end, m_file.newline().size()) == m_file.newline())
        end += m_file.newline().size();
    return replaceText(editedText(m_file.text(), {{table.begin, end, {}}}), meant);
}

} // namespace pipit
