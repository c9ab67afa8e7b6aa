// SPDX-License-Identifier: GPL-3.0-or-later
// Who a token or an invitation is for, as the command line says it; and the commands that invite and accept over HTTP.
// Thread rule: the main thread.
#pragma once

#include "app/ctl/command_line.h"
#include "server/auth/caller.h"

#include <memory>
#include <string>
#include <vector>

namespace pipit::ctl {

struct CallerOptions {
    std::string sub = {};
    std::string name = {};
    std::string role = "user";
    std::vector<std::string> sessions = {};

    void addTo(CLI::App &command, bool subIsRequired);
    // Errors: InvalidRequest; the message begins with the flag's name.
    Result<auth::Caller> checked() const;
};

// For an option that takes a time such as 90s, 15m, 12h or 30d: it gets the seconds, ten years at most.
CLI::Validator inSeconds();

// token invite and token redeem. What is chosen is put into `chosen`.
void addInvitations(CommandLine &line, CLI::App &token, const std::shared_ptr<std::function<int()>> &chosen);

} // namespace pipit::ctl
