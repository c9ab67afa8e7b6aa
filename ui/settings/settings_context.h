// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages of the window and the sections of the settings work on. Nothing of it is owned; all of it outlives the pages.
// Thread rule: the GUI thread.
#pragma once

#include <QString>

#include <functional>

class QSettings;
class QWidget;

namespace pipit {

class Actions;
class BotEditor;
class Language;
class Preferences;
class Servers;
class UpdateWatch;
struct NodeAlert;

struct SettingsContext {
    QSettings *settings = nullptr;
    Preferences *preferences = nullptr;
    Language *language = nullptr;
    Actions *actions = nullptr;
    Servers *servers = nullptr;
    BotEditor *bots = nullptr; // of the own node; none: they are not changed here
    UpdateWatch *updates = nullptr; // none: this program looks for none
    std::function<void(const QString &text)> notice; // a line of the window
    std::function<void(const NodeAlert &alert)> alert; // of another node, for the desktop
    std::function<void()> leave;                     // the page, for the conversations
    std::function<void(const QString &id)> showServer;      // its conversations
    std::function<void(const QString &address)> addServer;  // into the form for it; a person gives the token
};

} // namespace pipit
