// SPDX-License-Identifier: GPL-3.0-or-later
// Requirement: pipitd prints no password of a database's URL, neither of the one in force nor of one that is wrong or
// stands beside a misspelt flag.
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <utility>

using namespace Qt::StringLiterals;

namespace pipit {
namespace {

struct Outcome {
    int exitCode = -1;
    QString output; // both channels
};

class DaemonConfigTest : public testing::Test
{
protected:
    Outcome run(const QStringList &arguments, const std::pair<QString, QString> &variable = {})
    {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        if (!variable.first.isEmpty())
            environment.insert(variable.first, variable.second);
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral(PIPITD), arguments);
        if (!process.waitForFinished(30'000))
            return {};
        return {.exitCode = process.exitCode(), .output = QString::fromUtf8(process.readAll())};
    }

    QString write(const QString &name, const QByteArray &content)
    {
        const QString path = m_directory.filePath(name);
        QFile file(path);
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(content);
        return path;
    }

    QStringList config(const QStringList &more = {}) const { return QStringList{u"config"_s, u"--data"_s, m_directory.path()} + more; }

    QTemporaryDir m_directory;
};

TEST_F(DaemonConfigTest, ShowsTheUrlInForceWithoutItsPassword)
{
    const QString url = u"postgres://u:hunter2@h/d"_s, shown = u"postgres://u:***@h/d"_s;
    const QString file = write(u"url"_s, url.toUtf8());
    const QString settings = write(u"other.toml"_s, "[database]\nurl = '" + url.toUtf8() + "'\n");
    const Outcome outcomes[]{run(config({u"--database"_s, url})), run(config({u"--database-url-file"_s, file})), run(config({u"--config"_s, settings})), run(config(), {u"PIPIT_DATABASE_URL"_s, url}),
                             run(config(), {u"PIPIT_DATABASE_URL_FILE"_s, file})};
    for (const Outcome &outcome : outcomes) {
        EXPECT_EQ(outcome.exitCode, 0);
        EXPECT_TRUE(outcome.output.contains(shown)) << outcome.output.toStdString();
        EXPECT_FALSE(outcome.output.contains(u"hunter2")) << outcome.output.toStdString();
    }
    EXPECT_TRUE(outcomes[0].output.contains(u"pipitd: warning: ")) << outcomes[0].output.toStdString();
    EXPECT_TRUE(outcomes[1].output.contains(QString(u"# flag --database-url-file ("_s + file + u')'))) << outcomes[1].output.toStdString();
}

TEST_F(DaemonConfigTest, AWrongCommandLineIsNotRepeated)
{
    const QString url = u"postgres://u:hunter2@h:0/d"_s;
    for (const QStringList &arguments : {config({u"--database"_s, url}), config({u"--databse"_s, url}), config({QString(u"--databse="_s + url)}), config({QString(u"-d"_s + url)}), config({url}),
                                         config({u"--database-pool-size"_s, url}), config({u"--database"_s, url, u"--database"_s, url}),
                                         QStringList{u"--database"_s, url}, QStringList{u"--database"_s, url, u"config"_s}}) {
        const Outcome outcome = run(arguments);
        EXPECT_GT(outcome.exitCode, 0);
        EXPECT_FALSE(outcome.output.isEmpty());
        EXPECT_FALSE(outcome.output.contains(u"hunter2")) << outcome.output.toStdString();
    }
    EXPECT_TRUE(run(config({u"--databse"_s, url})).output.startsWith(u"pipitd: unknown: --databse.")) << "names the flag";
}

} // namespace
} // namespace pipit
