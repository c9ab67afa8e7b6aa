// SPDX-License-Identifier: GPL-3.0-or-later
// The bots of a pipit.toml, changed by a program beside what people have written there.
#include "core/bot_file.h"
#include "core/bot_json.h"
#include "core/config.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace pipit {
namespace {

const QByteArray written = R"(# Mine.
[server]
listen = "127.0.0.1:5000"   # the usual one

# The one for work: 天气
[[bots]]
id = "helper"
provider = "coze"           # v3
base_url = "https://api.coze.cn"
bot_id = "7566252531572473891"
token_keychain = "coze-token"

[[bots]]   # at home
  provider = "openai"
  id = "local"
  base_url = "http://127.0.0.1:11434/v1"
  model = "模型 q" # the small one
  system_prompt = """
Be brief.
[[bots]] is no table here.
"""
  raw_log = true
# the end of the bots

[retention]
max_age_days = 30
)";

class BotFileTest : public testing::Test
{
protected:
    void write(const QByteArray &text, QFile::Permissions mode = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup)
    {
        QFile file(path());
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.setPermissions(mode);
    }

    QString path() const { return m_directory.filePath(u"pipit.toml"_s); }

    QByteArray onDisk() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("none");
    }

    BotFile open()
    {
        auto file = BotFile::open(path());
        EXPECT_TRUE(file.ok()) << (file.ok() ? "" : qPrintable(file.error().message));
        return *file;
    }

    std::string faultOf(const Result<Done> &result) const
    {
        return result.ok() ? "no fault" : result.error().field.toStdString() + ": " + QString(result.error().message).replace(m_directory.path() + u'/', QString()).toStdString();
    }
    static BotConfig bot(const QString &id) { return {.id = id, .provider = u"echo"_s}; }

    QTemporaryDir m_directory;
};

TEST_F(BotFileTest, AddsBehindAllOthers)
{
    write(written);
    BotFile file = open();
    ASSERT_EQ(file.bots().size(), 2);
    const BotConfig added{.id = u"new"_s, .provider = u"openai"_s, .name = u"A \"new\" \\ one"_s, .baseUrl = u"http://localhost:8080/v1"_s, .model = u"m"_s, .systemPrompt = u"One\ntwo\x7f"_s, .streaming = u"poll"_s};
    ASSERT_EQ(faultOf(file.add(added)), "no fault");
    ASSERT_EQ(faultOf(file.save()), "no fault");
    EXPECT_EQ(onDisk(), written + R"(
[[bots]]
id = "new"
provider = "openai"
name = "A \"new\" \\ one"
base_url = "http://localhost:8080/v1"
model = "m"
system_prompt = "One\ntwo\u007f"
streaming = "poll"
)");
    EXPECT_EQ(open().bots()[2].systemPrompt, added.systemPrompt);
    EXPECT_EQ(QFile::permissions(path()) & (QFile::ReadGroup | QFile::ReadOther), QFile::ReadGroup);
}

TEST_F(BotFileTest, ChangesNothingButWhatIsChanged)
{
    write(written);
    BotFile file = open();
    BotConfig local = file.bots()[1];
    local.model = u"qwen3"_s;      // changed
    local.systemPrompt.clear();     // taken out, four lines
    local.streaming = u"stream"_s; // new
    ASSERT_EQ(faultOf(file.change(u"local"_s, local)), "no fault");
    QByteArray expected = written;
    expected.replace("\"模型 q\"", "\"qwen3\"");
    const qsizetype prompt = expected.indexOf("  system_prompt");
    expected.remove(prompt, expected.indexOf("  raw_log") - prompt);
    expected.replace("raw_log = true\n", "raw_log = true\nstreaming = \"stream\"\n");
    EXPECT_EQ(file.text(), expected);

    local.rawLog = false; // the last one
    ASSERT_EQ(faultOf(file.change(u"local"_s, local)), "no fault");
    expected.replace("  raw_log = true\n", "");
    EXPECT_EQ(file.text(), expected);

    BotConfig helper = file.bots()[0];
    helper.id = helper.name = u"work"_s; // named by its id, as before
    helper.tokenKeychain = u"other"_s;
    ASSERT_EQ(faultOf(file.change(u"helper"_s, helper)), "no fault");
    expected.replace("\"helper\"", "\"work\"").replace("\"coze-token\"", "\"other\"");
    EXPECT_EQ(file.text(), expected);
    EXPECT_EQ(faultOf(file.change(u"work"_s, BotConfig(file.bots()[0]))), "no fault");
    EXPECT_EQ(file.text(), expected); // nothing to do
    ASSERT_EQ(faultOf(file.save()), "no fault");
    EXPECT_EQ(onDisk(), expected);
}

TEST_F(BotFileTest, TakesOneOutAndLeavesTheRest)
{
    write(written);
    BotFile file = open();
    ASSERT_EQ(faultOf(file.remove(u"helper"_s)), "no fault");
    QByteArray expected = written;
    const qsizetype from = expected.indexOf("[[bots]]\n");
    expected.remove(from, expected.indexOf("[[bots]]   #") - from);
    EXPECT_EQ(file.text(), expected);
    ASSERT_EQ(faultOf(file.remove(u"local"_s)), "no fault");
    ASSERT_EQ(file.bots().size(), 1);
    EXPECT_EQ(file.bots()[0].provider, u"echo"_s);
    EXPECT_TRUE(file.text().contains("# the end of the bots\n\n[retention]"));
    EXPECT_FALSE(file.text().contains("[[bots]]"));
    EXPECT_NE(faultOf(file.remove(u"echo"_s)).find("built-in"), std::string::npos);
    EXPECT_EQ(faultOf(file.remove(u"nobody"_s)), "bots.id: pipit.toml has no bot nobody.");
}

TEST_F(BotFileTest, TheBuiltInOneStaysBesideTheFirst)
{
    BotFile file = open(); // there is no file
    ASSERT_EQ(faultOf(file.add(bot(u"mine"_s))), "no fault");
    EXPECT_EQ(file.text(), "[[bots]]\nid = \"echo\"\nprovider = \"echo\"\nname = \"Echo\"\n\n[[bots]]\nid = \"mine\"\nprovider = \"echo\"\n");
    ASSERT_EQ(faultOf(file.save()), "no fault");
    EXPECT_EQ(onDisk(), file.text());
    EXPECT_FALSE(QFile::permissions(path()) & (QFile::ReadGroup | QFile::ReadOther));

    write("[server]\r\nlisten = \"127.0.0.1:0\"");
    BotFile second = open();
    BotConfig echo = second.bots()[0];
    echo.name = u"回声"_s;
    ASSERT_EQ(faultOf(second.change(u"echo"_s, echo)), "no fault");
    EXPECT_EQ(second.text(), QByteArray("[server]\r\nlisten = \"127.0.0.1:0\"\r\n\r\n[[bots]]\r\nid = \"echo\"\r\nprovider = \"echo\"\r\nname = \"回声\"\r\n"));
}

TEST_F(BotFileTest, WhatDoesNotHoldIsRefusedWithItsSettingAndLine)
{
    write(written);
    BotFile file = open();
    BotConfig bad = bot(u"helper"_s);
    EXPECT_EQ(faultOf(file.add(bad)), "bots.id: pipit.toml:28: bots.id is given twice: helper.");
    bad.id = u"a b"_s;
    EXPECT_EQ(faultOf(file.add(bad)).substr(0, 42), "bots.id: pipit.toml:29: bots.id must be 1 ");
    BotConfig local = file.bots()[1];
    local.baseUrl = u"ftp:x"_s;
    EXPECT_EQ(faultOf(file.change(u"local"_s, local)).substr(0, 60), "bots.base_url: pipit.toml:16: bots.base_url must be an http ");
    EXPECT_EQ(file.text(), written);
    EXPECT_EQ(file.bots()[1].model, u"模型 q"_s);

    write("[[bots]]\nid = \"x\"\nprovider = \"echo\"\nmodle = \"m\"\n");
    const auto wrong = BotFile::open(path());
    ASSERT_FALSE(wrong.ok());
    EXPECT_TRUE(wrong.error().message.contains(u"pipit.toml:4: bots.modle is not a setting"_s)) << qPrintable(wrong.error().message);

    write("bots = [{id = \"x\", provider = \"echo\"}]\n");
    BotFile list = open();
    EXPECT_NE(faultOf(list.remove(u"x"_s)).find("pipit.toml:1: bots are written in one list"), std::string::npos) << faultOf(list.remove(u"x"_s));
    EXPECT_FALSE(list.add(bot(u"y"_s)).ok());
    EXPECT_EQ(list.text(), onDisk());
}

TEST_F(BotFileTest, WhatAnotherProgramWroteMeanwhileStays)
{
    write(written);
    BotFile file = open();
    ASSERT_EQ(faultOf(file.remove(u"local"_s)), "no fault");
    write(written + "# more\n");
    const auto saved = file.save();
    ASSERT_FALSE(saved.ok());
    EXPECT_EQ(saved.error().code, ErrorCode::Conflict);
    EXPECT_EQ(onDisk(), written + "# more\n");
}

TEST_F(BotFileTest, ALinkedFileIsWrittenWhereItIs)
{
    write(written);
    const QString real = m_directory.filePath(u"real.toml"_s);
    ASSERT_TRUE(QFile::rename(path(), real) && QFile::link(real, path()));
    BotFile file = open();
    ASSERT_EQ(faultOf(file.remove(u"local"_s)), "no fault");
    ASSERT_EQ(faultOf(file.save()), "no fault");
    EXPECT_TRUE(QFileInfo(path()).isSymLink());
    EXPECT_EQ(onDisk(), file.text());
}

// Whatever a table looks like, it is changed and taken out without touching its neighbours.
TEST_F(BotFileTest, EveryFormOfATable)
{
    const QByteArrayList forms{
        "[[bots]]\nid='a'\nprovider=\"echo\"\n",
        "[[ bots ]]\n\tid = 'a'\n\n\n# inside\n\tprovider = 'echo' # c\n",
        "[[\"bots\"]]\n\"id\" = \"a\"\n'provider' = 'echo'\n",
        "[[bots]]\r\nid = \"a\"\r\nprovider = \"echo\"\r\npiece_interval_ms = 1_0\r\n",
        "\xEF\xBB\xBF[[bots]]\nid = \"a\"\nname = '''\nx'''\nprovider = \"echo\"\n",
        "[[bots]]\nid = \"a\"\nprovider = \"echo\"\nmodel = \"\\U0001F600 = 1\" # 👍 model = 2\n",
    };
    for (const QByteArray &form : forms) {
        for (const QByteArray &after : {QByteArray(), QByteArray("\n[[bots]]\nid = \"z\"\nprovider = \"echo\""), QByteArray("\n[limits]\nconnections = 77 # more\n")}) {
            const QByteArray text = form + after;
            write(text);
            BotFile file = open();
            BotConfig changed = file.bots()[0];
            changed.id = u"b"_s;
            changed.name = u"天 \"b\""_s;
            changed.model = u"👍"_s;
            changed.pieceInterval = std::chrono::milliseconds(77);
            ASSERT_EQ(faultOf(file.change(u"a"_s, changed)), "no fault") << text.constData();
            EXPECT_TRUE(file.text().endsWith(after)) << file.text().constData();
            EXPECT_EQ(file.bots()[0].name, changed.name);
            EXPECT_EQ(file.bots()[0].model, changed.model);
            if (after.contains("[[bots]]")) {
                BotConfig last = file.bots()[1];
                last.model = u"m"_s;
                ASSERT_EQ(faultOf(file.change(u"z"_s, last)), "no fault") << text.constData();
                ASSERT_EQ(faultOf(file.remove(u"z"_s)), "no fault") << text.constData();
                ASSERT_EQ(faultOf(file.add(bot(u"y"_s))), "no fault") << text.constData();
            }
            ASSERT_EQ(faultOf(file.remove(u"b"_s)), "no fault") << text.constData();
        }
    }
}

TEST(BotJsonTest, ThereAndBack)
{
    const BotConfig bot{.id = u"a"_s, .provider = u"openai"_s, .name = u"A"_s, .baseUrl = u"http://localhost/v1"_s, .model = u"m"_s, .contextTokens = 5, .rawLog = true, .connectTimeout = std::chrono::milliseconds(200)};
    const QJsonObject json = botToJson(bot);
    EXPECT_EQ(json, (QJsonObject{{u"id"_s, u"a"_s}, {u"provider"_s, u"openai"_s}, {u"name"_s, u"A"_s}, {u"base_url"_s, u"http://localhost/v1"_s}, {u"model"_s, u"m"_s}, {u"context_tokens"_s, 5}, {u"raw_log"_s, true}, {u"connect_timeout_ms"_s, 200}}));
    const auto back = botFromJson(json);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(botToJson(*back), json);
}

TEST(BotJsonTest, FaultsNameTheSetting)
{
    const auto fault = [](const QJsonObject &object) {
        const auto bot = botFromJson(object);
        return bot.ok() ? std::string("no fault") : bot.error().field.toStdString() + ": " + bot.error().message.toStdString();
    };
    EXPECT_EQ(fault({{u"provider"_s, 5}}), "provider: provider must be a string.");
    EXPECT_EQ(fault({{u"provider"_s, u"echo"_s}, {u"raw_log"_s, u"true"_s}}), "raw_log: raw_log must be true or false.");
    EXPECT_EQ(fault({{u"provider"_s, u"echo"_s}, {u"context_tokens"_s, 1.5}}), "context_tokens: context_tokens must be a whole number.");
    EXPECT_EQ(fault({{u"provider"_s, u"echo"_s}, {u"token"_s, u"x"_s}}), "token: token is no setting of a bot.");
    EXPECT_EQ(fault({{u"id"_s, u"a"_s}}), "provider: provider is missing: coze, openai or echo.");
    EXPECT_EQ(fault({{u"provider"_s, u"echo"_s}, {u"base_url"_s, u"x"_s}}).substr(0, 32), "base_url: base_url must be an ht");
}

} // namespace
} // namespace pipit
