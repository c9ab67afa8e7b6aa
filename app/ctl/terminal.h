// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a person sits at the other end of an output.
// Thread rule: a function without state.
#pragma once

#include <cstdio>

namespace pipit::ctl {

bool isTerminal(std::FILE *output);

} // namespace pipit::ctl
