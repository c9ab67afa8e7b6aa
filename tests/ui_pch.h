// SPDX-License-Identifier: GPL-3.0-or-later
// As cmake/ui_pch.h, for the window's tests.
#pragma once

#include "cmake/ui_pch.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
