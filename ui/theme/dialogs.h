// SPDX-License-Identifier: GPL-3.0-or-later
// The system's own dialogs, behind a seam: a test says what the user would choose. Thread rule: the GUI thread.
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace pipit::dialogs {

// The path that was chosen; empty: none.
using SaveFile = std::function<QString(QWidget *parent, const QString &title, const QString &suggested)>;

QString saveFile(QWidget *parent, const QString &title, const QString &suggestedName);
void setSaveFile(SaveFile instead); // null: the system's

} // namespace pipit::dialogs
