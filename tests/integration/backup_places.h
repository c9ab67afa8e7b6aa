// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of backup and restore share: how the commands are called, and what a backup consists of.
// Thread rule: one thread; blocks as runCtl does.
#pragma once

#include "tests/integration/ctl_process.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <gtest/gtest.h>

namespace pipit::test {

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
    return file.readAll();
}

inline void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly)) << path.toStdString();
    ASSERT_EQ(file.write(content), content.size());
}

// One bit of the byte in the middle.
inline void spoil(const QString &path)
{
    QByteArray content = contentOf(path);
    ASSERT_FALSE(content.isEmpty());
    content[content.size() / 2] = char(content[content.size() / 2] ^ 1);
    write(path, content);
}

inline QJsonObject manifestOf(const QString &backup)
{
    return QJsonDocument::fromJson(contentOf(backup + QStringLiteral("/backup.json"))).object();
}

// As a program that writes it: with its check sum.
inline void writeManifest(const QString &backup, QJsonObject manifest)
{
    const QString check = QStringLiteral("check");
    manifest.remove(check);
    manifest.insert(check, QString::fromLatin1(QCryptographicHash::hash(QJsonDocument(manifest).toJson(QJsonDocument::Compact), QCryptographicHash::Sha256).toHex()));
    write(backup + QStringLiteral("/backup.json"), QJsonDocument(manifest).toJson());
}

// A folder of the test's, and the commands with names in it.
class BackupPlaces
{
public:
    QString path(const QString &name) const { return m_directory.filePath(name); }
    QStringList names() const { return QDir(m_directory.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name); }

    static CtlOutcome backup(const QString &to, const QStringList &from) { return runCtl(QStringList{QStringLiteral("backup"), to} + from); }
    static CtlOutcome restore(const QString &from, const QStringList &to) { return runCtl(QStringList{QStringLiteral("restore"), from} + to); }

private:
    QTemporaryDir m_directory;
};

#define EXPECT_WORKED(outcome) EXPECT_EQ((outcome).exitCode, 0) << (outcome).errors.toStdString()
// Refused, with this in what it said.
#define EXPECT_REFUSED(outcome, reason)                                                                    \
    do {                                                                                                   \
        const CtlOutcome refused = (outcome);                                                              \
        EXPECT_EQ(refused.exitCode, 1);                                                                    \
        EXPECT_TRUE(refused.output.isEmpty()) << refused.output.toStdString();                             \
        EXPECT_TRUE(refused.errors.contains(reason)) << refused.errors.toStdString();                      \
    } while (false)

} // namespace pipit::test
