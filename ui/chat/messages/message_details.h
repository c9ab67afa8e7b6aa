// SPDX-License-Identifier: GPL-3.0-or-later
// A small window with all that is known of one message: who, when, how long each step of an answer took.
// Thread rule: the GUI thread.
#pragma once

#include "ui/chat/messages/message_model.h"

#include <QDialog>

class QFormLayout;

namespace pipit {

// When an answer that came while it was looked at stood on the screen. Milliseconds since 1970; 0: it did not.
struct PaintTimes {
    qint64 firstWordsMs = 0;
    qint64 wholeMs = 0;
};

class MessageDetails : public QDialog
{
    Q_OBJECT

public:
    // `questionMs`: when the question was stored; 0: not known.
    MessageDetails(const ChatRow &row, const PaintTimes &painted, qint64 questionMs, QWidget *parent);

private:
    void add(const QString &name, const QString &value);

    QStringList m_lines; // as "Copy" takes them
    QFormLayout *m_form;
};

} // namespace pipit
