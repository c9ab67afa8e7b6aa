// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/html_writer.h"
#include "ui/chat/messages/html_export.h"

#include "tests/ui/message_view_fixture.h"
#include "tests/ui/ui_test.h"

#include <QXmlStreamReader>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

QString written(const QString &source)
{
    MarkdownParser parser;
    parser.update(source);
    return htmlOf(parser.blocks()).simplified().replace(u"> <"_s, u"><"_s);
}

// What is opened is closed, in order.
bool isNested(const QString &html)
{
    QXmlStreamReader reader(QString(u"<x>"_s + QString(html).replace(u"<br>"_s, u"<br/>"_s).replace(u"<hr>"_s, u"<hr/>"_s) + u"</x>"_s));
    while (!reader.atEnd())
        reader.readNext();
    return !reader.hasError();
}

} // namespace

class HtmlWriterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }

    void blocks_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("html");
        QTest::newRow("paragraph") << u"**bold** and `code` and *it*, ~~no~~"_s << u"<p><strong>bold</strong> and <code>code</code> and <em>it</em>, <s>no</s></p>"_s;
        QTest::newRow("line break") << u"one\ntwo"_s << u"<p>one<br>two</p>"_s;
        QTest::newRow("heading") << u"## Title"_s << u"<h2>Title</h2>"_s;
        QTest::newRow("code") << u"```cpp\na < b && c\n```"_s << u"<pre><code>a &lt; b &amp;&amp; c</code></pre>"_s;
        QTest::newRow("list") << u"- one\n- two"_s << u"<ul><li><p>one</p></li><li><p>two</p></li></ul>"_s;
        QTest::newRow("numbers") << u"3. one\n4. two"_s << u"<ol start=\"3\"><li><p>one</p></li><li><p>two</p></li></ol>"_s;
        QTest::newRow("nested") << u"- one\n  - two\n- three"_s << u"<ul><li><p>one</p><ul><li><p>two</p></li></ul></li><li><p>three</p></li></ul>"_s;
        QTest::newRow("quote") << u"> said\n\nafter"_s << u"<blockquote><p>said</p></blockquote><p>after</p>"_s;
        QTest::newRow("table") << u"| a | b |\n|---|--:|\n| 1 | 2 |"_s
                               << u"<table><tr><th>a</th><th style=\"text-align:right\">b</th></tr><tr><td>1</td><td style=\"text-align:right\">2</td></tr></table>"_s;
        QTest::newRow("rule") << u"---"_s << u"<hr>"_s;
        QTest::newRow("link") << u"[here](https://example.org/?a=1&b=2)"_s << u"<p><a rel=\"noreferrer noopener\" href=\"https://example.org/?a=1&amp;b=2\">here</a></p>"_s;
        QTest::newRow("Chinese") << u"**明天**发布"_s << u"<p><strong>明天</strong>发布</p>"_s;
    }

    void blocks()
    {
        QFETCH(const QString, source);
        QFETCH(const QString, html);
        QCOMPARE(written(source), html);
        QVERIFY(isNested(written(source)));
    }

    void nothingOfTheSourceIsMarkup()
    {
        for (const QString &source : {u"<script>alert(1)</script>"_s, u"[x](javascript:alert(1))"_s, u"![x](data:text/html,1)"_s, u"<img src=x onerror=y>"_s, u"`<b>`"_s, u"[a\"b](https://e.org/\"onclick=\"x)"_s, u"# <i>"_s, u"| <u> |\n|---|"_s}) {
            const QString html = written(source);
            QVERIFY2(!html.contains(u"<script") && !html.contains(u"<img") && !html.contains(u"<b>") && !html.contains(u"<i>") && !html.contains(u"<u>"), qPrintable(html));
            QVERIFY2(!html.contains(u"href=\"javascript") && !html.contains(u"href=\"data") && !html.contains(u" onclick=\""), qPrintable(html));
            QVERIFY2(isNested(html), qPrintable(html));
        }
    }

    void whateverIsMixedIsNested()
    {
        for (const QString &source : {u"> - a\n>   - b\n> c\n\n- d\n\n  > e\n1. f\n2) g\n- h"_s, u"- a\n\n      code\n- b\n  1. c\n     - d\n\ntext"_s, u"- [x] done\n- [ ] not"_s})
            QVERIFY2(isNested(written(source)), qPrintable(written(source)));
    }

    void aDocumentSaysWhoAndWhenAndLoadsNothing()
    {
        MessageModel model;
        Message asked = message(1, u"Is <b> safe?\nhttps://example.org"_s, SenderType::User);
        asked.senderName = u"李 <娜>"_s;
        Message file = message(3, u"/api/files/abc"_s);
        file.contentType = u"file"_s;
        file.metadata = {{u"name"_s, u"plan.pdf"_s}, {u"size"_s, 2'400'000}};
        model.reset({asked, message(2, u"**Yes**"_s), file});
        const QString html = htmlDocument(model, u"T<itle>"_s, QUrl(u"https://host.example/pipit"_s));
        QVERIFY(html.contains(u"<title>T&lt;itle&gt;</title>"));
        QVERIFY(html.contains(u"李 &lt;娜&gt;"));
        QVERIFY(html.contains(u"Is &lt;b&gt; safe?<br><a rel"));
        QVERIFY(html.contains(u"<strong>Yes</strong>"));
        QVERIFY(html.contains(u"href=\"https://host.example/pipit/api/files/abc\">plan.pdf</a>"));
        QVERIFY(html.contains(u"default-src 'none'"));
        QVERIFY(!html.contains(u"<script") && !html.contains(u" src="));
        QVERIFY(html.contains(u"datetime=\"2026-"));
    }
};

PIPIT_UI_TEST(HtmlWriterTest);
#include "html_writer_test.moc"
