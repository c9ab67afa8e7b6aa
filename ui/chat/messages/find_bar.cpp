// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/find_bar.h"

#include "ui/chat/messages/message_find.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace pipit {

FindBar::FindBar(MessageFind *find, QWidget *parent)
    : QWidget(parent), m_find(find), m_edit(new QLineEdit), m_count(new QLabel), m_older(new QPushButton), m_newer(new QPushButton), m_close(new QPushButton)
{
    setArea(this, "findbar");
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 6, 20, 6);
    layout->setSpacing(8);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_count);
    const std::pair<QPushButton *, const char *> buttons[] = {{m_older, "arrow-up"}, {m_newer, "arrow-down"}, {m_close, "close"}};
    for (const auto &[button, icon] : buttons) {
        setLook(button, "kind", "ghost");
        button->setIcon(themedIcon(icon));
        layout->addWidget(button);
    }
    setLook(m_count, "tone", "dim");
    m_edit->installEventFilter(this);
    m_edit->setMaxLength(200);
    hide();

    connect(m_edit, &QLineEdit::textChanged, m_find, &MessageFind::setText);
    connect(m_find, &MessageFind::changed, this, &FindBar::refresh);
    connect(m_older, &QPushButton::clicked, m_find, [this] { m_find->step(1); });
    connect(m_newer, &QPushButton::clicked, m_find, [this] { m_find->step(-1); });
    connect(m_close, &QPushButton::clicked, this, &FindBar::close);
    retranslate();
}

void FindBar::open()
{
    show();
    m_find->setText(m_edit->text());
    m_edit->selectAll();
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

void FindBar::close()
{
    hide();
    m_find->setText({});
    Q_EMIT closed();
}

void FindBar::refresh()
{
    QString text;
    if (m_find->isWaitingForOlder())
        text = tr("Looking further back…");
    else if (!m_find->text().isEmpty())
        text = m_find->count() == 0 ? m_find->isLooking() ? tr("Looking…") : tr("Not found") : tr("%1 of %2").arg(m_find->current()).arg(m_find->count());
    m_count->setText(text);
    m_older->setEnabled(m_find->mayGoOlder());
    m_newer->setEnabled(m_find->current() > 1);
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        switch (key->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            m_find->step(key->modifiers() & Qt::ShiftModifier ? -1 : 1);
            return true;
        case Qt::Key_Up:
        case Qt::Key_Down:
            m_find->step(key->key() == Qt::Key_Down ? -1 : 1);
            return true;
        case Qt::Key_Escape:
            close();
            return true;
        default:
            break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FindBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void FindBar::retranslate()
{
    m_edit->setPlaceholderText(tr("Find in this session"));
    m_edit->setAccessibleName(tr("Find in this session"));
    const std::pair<QPushButton *, QString> names[] = {{m_older, tr("Older hit (Enter)")}, {m_newer, tr("Newer hit (Shift+Enter)")}, {m_close, tr("Close (Escape)")}};
    for (const auto &[button, name] : names) {
        button->setToolTip(name);
        button->setAccessibleName(name);
    }
    refresh();
}

} // namespace pipit
