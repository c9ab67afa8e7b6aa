// SPDX-License-Identifier: GPL-3.0-or-later
// So that the precompiled header has a target to be compiled with.
