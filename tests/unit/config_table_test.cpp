// SPDX-License-Identifier: GPL-3.0-or-later
// docs/settings.md, and the settings in the man page of pipitd, are made of the tables of settings.
#include "core/config_table.h"
#include "tests/unit/written_document.h"

#include <QLocale>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace pipit {
namespace {

template<typename Owner>
QString kindOf(const SettingOf<Owner> &setting)
{
    const QString unit = QString::fromUtf8(setting.unit);
    if (unit.contains(u'|'))
        return u'`' + unit.section(u'|', 0, -2).replace(u"|"_s, u"`, `"_s) + u"` or `"_s + unit.section(u'|', -1) + u'`';
    if (setting.isText())
        return unit.isEmpty() ? u"text"_s : unit;
    if (setting.isList())
        return u"a list of %1"_s.arg(unit);
    if (setting.isSwitch())
        return u"true or false"_s;
    const QLocale english(QLocale::English);
    const QString bounds = setting.isReal() && setting.maximum > 1 ? u"a number"_s : u"%1 to %2"_s.arg(english.toString(setting.minimum), english.toString(setting.maximum));
    return unit.isEmpty() ? bounds : bounds + u' ' + unit;
}

template<typename Owner>
QString defaultOf(const SettingOf<Owner> &setting, const Owner &fresh)
{
    // The one default that is another on each machine.
    if (QLatin1StringView(setting.key) == "server.data_dir"_L1)
        return u"the system's place for programs' data, with `/pipit`"_s;
    const QString value = setting.shownIn(fresh);
    return value.isEmpty() ? QString() : u'`' + value + u'`';
}

QString lineOf(const QStringList &cells)
{
    return u"| "_s + cells.join(u" | "_s) + u" |\n"_s;
}

QString mainTable()
{
    QString text, table;
    const Config fresh;
    for (const Setting &setting : configTable()) {
        const QString key = QString::fromLatin1(setting.key);
        if (const QString name = key.section(u'.', 0, 0); name != table) {
            table = name;
            text += u"\n## [%1]\n\n| key | value | default | what it is | flag |\n|---|---|---|---|---|\n"_s.arg(table);
        }
        text += lineOf({u'`' + key.section(u'.', 1) + u'`', kindOf(setting), defaultOf(setting, fresh), QString::fromUtf8(setting.help), u'`' + flagName(setting) + u'`'});
    }
    return text;
}

template<typename Owner>
QString memberTable(std::span<const SettingOf<Owner>> settings, const Owner &fresh)
{
    QString text = u"| key | value | default | what it is |\n|---|---|---|---|\n"_s;
    for (const SettingOf<Owner> &setting : settings)
        text += lineOf({u'`' + QString::fromLatin1(setting.key) + u'`', kindOf(setting), defaultOf(setting, fresh), QString::fromUtf8(setting.help)});
    return text;
}

// As troff reads it: a sentence a line, and nothing that means something to it.
QString inPage(QString text)
{
    static const QRegularExpression quoted(u"`([^`]*)`"_s);
    text.replace(u'\\', u"\\e"_s).replace(quoted, u"\\(oq\\1\\(cq"_s).replace(u'~', u"\\(ti"_s);
    return text.replace(u". "_s, u".\n"_s);
}

QString pageList()
{
    QString text = u".Bl -tag -width Ds\n"_s;
    const Config fresh;
    for (const Setting &setting : configTable()) {
        const QString unit = *setting.unit ? QString::fromUtf8(setting.unit) : u"NUMBER"_s;
        text += u".It Fl "_s + flagName(setting).sliced(1).replace(u'-', u"\\-"_s) + u" Ar "_s + QString(unit).replace(u"|"_s, u" Ns | Ns Ar "_s) + u'\n' + inPage(QString::fromUtf8(setting.help)) + u'\n';
        const bool isNumber = !setting.isText() && !setting.isList();
        const QString standard = defaultOf(setting, fresh).remove(u'`');
        if (isNumber)
            text += u".Pq "_s + kindOf(setting) + u"; default "_s + standard + u'\n';
        else if (!standard.isEmpty())
            text += u".Pq default: "_s + standard + u'\n';
    }
    return text + u".El\n"_s;
}

TEST(ConfigTableTest, TheManPageIsMadeOfIt)
{
    test::expectSection(u"packaging/linux/man/pipitd.1"_s, ".\\\" From here to the end of the list it is made of core/config_table.cpp by tests/unit/config_table_test.cpp.\n", ".\\\" The end of what is made.\n", pageList().toUtf8());
}

TEST(ConfigTableTest, TheDocumentationIsMadeOfIt)
{
    const QString text = QStringLiteral(R"(<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
<!-- Made of core/config_table.cpp and core/list_tables.cpp by tests/unit/config_table_test.cpp; PIPIT_WRITE_DOCS=1 in its environment writes this file anew. -->
# Settings

A node reads one file: `--config FILE`, else `pipit.toml` in its data directory. The key `listen` of the table `[server]` is written there as

```toml
[server]
listen = "127.0.0.1:5000"
```

and is called `PIPIT_SERVER_LISTEN` in the environment (`PIPIT_`, the table, `_`, the key, in capitals), and by its flag in the command line
of `pipitd serve`. Flags beat the environment, that beats the file, and that the default; a list is written with commas in the
environment and in a flag. `pipitd config` prints what is in force and where each value came from. A key that is not in these tables,
or a value that is not of its kind or out of its range, is an error with the line and the nearest key that there is.
%1
## [[bots]]

One table for each bot; without any there is `echo`. They stand in the file only. [bots.md](bots.md) says how they are used.

%2
## [[alerts]]

One table for each alert; without any, those that [monitoring.md](monitoring.md) lists are in force.

%3)").arg(mainTable(), memberTable<BotConfig>(botTable(), {}), memberTable<AlertConfig>(alertTable(), {}));
    test::expectDocument(u"settings.md"_s, text.toUtf8());
}

} // namespace
} // namespace pipit
