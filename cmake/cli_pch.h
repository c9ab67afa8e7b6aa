// SPDX-License-Identifier: GPL-3.0-or-later
// As cmake/pch.h, for programs with a command line: its parser takes longer to read than all the rest.
#pragma once

#include "cmake/pch.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
