// SPDX-License-Identifier: GPL-3.0-or-later
// The answers to one question beside each other: a column for each bot, or, where only one has answered, for each of its latest
// versions. Answers under way are written there as they come.
//
// At most four columns, the newest answer of each. Thread rule: the GUI thread. The feed is not owned and may end first.
#pragma once

#include "client/session_feed.h"
#include "ui/media/media_stores.h"

#include <QHash>
#include <QPointer>
#include <QWidget>

#include <memory>
#include <vector>

class QBoxLayout;
class QLabel;
class QToolButton;

namespace pipit {

class FeedBinding;
class MessageModel;
class MessageView;

// What is compared: for the newest on the right.
struct ComparedAnswer {
    QString name;
    std::optional<Message> message = {}; // else a run
    std::optional<RunView> run = {};
};
QList<ComparedAnswer> comparedAnswers(const SessionFeed &feed, qint64 questionId, const QHash<QString, QString> &botNames);

class AnswerColumns : public QWidget
{
    Q_OBJECT

public:
    explicit AnswerColumns(QWidget *parent = nullptr);
    ~AnswerColumns() override;

    void setMedia(const MediaStores &media);
    void compare(SessionFeed *feed, qint64 questionId, const QString &question, const QHash<QString, QString> &botNames);
    void leave();
    int columnCount() const { return int(m_shown); }
    MessageView *view(int column) const { return m_columns[std::size_t(column)].view; }

Q_SIGNALS:
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Column {
        QWidget *widget;
        QLabel *name;
        MessageModel *model;
        MessageView *view;
        qint64 messageId = 0; // what is in it
    };

    void update();
    void addColumn();
    void retranslate();

    QLabel *m_question;
    QToolButton *m_close;
    QBoxLayout *m_inColumns;
    std::vector<Column> m_columns;
    std::size_t m_shown = 0;
    QPointer<SessionFeed> m_feed;
    std::unique_ptr<QObject> m_following; // ends what is connected to the feed
    qint64 m_questionId = 0;
    QString m_words;
    QHash<QString, QString> m_names;
    MediaStores m_media;
};

} // namespace pipit
