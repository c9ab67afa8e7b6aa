// SPDX-License-Identifier: GPL-3.0-or-later
// The subcommands. Each is one file, named after it, that adds itself to the command line. Thread rule: the main thread.
#pragma once

#include "app/ctl/command_line.h"

#include <array>

namespace pipit::ctl {

using AddCommand = void(CommandLine &);

AddCommand addBackup, addBots, addChat, addDoctor, addLoad, addLog, addMigrate, addMove, addRedact, addRestore, addSecret, addSend, addStats, addTail, addToken;

inline constexpr std::array<AddCommand *, 15> commands{addSend, addTail, addChat, addBots, addStats, addToken, addSecret, addRedact, addDoctor, addMigrate, addMove, addBackup, addRestore, addLoad, addLog};

} // namespace pipit::ctl
