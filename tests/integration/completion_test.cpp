// SPDX-License-Identifier: GPL-3.0-or-later
// packaging/linux/completions, in the shells themselves and installed as a package installs them: what is typed at a terminal of theirs,
// and the key that writes down all that it may become.
#include "tests/integration/node_process.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace pipit::test {
namespace {

enum class ShellKind { Bash, Zsh, Fish };

std::string nameOf(ShellKind kind)
{
    return kind == ShellKind::Bash ? "Bash" : kind == ShellKind::Zsh ? "Zsh" : "Fish";
}

// bash and zsh read keys from a terminal, which `script` makes; fish says by itself what it would offer.
class CompletingShell
{
public:
    CompletingShell(ShellKind kind, const QMap<QString, QString> &variables) : m_kind(kind)
    {
        const QString folders[]{u"bash-completion/completions"_s, u"zsh/vendor-completions"_s, u"fish/vendor_completions.d"_s}, forms[]{u"%1"_s, u"_%1"_s, u"%1.fish"_s}, sources[]{u"bash"_s, u"zsh"_s, u"fish"_s};
        const QString folder = m_home.filePath(u"share/"_s + folders[int(kind)]);
        EXPECT_TRUE(QDir().mkpath(folder));
        for (const QString &program : {u"pipit"_s, u"pipitd"_s, u"pipitctl"_s})
            EXPECT_TRUE(QFile::copy(QStringLiteral(PIPIT_SOURCE_DIR "/packaging/linux/completions/pipit.") + sources[int(kind)], folder + u'/' + forms[int(kind)].arg(program)));
        for (const QString &name : {u"token-one"_s, u"token-two"_s}) {
            QFile file(m_home.filePath(name));
            EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        }
        QProcessEnvironment environment;
        environment.insert(u"PATH"_s, QStringLiteral(PIPIT_PROGRAMS ":") + qEnvironmentVariable("PATH"));
        environment.insert(u"HOME"_s, m_home.path());
        environment.insert(u"XDG_DATA_DIRS"_s, m_home.filePath(u"share"_s) + u":/usr/share"_s);
        environment.insert(u"HISTFILE"_s, QString());
        environment.insert(u"TERM"_s, u"dumb"_s);
        environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
        for (auto it = variables.begin(); it != variables.end(); ++it)
            environment.insert(it.key(), it.value());
        m_process.setProcessEnvironment(environment);
        m_process.setWorkingDirectory(m_home.path());
        if (kind != ShellKind::Fish)
            begin();
    }

    ~CompletingShell()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    bool has(const QString &file) const { return QFile::exists(m_home.filePath(file)); }

    // What the last word of a line may become, in order.
    QStringList offers(const QString &line)
    {
        QStringList words = m_kind == ShellKind::Fish ? askFish(line) : typed(line);
        words.replaceInStrings(QRegularExpression(u"/$"_s), QString()); // of a directory: some write it
        words.sort();
        return words;
    }

private:
    void begin()
    {
        const bool isBash = m_kind == ShellKind::Bash;
        m_process.start(u"script"_s, {u"-qec"_s, isBash ? u"bash --norc -i"_s : u"zsh -f -i"_s, u"/dev/null"_s});
        EXPECT_TRUE(m_process.waitForStarted());
        const QString setUp = isBash ? u". /usr/share/bash-completion/bash_completion\n"_s
                                     : u"fpath=(%1/share/zsh/vendor-completions $fpath); autoload -Uz compinit; compinit -u -D\n"
                                       "bindkey -e; zle -C all complete-word _generic; bindkey '^[*' all\n"
                                       "zstyle ':completion:all:*' completer _all_matches _complete; zstyle ':completion:all:*' insert true\n"_s.arg(m_home.path());
        m_process.write(setUp.toUtf8());
        EXPECT_EQ(answerTo("echo \"[ready]\"\n"), u"ready"_s);
    }

    // What stands in brackets in a line of its own, once it does.
    QString answerTo(const QByteArray &keys)
    {
        static const QRegularExpression answer(u"^\\[([^\\r\\n]*)\\]\\r?$"_s, QRegularExpression::MultilineOption);
        m_process.write(keys);
        QByteArray said;
        QElapsedTimer time;
        time.start();
        while (time.elapsed() < 20'000) {
            m_process.waitForReadyRead(500);
            said += m_process.readAllStandardOutput();
            if (const auto match = answer.match(QString::fromUtf8(said)); match.hasMatch())
                return match.captured(1);
        }
        ADD_FAILURE() << said.toStdString();
        return {};
    }

    // The key Alt+* puts all there is in place of the word; then the line becomes an argument of echo.
    QStringList typed(const QString &line)
    {
        const QString completed = answerTo(line.toUtf8() + "\033*\001echo \"[\005]\"\n").trimmed(), before = line.section(u' ', 0, -2);
        EXPECT_TRUE(completed.startsWith(before)) << completed.toStdString();
        const QStringList words = completed.sliced(before.size()).split(u' ', Qt::SkipEmptyParts);
        return words == QStringList{line.section(u' ', -1)} ? QStringList() : words; // nothing was offered
    }

    QStringList askFish(const QString &line)
    {
        m_process.start(u"fish"_s, {u"--no-config"_s, u"--command"_s, u"set -p fish_complete_path %1/share/fish/vendor_completions.d; complete -C \"%2\""_s.arg(m_home.path(), line)});
        EXPECT_TRUE(m_process.waitForFinished(20'000));
        QStringList words;
        const QStringList lines = QString::fromUtf8(m_process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
        for (const QString &offered : lines) {
            if (offered.startsWith(line.section(u' ', -1))) // fish goes on with what is only like it
                words << offered.section(u'\t', 0, 0);
        }
        return words;
    }

    const ShellKind m_kind;
    QTemporaryDir m_home;
    QProcess m_process;
};

class CompletionTest : public testing::TestWithParam<ShellKind>
{
};

TEST_P(CompletionTest, OffersWhatTheProgramsTake)
{
    CompletingShell shell(GetParam(), {});
    const std::pair<QString, QString> lines[]{
        {u"pipitctl se"_s, u"secret send"_s},
        {u"pipitctl token "_s, u"create invite list redeem revoke"_s},
        {u"pipitctl send --se"_s, u"--session"_s},
        {u"pipitctl send --to"_s, u"--to --token --token-file"_s}, // with those of the node
        {u"pipitctl stats --ca"_s, u"--ca-file"_s},
        {u"pipitctl token list --ca"_s, u""_s}, // it asks no node
        {u"pipitctl --url http://127.0.0.1:1 to"_s, u"token"_s},
        {u"pipitctl --url send to"_s, u"token"_s}, // a value is no command
        {u"pipitctl token create --role "_s, u"bot operator user"_s},
        {u"pipitctl --token-file tok"_s, u"token-one token-two"_s},
        {u"pipitctl chat --bot "_s, u""_s}, // no node was named
        {u"pipitd "_s, u"config serve"_s},
        {u"pipitd serve --lis"_s, u"--listen"_s},
        {u"pipitd serve --data s"_s, u"share"_s},
        {u"pipitd serve --client-transport "_s, u"auto poll stream"_s},
        {u"pipit --scr"_s, u"--screenshot"_s},
        {u"pipit --theme "_s, u"dark light system"_s},
        {u"pipit --theme=d"_s, u"--theme=dark"_s},
    };
    for (const auto &[line, offered] : lines)
        EXPECT_EQ(shell.offers(line).join(u' ').toStdString(), offered.toStdString()) << line.toStdString();
}

TEST_P(CompletionTest, OffersTheBotsOfTheNodeThatTheEnvironmentNames)
{
    NodeProcess node;
    node.start();
    CompletingShell shell(GetParam(), {{u"PIPIT_URL"_s, u"http://127.0.0.1:%1"_s.arg(node.port())}, {u"PIPIT_TOKEN_FILE"_s, node.dataDirectory() + u"/operator.token"_s}});
    QStringList bots;
    for (int attempt = 0; bots.isEmpty() && attempt < 10; ++attempt) // a busy machine may not answer in time
        bots = shell.offers(u"pipitctl chat --bot "_s);
    EXPECT_EQ(bots, QStringList{u"echo"_s}) << bots.join(u' ').toStdString();
    node.standStill(); // and it is not waited for
    EXPECT_EQ(shell.offers(u"pipitctl chat --bot "_s).join(u' ').toStdString(), "");
}

// Whoever runs a node chooses what its bots are called.
TEST_P(CompletionTest, RunsNothingOfWhatANodeCallsItsBots)
{
    QTemporaryDir programs;
    QFile pretender(programs.filePath(u"pipitctl"_s));
    ASSERT_TRUE(pretender.open(QIODevice::WriteOnly));
    pretender.write("#!/bin/sh\nif [ \"$1\" = bots ]; then echo asked >> asked; echo '$(>stolen)x a bot'; else exec " PIPIT_PROGRAMS "/pipitctl \"$@\"; fi\n");
    pretender.close();
    ASSERT_TRUE(pretender.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    CompletingShell shell(GetParam(), {{u"PIPIT_URL"_s, u"http://127.0.0.1:1"_s}, {u"PATH"_s, programs.path() + u':' + qEnvironmentVariable("PATH")}});
    shell.offers(u"pipitctl chat --bot "_s);
    EXPECT_TRUE(shell.has(u"asked"_s));
    EXPECT_FALSE(shell.has(u"stolen"_s));
}

INSTANTIATE_TEST_SUITE_P(Shells, CompletionTest, testing::Values(ShellKind::Bash, ShellKind::Zsh, ShellKind::Fish), [](const auto &each) { return nameOf(each.param); });

} // namespace
} // namespace pipit::test
