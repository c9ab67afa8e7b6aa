// SPDX-License-Identifier: GPL-3.0-or-later
// A command line that could not be read, told without its values: what stands beside a misspelt --database or --token may
// be a secret, and what a program prints ends up in logs.
//
// Thread rule: the main thread.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace pipit::cli {

// Prints help or version where they were asked for, and gives 0; else says on standard error what is wrong, and gives 2.
int tellParseError(const CLI::App &app, const CLI::ParseError &error);

} // namespace pipit::cli
