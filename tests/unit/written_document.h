// SPDX-License-Identifier: GPL-3.0-or-later
// A page of docs/ that is made of a table of the program's: a test compares the file with what the table says now, so neither can
// change without the other. PIPIT_WRITE_DOCS=1 in the environment writes the file anew first.
//
// Errors: the test that calls it fails.
#pragma once

#include <QFile>
#include <QString>

#include <gtest/gtest.h>

namespace pipit::test {

inline void expectDocument(const QString &name, const QByteArray &text)
{
    QFile file(QStringLiteral(PIPIT_SOURCE_DIR "/docs/") + name);
    if (qEnvironmentVariableIsSet("PIPIT_WRITE_DOCS")) {
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
    }
    ASSERT_TRUE(file.open(QIODevice::ReadOnly)) << "PIPIT_WRITE_DOCS=1 writes it";
    EXPECT_EQ(file.readAll().toStdString(), text.toStdString()) << "PIPIT_WRITE_DOCS=1 writes it anew";
}

} // namespace pipit::test
