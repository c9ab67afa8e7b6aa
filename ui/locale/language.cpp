// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/locale/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <algorithm>

namespace pipit {

namespace {

// As they stand on keyboards. Qt's own words for them are longer than what anybody says.
[[maybe_unused]] constexpr const char *keyNames[] = {QT_TRANSLATE_NOOP("QShortcut", "Ctrl"), QT_TRANSLATE_NOOP("QShortcut", "Shift"), QT_TRANSLATE_NOOP("QShortcut", "Alt")};

QString fileOf(const QString &code)
{
    const auto known = std::ranges::find_if(languages, [&code](const LanguageInfo &language) { return code == QLatin1StringView(language.code); });
    return known == languages.end() ? code : QString::fromLatin1(known->file);
}

} // namespace

Language::Language(QObject *parent)
    : QObject(parent), m_own(new QTranslator(this)), m_qt(new QTranslator(this))
{
}

Language::~Language()
{
    QCoreApplication::removeTranslator(m_own);
    QCoreApplication::removeTranslator(m_qt);
}

QString Language::among(const QStringList &systemLanguages)
{
    for (const QString &name : systemLanguages) {
        for (const LanguageInfo &language : languages) {
            if (name.startsWith(QLatin1StringView(language.code)))
                return QString::fromLatin1(language.code);
        }
    }
    return QStringLiteral("en");
}

void Language::apply(const QString &code)
{
    m_chosen = code;
    m_inForce = code.isEmpty() ? among(QLocale::system().uiLanguages()) : code;
    // Dates and figures follow the system where it speaks the same language.
    const QLocale system = QLocale::system();
    const bool sameAsSystem = system.language() != QLocale::C && QLocale(m_inForce).language() == system.language();
    QLocale::setDefault(sameAsSystem ? system : m_inForce == u"en" ? QLocale(QLocale::English, QLocale::UnitedKingdom) : QLocale(m_inForce));

    QCoreApplication::removeTranslator(m_qt);
    QCoreApplication::removeTranslator(m_own);
    if (m_qt->load(QLocale(m_inForce), QStringLiteral("qtbase"), QStringLiteral("_"), QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(m_qt);
    // This one is asked first. English has a file too: it holds the plural forms.
    if (m_own->load(QStringLiteral(":/i18n/pipit_%1.qm").arg(fileOf(m_inForce))))
        QCoreApplication::installTranslator(m_own);
}

} // namespace pipit
