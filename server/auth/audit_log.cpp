// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/auth/audit_log.h"

#include "core/message.h"

#include <QDateTime>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace pipit::auth {

namespace {

constexpr qint64 fileBytes = 10 << 20;
constexpr int oldFiles = 5;
constexpr int linesASecond = 200;

QString now()
{
    return isoTime(QDateTime::currentMSecsSinceEpoch());
}

} // namespace

AuditLog::AuditLog(const QString &directory, std::function<Clock::time_point()> now)
    : m_known{{directory + u"/audit.log", fileBytes, oldFiles}}, m_unknown{{directory + u"/audit-unknown.log", fileBytes, oldFiles}}, m_now(std::move(now))
{
}

AuditLog::~AuditLog()
{
    tellLeftOut(m_known);
    tellLeftOut(m_unknown);
}

bool AuditLog::write(const AuditEntry &entry)
{
    if (const auto present = m_now(); present - m_second >= std::chrono::seconds(1)) {
        m_second = present;
        for (File *file : {&m_known, &m_unknown}) {
            tellLeftOut(*file);
            file->inSecond = 0;
        }
    }
    File &to = entry.isAllowed || !entry.caller.sub.isEmpty() ? m_known : m_unknown;
    if (to.inSecond >= linesASecond) {
        ++to.leftOut;
        return false;
    }
    ++to.inSecond;
    QJsonObject line{{u"time"_s, now()}, {u"what"_s, entry.what}, {u"from"_s, entry.from}, {u"decision"_s, entry.isAllowed ? u"allowed"_s : u"refused"_s}};
    if (entry.status != 0)
        line.insert(u"status"_s, entry.status);
    if (!entry.about.isEmpty())
        line.insert(u"about"_s, entry.about);
    if (!entry.caller.sub.isEmpty()) {
        line.insert(u"who"_s, entry.caller.sub);
        line.insert(u"role"_s, roleName(entry.caller.role));
        line.insert(u"by"_s, proofName(entry.caller.proof));
    }
    if (!entry.reason.isEmpty())
        line.insert(u"reason"_s, entry.reason);
    append(to, line);
    return true;
}

void AuditLog::tellLeftOut(File &of)
{
    if (of.leftOut > 0)
        append(of, {{u"time"_s, now()}, {u"leftOut"_s, of.leftOut}});
    of.leftOut = 0;
}

void AuditLog::append(File &to, const QJsonObject &line)
{
    to.file.append(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
}

} // namespace pipit::auth
