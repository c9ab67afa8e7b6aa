// SPDX-License-Identifier: GPL-3.0-or-later
// As cmake/pch.h, for the window.
#pragma once

#include "cmake/pch.h"

#include <QApplication>
#include <QBoxLayout>
#include <QCoroTask>
#include <QDateTime>
#include <QHash>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QTextLayout>
#include <QToolButton>
#include <QWidget>
