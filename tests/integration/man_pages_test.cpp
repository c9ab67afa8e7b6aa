// SPDX-License-Identifier: GPL-3.0-or-later
// packaging/linux/man: each page says what its program's --help says, no less and no more; its exit codes are those that the program ends
// with, and its variables those that the program reads.
#include "core/config_table.h"

#include <QDir>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace pipit::test {
namespace {

using Names = QSet<QString>;

QString shown(const Names &names)
{
    QStringList list = names.values();
    list.sort();
    return list.join(u' ');
}

#define EXPECT_NONE(names) EXPECT_EQ(shown(names).toStdString(), "")

struct Outcome {
    int exitCode = -1;
    QString output = {};
};

Outcome run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys()) {
        if (name.startsWith(u"PIPIT_"))
            environment.remove(name);
    }
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(30'000))
        return {};
    return {.exitCode = process.exitCode(), .output = QString::fromUtf8(process.readAll())};
}

Names found(const QString &text, const QString &pattern, QRegularExpression::PatternOptions options = QRegularExpression::NoPatternOption)
{
    Names names;
    for (auto it = QRegularExpression(pattern, options).globalMatch(text); it.hasNext();)
        names << it.next().captured(1);
    return names;
}

struct Help {
    Names options, ofProgram; // the latter: the program's own, behind a subcommand
    QStringList commands;
};

Help helpOf(const QString &program, const QStringList &command)
{
    const Outcome asked = run(program, command + QStringList{u"--help"_s});
    EXPECT_EQ(asked.exitCode, 0) << asked.output.toStdString();
    static const QRegularExpression heading(u"^[A-Z].*:$"_s), option(u"^  +(?:-.*, ?)?--([a-z-]+)"_s), name(u"^  ([a-z]+) "_s);
    Help help;
    QString part;
    const QStringList lines = asked.output.split(u'\n');
    for (const QString &line : lines) {
        if (heading.match(line).hasMatch())
            part = line;
        else if (const auto words = option.match(line); words.hasMatch())
            (part.startsWith(u"Options of ") ? help.ofProgram : help.options) << words.captured(1);
        else if (const auto called = name.match(line); called.hasMatch() && part == u"Subcommands:")
            help.commands << called.captured(1);
    }
    return help;
}

class ManPage : public testing::TestWithParam<const char *>
{
protected:
    void SetUp() override
    {
        QFile file(m_path);
        ASSERT_TRUE(file.open(QIODevice::ReadOnly)) << m_path.toStdString();
        m_text = QString::fromUtf8(file.readAll());
    }

    void visit(const QStringList &command)
    {
        const Help help = helpOf(m_program, command);
        m_helps.insert(command.join(u' '), help);
        for (const QString &inner : help.commands)
            visit(command + QStringList{inner});
    }

    // From a heading to the next one that is as high: `.Sh` or `.Ss`. Empty where there is none.
    QString section(const QString &heading) const
    {
        const QRegularExpression form(u"^\\.(S[hs]) "_s + QRegularExpression::escape(heading) + u"\\n(.*?)(?=^\\.Sh|^\\.Ss|\\z)"_s, QRegularExpression::MultilineOption | QRegularExpression::DotMatchesEverythingOption);
        return form.match(m_text).captured(2);
    }

    // The long options that a text names: in what it says, and in its examples.
    static Names optionsIn(const QString &text)
    {
        Names names;
        const QStringList lines = text.split(u'\n');
        for (const QString &line : lines) {
            if (line.startsWith(u'.') ? line.contains(u"Fl ") : line.contains(u"\\-\\-"))
                names |= found(line, line.startsWith(u'.') ? u"(?: )\\\\-([a-z](?:[a-z]|\\\\-)*)"_s : u"\\\\-\\\\-([a-z](?:[a-z]|\\\\-)*)"_s);
        }
        Names plain;
        for (QString name : std::as_const(names))
            plain << name.replace(u"\\-"_s, u"-"_s);
        return plain;
    }

    const QString m_name = QString::fromLatin1(GetParam());
    const QString m_program = QStringLiteral(PIPIT_PROGRAMS "/") + m_name;
    const QString m_path = QStringLiteral(PIPIT_SOURCE_DIR "/packaging/linux/man/") + m_name + u".1"_s;
    QString m_text;
    QMap<QString, Help> m_helps; // by "", "send", "token create"
};

TEST_P(ManPage, HasEveryCommandAndOptionAndNoOther)
{
    visit({});
    // What stands under no command's heading is for all of them.
    QString common = m_text;
    Names all;
    for (auto it = m_helps.begin(); it != m_helps.end(); ++it) {
        const QString own = it.key().isEmpty() ? QString() : section(it.key());
        if (!own.isEmpty())
            common.remove(own);
        all |= it->options;
    }
    EXPECT_NONE(optionsIn(common) - all) << "the page has them, the program has not";
    for (auto it = m_helps.begin(); it != m_helps.end(); ++it) {
        const std::string command = it.key().toStdString();
        const QString own = it.key().isEmpty() ? QString() : section(it.key());
        if (own.isEmpty()) {
            EXPECT_NONE(it->options - optionsIn(common)) << "of \"" << command << "\" are not in the page";
            EXPECT_TRUE(it.key().isEmpty() || !it->commands.isEmpty() || common.contains(u".It Cm "_s + it.key() + u'\n')) << "\"" << command << "\" is not in the page";
        } else {
            EXPECT_NONE(it->options - optionsIn(own) - Names{u"help"_s}) << "of \"" << command << "\" are not in the page";
            EXPECT_NONE(optionsIn(own) - it->options - it->ofProgram) << "stand under \"" << command << "\", which has them not";
        }
    }
    Names headings = found(m_text, u"^\\.(?:Ss|It Cm) (.*)$"_s, QRegularExpression::MultilineOption);
    headings.remove(u"Settings"_s);
    EXPECT_NONE(headings - Names(m_helps.keyBegin(), m_helps.keyEnd())) << "are no commands";
}

TEST_P(ManPage, HasTheExitCodesThatTheProgramEndsWith)
{
    QTemporaryDir directory;
    const QString file = directory.filePath(u"file"_s);
    ASSERT_TRUE(QFile(file).open(QIODevice::WriteOnly));
    const QMap<QString, QList<QStringList>> calls{
        {u"pipit"_s, {{u"--version"_s}, {u"--data"_s, file + u"/none"_s}, {u"--theme"_s, u"none"_s}}},
        {u"pipitd"_s, {{u"config"_s, u"--data"_s, directory.path()}, {u"config"_s, u"--listen"_s, u"none"_s}, {u"none"_s}}},
        {u"pipitctl"_s, {{u"--version"_s}, {u"stats"_s, u"--url"_s, u"http://127.0.0.1:1"_s}, {u"none"_s}}},
    };
    Names codes;
    for (const QStringList &arguments : calls.value(m_name)) {
        const Outcome outcome = run(m_program, arguments);
        codes << QString::number(outcome.exitCode);
    }
    EXPECT_EQ(shown(found(section(u"EXIT STATUS"_s), u"^\\.It (\\d+)$"_s, QRegularExpression::MultilineOption)).toStdString(), shown(codes).toStdString());
}

TEST_P(ManPage, HasTheVariablesThatTheProgramReads)
{
    const QMap<QString, QString> folders{{u"pipit"_s, u"desktop"_s}, {u"pipitd"_s, u"daemon"_s}, {u"pipitctl"_s, u"ctl"_s}};
    Names read, known;
    const QDir folder(QStringLiteral(PIPIT_SOURCE_DIR "/app/") + folders.value(m_name));
    for (const QString &name : folder.entryList({u"*.cpp"_s})) {
        QFile file(folder.filePath(name));
        ASSERT_TRUE(file.open(QIODevice::ReadOnly));
        read |= found(QString::fromUtf8(file.readAll()), u"(?:qgetenv|qEnvironmentVariable\\w*)\\(\"(\\w+)\""_s);
    }
    for (const Setting &setting : configTable())
        known << environmentName(setting);
    const Names written = found(m_text, u"^\\.(?:It )?Ev ([A-Z_]+)"_s, QRegularExpression::MultilineOption);
    EXPECT_NONE(read - written) << "are read, and not in the page";
    EXPECT_NONE(written - read - known) << "are in the page, and nobody reads them";
}

TEST_P(ManPage, IsWellFormed)
{
    const Outcome lint = run(u"mandoc"_s, {u"-T"_s, u"lint"_s, u"-W"_s, u"warning"_s, m_path});
    EXPECT_EQ(lint.exitCode, 0);
    EXPECT_EQ(lint.output.toStdString(), "");
}

INSTANTIATE_TEST_SUITE_P(Programs, ManPage, testing::Values("pipit", "pipitd", "pipitctl"), [](const auto &each) { return std::string(each.param); });

} // namespace
} // namespace pipit::test
