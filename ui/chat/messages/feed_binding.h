// SPDX-License-Identifier: GPL-3.0-or-later
// Carries one session's feed, or a stretch of its past, into the rows of the message view. Thread rule: the GUI thread.
#pragma once

#include <QObject>

namespace pipit {

class MessageModel;
class PastMessages;
class SessionFeed;

class FeedBinding : public QObject
{
    Q_OBJECT

public:
    // Neither is owned; destroying the binding ends it.
    FeedBinding(SessionFeed *feed, MessageModel *model, QObject *parent);
    FeedBinding(PastMessages *past, MessageModel *model, QObject *parent);
};

} // namespace pipit
