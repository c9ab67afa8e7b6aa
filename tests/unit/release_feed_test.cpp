// SPDX-License-Identifier: GPL-3.0-or-later
// The requirement: of whatever is sent in place of a feed, only versions come through, and pages that a browser may open.
#include "client/release_feed.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QStringEncoder>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

const QUrl address(u"https://code.example.org/pipit/releases.atom"_s);

// As code hosts write it: the tag in the page's address, free words in the title.
const QByteArray ofCodeHost = R"(<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xml:lang="en-US">
  <id>tag:code.example.org,2008:https://code.example.org/team/pipit/releases</id>
  <link type="text/html" rel="alternate" href="https://code.example.org/team/pipit/releases"/>
  <link type="application/atom+xml" rel="self" href="https://code.example.org/team/pipit/releases.atom"/>
  <title>Release notes from pipit</title>
  <updated>2026-11-20T09:00:00Z</updated>
  <entry>
    <id>tag:code.example.org,2008:Repository/71/v0.4.0-rc.1</id>
    <updated>2026-11-20T09:00:00Z</updated>
    <link rel="alternate" type="text/html" href="https://code.example.org/team/pipit/releases/tag/v0.4.0-rc.1"/>
    <title>Try the next one</title>
    <content type="html">&lt;p&gt;Faster than 9.9.9&lt;/p&gt;</content>
    <author><name>li</name></author>
    <media:thumbnail height="30" width="30" url="https://code.example.org/u/1"/>
  </entry>
  <entry>
    <id>tag:code.example.org,2008:Repository/71/v0.3.1</id>
    <link rel="enclosure" href="https://code.example.org/team/pipit/archive/v9.0.0"/>
    <link rel="alternate" type="text/html" href="https://code.example.org/team/pipit/releases/tag/v0.3.1"/>
    <title>Mended: what 8.8.8 broke</title>
    <content type="html">…</content>
  </entry>
  <entry>
    <id>tag:code.example.org,2008:Repository/71/nightly</id>
    <link rel="alternate" type="text/html" href="https://code.example.org/team/pipit/releases/tag/nightly"/>
    <title>Nightly build</title>
  </entry>
  <entry>
    <id>tag:code.example.org,2008:Repository/71/v0.3.0</id>
    <link rel="alternate" type="text/html" href="https://code.example.org/team/pipit/releases/tag/v0.3.0"/>
    <title>v0.3.0</title>
  </entry>
</feed>
)";

// As somebody writes it by hand: one page for all, the version in the title, links that are relative.
const QByteArray byHand = R"(<?xml version="1.0"?>
<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:base="/software/">
  <a:title>Pipit at Example</a:title>
  <a:entry><a:title>Pipit 0.2.0 for everybody</a:title><a:id>urn:uuid:1</a:id><a:link href="news.html#pipit"/></a:entry>
  <a:entry xml:base="https://other.example.org/"><a:title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Pipit <b>v0.2.1</b></div></a:title><a:id>urn:uuid:2</a:id><a:link rel="alternate" href="pipit"/></a:entry>
  <a:entry><a:title>0.1.9</a:title><a:id>urn:uuid:3</a:id></a:entry>
</a:feed>
)";

QByteArray feedWith(const QByteArray &entries)
{
    return "<feed xmlns=\"http://www.w3.org/2005/Atom\">" + entries + "</feed>";
}

// "0.3.1 https://…" for each.
QStringList read(const QByteArray &document)
{
    const auto releases = readReleaseFeed(document, address);
    if (!releases)
        return {u"! "_s + releases.error().message};
    QStringList told;
    for (const FeedRelease &release : *releases)
        told << QString(release.version.toString() + u' ' + release.page.toString());
    return told;
}

QString latest(const QString &running, const QByteArray &document)
{
    const auto found = latestAfter(*ReleaseVersion::parse(running), readReleaseFeed(document, address).value());
    return found ? found->version.toString() : u"none"_s;
}

TEST(ReleaseFeedTest, ACodeHostsIsRead)
{
    EXPECT_EQ(read(ofCodeHost), (QStringList{u"0.4.0-rc.1 https://code.example.org/team/pipit/releases/tag/v0.4.0-rc.1"_s, u"0.3.1 https://code.example.org/team/pipit/releases/tag/v0.3.1"_s,
                                             u"0.3.0 https://code.example.org/team/pipit/releases/tag/v0.3.0"_s}));
}

TEST(ReleaseFeedTest, OneByHandIsRead)
{
    EXPECT_EQ(read(byHand), (QStringList{u"0.2.0 https://code.example.org/software/news.html#pipit"_s, u"0.2.1 https://other.example.org/pipit"_s, u"0.1.9 "_s}));
}

TEST(ReleaseFeedTest, TheOneOfTheDocumentsIsRead)
{
    QFile file(QStringLiteral(PIPIT_SOURCE_DIR "/docs/examples/releases.atom"));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_EQ(read(file.readAll()), QStringList{u"1.2.3 https://example.org/pipit/news"_s});
}

TEST(ReleaseFeedTest, TheLatestIsWhateverItsPlace)
{
    EXPECT_EQ(latest(u"0.1.0"_s, ofCodeHost), u"0.3.1"_s);
    EXPECT_EQ(latest(u"0.3.1"_s, ofCodeHost), u"none"_s);
    EXPECT_EQ(latest(u"0.10.0"_s, ofCodeHost), u"none"_s);
    EXPECT_EQ(latest(u"0.2.0"_s, byHand), u"0.2.1"_s);
    // Pre-releases are for who runs one.
    EXPECT_EQ(latest(u"0.4.0-beta"_s, ofCodeHost), u"0.4.0-rc.1"_s);
    EXPECT_EQ(latest(u"0.4.0-rc.1"_s, ofCodeHost), u"none"_s);
}

TEST(ReleaseFeedTest, OnlyPagesThatABrowserMayOpenAreKept)
{
    for (const char *link : {"javascript:alert(1)//v9.9.9", "file:///etc/v9.9.9", "data:text/html,v9.9.9", "pipit:session/v9.9.9", "https:///v9.9.9", "https://user:word@example.org/v9.9.9", "https://exa mple.org/v9.9.9", "http:v9.9.9"})
        EXPECT_EQ(read(feedWith("<entry><title>1.0.0</title><link href=\"" + QByteArray(link) + "\"/></entry>")), QStringList(u"1.0.0 "_s)) << link;
    // The next one may be better.
    EXPECT_EQ(read(feedWith("<entry><link href=\"javascript:0\"/><link href=\"/v1.0.0/\"/></entry>")), QStringList(u"1.0.0 https://code.example.org/v1.0.0/"_s));
}

TEST(ReleaseFeedTest, WhatIsNoFeedSaysWhy)
{
    for (const auto &[document, why] : std::initializer_list<std::pair<QByteArray, QString>>{
             {"", u"no XML"_s},
             {"Not found", u"no XML"_s},
             {"{\"tag_name\": \"v1.0.0\"}", u"no XML"_s},
             {"<html><head><title>1.0.0</title></head></html>", u"<html>"_s},
             {"<!DOCTYPE html><html></html>", u"document type"_s},
             {"<rss version=\"2.0\"><channel><item><title>1.0.0</title></item></channel></rss>", u"<rss>"_s},
             {"<feed><entry><title>1.0.0</title></entry></feed>", u"<feed>"_s}, // of no namespace
             {"<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>1.0.0</title></entry>", u"breaks off"_s},
             {feedWith("<entry><title>1.0.0</title><link href=\"/v1.0.0\"></entry>"), u"breaks off"_s},
             {feedWith("<entry><title>&nothing; 1.0.0</title></entry>"), u"breaks off"_s},
             {feedWith(""), u"No entry"_s},
             {feedWith("<entry><title>Soon</title></entry><title>1.0.0</title><link href=\"/v1.0.0\"/>"), u"No entry"_s},
             {feedWith("<entry xmlns=\"urn:other\"><title>1.0.0</title></entry>"), u"No entry"_s},
         }) {
        const auto told = readReleaseFeed(document, address);
        ASSERT_FALSE(told.ok()) << document.toStdString();
        EXPECT_TRUE(told.error().message.contains(why)) << told.error().message.toStdString();
        EXPECT_EQ(told.error().code, ErrorCode::Protocol);
    }
}

TEST(ReleaseFeedTest, EntitiesAreNotExpanded)
{
    QByteArray bomb = "<!DOCTYPE feed [<!ENTITY a0 \"1.0.0\">";
    for (int i = 1; i < 30; ++i)
        bomb += "<!ENTITY a" + QByteArray::number(i) + " \"" + QByteArray("&a" + QByteArray::number(i - 1) + ';').repeated(10) + "\">";
    bomb += "]>" + feedWith("<entry><title>&a29;</title></entry>");
    EXPECT_TRUE(read(bomb).first().contains(u"document type"_s));
    EXPECT_TRUE(read("<!DOCTYPE feed SYSTEM \"file:///etc/passwd\">" + feedWith("<entry><title>1.0.0</title></entry>")).first().contains(u"document type"_s));
}

TEST(ReleaseFeedTest, ALargeOneIsRead)
{
    QByteArray entries;
    for (int i = 0; i < 8'000; ++i)
        entries += "<entry><title>Pipit 0." + QByteArray::number(i) + ".0</title><link href=\"/v0." + QByteArray::number(i) + ".0\"/></entry>";
    EXPECT_EQ(latest(u"0.1.0"_s, feedWith(entries)), u"0.7999.0"_s);
    // As deep as a mebibyte can be.
    const int depth = 140'000;
    const QByteArray deep = QByteArray("<a>").repeated(depth), up = QByteArray("</a>").repeated(depth);
    EXPECT_EQ(read(feedWith("<entry>" + deep + up + "<title>1.0.0</title></entry>")), QStringList(u"1.0.0 "_s));
    EXPECT_EQ(read(feedWith("<entry><title>" + deep + "1.0.0" + up + "</title></entry>")), QStringList(u"1.0.0 "_s));
}

// Each of these would keep Qt's reader, and with it the window, busy for ten seconds to minutes.
TEST(ReleaseFeedTest, WhatWouldTakeTheReaderMinutesIsRefused)
{
    const auto mebibyteOf = [](const QByteArray &before, const QByteArray &after) {
        QByteArray all;
        for (int i = 0; all.size() < 1'000'000; ++i)
            all += before + QByteArray::number(i, 36) + after;
        return all;
    };
    const QByteArray entry = "<entry><title>1.0.0</title></entry>";
    EXPECT_TRUE(read(feedWith(entry + "<x" + mebibyteOf(" a", "=''") + "/>")).first().contains(u"hundreds of attributes"_s));
    EXPECT_TRUE(read(feedWith(entry + mebibyteOf("<a xmlns:b", "='u'>"))).first().contains(u"hundreds of attributes"_s));
    EXPECT_TRUE(read("<!DOCTYPE feed [<!ATTLIST x" + mebibyteOf(" a", " CDATA ''") + ">]>" + feedWith(entry)).first().contains(u"document type"_s));
    // One after the other they are those of the texts.
    EXPECT_EQ(read(feedWith(entry + mebibyteOf("<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml' id='", "'/></content>"))), QStringList(u"1.0.0 "_s));
    EXPECT_EQ(read(feedWith("<entry><title>1.0.0</title><content><![CDATA[<!DOCTYPE html>]]></content></entry>")), QStringList(u"1.0.0 "_s));
}

TEST(ReleaseFeedTest, OneInUtf16IsRead)
{
    QStringEncoder encoder(QStringConverter::Utf16, QStringConverter::Flag::WriteBom);
    EXPECT_EQ(read(encoder(QString::fromUtf8(ofCodeHost))), read(ofCodeHost));
}

} // namespace
