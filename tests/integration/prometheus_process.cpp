// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/prometheus_process.h"

#include "net/network_access.h"

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkReply>
#include <QRandomGenerator>
#include <QTimer>

#include <stdexcept>

using namespace Qt::StringLiterals;

namespace pipit::test {

namespace {

QByteArray recipe(const QString &name)
{
    QFile file(QStringLiteral(PIPIT_SOURCE_DIR "/packaging/monitoring/") + name);
    if (!file.open(QIODevice::ReadOnly))
        throw std::runtime_error(file.fileName().toStdString() + " cannot be read");
    return file.readAll();
}

} // namespace

PrometheusProcess::PrometheusProcess(quint16 nodePort, const QByteArray &token)
{
    QByteArray configuration = recipe(u"prometheus.yml"_s);
    configuration.replace("_interval: 10s", "_interval: 1s").replace("127.0.0.1:5000", QByteArray("127.0.0.1:" + QByteArray::number(nodePort)));
    write(u"prometheus.yml"_s, configuration);
    write(u"pipit-rules.yml"_s, recipe(u"pipit-rules.yml"_s));
    write(u"pipit-token"_s, token + '\n');
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setWorkingDirectory(m_directory.path());
    m_port = quint16(QRandomGenerator::global()->bounded(20'000, 32'000));
    m_process.start(u"setpriv"_s, {u"--pdeathsig"_s, u"KILL"_s, u"prometheus"_s, u"--config.file=prometheus.yml"_s, u"--storage.tsdb.path=data"_s, u"--web.listen-address=127.0.0.1:%1"_s.arg(m_port)});
    const QDeadlineTimer deadline(20'000);
    while (!deadline.hasExpired() && !m_process.waitForFinished(50)) {
        if (!get(u"/api/v1/status/runtimeinfo"_s).isUndefined())
            return;
    }
    throw std::runtime_error("Prometheus does not start: " + m_process.readAll().toStdString());
}

PrometheusProcess::~PrometheusProcess()
{
    m_process.kill();
    m_process.waitForFinished();
}

void PrometheusProcess::write(const QString &name, const QByteArray &text) const
{
    QFile file(m_directory.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        throw std::runtime_error(file.fileName().toStdString() + " cannot be written");
}

QJsonValue PrometheusProcess::get(const QString &path) const
{
    NetworkAccess network;
    QNetworkReply *reply = network.get(NetworkAccess::request(QUrl(u"http://127.0.0.1:%1"_s.arg(m_port) + path), {}));
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(10'000, &loop, &QEventLoop::quit);
    loop.exec();
    return QJsonDocument::fromJson(reply->readAll()).object().value(u"data");
}

QJsonArray PrometheusProcess::query(const QString &expression) const
{
    return get(u"/api/v1/query?query="_s + QString::fromLatin1(QUrl::toPercentEncoding(expression))).toObject().value(u"result").toArray();
}

} // namespace pipit::test
