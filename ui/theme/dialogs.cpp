// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/dialogs.h"

#include <QDir>
#include <QFileDialog>
#include <QStandardPaths>

namespace pipit::dialogs {

namespace {

SaveFile &replacement()
{
    static SaveFile instead;
    return instead;
}

} // namespace

QString saveFile(QWidget *parent, const QString &title, const QString &suggestedName)
{
    // A name is a name: nothing that came in a message chooses a folder.
    QString name = QFileInfo(suggestedName).fileName();
    // Nor hides what it ends with.
    name.removeIf([](QChar c) { return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format || QStringView(u"<>:\"|?*\\").contains(c); });
    if (name.isEmpty() || name.startsWith(u'.'))
        name.prepend(QStringLiteral("file"));
    const QString suggested = QDir(QStandardPaths::writableLocation(QStandardPaths::DownloadLocation)).filePath(name);
    return replacement() ? replacement()(parent, title, suggested) : QFileDialog::getSaveFileName(parent, title, suggested);
}

void setSaveFile(SaveFile instead)
{
    replacement() = std::move(instead);
}

} // namespace pipit::dialogs
