// SPDX-License-Identifier: GPL-3.0-or-later
// The list of the settings' sections: the one place where a section is registered. Thread rule: the GUI thread.
#pragma once

#include "ui/settings/settings_context.h"

#include <QList>
#include <QString>

#include <functional>

class QWidget;

namespace pipit {

struct SettingsSection {
    QString id;                                                  // as links and the palette name it
    std::function<QString()> title;                              // in the window's language at that moment
    std::function<QWidget *(const SettingsContext &context)> make;
};

QList<SettingsSection> settingsSections(const SettingsContext &context);

} // namespace pipit
