// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/composer/composer_edit.h"

#include "ui/chat/composer/attachments.h"
#include "ui/theme/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMimeData>

#include <cmath>

namespace pipit {

namespace {

constexpr int maxLines = 8;

} // namespace

ComposerEdit::ComposerEdit(QWidget *parent)
    : QTextEdit(parent)
{
    setObjectName("composerEdit");
    setAcceptRichText(false);
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    document()->setDocumentMargin(0);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, [this] {
        setVerticalScrollBarPolicy(document()->size().height() > maxLines * Theme::lineHeight() ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
        updateGeometry();
    });
}

QSize ComposerEdit::sizeHint() const
{
    const int line = Theme::lineHeight();
    const int height = qBound(line, int(std::ceil(document()->size().height())), maxLines * line);
    return QSize(200, height + 2);
}

void ComposerEdit::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    // Enter belongs to the input method until it has written its word.
    const bool breaks = event->modifiers() & (Qt::ShiftModifier | Qt::AltModifier) || (m_sendKey == SendKey::CtrlEnter && !(event->modifiers() & Qt::ControlModifier));
    if (!enter || m_composing || breaks)
        return QTextEdit::keyPressEvent(event);
    event->accept();
    if (!event->isAutoRepeat())
        Q_EMIT submitted();
}

void ComposerEdit::inputMethodEvent(QInputMethodEvent *event)
{
    m_composing = !event->preeditString().isEmpty();
    QTextEdit::inputMethodEvent(event);
}

bool ComposerEdit::canInsertFromMimeData(const QMimeData *source) const
{
    return hasAttachments(*source) || source->hasText();
}

void ComposerEdit::insertFromMimeData(const QMimeData *source)
{
    if (hasAttachments(*source))
        return Q_EMIT attachmentsPasted(source);
    if (!source->hasText())
        return;
    const QString text = source->text();
    if (document()->characterCount() + text.size() > longPaste && text.size() > longPaste / 2)
        return Q_EMIT longTextPasted(text);
    insertPlainText(text);
}

// Files are for the whole conversation to take.
void ComposerEdit::dragEnterEvent(QDragEnterEvent *event)
{
    if (hasAttachments(*event->mimeData()))
        event->ignore();
    else
        QTextEdit::dragEnterEvent(event);
}

void ComposerEdit::dragMoveEvent(QDragMoveEvent *event)
{
    if (hasAttachments(*event->mimeData()))
        event->ignore();
    else
        QTextEdit::dragMoveEvent(event);
}

void ComposerEdit::focusInEvent(QFocusEvent *event)
{
    QTextEdit::focusInEvent(event);
    Q_EMIT focusChanged(true);
}

void ComposerEdit::focusOutEvent(QFocusEvent *event)
{
    m_composing = false;
    QTextEdit::focusOutEvent(event);
    Q_EMIT focusChanged(false);
}

} // namespace pipit
