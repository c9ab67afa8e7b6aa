// SPDX-License-Identifier: GPL-3.0-or-later
// The table of figures, what a node says by it, and docs/metrics.md, which is made of it: PIPIT_WRITE_DOCS=1 in the environment
// writes it anew.
#include "server/metrics/metric_table.h"
#include "server/ops/snapshots.h"
#include "tests/unit/node_fixture.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <set>

using namespace pipit;
using namespace Qt::StringLiterals;
using metrics::Metric;
using prometheus::MetricType;

namespace {

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

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
            values << u'`' + textOf(value) + u'`';
        labels << u"`%1`: %2"_s.arg(textOf(label.name), label.values.empty() ? textOf(label.bound) : values.join(u' '));
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
<!-- Made of server/metrics/metric_table.cpp by metrics_test; PIPIT_WRITE_DOCS=1 in its environment writes this file anew. -->
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
        text += u"| `%1` | %2 | %3 | %4 |\n"_s.arg(textOf(metric.name), nameOf(metric.type), textOf(metric.help), labelsOf(metric));
    text += u"\n## /api/ops/stream\n\nAn event `history` first, `{\"atMs\",\"fields\":[…],\"everyS\",\"rows\":[[…]…]}`: the last hour, the newest row at its end. Then an event `snapshot` each second,\n"
            "`{\"atMs\",\"row\":[…]}`, with a number for each field:\n\n| field | what it is |\n|---|---|\n"_s;
    for (const ops::SnapshotField &field : ops::snapshotFields()) {
        QStringList of;
        for (const auto &[name, value] : field.labels)
            of << u"%1=\"%2\""_s.arg(QString::fromStdString(name), QString::fromStdString(value));
        for (const auto &[name, value] : field.but)
            of << u"%1!=\"%2\""_s.arg(QString::fromStdString(name), QString::fromStdString(value));
        const QString metric = u'`' + textOf(field.metric) + (of.isEmpty() ? QString() : u'{' + of.join(u',') + u'}') + u'`';
        const QString during = field.kind == ops::SnapshotField::Kind::Minute ? u"the minute before"_s : u"that second"_s;
        text += u"| `%1` | %2 |\n"_s.arg(textOf(field.name), isQuantile(field) ? u"milliseconds: the %1th percentile of %2 in %3"_s.arg(field.share * 100).arg(metric, during) : metric);
    }
    return text.toUtf8();
}

TEST(MetricTableTest, NamesAreAsPrometheusWantsThem)
{
    std::set<std::string_view> names;
    for (const Metric &metric : metrics::metricTable()) {
        const QString name = textOf(metric.name);
        EXPECT_TRUE(names.insert(metric.name).second) << metric.name;
        EXPECT_TRUE(QRegularExpression(u"^(pipit_[a-z0-9_]+|sse_connections_total)$"_s).match(name).hasMatch()) << metric.name;
        EXPECT_EQ(metric.type == MetricType::Counter, name.endsWith(u"_total") && name.startsWith(u"pipit_")) << metric.name;
        EXPECT_FALSE(metric.help.empty() || metric.help.ends_with('.')) << metric.name;
        for (const metrics::MetricLabel &label : metric.labels)
            EXPECT_NE(label.values.empty(), label.bound.empty()) << metric.name << ": a label is either listed or bounded";
    }
}

TEST(MetricTableTest, EverySnapshotFieldIsOfTheTable)
{
    for (const ops::SnapshotField &field : ops::snapshotFields()) {
        const Metric *metric = metrics::findMetric(field.metric);
        ASSERT_NE(metric, nullptr) << field.metric;
        EXPECT_EQ(isQuantile(field), metric->type == MetricType::Histogram) << field.name;
        EXPECT_TRUE(field.kind != ops::SnapshotField::Kind::Total || metric->type == MetricType::Counter) << field.name;
        for (const metrics::Labels &labels : {field.labels, field.but}) {
            for (const auto &[name, value] : labels) {
                const auto label = std::ranges::find(metric->labels, name, &metrics::MetricLabel::name);
                ASSERT_NE(label, metric->labels.end()) << field.name;
                EXPECT_TRUE(std::ranges::count(label->values, value)) << field.name << ' ' << value;
            }
        }
    }
}

TEST(MetricTableTest, TheDocumentationIsMadeOfIt)
{
    QFile file(QStringLiteral(PIPIT_SOURCE_DIR "/docs/metrics.md"));
    if (qEnvironmentVariableIsSet("PIPIT_WRITE_DOCS")) {
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(documentation());
        file.close();
    }
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_EQ(file.readAll().toStdString(), documentation().toStdString()) << "PIPIT_WRITE_DOCS=1 writes it anew";
}

class MetricsTest : public test::NodeFixture
{
protected:
    void SetUp() override { start(); }

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
    EXPECT_TRUE(answer.head.toLower().contains("content-type: text/plain; version=0.0.4")) << answer.head.constData();
    EXPECT_EQ(ask(bearer(tokenFor({.sub = u"ann"_s})), "GET /api/ops/stream").status, 403);
}

// All but what only other databases have.
TEST_F(MetricsTest, HaveAFigureForEveryNameOfTheTable)
{
    const QByteArray text = figures();
    for (const Metric &metric : metrics::metricTable()) {
        const bool isElsewhere = metric.help.ends_with("(PostgreSQL)");
        EXPECT_EQ(text.contains("\n# TYPE " + QByteArray::fromStdString(std::string(metric.name)) + ' '), !isElsewhere) << metric.name;
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

TEST_F(MetricsTest, ARequestHasAnIdThatItsAnswerTells)
{
    const auto idOf = [this](const QByteArray &header) {
        const QByteArray head = ask(operators() + header, "GET /api/sessions").head;
        const auto at = head.indexOf("X-Request-Id: ");
        return at < 0 ? QByteArray() : head.mid(at + 14, head.indexOf('\r', at) - at - 14);
    };
    EXPECT_EQ(idOf("X-Request-Id: order-7.a_B:1\r\n"), "order-7.a_B:1");
    const QByteArray made = idOf({});
    EXPECT_GE(made.size(), 12);
    EXPECT_NE(made, idOf({}));
    for (const QByteArray &unfit : {QByteArray("a b"), QByteArray("a\"b"), QByteArray(65, 'a'), QByteArray("\xc3\xa9")})
        EXPECT_NE(idOf("X-Request-Id: " + unfit + "\r\n"), unfit);
}

} // namespace
