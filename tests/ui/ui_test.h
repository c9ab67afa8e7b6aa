// SPDX-License-Identifier: GPL-3.0-or-later
// Many tests of the window in one program: each is a class with Qt Test's slots, and is run by itself, in a process of its own, as
// `ui_test NAME [argument of Qt Test]…`, where NAME is its file's without the ending.
#pragma once

#include <QTest>

namespace pipit {

using RunTest = int (*)(int argc, char **argv);
bool registerTest(const char *file, RunTest run);

} // namespace pipit

#define PIPIT_UI_TEST(Class) \
    static const bool registered##Class = pipit::registerTest(__FILE__, [](int argc, char **argv) { \
        Class test; \
        return QTest::qExec(&test, argc, argv); \
    })
