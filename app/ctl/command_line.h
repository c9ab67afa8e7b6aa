// SPDX-License-Identifier: GPL-3.0-or-later
// What every subcommand shares: the parser, the node to talk to, who the caller is, and how a failure is told.
//
// A flag beats the environment. Thread rule: the main thread.
#pragma once

#include "core/result.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <QByteArray>
#include <QStringList>
#include <QUrl>

#include <chrono>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace pipit::ctl {

enum ExitCode { Succeeded = 0, Failed = 1, BadUsage = 2 };

// Whom a subcommand talks to, and as whom.
struct Caller {
    QUrl node;
    QByteArray token; // empty where none is given
};

class CommandLine
{
public:
    CommandLine();

    // A subcommand; `run` is called once the whole command line has been read, and gives the exit code.
    CLI::App *addCommand(const std::string &name, const std::string &description, std::function<int()> run);
    // One that asks a node: it takes the options of the node and the caller behind its name too, and its help shows them.
    CLI::App *addNodeCommand(const std::string &name, const std::string &description, std::function<int()> run);

    // Reads the command line and runs what it names. The exit code.
    int run(int argc, char **argv);

    // nodeUrl() and token(); the first error of the two.
    Result<Caller> caller() const;
    // --url, else PIPIT_URL, else the default address.
    Result<QUrl> nodeUrl() const;
    // --token or --token-file, else PIPIT_TOKEN or PIPIT_TOKEN_FILE; empty where none is given.
    Result<QByteArray> token() const;
    // --ca-file, else PIPIT_CA_FILE; empty where none is given. Every connection by Qt of this program trusts it already.
    QString caFile() const;
    // As token(), but never from the environment: for a server that the environment was not written for.
    Result<QByteArray> tokenOfFlags() const;

private:
    std::optional<Error> trustCaFile() const;

    CLI::App m_app;
    std::function<int()> m_chosen;
    std::string m_url;
    std::string m_token;
    std::string m_tokenFile;
    std::string m_caFile;
};

// How long a command waits for the node's answer.
inline constexpr std::chrono::seconds answerTime(30);

// A command line that asks for what cannot be.
Error wrongUsage(const QString &message);

// What was given several times, or as several words.
QStringList listOf(const std::vector<std::string> &texts);

// Writes to standard error, as a line of this program.
void note(const QString &message);

// As note(); gives the exit code back.
int tell(ExitCode code, const QString &message);
int tell(const Error &error);

// One line for each row, with its columns aligned.
void printTable(const QList<QStringList> &rows);

// Writes to standard output and flushes; false when nobody reads it any more.
bool print(const QByteArray &text);

} // namespace pipit::ctl
