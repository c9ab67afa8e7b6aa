// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgres/postgres_url.h"

#include <QRegularExpression>

#include <libpq-fe.h>

#include <memory>

namespace pipit::store {

QString PostgresTarget::name() const
{
    QString text = QStringLiteral("postgres://");
    if (!user.isEmpty())
        text += user + u'@';
    text += host.isEmpty() ? QStringLiteral("localhost") : host;
    if (!port.isEmpty())
        text += u':' + port;
    return text + u'/' + database;
}

Result<PostgresTarget> parsePostgresUrl(const QString &url)
{
    char *fault = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(PQconninfoParse(url.toUtf8().constData(), &fault), PQconninfoFree);
    if (!parsed) {
        QString reason = fault ? QString::fromUtf8(fault).trimmed() : QStringLiteral("out of memory");
        if (fault)
            PQfreemem(fault);
        // It may quote the URL, and so its password.
        static const QRegularExpression quote(QStringLiteral("[\"'»«„“”‘’「『]"));
        if (const qsizetype quoted = reason.indexOf(quote); quoted >= 0)
            reason = reason.left(quoted).trimmed();
        return Error{ErrorCode::InvalidRequest, QStringLiteral("The database's URL cannot be read: %1. It should look like postgres://user@host:5432/database.").arg(reason), QStringLiteral("database.url")};
    }
    PostgresTarget target;
    for (const PQconninfoOption *option = parsed.get(); option->keyword; ++option) {
        if (!option->val)
            continue;
        const QString key = QString::fromLatin1(option->keyword), value = QString::fromUtf8(option->val);
        if (key == u"host")
            target.host = value;
        else if (key == u"port")
            target.port = value;
        else if (key == u"user")
            target.user = value;
        else if (key == u"password")
            target.password = value;
        else if (key == u"dbname")
            target.database = value;
        else
            target.options.insert(key, value);
    }
    return target;
}

} // namespace pipit::store
