// SPDX-License-Identifier: GPL-3.0-or-later
// The table of figures, what a node says by it, and docs/metrics.md, which is made of it: PIPIT_WRITE_DOCS=1 in the environment
// writes it anew.
#include "server/bots/bot_counts.h"
#include "server/metrics/metric_table.h"
#include "server/ops/snapshots.h"
#include "tests/unit/node_fixture.h"
#include "tests/unit/written_document.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <set>

using namespace pipit;
using namespace Qt::StringLiterals;
using metrics::Metric;
using prometheus::MetricType;

namespace {

QString nameOf(MetricType type)
{
    switch (type) {
    case MetricType::Counter: return u"counter"_s;
    case MetricType::Gauge: return u"gauge"_s;
    case MetricType::Histogram: return u"histogram"_s;
    default: return u"untyped"_s;
    }
}

QString labelsOf(const Metric &metric)
{
    QStringList labels;
    for (const metrics::MetricLabel &label : metric.labels) {
        QStringList values;
        for (const std::string_view value : label.values)
            values << u'`' + QString::fromUtf8(value) + u'`';
        labels << u"`%1`: %2"_s.arg(QString::fromUtf8(label.name), label.values.empty() ? QString::fromUtf8(label.bound) : values.join(u' '));
    }
    return labels.join(u"; "_s);
}

bool isQuantile(const ops::SnapshotField &field)
{
    return field.kind == ops::SnapshotField::Kind::Quantile || field.kind == ops::SnapshotField::Kind::Minute;
}

QByteArray documentation()
{
    QString text = QStringLiteral(R"(<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
<!-- Made of server/metrics/metric_table.cpp by tests/unit/metrics_test.cpp; PIPIT_WRITE_DOCS=1 in its environment writes this file anew. -->
# Figures

What `GET /metrics` says, in Prometheus' text format. Any caller may ask: give Prometheus a token that sees no session
(`authorization: {credentials_file: …}`; `pipitctl token create --help` says how one is made). Every label has a closed list of values,
or as many as the configuration names; there is no figure that grows with users, sessions or messages.

Counters start at zero with the node. Histograms of times have four buckets for each doubling, from 16 µs to 67 s, so that
`histogram_quantile()` says what `/api/sse/stats` and `/api/ops/stream` say.

| name | type | what it is | labels |
|---|---|---|---|
)");
    for (const Metric &metric : metrics::metricTable())
        text += u"| `%1` | %2 | %3 | %4 |\n"_s.arg(QString::fromUtf8(metric.name), nameOf(metric.type), QString::fromUtf8(metric.help), labelsOf(metric));
    text += u"\n## /api/ops/stream\n\nAn event `history` first, `{\"fields\":[…],\"edgesMs\":[…],\"rows\":[[…]…],\"wire\":[[[edge,count]…]…]}`: the last hour in steps of five seconds, and its\n"
            "last five minutes by the second, the newest at the end. Then an event `snapshot` each second, `{\"row\":[…],\"wire\":[[edge,count]…]}`. `wire` says how often which time of\n"
            "`pipit_commit_to_wire_seconds` came since the row before: up to `edgesMs[edge]` and beyond the one before it, so that percentiles and heat maps can be\n"
            "made of any number of rows. A row has a number for each field; of several that are told as one, the last, and of percentiles the worst.\n"
            "`GET /api/ops/history` has the same of the last day, a row for each minute.\n\n| field | what it is |\n|---|---|\n| `atMs` | when it was taken, ms since 1970 |\n"_s;
    for (const ops::SnapshotField &field : ops::snapshotFields()) {
        const QString metric = u'`' + field.of.text() + u'`';
        const QString during = field.kind == ops::SnapshotField::Kind::Minute ? u"the minute before"_s : u"that second"_s;
        text += u"| `%1` | %2 |\n"_s.arg(QString::fromUtf8(field.name), isQuantile(field) ? u"milliseconds: the %1th percentile of %2 in %3"_s.arg(field.share * 100).arg(metric, during) : metric);
    }
    return text.toUtf8();
}

TEST(MetricTableTest, NamesAreAsPrometheusWantsThem)
{
    std::set<std::string_view> names;
    for (const Metric &metric : metrics::metricTable()) {
        const QString name = QString::fromUtf8(metric.name);
        EXPECT_TRUE(names.insert(metric.name).second) << metric.name;
        EXPECT_TRUE(QRegularExpression(u"^(pipit_[a-z0-9_]+|sse_connections_total)$"_s).match(name).hasMatch()) << metric.name;
        EXPECT_EQ(metric.type == MetricType::Counter, name.endsWith(u"_total") && name.startsWith(u"pipit_")) << metric.name;
        EXPECT_FALSE(metric.help.empty() || metric.help.ends_with('.')) << metric.name;
        for (const metrics::MetricLabel &label : metric.labels)
            EXPECT_NE(label.values.empty(), label.bound.empty()) << metric.name << ": a label is either listed or bounded";
    }
}

TEST(MetricTableTest, EverySnapshotFieldFitsItsMetric)
{
    for (const ops::SnapshotField &field : ops::snapshotFields()) {
        EXPECT_EQ(isQuantile(field), field.of.metric->type == MetricType::Histogram) << field.name;
        EXPECT_TRUE(field.kind != ops::SnapshotField::Kind::Total || field.of.metric->type == MetricType::Counter) << field.name;
    }
}

TEST(SelectorTest, ChoosesByLabels)
{
    const auto all = metrics::Selector::parse(u"pipit_resume_total"_s), some = metrics::Selector::parse(u" pipit_resume_total { result != \"continued\" } "_s),
               one = metrics::Selector::parse(u"pipit_resume_total{result=\"continued\"}"_s);
    ASSERT_TRUE(all && some && one);
    metrics::Metrics registry;
    registry.addSource([](metrics::Metrics::Answers &answers) {
        answers.add("pipit_resume_total", 1, {{"result", "continued"}});
        answers.add("pipit_resume_total", 20, {{"result", "other_epoch"}});
        answers.add("pipit_resume_total", 300, {{"result", "unknown_cursor"}});
    });
    const auto families = registry.collect();
    EXPECT_EQ(all->value(families), 321);
    EXPECT_EQ(one->value(families), 1);
    EXPECT_EQ(some->value(families), 320);
    EXPECT_EQ(metrics::Selector::parse(one->text())->value(families), 1);
    EXPECT_EQ(metrics::Selector::parse(u"pipit_streams_blocked"_s)->value(families), std::nullopt);
}

TEST(SelectorTest, SaysWhatIsWrong)
{
    for (const auto &[text, part] : {std::pair("no such", "is no metric"), std::pair("pipit_nothing", "docs/metrics.md"), std::pair("pipit_resume_total{result~\"x\"}", "label=\"value\""),
                                     std::pair("pipit_resume_total{reason=\"x\"}", "it has: result"), std::pair("pipit_resume_total{result=\"x\"}", "it may be: continued, "), std::pair("pipit_resume_total{result!=\"continued\",result!=\"other_epoch\"}", "stands twice"), std::pair("pipit_streams_blocked{a=\"b\"}", "no other")}) {
        const auto selector = metrics::Selector::parse(QString::fromLatin1(text));
        ASSERT_FALSE(selector) << text;
        EXPECT_TRUE(selector.error().message.contains(QLatin1StringView(part))) << qPrintable(selector.error().message);
    }
}

TEST(MetricTableTest, TheDocumentationIsMadeOfIt)
{
    test::expectDocument(u"metrics.md"_s, documentation());
}

class MetricsTest : public test::NodeFixture
{
protected:
    void SetUp() override
    {
        config.server.canaryS = 3'600;
        start();
    }

    QByteArray figures() { return ask(bearer(tokenFor({.sub = u"prometheus"_s})), "GET /metrics").body; }

    static QSet<QByteArray> seriesOf(const QByteArray &text)
    {
        QSet<QByteArray> names;
        for (const QByteArray &line : text.split('\n')) {
            if (!line.isEmpty() && !line.startsWith('#'))
                names.insert(line.left(line.lastIndexOf(' ')));
        }
        return names;
    }
};

TEST_F(MetricsTest, AreForCallersOnly)
{
    EXPECT_EQ(ask({}, "GET /metrics").status, 401);
    const auto answer = ask(bearer(tokenFor({.sub = u"prometheus"_s})), "GET /metrics");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_EQ(ask(bearer(tokenFor({.sub = u"ann"_s})), "GET /api/ops/stream").status, 403);
}

// All but what only other databases have.
TEST_F(MetricsTest, HaveAFigureForEveryNameOfTheTable)
{
    const QByteArray text = figures();
    for (const Metric &metric : metrics::metricTable()) {
        const bool isElsewhere = metric.help.ends_with("(PostgreSQL)") || metric.name == "pipit_provider_errors_total"; // or has not happened
        EXPECT_EQ(text.contains(QByteArray("# TYPE " + QByteArray::fromStdString(std::string(metric.name)) + ' ')), !isElsewhere) << metric.name;
    }
    EXPECT_TRUE(text.contains("# TYPE sse_connections_total untyped\nsse_connections_total 0\n")) << text.constData();
}

TEST_F(MetricsTest, GrowWithNothingThatHappens)
{
    const auto before = seriesOf(figures());
    for (int i = 0; i < 20; ++i) {
        const QByteArray caller = bearer(tokenFor({.sub = u"user%1"_s.arg(i)}));
        const QByteArray session = "s" + QByteArray::number(i);
        EXPECT_EQ(ask(caller, "POST /api/messages", R"({"sessionId":")" + session + R"(","content":"x","senderType":"user"})").status, 201);
        EXPECT_EQ(ask(caller, "POST /api/messages", R"({"sessionId":")" + session + R"("})").status, 400);
        EXPECT_EQ(ask(caller, "POST /api/sessions/" + session + "/runs", R"({"botId":"echo","content":"x"})").status, 202);
        EXPECT_EQ(ask(caller, "GET /api/sse/messages?lastEventId=99&sessionId=" + session).status, 200);
        EXPECT_EQ(ask(caller, "GET /nothing/" + session).status, 404);
    }
    EXPECT_EQ(seriesOf(figures()), before);
}

// The one label whose values come from elsewhere.
TEST(BotCountsTest, ProvidersCodesAreBounded)
{
    bots::BotCounts counts;
    for (int i = 0; i < 1'000; ++i)
        counts.countFault(u"coze", QString::number(4'000 + i));
    counts.countFault(u"coze", {});
    counts.countFault(u"openai", u"no\"code\n"_s);
    counts.countFault(u"nobody", u"1"_s);
    const auto &coze = counts.providers()[0].errors;
    EXPECT_LE(coze.size(), bots::BotCounts::codesAtMost + 1);
    qint64 all = 0;
    for (const auto &[code, count] : coze)
        all += count;
    EXPECT_EQ(all, 1'001);
    EXPECT_GT(coze.at("other"), 900);
    EXPECT_EQ(counts.providers()[1].errors, (std::map<std::string, qint64>{{"other", 1}}));
}

TEST_F(MetricsTest, ARequestHasAnIdThatItsAnswerTells)
{
    const auto idOf = [this](const QByteArray &header) { return ask(operators() + header, "GET /api/sessions").header("x-request-id"); };
    EXPECT_EQ(idOf("X-Request-Id: order-7.a_B:1\r\n"), "order-7.a_B:1");
    const QByteArray made = idOf({});
    EXPECT_GE(made.size(), 12);
    EXPECT_NE(made, idOf({}));
    for (const QByteArray &unfit : {QByteArray("a b"), QByteArray("a\"b"), QByteArray(65, 'a'), QByteArray("\xc3\xa9")})
        EXPECT_NE(idOf("X-Request-Id: " + unfit + "\r\n"), unfit);
}

} // namespace
