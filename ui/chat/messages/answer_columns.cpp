// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/answer_columns.h"

#include "client/session_archive.h"
#include "ui/chat/messages/message_model.h"
#include "ui/chat/messages/message_view.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace pipit {

namespace {

constexpr qsizetype mostColumns = 4;
constexpr int narrowest = 260;
constexpr qsizetype questionCharacters = 200;

} // namespace

QList<ComparedAnswer> comparedAnswers(const SessionFeed &feed, qint64 questionId, const QHash<QString, QString> &botNames)
{
    QList<Message> answers; // the newest last
    for (const Message &message : feed.messages()) {
        if (message.senderType == SenderType::Bot && message.replyTo == questionId)
            answers << message;
    }
    QList<RunView> runs;
    for (const RunView &view : feed.runs()) {
        if (view.run.replyTo == questionId)
            runs << view;
    }
    const auto nameOf = [&botNames](const QString &id) { return botNames.value(id, id); };

    // The newest of each bot; an answer under way is newer than every one that is there.
    QList<ComparedAnswer> compared;
    QStringList bots;
    const auto add = [&](const QString &bot, const ComparedAnswer &answer) {
        if (const qsizetype known = bots.indexOf(bot); known >= 0) {
            compared[known] = answer;
        } else {
            bots << bot;
            compared << answer;
        }
    };
    for (const Message &message : std::as_const(answers))
        add(saidBy(message), {.name = nameOf(saidBy(message)), .message = message});
    for (const RunView &view : std::as_const(runs))
        add(view.run.botId, {.name = nameOf(view.run.botId), .run = view});
    if (bots.size() == 1) {
        compared.clear();
        for (const Message &message : std::as_const(answers))
            compared << ComparedAnswer{.name = nameOf(saidBy(message)), .message = message};
        for (const RunView &view : std::as_const(runs))
            compared << ComparedAnswer{.name = nameOf(view.run.botId), .run = view};
        for (qsizetype i = 0; i < compared.size(); ++i)
            compared[i].name = AnswerColumns::tr("%1, version %2", "name of a bot, number").arg(compared[i].name).arg(i + 1);
    }
    return compared.size() > mostColumns ? compared.last(mostColumns) : compared;
}

AnswerColumns::AnswerColumns(QWidget *parent) : QWidget(parent), m_question(new QLabel), m_close(new QToolButton)
{
    m_question->setTextFormat(Qt::PlainText);
    m_question->setWordWrap(true);
    setLook(m_question, "tone", "dim");
    setLook(m_close, "kind", "ghost");
    m_close->setIcon(themedIcon("close"));
    m_close->setIconSize(QSize(18, 18));
    auto *top = new QHBoxLayout;
    top->setContentsMargins(32, 10, 14, 10);
    top->addWidget(m_question, 1);
    top->addWidget(m_close, 0, Qt::AlignTop);

    auto *columns = new QWidget;
    columns->setObjectName("page");
    m_inColumns = new QHBoxLayout(columns);
    m_inColumns->setContentsMargins(12, 0, 12, 0);
    m_inColumns->setSpacing(8);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(columns);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(scroll, 1);

    connect(m_close, &QToolButton::clicked, this, &AnswerColumns::closed);
    setFocusPolicy(Qt::StrongFocus);
    retranslate();
}

AnswerColumns::~AnswerColumns() = default;

void AnswerColumns::setMedia(const MediaStores &media)
{
    m_media = media;
}

void AnswerColumns::addColumn()
{
    auto *model = new MessageModel(this);
    const Column column{.widget = new QWidget, .name = new QLabel, .model = model, .view = new MessageView(model)};
    column.view->setMedia(m_media);
    column.name->setTextFormat(Qt::PlainText);
    column.name->setFont(Theme::strong());
    column.name->setContentsMargins(20, 0, 12, 4);
    Theme::measure(column.name, [name = column.name] { name->setFixedHeight(Theme::scaled(24)); }); // names of any script: the columns begin at one height
    column.widget->setMinimumWidth(Theme::scaled(narrowest));
    auto *inColumn = new QVBoxLayout(column.widget);
    inColumn->setContentsMargins(0, 0, 0, 0);
    inColumn->setSpacing(0);
    inColumn->addWidget(column.name);
    inColumn->addWidget(column.view, 1);
    m_inColumns->addWidget(column.widget, 1);
    m_columns.push_back(column);
}

void AnswerColumns::compare(SessionFeed *feed, qint64 questionId, const QString &question, const QHash<QString, QString> &botNames)
{
    m_feed = feed;
    m_questionId = questionId;
    m_words = question.left(questionCharacters).simplified();
    m_names = botNames;
    m_following = std::make_unique<QObject>();
    connect(feed, &SessionFeed::reloaded, m_following.get(), [this] { update(); });
    connect(feed, &SessionFeed::messagesAppended, m_following.get(), [this] { update(); });
    connect(feed, &SessionFeed::runChanged, m_following.get(), [this] { update(); });
    connect(feed, &SessionFeed::runRemoved, m_following.get(), [this] { update(); });
    update();
    retranslate();
}

void AnswerColumns::leave()
{
    m_following.reset();
    m_feed = nullptr;
    for (Column &column : m_columns) {
        column.model->reset({});
        column.messageId = 0;
    }
}

void AnswerColumns::update()
{
    if (!m_feed)
        return;
    const QList<ComparedAnswer> answers = comparedAnswers(*m_feed, m_questionId, m_names);
    m_shown = std::size_t(answers.size());
    while (m_columns.size() < m_shown)
        addColumn();
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        Column &column = m_columns[i];
        column.widget->setVisible(i < m_shown);
        if (i >= m_shown)
            continue;
        const ComparedAnswer &answer = answers[qsizetype(i)];
        column.name->setText(answer.name);
        column.model->setBotNames(m_names);
        const QList<RunView> runs = answer.run ? QList<RunView>{*answer.run} : QList<RunView>();
        const qint64 id = answer.message ? answer.message->id : 0;
        const bool isSame = id != 0 && id == column.messageId;
        // A run that goes on is written on, not written anew.
        if (id == 0 && column.messageId == 0 && column.model->rowCount() > 0)
            column.model->setRuns(runs);
        else if (!isSame)
            column.model->reset(answer.message ? QList<Message>{*answer.message} : QList<Message>(), runs);
        column.messageId = id;
    }
}

void AnswerColumns::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return Q_EMIT closed();
    QWidget::keyPressEvent(event);
}

void AnswerColumns::retranslate()
{
    m_question->setText(tr("Answers to “%1”").arg(m_words));
    m_close->setToolTip(tr("Back to the conversation (Esc)"));
    m_close->setAccessibleName(tr("Back to the conversation"));
}

void AnswerColumns::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace pipit
