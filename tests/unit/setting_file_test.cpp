// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/setting_file.h"

#include "core/config.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

class SettingFileTest : public testing::Test
{
protected:
    void write(const QByteArray &text)
    {
        QFile file(path());
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    QString path() const { return m_directory.filePath(u"pipit.toml"_s); }

    std::string onDisk() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : "none";
    }

    std::string set(const SettingTexts &values) const
    {
        const auto written = writeSettings(path(), values);
        return written.ok() ? "" : written.error().field.toStdString() + ": " + QString(written.error().message).replace(m_directory.path() + u'/', QString()).toStdString();
    }

    QTemporaryDir m_directory;
};

TEST_F(SettingFileTest, AFileIsMadeForTheFirstSetting)
{
    EXPECT_EQ(set({{u"database.url"_s, u"local-postgres"_s}}), "");
    EXPECT_EQ(onDisk(), "[database]\nurl = \"local-postgres\"\n");
    EXPECT_FALSE(QFile::permissions(path()).testFlag(QFile::ReadOther));
}

TEST_F(SettingFileTest, WhatIsThereIsReplacedAndTheRestStays)
{
    write("# mine\n[server] # where it is\nlisten = '127.0.0.1:5000' # as always\n\n[database]\nurl = \"sqlite:a.db\"   # small\npool_size = 4\n");
    EXPECT_EQ(set({{u"server.listen"_s, u"0.0.0.0:5001"_s}}), "");
    EXPECT_EQ(set({{u"database.url"_s, std::nullopt}, {u"database.url_file"_s, u"/home/ana/\"it\".url"_s}}), "");
    EXPECT_EQ(onDisk(), "# mine\n[server] # where it is\nlisten = \"0.0.0.0:5001\" # as always\n\n[database]\nurl_file = \"/home/ana/\\\"it\\\".url\"\npool_size = 4\n");
}

TEST_F(SettingFileTest, ATableOfItsOwnIsAddedAtTheEnd)
{
    write("[limits]\nstreams = 10");
    EXPECT_EQ(set({{u"server.data_dir"_s, u"/srv/pipit"_s}}), "");
    EXPECT_EQ(onDisk(), "[limits]\nstreams = 10\n\n[server]\ndata_dir = \"/srv/pipit\"\n");
    EXPECT_EQ(set({{u"server.data_dir"_s, std::nullopt}}), "");
    EXPECT_EQ(onDisk(), "[limits]\nstreams = 10\n\n[server]\n");
}

TEST_F(SettingFileTest, LineBreaksOfWindowsStay)
{
    write("[database]\r\npool_size = 4\r\n");
    EXPECT_EQ(set({{u"database.url"_s, u"local-postgres"_s}}), "");
    EXPECT_EQ(onDisk(), "[database]\r\nurl = \"local-postgres\"\r\npool_size = 4\r\n");
}

TEST_F(SettingFileTest, AWrongValueIsToldAndNothingWritten)
{
    const std::string before = "[database]\nurl = \"sqlite:a.db\"\n";
    write(QByteArray::fromStdString(before));
    EXPECT_EQ(set({{u"database.url"_s, u"mysql://there"_s}}).substr(0, 13), "database.url:");
    EXPECT_EQ(onDisk(), before);
}

// Where a line of its own would mean something else.
TEST_F(SettingFileTest, WhatOnlyAnEditorCanChangeStays)
{
    const std::string before = "server = { listen = \"127.0.0.1:5000\", canary_s = 0 }\n";
    write(QByteArray::fromStdString(before));
    EXPECT_EQ(set({{u"server.data_dir"_s, u"/srv/pipit"_s}}), ": pipit.toml cannot be changed without risk to what else is in it; change it with an editor.");
    EXPECT_EQ(set({{u"server.listen"_s, std::nullopt}}), ": pipit.toml cannot be changed without risk to what else is in it; change it with an editor.");
    EXPECT_EQ(onDisk(), before);
}

} // namespace
