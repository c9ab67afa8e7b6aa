// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("pipitctl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PIPIT_VERSION));

    pipit::ctl::CommandLine line;
    for (pipit::ctl::AddCommand *add : pipit::ctl::commands)
        add(line);
    return line.run(argc, argv);
}
