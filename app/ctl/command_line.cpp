// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command_line.h"

#include "app/cli/wrong_usage.h"
#include "net/network_access.h"
#include "net/trusted_authorities.h"

#include <QFile>

#include <algorithm>
#include <cstdio>

namespace pipit::ctl {

namespace {

constexpr qint64 maxTokenBytes = 16 << 10;
constexpr char exitCodes[] = "Exit codes: 0 it worked, 1 it failed, 2 the command line is wrong.";

Result<QByteArray> tokenInFile(const QString &name)
{
    if (const auto trusted = trustAuthoritiesIn(name); !trusted)
        return trusted.error();
    return std::nullopt;
}

Result<QUrl> CommandLine::nodeUrl() const
{
    QString text = m_url.empty() ? qEnvironmentVariable("PIPIT_URL") : QString::fromStdString(m_url);
    if (text.isEmpty())
        text = QStringLiteral("http://127.0.0.1:5000");
    const QUrl url(text, QUrl::StrictMode);
    if (const auto fault = faultOfHttpUrl(url))
        return Error{ErrorCode::InvalidRequest, *fault};
    return url;
}

Result<QByteArray> CommandLine::token() const
{
    auto flagged = tokenOfFlags();
    if (!flagged || !flagged->isEmpty())
        return flagged;
    if (const QByteArray token = qgetenv("PIPIT_TOKEN").trimmed(); !token.isEmpty())
        return oneLine(token);
    if (const QString file = qEnvironmentVariable("PIPIT_TOKEN_FILE"); !file.isEmpty())
        return tokenInFile(file);
    return QByteArray();
}

Result<QByteArray> CommandLine::tokenOfFlags() const
{
    if (!m_token.empty())
        return oneLine(QByteArray::fromStdString(m_token).trimmed());
    if (!m_tokenFile.empty())
        return tokenInFile(QString::fromStdString(m_tokenFile));
    return QByteArray();
}

void note(const QString &message)
{
    std::fprintf(stderr, "pipitctl: %s\n", qUtf8Printable(message));
}

int tell(ExitCode code, const QString &message)
{
    note(message);
    return code;
}

int tell(const Error &error)
{
    return tell(Failed, error.field.isEmpty() || error.message.contains(error.field) ? error.message : error.field + u": " + error.message);
}

void printTable(const QList<QStringList> &rows)
{
    QList<qsizetype> widths;
    for (const QStringList &row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (qsizetype i = 0; i + 1 < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].size());
    }
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i)
            line += i + 1 < row.size() ? row[i].leftJustified(widths[i] + 2) : row[i];
        print(line.trimmed().toUtf8() + '\n');
    }
}

bool print(const QByteArray &text)
{
    return std::fwrite(text.constData(), 1, std::size_t(text.size()), stdout) == std::size_t(text.size()) && std::fflush(stdout) == 0;
}

} // namespace pipit::ctl
