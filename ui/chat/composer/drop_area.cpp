// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/composer/drop_area.h"

#include "ui/chat/composer/attachments.h"

#include <QDropEvent>
#include <QLabel>

namespace pipit {

namespace {

constexpr int margin = 12;

} // namespace

DropArea::DropArea(QWidget *widget) : QObject(widget), m_widget(widget)
{
    widget->setAcceptDrops(true);
    widget->installEventFilter(this);
}

bool DropArea::eventFilter(QObject *, QEvent *event)
{
    switch (event->type()) {
    case QEvent::DragEnter:
    case QEvent::DragMove: {
        auto *drag = static_cast<QDropEvent *>(event);
        if (!m_isEnabled || !hasAttachments(*drag->mimeData()))
            return false;
        // Whatever the other window would like best: a file that is attached stays where it is.
        drag->setDropAction(Qt::CopyAction);
        drag->accept();
        showHint();
        return true;
    }
    case QEvent::DragLeave:
        if (m_hint)
            m_hint->hide();
        return false;
    case QEvent::Drop: {
        if (m_hint)
            m_hint->hide();
        auto *drop = static_cast<QDropEvent *>(event);
        if (!m_isEnabled || !hasAttachments(*drop->mimeData()))
            return false;
        drop->setDropAction(Qt::CopyAction);
        drop->accept();
        Q_EMIT dropped(drop->mimeData());
        return true;
    }
    case QEvent::Resize:
        if (m_hint && m_hint->isVisible())
            showHint();
        return false;
    default:
        return false;
    }
}

void DropArea::showHint()
{
    if (!m_hint) {
        m_hint = new QLabel(m_widget);
        m_hint->setObjectName("dropHint");
        m_hint->setAlignment(Qt::AlignCenter);
        m_hint->setWordWrap(true);
        m_hint->setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    m_hint->setText(tr("Drop it here to attach it"));
    m_hint->setGeometry(m_widget->rect().adjusted(margin, margin, -margin, -margin));
    m_hint->raise();
    m_hint->show();
}

} // namespace pipit
