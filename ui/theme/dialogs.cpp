// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/dialogs.h"

#include <QDir>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>

namespace pipit::dialogs {

namespace {

SaveFile &replacement()
{
    static SaveFile instead;
    return instead;
}

OpenFile &openReplacement()
{
    static OpenFile instead;
    return instead;
}

Confirm &confirmReplacement()
{
    static Confirm instead;
    return instead;
}

OpenFiles &otherOpenFiles()
{
    static OpenFiles instead;
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

QString openFile(QWidget *parent, const QString &title, const QString &filter)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
    return openReplacement() ? openReplacement()(parent, title, filter) : QFileDialog::getOpenFileName(parent, title, folder, filter);
}

void setOpenFile(OpenFile instead)
{
    openReplacement() = std::move(instead);
}

void setSaveFile(SaveFile instead)
{
    replacement() = std::move(instead);
}

bool confirm(QWidget *parent, const QString &title, const QString &text, const QString &action)
{
    if (confirmReplacement())
        return confirmReplacement()(parent, title, text, action);
    QMessageBox box(QMessageBox::Warning, title, {}, QMessageBox::Cancel, parent);
    box.setTextFormat(Qt::PlainText); // before a text: names in it are whatever somebody has written
    box.setText(title);
    box.setInformativeText(text);
    const QAbstractButton *yes = box.addButton(action, QMessageBox::AcceptRole);
    box.setDefaultButton(QMessageBox::Cancel);
    box.exec();
    return box.clickedButton() == yes;
}

void setConfirm(Confirm instead)
{
    confirmReplacement() = std::move(instead);
}

QStringList openFiles(QWidget *parent, const QString &title)
{
    return otherOpenFiles() ? otherOpenFiles()(parent, title) : QFileDialog::getOpenFileNames(parent, title);
}

void setOpenFiles(OpenFiles instead)
{
    otherOpenFiles() = std::move(instead);
}

} // namespace pipit::dialogs
