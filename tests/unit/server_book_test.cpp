// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/server_book.h"

#include <QSettings>
#include <QTemporaryDir>

#include <gtest/gtest.h>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

class ServerBookTest : public testing::Test
{
protected:
    QTemporaryDir m_directory;
    QSettings m_settings{m_directory.filePath(u"desktop.ini"_s), QSettings::IniFormat};
};

TEST_F(ServerBookTest, TheOwnNodeIsAlwaysFirst)
{
    ServerBook book(&m_settings);
    ASSERT_EQ(book.entries().size(), 1);
    EXPECT_TRUE(book.entries().first().isOwn);
    EXPECT_TRUE(book.entries().first().isOn);
    book.remove(u"own"_s);
    EXPECT_EQ(book.entries().size(), 1);
}

TEST_F(ServerBookTest, WhatIsAddedIsThereAgain)
{
    QString id;
    {
        ServerBook book(&m_settings);
        id = *book.add(*ServerBook::checkedUrl(u"https://chat.example.org/"_s), u"  Work \n place "_s);
        ASSERT_TRUE(book.add(*ServerBook::checkedUrl(u"127.0.0.1:5001"_s), {}));
        book.setOwnNodeOn(false);
        book.rename(u"own"_s, u"Mine"_s);
    }
    ServerBook book(&m_settings);
    ASSERT_EQ(book.entries().size(), 3);
    EXPECT_FALSE(book.entries()[0].isOn);
    EXPECT_EQ(book.entries()[0].name, u"Mine");
    EXPECT_EQ(book.entries()[1].id, id);
    EXPECT_EQ(book.entries()[1].name, u"Work place");
    EXPECT_EQ(book.entries()[1].url, QUrl(u"https://chat.example.org"_s));
    EXPECT_EQ(book.entries()[2].name, u"127.0.0.1:5001");
    book.rename(id, {});
    EXPECT_EQ(book.find(id)->name, u"chat.example.org");
    book.remove(id);
    EXPECT_EQ(ServerBook(&m_settings).entries().size(), 2);
}

TEST_F(ServerBookTest, AnAddressIsThereOnceHoweverItIsWritten)
{
    ServerBook book(&m_settings);
    ASSERT_TRUE(book.add(*ServerBook::checkedUrl(u"http://h:5000"_s), {}));
    for (const QString &text : {u"h:5000"_s, u" http://h:5000/ "_s, u"http://h:5000/?a#b"_s, u"HTTP://H:5000"_s}) {
        const auto again = book.add(*ServerBook::checkedUrl(text), {});
        ASSERT_FALSE(again) << text.toStdString();
        EXPECT_EQ(again.error().code, ErrorCode::Conflict);
    }
    for (const QString &text : {u""_s, u"ftp://h"_s, u"http://"_s, u"http://a:b@h"_s})
        EXPECT_FALSE(ServerBook::checkedUrl(text)) << text.toStdString();
}

TEST_F(ServerBookTest, AFileThatMakesNoSenseIsPassedOver)
{
    m_settings.beginWriteArray("servers", 4);
    int i = 0;
    for (const QString &url : {u"ftp://h"_s, u"http://h:1"_s, u"http://h:1/"_s, u"http://u:p@h:2"_s}) {
        m_settings.setArrayIndex(i++);
        m_settings.setValue("url", url);
        m_settings.setValue("name", QString(500, u'n'));
    }
    m_settings.endArray();
    m_settings.setValue("node/isOn", false);
    ServerBook book(&m_settings);
    ASSERT_EQ(book.entries().size(), 2);
    EXPECT_EQ(book.entries()[1].url, QUrl(u"http://h:1"_s));
    EXPECT_LE(book.entries()[1].name.size(), 60);
    EXPECT_FALSE(book.entries()[0].isOn);
    book.remove(book.entries()[1].id);
    EXPECT_TRUE(ServerBook(&m_settings).entries()[0].isOn) << "nothing else would be there to talk to";
}

TEST_F(ServerBookTest, ThereIsALimit)
{
    ServerBook book(&m_settings);
    for (int i = 1; i < 32; ++i)
        ASSERT_TRUE(book.add(QUrl(u"http://h:%1"_s.arg(i)), {}));
    EXPECT_EQ(book.add(QUrl(u"http://h:99"_s), {}).error().code, ErrorCode::InvalidRequest);
}

} // namespace
