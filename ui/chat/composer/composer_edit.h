// SPDX-License-Identifier: GPL-3.0-or-later
// The text field of the composer alone: knows the key that sends, line breaks, the input method, and what is too much for it.
// Thread rule: the GUI thread.
#pragma once

#include <QMimeData>
#include <QTextEdit>

namespace pipit {

// Shift+Enter breaks the line in both.
enum class SendKey { Enter, CtrlEnter };

class ComposerEdit : public QTextEdit
{
    Q_OBJECT

public:
    explicit ComposerEdit(QWidget *parent = nullptr);

    void setSendKey(SendKey key) { m_sendKey = key; }
    SendKey sendKey() const { return m_sendKey; }
    bool isComposing() const { return m_composing; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void submitted();
    void focusChanged(bool focused);
    void attachmentsPasted(const QMimeData *data);   // files or a picture (see attachments.h)
    void longTextPasted(const QString &text);        // more than the field lays out smoothly: it is not in it

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    SendKey m_sendKey = SendKey::Enter;
    bool m_composing = false;
};

} // namespace pipit
