// SPDX-License-Identifier: GPL-3.0-or-later
// Requirement: nothing that others can read tells a provider's token: no file of the node, no output, no process list, no
// answer, whether its runs succeed or fail, and whether raw logs are kept or not.
#include "tests/integration/bot_providers.h"
#include "tests/support/postgres_test.h"
#include "tests/support/wait_until.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QUrl>

#include <gtest/gtest.h>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {
namespace {

enum class Kept { OnSqlite, OnPostgres };

class BotsSecretsTest : public PostgresTest, public testing::WithParamInterface<Kept>
{
protected:
    BotsSecretsTest()
    {
        QStringList arguments{u"serve"_s, u"--data"_s, dataDirectory, u"--listen"_s, u"127.0.0.1:0"_s};
        if (GetParam() == Kept::OnPostgres)
            arguments += {u"--database"_s, database = server().createDatabase()};
        providers.configure(dataDirectory);
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"QT_LOGGING_RULES"_s, u"pipit.*=true"_s);
        node.setProcessEnvironment(environment);
        node.setProcessChannelMode(QProcess::MergedChannels);
        node.setStandardOutputFile(output);
        node.start(QStringLiteral(PIPITD), arguments);
    }

    ~BotsSecretsTest() override
    {
        node.kill();
        node.waitForFinished();
    }

    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    Client client() const
    {
        QByteArray url;
        EXPECT_TRUE(waitUntil([&] {
            const QByteArray said = read(output);
            const qsizetype at = said.indexOf("listening on ");
            url = at < 0 || said.indexOf('\n', at) < 0 ? QByteArray() : said.mid(at + 13).split('\n').first();
            return !url.isEmpty();
        }, 30s));
        return {quint16(QUrl(QString::fromUtf8(url)).port()), read(dataDirectory + u"/operator.token"_s).trimmed()};
    }

    void expectNoSecretIn(const QByteArray &bytes, const QString &place) const
    {
        for (const QByteArray &secret : {providers.coze.token(), providers.openai.key(), providers.wrongToken})
            EXPECT_FALSE(bytes.contains(secret)) << secret.toStdString() << " stands in " << place.toStdString();
    }

    // How many files there are, so that it shows where nothing was read.
    int expectNoSecretInFiles() const
    {
        int count = 0;
        bool hasAnswer = false; // what is stored can be found in a file of the database
        QStringList places{directory.path()};
        if (!database.isEmpty()) {
            server().sql(database, u"CHECKPOINT"_s);
            places << server().dataDirectory();
        }
        for (const QString &place : std::as_const(places)) {
            for (QDirIterator files(place, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories); files.hasNext(); ++count) {
                const QString file = files.next();
                const QByteArray bytes = read(file);
                expectNoSecretIn(bytes, file);
                hasAnswer = hasAnswer || (!file.endsWith(u".log") && bytes.contains(question.toUtf8()));
            }
        }
        EXPECT_TRUE(hasAnswer) << "the database's files were not read";
        return count;
    }

    QTemporaryDir directory;
    const QString dataDirectory = directory.filePath(u"data"_s), output = directory.filePath(u"node.log"_s);
    Providers providers{{u"Hel"_s, u"lo!"_s}};
    QString database; // empty: SQLite
    QProcess node;
};

INSTANTIATE_TEST_SUITE_P(Databases, BotsSecretsTest, testing::Values(Kept::OnSqlite, Kept::OnPostgres), [](const auto &one) { return one.param == Kept::OnSqlite ? "Sqlite" : "Postgres"; });

TEST_P(BotsSecretsTest, NoTokenIsInAnyFileOutputOrProcessList)
{
    const Client client = this->client();
    const auto stateOf = [&](const QString &bot) {
        const auto reader = client.subscribe("secrets");
        const QString runId = client.ask("secrets", bot).value(u"runId").toString();
        QJsonObject run;
        EXPECT_TRUE(reader->waitFor([&] {
            for (const QJsonObject &event : reader->of("run")) {
                if (event.value(u"runId") == runId)
                    run = event;
            }
            return run.value(u"state") == u"completed"_s || run.value(u"state") == u"failed"_s;
        }));
        expectNoSecretIn(reader->body(), u"a stream"_s);
        return run.value(u"state").toString();
    };
    EXPECT_EQ(stateOf(u"helper"_s), u"completed"_s);
    EXPECT_EQ(stateOf(u"local"_s), u"completed"_s);
    EXPECT_EQ(stateOf(u"locked-out"_s), u"failed"_s);
    // A provider that repeats what it was sent.
    const QString repeated = u"Incorrect API key provided: %1"_s.arg(QString::fromUtf8(providers.openai.key()));
    providers.openai.answerNext("/chat/completions", openAiError(401, repeated, u"invalid_request_error"_s));
    EXPECT_EQ(stateOf(u"local"_s), u"failed"_s);
    providers.coze.answerNext("/v3/chat", cozeError(4100, u"token %1 is wrong"_s.arg(QString::fromUtf8(providers.coze.token())), 401));
    EXPECT_EQ(stateOf(u"helper"_s), u"failed"_s);
    // The tokens did go out, so there was something to be seen.
    EXPECT_TRUE(std::ranges::any_of(providers.coze.requests(), [wrong = providers.wrongToken](const ProviderRequest &request) { return request.header("authorization") == "Bearer " + wrong; }));

    QProcess programs;
    programs.start(u"ps"_s, {u"-A"_s, u"-ww"_s, u"-o"_s, u"args"_s});
    ASSERT_TRUE(programs.waitForFinished());
    const QByteArray processList = programs.readAllStandardOutput();
    EXPECT_TRUE(processList.contains(dataDirectory.toUtf8())) << "the node is not in it";
    expectNoSecretIn(processList, u"the process list"_s);

    QProcess config;
    config.setProcessChannelMode(QProcess::MergedChannels);
    config.start(QStringLiteral(PIPITD), {u"config"_s, u"--data"_s, dataDirectory});
    ASSERT_TRUE(config.waitForFinished());
    const QByteArray settings = config.readAll();
    EXPECT_TRUE(settings.contains(dataDirectory.toUtf8())) << settings.toStdString();
    expectNoSecretIn(settings, u"the settings in force"_s);

    for (const QByteArray target : {"/api/bots", "/api/messages?sessionId=secrets", "/api/sse/stats"})
        expectNoSecretIn(client.call("GET", target).body, QString::fromUtf8(target));

    // The raw log has what was said in both directions, and what would have been a secret is seen to be struck out.
    for (const auto &[bot, said] : {std::pair("helper", "conversation.message.delta"), std::pair("local", "chat.completion.chunk"),
                                   std::pair("locked-out", "700012006")}) {
        const QString path = dataDirectory + u"/raw/"_s + QLatin1StringView(bot) + u".log"_s;
        const QByteArray log = read(path);
        EXPECT_TRUE(log.contains(said)) << bot << ": " << log.toStdString();
        EXPECT_TRUE(log.contains("How are you?") || log.contains("conversation/create")) << bot << ": " << log.toStdString();
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        EXPECT_EQ(QFile::permissions(path) & (others | QFile::ExeOwner), QFile::Permissions()) << bot;
    }
    EXPECT_TRUE(read(dataDirectory + u"/raw/local.log"_s).contains("Incorrect API key provided: ***"));
    EXPECT_TRUE(read(dataDirectory + u"/raw/helper.log"_s).contains("token *** is wrong"));

    EXPECT_GE(expectNoSecretInFiles(), 6);
    node.terminate();
    ASSERT_TRUE(node.waitForFinished());
    EXPECT_GE(expectNoSecretInFiles(), 6) << "of a node that has ended";
}

} // namespace
} // namespace pipit::test
