// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/terminal.h"

#include <io.h>
#include <windows.h>

namespace pipit::ctl {

bool isTerminal(std::FILE *stream)
{
    return _isatty(_fileno(stream)) != 0;
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
    const HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
    DWORD mode = 0;
    if (GetConsoleMode(input, &mode))
        SetConsoleMode(input, shown ? mode | ENABLE_ECHO_INPUT : mode & ~DWORD(ENABLE_ECHO_INPUT));
}

} // namespace pipit::ctl
