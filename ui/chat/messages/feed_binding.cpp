// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/feed_binding.h"

#include "client/past_messages.h"
#include "client/session_feed.h"
#include "ui/chat/messages/message_model.h"

namespace pipit {

FeedBinding::FeedBinding(SessionFeed *feed, MessageModel *model, QObject *parent)
    : QObject(parent)
{
    const auto reset = [feed, model] { model->reset(feed->messages(), feed->runs(), feed->pending()); };
    const auto setRuns = [feed, model] { model->setRuns(feed->runs()); };
    connect(feed, &SessionFeed::reloaded, this, reset);
    connect(feed, &SessionFeed::messagesAppended, this, [feed, model](int count) { model->append(feed->messages().last(count)); });
    connect(feed, &SessionFeed::messagesPrepended, this, [feed, model](int count) { model->prepend(feed->messages().first(count)); });
    connect(feed, &SessionFeed::runChanged, this, setRuns);
    connect(feed, &SessionFeed::runRemoved, this, setRuns);
    connect(feed, &SessionFeed::pendingChanged, this, [feed, model] { model->setPending(feed->pending()); });
    reset();
}

FeedBinding::FeedBinding(PastMessages *past, MessageModel *model, QObject *parent)
    : QObject(parent)
{
    const auto reset = [past, model] { model->reset(past->messages()); };
    connect(past, &PastMessages::loaded, this, reset);
    connect(past, &PastMessages::messagesAppended, this, [past, model](int count) { model->append(past->messages().last(count)); });
    connect(past, &PastMessages::messagesPrepended, this, [past, model](int count) { model->prepend(past->messages().first(count)); });
    reset();
}

} // namespace pipit
