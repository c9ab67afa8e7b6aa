// SPDX-License-Identifier: GPL-3.0-or-later
// The system's own dialogs, behind a seam: a test says what the user would choose. Thread rule: the GUI thread.
#pragma once

#include <QString>

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

// Asks a person before something that has consequences. `action` is what the button says.
using Confirm = std::function<bool(QWidget *parent, const QString &title, const QString &text, const QString &action)>;

bool confirm(QWidget *parent, const QString &title, const QString &text, const QString &action);
void setConfirm(Confirm instead);

} // namespace pipit::dialogs
