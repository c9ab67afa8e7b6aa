// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the measurement of the conversation that are about a single message of great size.
#pragma once

void openTheOversized();   // shown folded, then opened
void streamTheOversized(); // 1 MiB of it coming as an answer
