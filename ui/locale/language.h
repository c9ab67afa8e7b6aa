// SPDX-License-Identifier: GPL-3.0-or-later
// The language of the window: English is in the source, the others are resources of the program.
// Thread rule: the GUI thread.
#pragma once

#include <QObject>
#include <QString>

#include <array>

class QTranslator;

namespace pipit {

struct LanguageInfo {
    const char *code;         // as --lang takes it
    const char16_t *name;     // in itself
    const char *file;         // translations/pipit_FILE.ts: the words are of this country
};

inline constexpr std::array languages{
    LanguageInfo{"en", u"English", "en"},
    LanguageInfo{"zh", u"中文", "zh_CN"},
    LanguageInfo{"es", u"Español", "es"},
};

class Language : public QObject
{
    Q_OBJECT

public:
    explicit Language(QObject *parent = nullptr);
    ~Language() override;

    // "en", "zh", "es"; empty: the system's, English where it is none of these.
    void apply(const QString &code);
    // The first of these names, such as zh-TW, whose language there is, whatever the country; English for none.
    static QString among(const QStringList &systemLanguages);
    QString chosen() const { return m_chosen; }   // as given to apply()
    QString inForce() const { return m_inForce; }

private:
    QTranslator *m_own;
    QTranslator *m_qt;
    QString m_chosen;
    QString m_inForce;
};

} // namespace pipit
