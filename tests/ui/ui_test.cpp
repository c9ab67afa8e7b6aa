// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/ui_test.h"

#include <QApplication>
#include <QFileInfo>
#include <QMap>

#include <cstdio>

namespace pipit {

namespace {

QMap<QString, RunTest> &tests()
{
    static QMap<QString, RunTest> all;
    return all;
}

} // namespace

bool registerTest(const char *file, RunTest run)
{
    tests().insert(QFileInfo(QString::fromLocal8Bit(file)).baseName(), run);
    return true;
}

} // namespace pipit

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const pipit::RunTest run = argc > 1 ? pipit::tests().value(QString::fromLocal8Bit(argv[1])) : nullptr;
    if (!run) {
        std::fprintf(stderr, "Name one of these tests first:\n");
        for (const QString &name : pipit::tests().keys())
            std::fprintf(stderr, "  %s\n", qPrintable(name));
        return 2;
    }
    argv[1] = argv[0];
    return run(argc - 1, argv + 1);
}
