// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/log/log_notice.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace pipit {

namespace {

constexpr double widestWords = 420;

} // namespace

LogNotice::LogNotice(Form form, QWidget *parent) : QWidget(parent), m_form(form), m_title(wordsLabel("")), m_text(wordsLabel(form == Form::Page ? "dim" : "")), m_button(new QPushButton)
{
    connect(m_button, &QPushButton::clicked, this, &LogNotice::buttonClicked);
    if (form == Form::Strip) {
        setArea(this, "banner");
        setLook(m_button, "kind", "pill");
        m_title->setParent(this); // in no layout
        m_title->hide();
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(14, 6, 10, 6);
        row->setSpacing(8);
        row->addWidget(m_text, 1);
        row->addWidget(m_button, 0, Qt::AlignTop);
        return;
    }
    setFocusProxy(m_button);
    for (QLabel *label : {m_title, m_text}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto *words = new QWidget;
    Theme::measure(words, [this, words] {
        words->setMaximumWidth(Theme::scaled(widestWords));
        m_title->setFont(Theme::strong());
    });
    auto *inWords = new QVBoxLayout(words);
    inWords->setContentsMargins(0, 0, 0, 0);
    inWords->setSpacing(6);
    inWords->addStretch(4);
    inWords->addWidget(m_title);
    inWords->addWidget(m_text);
    inWords->addSpacing(6);
    inWords->addWidget(m_button, 0, Qt::AlignHCenter);
    inWords->addStretch(5);
    auto *column = new QHBoxLayout(this);
    column->setContentsMargins(20, 12, 20, 12);
    column->addWidget(words);
}

void LogNotice::say(const QString &title, const QString &text, const QString &button, bool isBad)
{
    if (m_form == Form::Strip) {
        setLook(this, "tone", isBad ? "bad" : "");
        setLook(m_text, "bannerTone", isBad ? "bad" : "");
        m_text->setText(text.isEmpty() ? title : QString(title + u' ' + text));
    } else {
        setLook(m_title, "tone", isBad ? "bad" : "");
        m_title->setText(title);
        m_title->setVisible(!title.isEmpty());
        m_text->setText(text);
    }
    m_text->setVisible(!m_text->text().isEmpty());
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
}

} // namespace pipit
