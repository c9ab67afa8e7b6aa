// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/terminal.h"

#include <io.h>

namespace pipit::ctl {

bool isTerminal(std::FILE *output)
{
    return _isatty(_fileno(output)) != 0;
}

} // namespace pipit::ctl
