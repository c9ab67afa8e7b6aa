// SPDX-License-Identifier: GPL-3.0-or-later
// The system's own dialogs, behind a seam: a test says what the user would choose. Thread rule: the GUI thread.
#pragma once

#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

namespace pipit::dialogs {

// The path that was chosen; empty: none.
using SaveFile = std::function<QString(QWidget *parent, const QString &title, const QString &suggested)>;

// One that is there; `filter` as QFileDialog takes it.
using OpenFile = std::function<QString(QWidget *parent, const QString &title, const QString &filter)>;

QString openFile(QWidget *parent, const QString &title, const QString &filter);
void setOpenFile(OpenFile instead);

QString saveFile(QWidget *parent, const QString &title, const QString &suggestedName);
void setSaveFile(SaveFile instead); // null: the system's

// A folder; `from` is where the choosing begins. Empty: none was chosen.
using OpenFolder = std::function<QString(QWidget *parent, const QString &title, const QString &from)>;

QString openFolder(QWidget *parent, const QString &title, const QString &from);
void setOpenFolder(OpenFolder instead);

// Asks a person before something that has consequences. `action` is what the button says.
using Confirm = std::function<bool(QWidget *parent, const QString &title, const QString &text, const QString &action)>;

bool confirm(QWidget *parent, const QString &title, const QString &text, const QString &action);
void setConfirm(Confirm instead);

// The paths that were chosen; none: the dialog was left.
using OpenFiles = std::function<QStringList(QWidget *parent, const QString &title)>;

QStringList openFiles(QWidget *parent, const QString &title);
void setOpenFiles(OpenFiles instead); // null: the system's

} // namespace pipit::dialogs
