// SPDX-License-Identifier: GPL-3.0-or-later
// What a person has chosen for this window, by name: one table of names and of what holds where nothing was chosen.
//
// Contract: a choice is in the settings file, and everybody concerned has heard of it, when set() returns. What the file says and
// is no value of its kind counts as not chosen. Thread rule: the GUI thread. The settings are not owned.
#pragma once

#include <QObject>
#include <QVariant>

class QSettings;

namespace pipit {

namespace preference {

inline constexpr char sendKey[] = "composer/sendKey";              // "enter" or "ctrl-enter"
inline constexpr char notify[] = "notifications/enabled";
inline constexpr char notifyWithText[] = "notifications/showText"; // else only that something came
inline constexpr char quietUntil[] = "notifications/quietUntil";   // ISO 8601, UTC; empty: not quiet
inline constexpr char keepDrafts[] = "privacy/keepDrafts";
inline constexpr char sendTyping[] = "privacy/sendTyping";
inline constexpr char sendRead[] = "privacy/sendRead";
inline constexpr char textPixels[] = "appearance/textPixels";
inline constexpr char prompts[] = "prompts";                       // kept by Prompts; named here to be heard of
inline constexpr char closeToTray[] = "window/closeToTray";
inline constexpr char density[] = "appearance/density";
inline constexpr char updateFeed[] = "updates/feed";               // empty: nobody is asked
inline constexpr char toldVersion[] = "updates/told";              // the newer one whose page was opened, or that was skipped

} // namespace preference

class Preferences : public QObject
{
    Q_OBJECT

public:
    explicit Preferences(QSettings *settings, QObject *parent = nullptr);

    bool isOn(const char *name) const;
    QString text(const char *name) const;
    int number(const char *name) const;
    void set(const char *name, const QVariant &value);

Q_SIGNALS:
    void changed(const QByteArray &name);

private:
    QVariant value(const char *name) const;

    QSettings *m_settings;
};

} // namespace pipit
