// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/provider/raw_log.h"

#include "server/bots/provider/secret.h"

#include <QDateTime>
#include <QDir>
#include <QLoggingCategory>

#include <algorithm>

namespace pipit::bots {

namespace {

Q_LOGGING_CATEGORY(lcRawLog, "pipit.bots.raw")

constexpr qint64 fileBytes = 8 << 20;
constexpr int oldFiles = 2;

// How many bytes at the end may be the beginning of the secret.
qsizetype openEnd(const QByteArray &bytes, const QByteArray &secret)
{
    for (qsizetype length = std::min(bytes.size(), secret.size() - 1); length > 0; --length) {
        if (bytes.endsWith(QByteArrayView(secret).first(length)))
            return length;
    }
    return 0;
}

} // namespace

RawLog::RawLog(const QString &dataDirectory, const QString &botId) : m_file(dataDirectory + u'/' + nameOf(botId), fileBytes, oldFiles)
{
    const QString folder = dataDirectory + QStringLiteral("/raw");
    QDir().mkpath(folder);
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

// Emptied, not removed: those that are written go on where they are.
void RawLog::eraseAll(const QString &dataDirectory)
{
    const QDir folder(dataDirectory + QStringLiteral("/raw"));
    for (const QString &name : folder.entryList(QDir::Files)) {
        const QString path = folder.filePath(name);
        if (!QFile::resize(path, 0))
            qCWarning(lcRawLog).noquote() << path << "cannot be emptied, and may hold what was erased. Remove it.";
    }
}

QString RawLog::nameOf(const QString &botId)
{
    return QStringLiteral("raw/") + QString(botId).replace(u':', u'_') + QStringLiteral(".log");
}

RawLog::Call::Call(std::weak_ptr<RawLog> log, QString run, QByteArray secret)
    : m_log(std::move(log)), m_name([&] {
          const auto to = m_log.lock();
          return to ? run + u' ' + QString::number(++to->m_calls) : run;
      }()),
      m_secret(std::move(secret))
{
}

RawLog::Call::~Call()
{
    if (const auto log = m_log.lock(); log && !m_kept.isEmpty())
        log->write(m_name, "<", struckOut(m_kept, m_secret));
}

void RawLog::Call::sent(const QByteArray &what, const QByteArray &body)
{
    if (const auto log = m_log.lock())
        log->write(m_name, "> " + struckOut(what, m_secret), struckOut(body, m_secret));
}

void RawLog::Call::received(QByteArrayView bytes)
{
    const auto log = m_log.lock();
    if (!log)
        return;
    QByteArray all = m_kept + bytes.toByteArray();
    const qsizetype open = openEnd(all, m_secret); // first: what is held back must be found whole
    m_kept = all.last(open);
    all.chop(open);
    if (!all.isEmpty())
        log->write(m_name, "<", struckOut(all, m_secret));
}

void RawLog::Call::note(const QString &what)
{
    if (const auto log = m_log.lock())
        log->write(m_name, "= " + struckOut(what, m_secret).toUtf8(), {});
}

void RawLog::write(const QString &call, const QByteArray &what, QByteArrayView bytes)
{
    QByteArray entry = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1() + ' ' + call.toLatin1() + ' ' + what + '\n';
    if (!bytes.isEmpty())
        entry += '\t' + bytes.toByteArray().replace('\n', "\n\t") + '\n';
    m_file.append(entry);
}

} // namespace pipit::bots
