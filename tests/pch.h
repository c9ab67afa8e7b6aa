// SPDX-License-Identifier: GPL-3.0-or-later
// As cmake/pch.h, for the tests.
#pragma once

#include "cmake/pch.h"

#include <gtest/gtest.h>
