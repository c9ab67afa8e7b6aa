// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/database_url.h"

#include <QDir>

#include <gtest/gtest.h>

#include <utility>

using namespace Qt::StringLiterals;

namespace pipit {
namespace {

std::string faultOf(const QString &text)
{
    return faultOfDatabaseUrl(text).value_or(u"no fault"_s).toStdString();
}

TEST(DatabaseUrlTest, KnowsTheThreeKinds)
{
    const std::pair<QString, DatabaseKind> kinds[]{
        {u"sqlite:pipit.db"_s, DatabaseKind::Sqlite},
        {u"postgres://pipit@localhost/pipit"_s, DatabaseKind::Postgres},
        {u"postgresql://pipit@localhost/pipit"_s, DatabaseKind::Postgres},
        {u"local-postgres"_s, DatabaseKind::LocalPostgres},
    };
    for (const auto &[text, kind] : kinds) {
        const auto url = DatabaseUrl::parse(text);
        ASSERT_TRUE(url.ok()) << text.toStdString();
        EXPECT_EQ(url->kind(), kind);
        EXPECT_EQ(url->text(), text);
        EXPECT_EQ(url->masked(), text);
        EXPECT_FALSE(url->hasPassword());
    }
}

TEST(DatabaseUrlTest, TakesEveryFormOfAPostgresUrl)
{
    for (const QStringView text : {u"postgres://", u"postgres:///", u"postgres:///pipit", u"postgres://host", u"postgres://host:1", u"postgres://host:65535/", u"postgres://@host/d",
                                 u"postgres://u@", u"postgres://u:@host", u"postgres://u:p:q@host/d", u"postgres://[::1]/d", u"postgres://u@[fe80::1]:5432/d", u"postgres://one:5432,two:5433,[::1]/d",
                                 u"postgres://%2Frun%2Fpostgresql/d", u"postgres://u:%25%40%2f@host/d", u"postgres://h/d?", u"postgres://h/d?sslmode=require&connect_timeout=10",
                                 u"postgres:///d?host=/run/postgresql", u"postgres://h/d?options=-c%20geqo%3Doff", u"postgres://名@主机/库"})
        EXPECT_EQ(faultOf(text.toString()), "no fault") << text.toString().toStdString();
}

TEST(DatabaseUrlTest, WhatIsNoneOfThemIsToldWhatIsAllowed)
{
    for (const QStringView text : {u"", u" ", u"pipit.db", u"mysql://h/d", u"postgres", u"postgres:", u"postgres:/h/d", u"postgres:u@h/d", u"Postgres://h/d", u"local-postgres ", u"local-postgres:", u"localpostgres",
                                 u" postgres://h/d", u"host=h dbname=d"})
        EXPECT_EQ(faultOf(text.toString()), "must be sqlite:FILE, postgres://USER@HOST/DATABASE or local-postgres; such as sqlite:pipit.db, or postgres://pipit@localhost:5432/pipit")
            << text.toString().toStdString();
}

TEST(DatabaseUrlTest, ASqliteUrlNamesAFile)
{
    for (const QStringView text : {u"sqlite:", u"sqlite: ", u"sqlite::memory:", u"sqlite:postgres://u@h/d"})
        EXPECT_EQ(faultOf(text.toString()), "must name a file behind sqlite:, such as sqlite:pipit.db") << text.toString().toStdString();
    EXPECT_EQ(faultOf(u"sqlite:a\0b"_s), "has a NUL character (U+0000) at position 1; remove it");
    for (const QStringView text : {u"sqlite:a b.db", u"sqlite:/var/a.db", u"sqlite:///var/a.db", u"sqlite:C:/a.db", u"sqlite:50%.db", u"sqlite:a:b@c.db"})
        EXPECT_EQ(faultOf(text.toString()), "no fault") << text.toString().toStdString();
}

TEST(DatabaseUrlTest, EachWrongPartIsNamed)
{
    const std::string port = "has a port that is not a number of 1 to 65535 (an IPv6 address stands in brackets; / in a password is written %2F)";
    const std::string brackets = "has a host in brackets that is not an IPv6 address, such as [::1] or [::1]:5432";
    const std::string at = "has the character @ in another place than before the host; write it as %40, and / in a password as %2F";
    const std::string parameter = "has a parameter that is not NAME=VALUE, such as sslmode=require; write & in a value as %26 and = as %3D";
    const std::string space = "has a space, a line break or a control character; write a space as %20";
    const std::string percent = "has a percent sign that two hexadecimal digits do not follow; write the sign itself as %25";
    const std::pair<QStringView, std::string> faults[]{
        {u"postgres://h:/d", port}, {u"postgres://h:0/d", port}, {u"postgres://h:65536/d", port}, {u"postgres://h:-1/d", port}, {u"postgres://h:+1/d", port}, {u"postgres://h:x/d", port},
        {u"postgres://h:99999999999999999999/d", port}, {u"postgres://::1/d", port}, {u"postgres://u:secret/d", port}, {u"postgres://one:1,two:x/d", port}, {u"postgres://h:１/d", port},
        {u"postgres://[::1/d", brackets}, {u"postgres://[]/d", brackets}, {u"postgres://[h]/d", brackets}, {u"postgres://[::1]5432/d", brackets}, {u"postgres://[::1]:0/d", port}, {u"postgres://[", brackets},
        {u"postgres://u:a@b@h/d", at}, {u"postgres://u:a/b@h/d", at}, {u"postgres://u:1/b@h/d", at}, {u"postgres://h/d?user=a@b", at},
        {u"postgres://u:a?b@h/d", "has the character ? before the host; write it as %3F"},
        {u"postgres://u:a#b@h/d", "has the character #; write it as %23"},
        {u"postgres://h/d/e", "has the character / in the database's name; write it as %2F"},
        {u"postgres://h/d?sslmode", parameter}, {u"postgres://h/d?=x", parameter}, {u"postgres://h/d?a=b=c", parameter}, {u"postgres://h/d?a=b&", parameter}, {u"postgres://h/d?password=a&b", parameter},
        {u"postgres://u:a b@h/d", space}, {u"postgres://h/d ", space}, {u"postgres://h/d\n", space}, {u"postgres://h/d\x7f", space},
        {u"postgres://u:50%@h/d", percent}, {u"postgres://h/d%4", percent}, {u"postgres://h/d%4g", percent}, {u"postgres://h/%00", "has %00, which PostgreSQL does not take"},
    };
    for (const auto &[text, fault] : faults)
        EXPECT_EQ(faultOf(text.toString()), fault) << text.toString().toStdString();
    EXPECT_EQ(faultOf(QString(u"postgres://h/d" + QChar(0xD800))), "has half a surrogate pair at position 14; send whole characters");
}

TEST(DatabaseUrlTest, MaskedLeavesOutThePasswordOnly)
{
    const std::pair<QStringView, QStringView> urls[]{
        {u"postgres://u:secret@h:5432/d?sslmode=require", u"postgres://u:***@h:5432/d?sslmode=require"},
        {u"postgresql://u:a:secret@/d", u"postgresql://u:***@/d"},
        {u"postgres://:secret@h", u"postgres://:***@h"},
        {u"postgres://h/d?password=secret", u"postgres://h/d?password=***"},
        {u"postgres://h/d?user=u&password=secret&sslmode=require", u"postgres://h/d?user=u&password=***&sslmode=require"},
        {u"postgres://h/d?PassWord=secret", u"postgres://h/d?PassWord=***"},
        {u"postgres://h/d?p%61ssword=secret", u"postgres://h/d?p%61ssword=***"},
        {u"postgres://u:secret@h/d?sslpassword=secret", u"postgres://u:***@h/d?sslpassword=***"},
        {u"postgres://u:%73ecret@[::1]:1/d", u"postgres://u:***@[::1]:1/d"},
    };
    for (const auto &[text, shown] : urls) {
        const auto url = DatabaseUrl::parse(text.toString());
        ASSERT_TRUE(url.ok()) << text.toString().toStdString();
        EXPECT_EQ(url->masked(), shown);
        EXPECT_EQ(url->text(), text);
        EXPECT_TRUE(url->hasPassword());
    }
    for (const QStringView open : {u"postgres://u:@h/d", u"postgres://h/d?password=", u"postgres://h/d?passfile=/a", u"sqlite:a:b@c.db"})
        EXPECT_EQ(maskedDatabaseUrl(open.toString()), open);
}

TEST(DatabaseUrlTest, AnErrorHoldsNoPassword)
{
    for (const QStringView text : {u"postgres://u:secret@h:99999/d", u"postgres://u:se/secret@h/d", u"postgres://u:1/secret@h/d", u"postgres://u:a@secret@h/d", u"postgres://u:a#secret@h/d",
                                 u"postgres://u:a?secret@h/d", u"postgres://u:50%secret@h/d", u"postgres://u:secret/d", u"postgres://[u:secret", u"postgres://u:secret@h/d/e", u"postgres://h/d?password=a&secret",
                                 u"postgres://h/d?password=secret=", u"postgres://h/d e?password=secret", u"postgres:u:secret@h/d", u"postgres//u:secret@h/d", u"mysql://u:secret@h/d", u"u:secret@h/d",
                                 u"u/secret@h", u"u:secret://h", u"://u:secret@h", u"host=h password=secret", u"password secret", u"sqlite:postgres://u:secret@h/d", u"sqlite::secret",
                                 u" postgres://u:secret@h/d", u"local-postgres:secret", u"\"postgres://u:secret@h/d\"", u"postgres://u:secret@h/d\n"}) {
        const auto url = DatabaseUrl::parse(text.toString());
        ASSERT_FALSE(url.ok()) << text.toString().toStdString();
        EXPECT_EQ(url.error().code, ErrorCode::InvalidRequest);
        EXPECT_FALSE(url.error().message.contains(u"secret")) << url.error().message.toStdString();
    }
}

TEST(DatabaseUrlTest, AnErrorShowsWhatCanBeShown)
{
    EXPECT_EQ(DatabaseUrl::parse(u"pipit.db"_s).error().message,
              u"The database's URL must be sqlite:FILE, postgres://USER@HOST/DATABASE or local-postgres; such as sqlite:pipit.db, or postgres://pipit@localhost:5432/pipit; it is \"pipit.db\".");
    EXPECT_EQ(maskedDatabaseUrl(u"/var/lib/pipit.db"_s), u"/var/lib/pipit.db");
    EXPECT_EQ(maskedDatabaseUrl(u"mysql://host/d"_s), u"mysql://host/d");
    EXPECT_EQ(maskedDatabaseUrl(u"postgres://u:secret@h:0/d"_s), u"postgres://u:***");
    EXPECT_EQ(maskedDatabaseUrl(u"sqlite::memory:"_s), u"sqlite::***");
    EXPECT_EQ(maskedDatabaseUrl(QString()), QString());
}

TEST(DatabaseUrlTest, ASqliteFileIsFoundFromTheDataDirectory)
{
    const auto pathOf = [](const QString &url) { return DatabaseUrl::parse(url)->sqlitePath(u"/data"_s); };
    EXPECT_EQ(pathOf(u"sqlite:logs/../a.db"_s), u"/data/a.db");
    EXPECT_EQ(pathOf(u"sqlite:/var/a.db"_s), u"/var/a.db");
    EXPECT_EQ(pathOf(u"sqlite:~/a.db"_s), QString(QDir::homePath() + u"/a.db"));
    EXPECT_EQ(pathOf(u"local-postgres"_s), QString());
    EXPECT_EQ(pathOf(u"postgres://h/d"_s), QString());
}

} // namespace
} // namespace pipit
