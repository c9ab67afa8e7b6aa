// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/ops/incident_bundle.h"

#include "client/ops/figure_csv.h"
#include "client/ops/ops_feed.h"
#include "core/in_pool.h"
#include "core/log_line.h"
#include "core/message.h"

#include <QCoroFuture>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QPointer>
#include <QSysInfo>
#include <QTimeZone>

#include <limits>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

constexpr std::chrono::milliseconds questionTime{10'000};
constexpr std::chrono::milliseconds doctorTime{65'000}; // beyond that: the node itself gives up after a minute
constexpr qsizetype mostBytes = 16 << 20;                // of a file
constexpr int logPagesAtMost = 20, logPage = 1'000;

QByteArray alertsOf(const OpsFeed &feed)
{
    const auto nameOf = [](OpsAlert::State state) { return state == OpsAlert::State::Firing ? u"firing"_s : state == OpsAlert::State::Pending ? u"pending"_s : u"quiet"_s; };
    QJsonArray alerts, marks;
    for (const OpsAlert &alert : feed.alerts()) {
        QJsonObject told{{u"name"_s, alert.name}, {u"state"_s, nameOf(alert.state)}, {u"metric"_s, alert.metric}, {u"limit"_s, alert.limit}, {u"below"_s, alert.isBelow}};
        if (alert.value)
            told.insert(u"value"_s, *alert.value);
        if (alert.quantile)
            told.insert(u"quantile"_s, *alert.quantile);
        alerts.append(told);
    }
    for (const AlertMark &mark : feed.marks())
        marks.append(QJsonObject{{u"at"_s, isoTime(mark.atMs)}, {u"alert"_s, mark.alert}, {u"fires"_s, mark.fires}, {u"text"_s, mark.text}});
    return QJsonDocument(QJsonObject{{u"alerts"_s, alerts}, {u"marks"_s, marks}}).toJson();
}

// What the thread that writes needs, apart from everybody.
struct BundleJob {
    QString path;
    QString head; // of README.txt
    QList<ZippedFile> files;
    QStringList about;
    QString missing;
    SecretFilter filter;
    std::shared_ptr<std::atomic<bool>> isCancelled;

    Result<Done> run()
    {
        QString text = head;
        for (qsizetype i = 0; i < files.size(); ++i) {
            ZippedFile &file = files[i];
            text += u"\n"_s + file.name + u"\n  "_s + about[i] + u'\n';
            if (file.content.size() > mostBytes) {
                file.content.truncate(mostBytes);
                text += u"  It was longer than %1 MB and is cut off there.\n"_s.arg(mostBytes >> 20);
            }
            auto [filtered, struck] = filter.filtered(file.content);
            file.content = std::move(filtered);
            text += struck == 0 ? u"  Nothing was struck out.\n"_s : u"  Struck out: %1.\n"_s.arg(struck == 1 ? u"1 place"_s : u"%1 places"_s.arg(struck));
            if (*isCancelled)
                break;
        }
        text += missing.isEmpty() ? u"\nEverything that was asked for is here.\n"_s : u"\nNot in this file:\n"_s + missing;
        files.prepend({.name = u"README.txt"_s, .content = filter.filtered(text.toUtf8()).text});
        return writeZip(path, files, [this] { return !*isCancelled; });
    }
};

} // namespace

const QList<IncidentBundle::Part> &IncidentBundle::all()
{
    static const QList<Part> parts{
        {"config.json", "The configuration in force, and where each value came from. The node itself shows no secret of it.", "/api/ops/config"},
        {"streams-open.json", "The streams and long polls that are open, those with the longest queue first, at most 1000.", "/api/ops/connections", "state=open&sort=-queued&limit=1000"},
        {"streams-ended.json", "The last streams that have ended, and why.", "/api/ops/connections", "state=ended&sort=-since&limit=1000"},
        {"runs.json", "Answers of bots, under way and lately, with their times and what a provider said where one failed.", "/api/ops/runs", "limit=300"},
        {"stats.json", "What the node says of itself, and of the other nodes on its database.", "/api/sse/stats"},
        {"log.txt", "The last lines of the node's log.", "/api/ops/log/lines"},
        {"doctor.json", "What the node found when it looked its own database and files over, just now.", "/api/ops/doctor"},
    };
    return parts;
}

int IncidentBundle::parts() const
{
    return int(all().size()) + 1; // and it is written
}

IncidentBundle::IncidentBundle(Source source, const OpsFeed &feed, QObject *parent)
    : QObject(parent), m_source(std::move(source)), m_api(m_source.node, m_source.token, questionTime), m_alerts(alertsOf(feed))
{
    if (!feed.figures().isEmpty())
        m_figures = csvOf(feed.figures(), 0, std::numeric_limits<qint64>::max());
}

IncidentBundle::~IncidentBundle()
{
    *m_isCancelled = true;
}

void IncidentBundle::write(const QString &path)
{
    if (m_figures.isEmpty())
        miss(u"figures.csv"_s, {ErrorCode::NotFound, u"The node has told no figures."_s});
    else
        add(u"figures.csv"_s, std::move(m_figures), u"The node's figures: a line for each second of the last hour and for each minute of the day before that. Totals count from the node's start. docs/metrics.md says what the columns are."_s);
    add(u"alerts.json"_s, std::move(m_alerts), u"The node's alerts as they stand, and when they began and ended (marks)."_s);
    if (!m_source.charts.isEmpty())
        add(u"charts.svg"_s, std::move(m_source.charts), u"The charts of the console at the time that it showed; a browser opens it."_s);
    collect(path);
}

void IncidentBundle::cancel()
{
    if (m_isCancelled->exchange(true) || m_done == int(all().size()))
        return; // whoever writes says so
    m_api.close();
    finish(Error{ErrorCode::Cancelled, u"It was cancelled."_s});
}

QCoro::Task<> IncidentBundle::collect(QString path)
{
    const QPointer<IncidentBundle> self(this);
    for (const Part &part : all()) {
        const QString name = QString::fromLatin1(part.name);
        if (name == u"log.txt") {
            auto text = co_await logText();
            if (!text && text.error().code == ErrorCode::Cancelled)
                co_return;
            if (text)
                add(name, std::move(*text), QString::fromLatin1(part.what));
            else
                miss(name, text.error());
        } else {
            const std::chrono::milliseconds longer = name == u"doctor.json" ? doctorTime : std::chrono::milliseconds(0);
            const QUrlQuery query(QString::fromLatin1(part.query));
            const auto answer = co_await m_api.get(QString::fromLatin1(part.path), query, longer);
            if (!answer && answer.error().code == ErrorCode::Cancelled)
                co_return;
            if (answer) {
                add(name, QJsonDocument(*answer).toJson(), QString::fromLatin1(part.what));
                if (name == u"config.json")
                    takeMasks(*answer);
                if (name == u"stats.json")
                    m_node = answer->value(u"node").toObject();
            } else {
                miss(name, answer.error());
            }
        }
        ++m_done;
        Q_EMIT progressed();
        if (!self)
            co_return;
    }
    add(u"versions.json"_s, versions(), u"Which versions these are: of the desktop, of its system, of the node."_s);
    SecretFilter filter(QList<QByteArray>(m_source.secrets) << m_source.token);
    for (const QString &mask : std::as_const(m_masks))
        filter.addBeginning(mask);
    const QString head = u"Pipit: what was known of a node, gathered to understand an incident.\n\n"
                         "Node: %1, %2\nGathered: %3, by Pipit %4\n\n"
                         "Secrets were struck out (***) where they were known or could be told by their form; look before you hand this file on. Names of people and\n"
                         "sessions, addresses of computers and what bots are told before a conversation are in it. Messages are not.\n"_s
                             .arg(m_source.name, m_source.node.toString(QUrl::RemoveUserInfo), isoTime(QDateTime::currentMSecsSinceEpoch()), QStringLiteral(PIPIT_VERSION));
    const auto job = std::make_shared<BundleJob>(BundleJob{.path = path, .head = head, .files = std::move(m_files), .about = m_about, .missing = m_missingText, .filter = std::move(filter), .isCancelled = m_isCancelled});
    auto writing = inPool(*QThreadPool::globalInstance(), [job] { return job->run(); });
    const Result<Done> written = co_await writing;
    if (!self)
        co_return;
    if (written) {
        ++m_done;
        Q_EMIT progressed();
    }
    if (self)
        finish(written);
}

// Page after page, as the node keeps them, from the oldest on.
QCoro::Task<Result<QByteArray>> IncidentBundle::logText()
{
    QByteArray text;
    QString after = u"0"_s;
    for (int page = 0; page < logPagesAtMost && text.size() <= mostBytes; ++page) {
        QUrlQuery query;
        query.addQueryItem(u"limit"_s, QString::number(logPage));
        query.addQueryItem(u"after"_s, after);
        const auto answer = co_await m_api.get(u"/api/ops/log/lines"_s, query);
        if (!answer && (answer.error().code == ErrorCode::Cancelled || text.isEmpty()))
            co_return answer.error();
        if (!answer) {
            text += "The rest could not be had: " + answer.error().message.toUtf8() + '\n';
            break;
        }
        const QJsonArray lines = answer->value(u"lines").toArray();
        for (const QJsonValue line : lines) {
            if (const auto read = LogLine::fromJson(line.toObject()))
                text += read->toString().toUtf8() + '\n';
        }
        after = QString::number(answer->value(u"position").toInteger()) + u'~' + answer->value(u"epoch").toString();
        if (!answer->value(u"hasMore").toBool() || lines.isEmpty())
            break;
    }
    co_return text;
}

// "https://hooks.example.org/***": what stands behind that beginning elsewhere is the same secret.
void IncidentBundle::takeMasks(const QJsonObject &config)
{
    const auto take = [this](const QString &value) {
        if (value.contains(u"://") && (value.endsWith(u"/***") || value.endsWith(u"?***")))
            m_masks << value.chopped(3);
    };
    const QJsonArray settings = config.value(u"settings").toArray(), bots = config.value(u"bots").toArray();
    for (const QJsonValue setting : settings)
        take(setting[u"value"].toString());
    for (const QJsonValue bot : bots) {
        const QJsonObject told = bot[u"settings"].toObject();
        for (const QJsonValue value : told)
            take(value.toString());
    }
}

QByteArray IncidentBundle::versions() const
{
    const QJsonObject desktop{{u"version"_s, QStringLiteral(PIPIT_VERSION)}, {u"qt"_s, QString::fromLatin1(qVersion())}, {u"builtWithQt"_s, QStringLiteral(QT_VERSION_STR)},
                              {u"system"_s, QSysInfo::prettyProductName()}, {u"kernel"_s, QString(QSysInfo::kernelType() + u' ' + QSysInfo::kernelVersion())}, {u"processor"_s, QSysInfo::currentCpuArchitecture()},
                              {u"language"_s, QLocale().name()}, {u"timeZone"_s, QString::fromLatin1(QTimeZone::systemTimeZoneId())}};
    return QJsonDocument(QJsonObject{{u"desktop"_s, desktop}, {u"node"_s, m_node}}).toJson();
}

void IncidentBundle::add(const QString &name, QByteArray content, const QString &what)
{
    m_files.append({.name = name, .content = std::move(content)});
    m_about << what;
}

void IncidentBundle::miss(const QString &name, const Error &error)
{
    m_missing << name;
    m_missingText += u"  "_s + name + u": "_s + error.message + u'\n';
}

void IncidentBundle::finish(const Result<Done> &result)
{
    Q_EMIT finished(result, m_missing);
}

} // namespace pipit
