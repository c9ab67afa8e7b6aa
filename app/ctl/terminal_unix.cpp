// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/terminal.h"

#include <unistd.h>

namespace pipit::ctl {

bool isTerminal(std::FILE *output)
{
    return isatty(fileno(output)) == 1;
}

} // namespace pipit::ctl
