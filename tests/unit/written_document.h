// SPDX-License-Identifier: GPL-3.0-or-later
// A document, or a section of one, that is made of a table of the program's: a test compares the file with what the table says now, so
// neither can change without the other. PIPIT_WRITE_DOCS=1 in the environment writes it anew first.
//
// Errors: the test that calls it fails.
#pragma once

#include <QFile>
#include <QString>

#include <gtest/gtest.h>

namespace pipit::test {

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
    return file.readAll();
}

inline void writeAnew(const QString &path, const QByteArray &content)
{
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly)) << path.toStdString();
    file.write(content);
}

// A file of docs/.
inline void expectDocument(const QString &name, const QByteArray &text)
{
    const QString path = QStringLiteral(PIPIT_SOURCE_DIR "/docs/") + name;
    if (qEnvironmentVariableIsSet("PIPIT_WRITE_DOCS"))
        writeAnew(path, text);
    EXPECT_EQ(contentOf(path).toStdString(), text.toStdString()) << "PIPIT_WRITE_DOCS=1 writes it anew";
}

// What stands between two lines, with their ends, of a file, named from the project's root.
inline void expectSection(const QString &name, const QByteArray &before, const QByteArray &behind, const QByteArray &text)
{
    const QString path = QStringLiteral(PIPIT_SOURCE_DIR "/") + name;
    QByteArray content = contentOf(path);
    const qsizetype begin = content.indexOf(before) + before.size(), end = content.indexOf(behind);
    ASSERT_TRUE(begin >= before.size() && end >= begin) << name.toStdString() << " has lost one of the lines around what is made";
    if (qEnvironmentVariableIsSet("PIPIT_WRITE_DOCS"))
        writeAnew(path, content.replace(begin, end - begin, text));
    const QByteArray written = contentOf(path);
    EXPECT_EQ(written.sliced(begin, written.indexOf(behind) - begin).toStdString(), text.toStdString()) << "PIPIT_WRITE_DOCS=1 writes it anew";
}

} // namespace pipit::test
