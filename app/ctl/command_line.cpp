// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command_line.h"

#include "app/cli/help_text.h"
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
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::InvalidRequest, QStringLiteral("The token file %1 cannot be read: %2.").arg(name, file.errorString())};
    const QByteArray token = file.read(maxTokenBytes).trimmed();
    if (token.isEmpty())
        return Error{ErrorCode::InvalidRequest, QStringLiteral("The token file %1 is empty; put the token in its first line.").arg(name)};
    return token;
}

Result<QByteArray> oneLine(const QByteArray &token)
{
    if (token.contains('\n') || token.contains('\r'))
        return Error{ErrorCode::InvalidRequest, QStringLiteral("The token has a line break inside; it must be one line.")};
    return token;
}

} // namespace

CommandLine::CommandLine() : m_app("Talks with a Pipit node, or reads any event stream, from the command line.", "pipitctl")
{
    m_app.formatter(std::make_shared<cli::HelpText>());
    m_app.require_subcommand(1);
    m_app.set_version_flag("--version", "pipitctl " PIPIT_VERSION);
    m_app.add_option("--url", m_url, "The node's address (PIPIT_URL; http://127.0.0.1:5000 if neither is given)")->type_name("URL");
    CLI::Option *token = m_app.add_option("--token", m_token, "The caller's token (PIPIT_TOKEN); other users of this machine can see it here")->type_name("TOKEN");
    m_app.add_option("--token-file", m_tokenFile, "A file with the token (PIPIT_TOKEN_FILE)")->type_name("FILE")->excludes(token);
    m_app.add_option("--ca-file", m_caFile, "A PEM file with certificates to trust beside the system's (PIPIT_CA_FILE), for a node whose authority is your own")->type_name("FILE");
    m_app.footer(exitCodes);
}

CLI::App *CommandLine::addCommand(const std::string &name, const std::string &description, std::function<int()> run)
{
    CLI::App *command = m_app.add_subcommand(name, description);
    command->callback([this, run = std::move(run)] { m_chosen = run; });
    return command;
}

CLI::App *CommandLine::addNodeCommand(const std::string &name, const std::string &description, std::function<int()> run)
{
    return addCommand(name, description, std::move(run))->fallthrough();
}

int CommandLine::run(int argc, char **argv)
{
    try {
        m_app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return cli::tellParseError(m_app, error);
    }
    if (const auto fault = trustCaFile())
        return tell(BadUsage, fault->message);
    return m_chosen();
}

QString CommandLine::caFile() const
{
    return m_caFile.empty() ? qEnvironmentVariable("PIPIT_CA_FILE") : QString::fromStdString(m_caFile);
}

std::optional<Error> CommandLine::trustCaFile() const
{
    const QString name = caFile();
    if (name.isEmpty())
        return std::nullopt;
    if (const auto trusted = trustAuthoritiesIn(name); !trusted)
        return trusted.error();
    return std::nullopt;
}

Result<Caller> CommandLine::caller() const
{
    const auto node = nodeUrl();
    if (!node)
        return node.error();
    const auto sentAs = token();
    if (!sentAs)
        return sentAs.error();
    return Caller{*node, *sentAs};
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

Error wrongUsage(const QString &message)
{
    return Error{ErrorCode::InvalidRequest, message};
}

QStringList listOf(const std::vector<std::string> &texts)
{
    QStringList list;
    for (const std::string &text : texts)
        list << QString::fromStdString(text);
    return list;
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
