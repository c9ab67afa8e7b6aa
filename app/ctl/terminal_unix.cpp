// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/terminal.h"

#include <termios.h>
#include <unistd.h>

namespace pipit::ctl {

bool isTerminal(std::FILE *stream)
{
    return isatty(fileno(stream)) == 1;
}

HiddenInput::HiddenInput()
{
    show(false);
}

HiddenInput::~HiddenInput()
{
    show(true);
}

void HiddenInput::show(bool shown)
{
    termios settings{};
    if (tcgetattr(STDIN_FILENO, &settings) != 0)
        return;
    settings.c_lflag = shown ? settings.c_lflag | ECHO : settings.c_lflag & ~tcflag_t(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings);
}

} // namespace pipit::ctl
