// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/composer.h"
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
    if (!enter || m_composing || event->modifiers() & (Qt::ShiftModifier | Qt::AltModifier))
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

void ComposerEdit::insertFromMimeData(const QMimeData *source)
{
    if (source->hasText())
        insertPlainText(source->text());
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
