// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/load/report.h"

#include <QDateTime>
#include <QJsonArray>
#include <QLocale>
#include <QMap>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace pipit::load {

namespace {

QString whole(double number)
{
    return QLocale::c().toString(number, 'f', 0);
}

QString withCommas(std::int64_t number)
{
    return QLocale(QLocale::English).toString(qlonglong(number));
}

QString ms(double value)
{
    return QString::number(value, 'f', value < 10 ? 2 : value < 100 ? 1 : 0);
}

QJsonObject latencyJson(const Latencies::Sum &sum)
{
    QJsonObject json{{u"count"_s, qint64(Latencies::total(sum))}};
    for (const auto &[name, share] : {std::pair("p50", 0.5), std::pair("p90", 0.9), std::pair("p99", 0.99), std::pair("p999", 0.999), std::pair("max", 1.0)})
        json.insert(QLatin1StringView(name), Latencies::percentileMs(sum, share));
    return json;
}

QJsonObject countsJson(const std::map<std::string, std::int64_t> &counts)
{
    QJsonObject json;
    for (const auto &[name, count] : counts)
        json.insert(QString::fromStdString(name), qint64(count));
    return json;
}

// What the node counted while this went on.
QJsonObject closedBy(const NodeFigures &node)
{
    const QJsonObject before = node.before.value(u"connections").toObject().value(u"closed").toObject();
    const QJsonObject after = node.after.value(u"connections").toObject().value(u"closed").toObject();
    QJsonObject closed;
    for (auto it = after.begin(); it != after.end(); ++it) {
        if (const qint64 more = it.value().toInteger() - before.value(it.key()).toInteger(); more > 0)
            closed.insert(it.key(), more);
    }
    return closed;
}

QStringList listed(const QJsonObject &counts)
{
    QStringList list;
    for (auto it = counts.begin(); it != counts.end(); ++it)
        list << u"%1 %2"_s.arg(withCommas(it.value().toInteger()), it.key());
    return list;
}

// What one call of the system carried, on average; 0 where the node does not say.
double joined(const NodeFigures &node)
{
    const auto more = [&node](QStringView name) { return node.after.value(u"messages").toObject().value(name).toDouble() - node.before.value(u"messages").toObject().value(name).toDouble(); };
    const double sends = more(u"sends");
    return sends > 0 ? more(u"deliveries") / sends : 0;
}

struct Row {
    QString name;
    QString value;
};

QList<Row> rowsOf(const LoadResult &result, const NodeFigures &node)
{
    QList<Row> rows{{u"streams"_s, u"%1 of %2 open after %3 s"_s.arg(withCommas(result.ready), withCommas(result.streams), QString::number(result.openS, 'f', 2))}};
    if (result.sent > 0) {
        rows << Row{u"published"_s, u"%1 accepted (%2/s), %3 refused, %4 in doubt"_s.arg(withCommas(result.accepted), whole(result.acceptedPerS()), withCommas(result.refused), withCommas(result.doubtful))};
        rows << Row{u"delivered"_s, u"%1 of %2 (%3/s)"_s.arg(withCommas(result.delivered), withCommas(result.expected), whole(result.deliveredPerS()))};
        rows << Row{u"lost, doubled, out of order"_s, u"%1, %2, %3"_s.arg(withCommas(result.lost), withCommas(result.doubled), withCommas(result.unordered))};
        rows << Row{u"latency (ms)"_s, u"p50 %1, p90 %2, p99 %3, p99.9 %4, longest %5"_s.arg(ms(Latencies::percentileMs(result.latency, 0.5)), ms(Latencies::percentileMs(result.latency, 0.9)), ms(Latencies::percentileMs(result.latency, 0.99)),
                                                                                         ms(Latencies::percentileMs(result.latency, 0.999)), ms(Latencies::percentileMs(result.latency, 1)))};
    }
    if (const auto count = Latencies::total(result.catchUp); count > 0)
        rows << Row{u"caught up after a cut (ms)"_s, u"%1 streams: p50 %2, p99 %3, the last %4"_s.arg(withCommas(std::int64_t(count)), ms(Latencies::percentileMs(result.catchUp, 0.5)), ms(Latencies::percentileMs(result.catchUp, 0.99)), ms(Latencies::percentileMs(result.catchUp, 1)))};
    if (result.resumed > 0 || result.resets > 0)
        rows << Row{u"resumed"_s, u"%1 streams, %2 told to load their history again"_s.arg(withCommas(result.resumed), withCommas(result.resets))};
    if (!result.endings.empty())
        rows << Row{u"streams ended, as they saw it"_s, listed(countsJson(result.endings)).join(u"; ")};
    if (const QJsonObject closed = closedBy(node); !closed.isEmpty())
        rows << Row{u"streams ended, as the node saw it"_s, listed(closed).join(u"; ")};
    if (const double together = joined(node); together > 0)
        rows << Row{u"deliveries in one send"_s, QString::number(together, 'f', 2)};
    if (!result.refusals.empty())
        rows << Row{u"refused because"_s, listed(countsJson(result.refusals)).join(u"; ")};
    if (!result.firstRefusal.empty())
        rows << Row{u"a stream was answered"_s, QString::fromStdString(result.firstRefusal).simplified()};
    return rows;
}

QString verdictOf(const LoadResult &result)
{
    if (!result.fault.empty())
        return QString::fromStdString(result.fault);
    if (result.ready < result.streams)
        return u"Not every stream could be opened."_s;
    if (!result.isComplete())
        return u"%1 streams lack messages, or have them twice or out of order."_s.arg(withCommas(std::max<std::int64_t>(result.incomplete, 1)));
    return result.sent > 0 ? u"Every stream has every message once and in order."_s : u"Every stream is open."_s;
}

// A curve over the seconds of the run.
QString curve(const QList<double> &values, const QString &title, const QString &unit)
{
    constexpr double width = 760, height = 140;
    const double top = std::max(1e-9, values.isEmpty() ? 0.0 : *std::ranges::max_element(values));
    QString points;
    for (qsizetype i = 0; i < values.size(); ++i)
        points += u"%1,%2 "_s.arg(width * double(i) / double(std::max<qsizetype>(1, values.size() - 1)), 0, 'f', 1).arg(height - height * values[i] / top, 0, 'f', 1);
    return u"<figure><figcaption>%1 (up to %2 %3)</figcaption><svg viewBox=\"0 0 %4 %5\" role=\"img\" aria-label=\"%1\"><polyline points=\"%6\"/></svg></figure>\n"_s
        .arg(title, top < 100 ? ms(top) : withCommas(std::int64_t(top)), unit).arg(width).arg(height).arg(points);
}

// How many arrived within which time; bars of half a power of two.
QString histogram(const Latencies::Sum &sum)
{
    QMap<int, std::uint64_t> bars;
    for (std::size_t i = 0; i < sum.size(); ++i) {
        if (sum[i] > 0)
            bars[int(std::floor(2 * std::log2(double(Latencies::upperEdgeUs(i)))))] += sum[i];
    }
    if (bars.isEmpty())
        return {};
    const std::uint64_t most = *std::max_element(bars.cbegin(), bars.cend());
    QString rows;
    for (int bar = bars.firstKey(); bar <= bars.lastKey(); ++bar) {
        const std::uint64_t count = bars.value(bar);
        rows += u"<tr><td>%1 ms</td><td><i style=\"width:%2%\"></i></td><td>%3</td></tr>\n"_s.arg(ms(std::exp2((bar + 1) / 2.0) / 1000)).arg(100.0 * double(count) / double(most), 0, 'f', 1).arg(withCommas(std::int64_t(count)));
    }
    return u"<h2>Latency</h2><table class=\"bars\"><tr><th>at most</th><th></th><th>messages</th></tr>\n%1</table>\n"_s.arg(rows);
}

} // namespace

QJsonObject jsonOf(const LoadPlan &plan, const LoadResult &result, const NodeFigures &node)
{
    QJsonArray seconds;
    for (const Second &second : result.seconds)
        seconds.append(QJsonObject{{u"atS"_s, second.atS}, {u"ready"_s, qint64(second.ready)}, {u"accepted"_s, qint64(second.accepted)}, {u"delivered"_s, qint64(second.delivered)}, {u"p50Ms"_s, second.p50Ms}, {u"p99Ms"_s, second.p99Ms}});
    QJsonArray storms;
    for (const auto storm : plan.storms)
        storms.append(qint64(storm.count()));
    return {{u"plan"_s, QJsonObject{{u"streams"_s, plan.streams}, {u"channels"_s, plan.channels}, {u"rate"_s, plan.rate}, {u"durationMs"_s, qint64(plan.duration.count())}, {u"size"_s, plan.size},
                                    {u"publishers"_s, plan.publishers}, {u"slow"_s, plan.slow}, {u"threads"_s, plan.threads}, {u"stormsMs"_s, storms}}},
            {u"fault"_s, QString::fromStdString(result.fault)},
            {u"complete"_s, result.isComplete()},
            {u"streams"_s, QJsonObject{{u"ready"_s, qint64(result.ready)}, {u"openS"_s, result.openS}, {u"resumed"_s, qint64(result.resumed)}, {u"resets"_s, qint64(result.resets)}, {u"incomplete"_s, qint64(result.incomplete)},
                                       {u"endings"_s, countsJson(result.endings)}, {u"closedByNode"_s, closedBy(node)}}},
            {u"published"_s, QJsonObject{{u"sent"_s, qint64(result.sent)}, {u"accepted"_s, qint64(result.accepted)}, {u"refused"_s, qint64(result.refused)}, {u"doubtful"_s, qint64(result.doubtful)}, {u"perS"_s, result.acceptedPerS()},
                                         {u"refusals"_s, countsJson(result.refusals)}}},
            {u"delivered"_s, QJsonObject{{u"expected"_s, qint64(result.expected)}, {u"messages"_s, qint64(result.delivered)}, {u"perS"_s, result.deliveredPerS()}, {u"bytes"_s, qint64(result.bytes)}, {u"lost"_s, qint64(result.lost)},
                                         {u"doubled"_s, qint64(result.doubled)}, {u"unordered"_s, qint64(result.unordered)}, {u"inOneSend"_s, joined(node)}}},
            {u"latencyMs"_s, latencyJson(result.latency)},
            {u"catchUpMs"_s, latencyJson(result.catchUp)},
            {u"seconds"_s, seconds}};
}

QString lineOf(const Second &second)
{
    return u"%1 s  %2 streams  %3 published/s  %4 delivered/s  p50 %5 ms  p99 %6 ms"_s.arg(second.atS, 4, 'f', 0).arg(withCommas(second.ready), withCommas(second.accepted), withCommas(second.delivered), ms(second.p50Ms), ms(second.p99Ms));
}

QString summaryOf(const LoadPlan &, const LoadResult &result, const NodeFigures &node)
{
    QString text;
    for (const Row &row : rowsOf(result, node))
        text += row.name.leftJustified(34) + row.value + u'\n';
    return text + verdictOf(result) + u'\n';
}

QByteArray pageOf(const LoadPlan &plan, const LoadResult &result, const NodeFigures &node)
{
    QList<double> published, delivered, p99;
    for (const Second &second : result.seconds) {
        published << double(second.accepted);
        delivered << double(second.delivered);
        p99 << second.p99Ms;
    }
    QString rows;
    for (const Row &row : rowsOf(result, node))
        rows += u"<tr><th>%1</th><td>%2</td></tr>\n"_s.arg(row.name.toHtmlEscaped(), row.value.toHtmlEscaped());
    const QString page = u"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Pipit: a load</title><style>\n"
                         "body{font:15px/1.5 system-ui,sans-serif;max-width:800px;margin:2em auto;padding:0 1em;color:#1d2126;background:#fff}\n"
                         "table{border-collapse:collapse;width:100%}th{text-align:left;font-weight:600;padding:.25em 1em .25em 0;vertical-align:top;white-space:nowrap}td{padding:.25em 0}\n"
                         ".bars td:first-child,.bars td:last-child{white-space:nowrap;padding-right:1em;font-variant-numeric:tabular-nums;text-align:right}.bars td:nth-child(2){width:80%}.bars i{display:block;height:.9em;background:#2a6fdb}\n"
                         "svg{width:100%;background:#f4f6f8}polyline{fill:none;stroke:#2a6fdb;stroke-width:1.5}figure{margin:1.5em 0}.verdict{font-weight:600;padding:.6em 1em;background:%1}\n"
                         "@media(prefers-color-scheme:dark){body{color:#e3e6ea;background:#16191d}svg{background:#1f2429}.verdict{color:#1d2126}}\n"
                         "</style></head><body>\n<h1>%2 streams, %3 channels, %4 messages a second</h1>\n<p>%5. Each message has %6 bytes of content; %7 connections publish.</p>\n<p class=\"verdict\">%8</p>\n<table>\n%9</table>\n"_s
                             .arg(result.isComplete() ? u"#c9ecd0"_s : u"#f6cfcb"_s, withCommas(plan.streams), withCommas(plan.channels), whole(plan.rate), QDateTime::currentDateTimeUtc().toString(u"yyyy-MM-dd hh:mm 'UTC'"))
                             .arg(plan.size).arg(plan.publishers).arg(verdictOf(result).toHtmlEscaped(), rows);
    const QString curves = curve(published, u"Published in each second"_s, u"messages"_s) + curve(delivered, u"Delivered in each second"_s, u"messages"_s) + curve(p99, u"Latency, 99th percentile of each second"_s, u"ms"_s);
    return QString(page + curves + histogram(result.latency) + u"</body></html>\n").toUtf8();
}

} // namespace pipit::load
