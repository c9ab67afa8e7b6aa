// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/update_notice.h"

#include "client/update_watch.h"
#include "ui/preferences/preferences.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QDesktopServices>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace pipit {

UpdateNotice::UpdateNotice(Preferences *preferences, QWidget *parent)
    : QWidget(parent), m_preferences(preferences), m_label(new QLabel), m_news(new QPushButton), m_skip(new QPushButton)
{
    setArea(this, "updateNotice");
    m_news->setObjectName("updateNews");
    m_skip->setObjectName("updateSkip");
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 5, 14, 5);
    layout->setSpacing(8);
    layout->addWidget(m_label, 1);
    for (QPushButton *button : {m_news, m_skip}) {
        setLook(button, "kind", "pill");
        button->setFocusPolicy(Qt::TabFocus); // whoever clicks goes on writing
        layout->addWidget(button);
    }
    Theme::measure(this, [this] { m_label->setFont(Theme::small()); });
    hide();
    connect(m_news, &QPushButton::clicked, this, [this] {
        QDesktopServices::openUrl(m_updates->status().newer->page);
        settle();
    });
    connect(m_skip, &QPushButton::clicked, this, &UpdateNotice::settle);
}

void UpdateNotice::setUpdates(UpdateWatch *updates)
{
    m_updates = updates;
    connect(updates, &UpdateWatch::changed, this, &UpdateNotice::refresh);
    refresh();
}

QString UpdateNotice::text() const
{
    return m_label->text();
}

void UpdateNotice::refresh()
{
    const auto newer = m_updates ? m_updates->status().newer : std::nullopt;
    const bool isTold = !newer || m_preferences->text(preference::toldVersion) == newer->version.toString();
    if (!isTold) {
        m_label->setText(tr("Pipit %1 is there.").arg(newer->version.toString()));
        m_news->setText(tr("What is new"));
        m_news->setVisible(!newer->page.isEmpty());
        m_skip->setText(tr("Skip this version"));
    }
    const bool hadKeyboard = isAncestorOf(window()->focusWidget());
    setVisible(!isTold);
    if (isTold && hadKeyboard)
        Q_EMIT left();
}

void UpdateNotice::settle()
{
    m_preferences->set(preference::toldVersion, m_updates->status().newer->version.toString());
    refresh();
}

void UpdateNotice::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

} // namespace pipit
