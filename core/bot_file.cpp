// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bot_file.h"

#include "core/bot_tables.h"
#include "core/config.h"
#include "core/config_table.h"
#include "core/private_file.h"

#include <QFile>
#include <QSaveFile>

#include <algorithm>

namespace pipit {

namespace {

constexpr qint64 longestFile = 1 << 20;

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
    QString literal(u'"');
    for (const QChar c : value) {
        switch (c.unicode()) {
        case u'"': literal += QStringLiteral("\\\""); break;
        case u'\\': literal += QStringLiteral("\\\\"); break;
        case u'\n': literal += QStringLiteral("\\n"); break;
        case u'\t': literal += QStringLiteral("\\t"); break;
        case u'\r': literal += QStringLiteral("\\r"); break;
        default:
            if (c.unicode() < 0x20 || c.unicode() == 0x7f)
                literal += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QChar(u'0'));
            else
                literal += c;
        }
    }
    literal += u'"';
    return literal.toUtf8();
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
    BotFile file(path);
    QFile disk(path);
    file.m_exists = disk.exists();
    if (file.m_exists) {
        if (!disk.open(QIODevice::ReadOnly))
            return Error{ErrorCode::Unavailable, QStringLiteral("%1 cannot be read: %2.").arg(path, disk.errorString())};
        file.m_text = file.m_onDisk = disk.read(longestFile + 1);
    }
    const auto config = readConfigText(file.m_text, path);
    if (!config)
        return config.error();
    file.m_bots = config->bots;
    file.m_hasTables = config->origins.contains(QStringLiteral("bots"));
    return file;
}

QByteArray BotFile::newline() const
{
    return m_text.contains("\r\n") ? "\r\n" : "\n";
}

QByteArray BotFile::tableOf(const BotConfig &bot) const
{
    QByteArray table = "[[bots]]" + newline();
    for (const BotSetting &setting : botTable()) {
        if (!isDefault(setting, bot))
            table += lineOf(setting, bot) + newline();
    }
    return table;
}

Result<Done> BotFile::replaceText(const QByteArray &text, const std::vector<BotConfig> &meant)
{
    const auto before = readConfigText(m_text, m_path), after = readConfigText(text, m_path);
    if (!after)
        return after.error();
    const bool isMeant = std::ranges::equal(after->bots, meant, isSame) && before && othersOf(*before) == othersOf(*after);
    if (!isMeant)
        return Error{ErrorCode::Internal, QStringLiteral("%1 cannot be changed without risk to what else is in it; change it with an editor.").arg(m_path)};
    m_text = text;
    m_bots = after->bots;
    m_hasTables = after->origins.contains(QStringLiteral("bots"));
    return Done();
}

Result<Done> BotFile::add(const BotConfig &bot)
{
    std::vector<BotConfig> meant = m_bots;
    meant.push_back(bot);
    QByteArray text = m_text;
    if (!text.isEmpty() && !text.endsWith('\n'))
        text += newline();
    for (std::size_t i = m_hasTables ? meant.size() - 1 : 0; i < meant.size(); ++i)
        text += (text.isEmpty() ? QByteArray() : newline()) + tableOf(meant[i]);
    if (meant.back().name.isEmpty())
        meant.back().name = bot.id;
    return replaceText(text, meant);
}

Result<Done> BotFile::change(const QString &id, const BotConfig &bot)
{
    const auto found = std::ranges::find(m_bots, id, &BotConfig::id);
    if (found == m_bots.end())
        return noSuchBot(m_path, id);
    std::vector<BotConfig> meant = m_bots;
    const std::size_t index = std::size_t(found - m_bots.begin());
    meant[index] = bot;
    if (bot.name.isEmpty())
        meant[index].name = bot.id;
    if (!m_hasTables) // the built-in one gets a table
        return replaceText(m_text + (m_text.isEmpty() || m_text.endsWith('\n') ? QByteArray() : newline()) + (m_text.isEmpty() ? QByteArray() : newline()) + tableOf(bot), meant);

    const auto tables = botTablesIn(m_text, m_path);
    if (!tables)
        return tables.error();
    const BotTable &table = (*tables)[index];
    // From the end, so that the places before stay where they are.
    std::vector<TextEdit> edits;
    QByteArray added;
    for (const BotSetting &setting : botTable()) {
        const auto written = std::ranges::find(table.values, setting.key, &BotTable::Value::key);
        if (written == table.values.end())
            added += isDefault(setting, meant[index]) ? QByteArray() : QByteArray(lineOf(setting, bot) + newline());
        else if (setting.valueIn(*found) != setting.valueIn(meant[index]))
            edits.push_back(isDefault(setting, meant[index]) ? TextEdit{written->lines.begin, written->lines.end} : TextEdit{written->value.begin, written->value.end, literalOf(setting, bot)});
    }
    if (!added.isEmpty()) {
        const bool endsOpen = table.end == m_text.size() && !m_text.endsWith('\n');
        edits.push_back({table.end, table.end, endsOpen ? newline() + added : added});
    }
    return replaceText(editedText(m_text, std::move(edits)), meant);
}

Result<Done> BotFile::remove(const QString &id)
{
    const auto found = std::ranges::find(m_bots, id, &BotConfig::id);
    if (found == m_bots.end())
        return noSuchBot(m_path, id);
    if (!m_hasTables)
        return Error{ErrorCode::InvalidRequest, QStringLiteral("%1 is the built-in bot, which is there while there is no other. Add another bot first.").arg(id), QStringLiteral("bots.id")};
    const auto tables = botTablesIn(m_text, m_path);
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
    if (m_text.mid(end, newline().size()) == newline())
        end += newline().size();
    return replaceText(editedText(m_text, {{table.begin, end, {}}}), meant);
}

Result<Done> BotFile::save()
{
    if (m_text == m_onDisk && m_exists)
        return Done();
    QFile disk(m_path);
    const bool exists = disk.exists();
    if (exists && !disk.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Unavailable, QStringLiteral("%1 cannot be read: %2.").arg(m_path, disk.errorString())};
    if (exists != m_exists || (exists && disk.read(longestFile + 1) != m_onDisk))
        return Error{ErrorCode::Conflict, QStringLiteral("%1 was changed by another program meanwhile. Look at the bots again, and then make this change.").arg(m_path)};
    disk.close();
    if (exists) {
        QSaveFile file(m_path); // it keeps the permissions
        if (!file.open(QIODevice::WriteOnly) || file.write(m_text) != m_text.size() || !file.commit())
            return Error{ErrorCode::Unavailable, QStringLiteral("%1 cannot be written: %2.").arg(m_path, file.errorString())};
    } else if (const auto written = writePrivateFile(m_path, m_text); !written) {
        return written.error();
    }
    m_onDisk = m_text;
    m_exists = true;
    return Done();
}

} // namespace pipit
