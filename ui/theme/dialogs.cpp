// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/dialogs.h"

#include <QDir>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>

namespace pipit::dialogs {

namespace {

// What a test has put in their places.
struct Instead {
    SaveFile saveFile;
    OpenFile openFile;
    OpenFiles openFiles;
    OpenFolder openFolder;
    Confirm confirm;
};

Instead &instead()
{
    static Instead all;
    return all;
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
    return instead().saveFile ? instead().saveFile(parent, title, suggested) : QFileDialog::getSaveFileName(parent, title, suggested);
}

QString openFile(QWidget *parent, const QString &title, const QString &filter)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
    return instead().openFile ? instead().openFile(parent, title, filter) : QFileDialog::getOpenFileName(parent, title, folder, filter);
}

void setOpenFile(OpenFile other)
{
    instead().openFile = std::move(other);
}

QString openFolder(QWidget *parent, const QString &title, const QString &from)
{
    return instead().openFolder ? instead().openFolder(parent, title, from) : QFileDialog::getExistingDirectory(parent, title, from);
}

void setOpenFolder(OpenFolder other)
{
    instead().openFolder = std::move(other);
}

void setSaveFile(SaveFile other)
{
    instead().saveFile = std::move(other);
}

bool confirm(QWidget *parent, const QString &title, const QString &text, const QString &action)
{
    if (instead().confirm)
        return instead().confirm(parent, title, text, action);
    QMessageBox box(QMessageBox::Warning, title, {}, QMessageBox::Cancel, parent);
    box.setTextFormat(Qt::PlainText); // before a text: names in it are whatever somebody has written
    box.setText(title);
    box.setInformativeText(text);
    const QAbstractButton *yes = box.addButton(action, QMessageBox::AcceptRole);
    box.setDefaultButton(QMessageBox::Cancel);
    box.exec();
    return box.clickedButton() == yes;
}

void setConfirm(Confirm other)
{
    instead().confirm = std::move(other);
}

QStringList openFiles(QWidget *parent, const QString &title)
{
    return instead().openFiles ? instead().openFiles(parent, title) : QFileDialog::getOpenFileNames(parent, title);
}

void setOpenFiles(OpenFiles other)
{
    instead().openFiles = std::move(other);
}

} // namespace pipit::dialogs
