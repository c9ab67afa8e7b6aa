// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a person sits at the other end, and what they type.
// Thread rule: the main thread.
#pragma once

#include <cstdio>

namespace pipit::ctl {

bool isTerminal(std::FILE *stream);

// While it lives, what is typed at the standard input is not shown. Does nothing where that is no terminal.
class HiddenInput
{
public:
    HiddenInput();
    ~HiddenInput();
    HiddenInput(const HiddenInput &) = delete;

private:
    void show(bool shown);
};

} // namespace pipit::ctl
