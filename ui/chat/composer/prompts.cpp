// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/composer/prompts.h"

#include "core/text_limits.h"

#include <QSettings>

#include <utility>

namespace pipit {

namespace {

const QString group = QStringLiteral("prompts");

QList<Prompt> cleaned(const QList<Prompt> &prompts)
{
    QList<Prompt> clean;
    for (Prompt prompt : prompts) {
        prompt.text = leftOfText(prompt.text, Prompts::longestText);
        if (prompt.text.trimmed().isEmpty() || clean.size() == Prompts::most)
            continue;
        prompt.name = leftOfText(prompt.name.simplified(), Prompts::longestName);
        if (prompt.name.isEmpty())
            prompt.name = leftOfText(prompt.text.simplified(), Prompts::longestName);
        clean << prompt;
    }
    return clean;
}

} // namespace

Prompts::Prompts(QObject *parent) : QObject(parent)
{
}

// Deliberately in three languages, whatever the window speaks: they show that any of them may be used.
QList<Prompt> Prompts::defaults()
{
    const auto quick = [](const char16_t *text) { return Prompt{QString::fromUtf16(text), QString::fromUtf16(text), true}; };
    const auto offered = [](const char16_t *name, const char16_t *text) { return Prompt{QString::fromUtf16(name), QString::fromUtf16(text)}; };
    return {quick(u"你好，介绍一下自己"),
            quick(u"Explain this error"),
            quick(u"¿Cómo funciona?"),
            offered(u"总结", u"请用要点总结上面的内容。"),
            offered(u"翻译", u"请把下面的内容翻译成中文：\n\n"),
            offered(u"Summary", u"Summarise what was said above, point by point."),
            offered(u"Translate", u"Translate this into English:\n\n"),
            offered(u"Review", u"Review this code. Name each problem with its line, and how to mend it:\n\n"),
            offered(u"Resumen", u"Resume lo dicho más arriba, punto por punto."),
            offered(u"Traducir", u"Traduce esto al español:\n\n")};
}

void Prompts::setSettings(QSettings *settings)
{
    m_settings = settings;
    QList<Prompt> kept = defaults();
    if (settings->childGroups().contains(group)) {
        kept.clear();
        const int size = settings->beginReadArray(group);
        for (int i = 0; i < qMin(size, int(most)); ++i) {
            settings->setArrayIndex(i);
            kept << Prompt{settings->value("name").toString(), settings->value("text").toString(), settings->value("quick").toBool()};
        }
        settings->endArray();
        kept = cleaned(kept);
    }
    if (std::exchange(m_list, kept) != kept)
        Q_EMIT changed();
}

void Prompts::set(const QList<Prompt> &prompts)
{
    const QList<Prompt> clean = cleaned(prompts);
    if (std::exchange(m_list, clean) == clean)
        return;
    write();
    Q_EMIT changed();
}

void Prompts::write()
{
    if (!m_settings)
        return;
    m_settings->remove(group);
    if (m_list == defaults())
        return;
    m_settings->beginWriteArray(group, int(m_list.size()));
    for (int i = 0; i < int(m_list.size()); ++i) {
        m_settings->setArrayIndex(i);
        m_settings->setValue("name", m_list[i].name);
        m_settings->setValue("text", m_list[i].text);
        m_settings->setValue("quick", m_list[i].isQuick);
    }
    m_settings->endArray();
}

} // namespace pipit
