// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/setting_file.h"

#include "core/bot_tables.h"
#include "core/config.h"
#include "core/config_table.h"
#include "core/config_text.h"

#include <algorithm>

namespace pipit {

namespace {

template<typename Owner>
QString shownOf(std::span<const SettingOf<Owner>> table, const std::vector<Owner> &owners)
{
    QString all;
    for (const Owner &owner : owners) {
        for (const auto &setting : table)
            all += setting.valueIn(owner) + u'\n';
    }
    return all;
}

// What the file says beside these settings, in one text.
QString othersThan(const SettingTexts &values, const Config &config)
{
    QString all = shownOf(botTable(), config.bots) + shownOf(alertTable(), config.alerts);
    for (const Setting &setting : configTable()) {
        if (!values.contains(QString::fromLatin1(setting.key)))
            all += setting.valueIn(config) + u'\n';
    }
    return all;
}

bool isSaid(const SettingTexts &values, const Config &config)
{
    return std::ranges::all_of(values.keys(), [&](const QString &key) {
        const auto setting = std::ranges::find_if(configTable(), [&key](const Setting &s) { return key == QLatin1StringView(s.key); });
        const auto &wanted = values[key];
        return setting != configTable().end() && config.origins.contains(key) == wanted.has_value() && (!wanted || setting->valueIn(config) == *wanted);
    });
}

QByteArray changedText(const ConfigText &file, const SettingPlaces &places, const SettingTexts &values)
{
    const QByteArray newline = file.newline();
    std::vector<TextEdit> edits;
    QMap<QString, QByteArray> added; // by table
    for (auto value = values.cbegin(); value != values.cend(); ++value) {
        const auto written = std::ranges::find_if(places.values, [&value](const SettingPlaces::Value &known) { return known.key == value.key(); });
        if (written != places.values.end())
            edits.push_back(value->has_value() ? TextEdit{written->value.begin, written->value.end, tomlString(**value)} : TextEdit{written->lines.begin, written->lines.end});
        else if (value->has_value())
            added[value.key().section(u'.', 0, 0)] += value.key().section(u'.', 1).toUtf8() + " = " + tomlString(**value) + newline;
    }
    QByteArray atTheEnd;
    for (auto lines = added.cbegin(); lines != added.cend(); ++lines) {
        if (const auto table = places.tables.constFind(lines.key()); table != places.tables.cend())
            edits.push_back({*table, *table, *table == file.text().size() && !file.text().endsWith('\n') ? newline + *lines : *lines});
        else
            atTheEnd += newline + '[' + lines.key().toUtf8() + ']' + newline + *lines;
    }
    QByteArray text = editedText(file.text(), std::move(edits));
    if (!atTheEnd.isEmpty() && !text.isEmpty() && !text.endsWith('\n'))
        text += newline;
    return text + (text.isEmpty() ? atTheEnd.mid(newline.size()) : atTheEnd);
}

} // namespace

Result<Done> writeSettings(const QString &path, const SettingTexts &values)
{
    auto file = ConfigText::open(path);
    if (!file)
        return file.error();
    const auto before = readConfigText(file->text(), path);
    if (!before)
        return before.error();
    const auto places = settingPlacesIn(file->text(), path);
    if (!places)
        return places.error();
    const QByteArray text = changedText(*file, *places, values);
    const auto after = readConfigText(text, path);
    // What it is to say makes no sense: that is the value's fault, and the reader says which.
    if (!after && after.error().code == ErrorCode::InvalidRequest && values.contains(after.error().field))
        return after.error();
    if (!after || othersThan(values, *before) != othersThan(values, *after) || !isSaid(values, *after))
        return Error{ErrorCode::Internal, QStringLiteral("%1 cannot be changed without risk to what else is in it; change it with an editor.").arg(path)};
    file->setText(text);
    return file->save();
}

} // namespace pipit
