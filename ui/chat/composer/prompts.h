// SPDX-License-Identifier: GPL-3.0-or-later
// Texts to begin with, which the user may change: some stand as buttons above an empty composer, all of them are offered behind `/`.
//
// Kept in the settings under `prompts`; nothing is kept there while they are the built-in ones.
// Bounded: 100, with names of 60 characters and texts of 20,000. Thread rule: the GUI thread.
#pragma once

#include <QList>
#include <QObject>
#include <QString>

class QSettings;

namespace pipit {

struct Prompt {
    QString name;
    QString text;
    bool isQuick = false; // a button
    bool operator==(const Prompt &) const = default;
};

class Prompts : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype most = 100;
    static constexpr qsizetype longestName = 60;
    static constexpr qsizetype longestText = 20'000;

    explicit Prompts(QObject *parent = nullptr);

    void setSettings(QSettings *settings); // not owned, outlives this; takes what is kept there
    const QList<Prompt> &list() const { return m_list; }
    // Those without a text are left out, names that are missing are taken from the text, what is too long is cut.
    void set(const QList<Prompt> &prompts);
    void restoreDefaults() { set(defaults()); }
    static QList<Prompt> defaults();

Q_SIGNALS:
    void changed();

private:
    void write();

    QList<Prompt> m_list = defaults();
    QSettings *m_settings = nullptr;
};

} // namespace pipit
