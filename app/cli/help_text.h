// SPDX-License-Identifier: GPL-3.0-or-later
// What `--help` prints: as CLI11 has it, and what a subcommand also takes of the program's own options. The shells' completion
// (packaging/linux/completions) and the test of the man pages read it: a name of a value in it may be FILE, DIR, BOT, or the
// values themselves with | between them.
//
// Thread rule: the main thread.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace pipit::cli {

class HelpText : public CLI::Formatter
{
public:
    std::string make_subcommands(const CLI::App *app, CLI::AppFormatMode mode) const override;
};

} // namespace pipit::cli
