// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chat_page.h"

#include "client/past_messages.h"
#include "ui/chat/chat_header.h"
#include "ui/chat/composer/composer.h"
#include "ui/chat/composer/drop_area.h"
#include "ui/chat/connection_banner.h"
#include "ui/chat/messages/answer_columns.h"
#include "ui/chat/messages/feed_binding.h"
#include "ui/chat/messages/find_bar.h"
#include "ui/chat/messages/message_find.h"
#include "ui/chat/messages/message_media.h"
#include "ui/chat/messages/message_model.h"
#include "ui/chat/messages/message_view.h"
#include "ui/chat/note/note_panel.h"
#include "ui/chat/sessions/session_list.h"
#include "ui/chat/state_page.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace pipit {

namespace {

constexpr int listWidth = 272;
constexpr int noteWidth = 340;
constexpr int leastBesideNote = 420; // of the conversation, else the note takes its place

} // namespace

ChatPage::ChatPage(QWidget *parent)
    : QWidget(parent), m_messages(new MessageModel(this)), m_sessions(new SessionList), m_conversation(new QWidget), m_header(new ChatHeader), m_banner(new ConnectionBanner),
      m_media(std::make_unique<MessageMedia>()), m_find(new MessageFind(m_messages, this)), m_findBar(new FindBar(m_find)), m_stack(new QStackedWidget), m_view(new MessageView(m_messages)), m_state(new StatePage), m_composer(new Composer), m_files(new SessionFiles(this)), m_columns(new AnswerColumns), m_note(new NotePanel)
{
    setArea(m_conversation, "page");
    m_stack->addWidget(m_state);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_columns);
    auto *column = new QVBoxLayout(m_conversation);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_banner);
    column->addWidget(m_findBar);
    column->addWidget(m_stack, 1);
    column->addWidget(m_composer);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_sessions);
    layout->addWidget(m_conversation, 1);
    layout->addWidget(m_note);
    m_view->setMedia(m_media->stores());
    m_columns->setMedia(m_media->stores());
    m_composer->setPictures(m_media->stores().pictures);
    connectWidgets();
    connectSessionMenus();
    connectPeople();
    Theme::measure(this, [this] { layOutColumns(); });
    updateState();
    updateHeader();
}

ChatPage::~ChatPage()
{
    m_composer->tellDraft();
}

void ChatPage::connectWidgets()
{
    connect(m_sessions, &SessionList::sessionChosen, this, [this](const QString &id) {
        openSession(id);
        showList(false);
    });
    connect(m_sessions, &SessionList::messageChosen, this, &ChatPage::openMessage);
    connect(m_sessions, &SessionList::newSessionRequested, this, &ChatPage::newSession);
    connect(m_header, &ChatHeader::listRequested, this, [this] { showList(true); });
    connect(m_header, &ChatHeader::noteRequested, m_note, &NotePanel::setOpen);
    connect(m_note, &NotePanel::openChanged, this, [this](bool open) {
        m_header->setNoteShown(open);
        layOutColumns();
    });
    connect(m_header, &ChatHeader::renameRequested, this, &ChatPage::rename);
    connect(m_banner, &ConnectionBanner::retryRequested, this, [this] {
        if (m_connection)
            m_connection->retryNow();
    });
    connect(m_banner, &ConnectionBanner::signInRequested, this, &ChatPage::signInRequested);
    connect(m_composer, &Composer::sendRequested, this, &ChatPage::send);
    connect(m_composer, &Composer::problem, this, &ChatPage::problem);
    connect(new DropArea(m_conversation), &DropArea::dropped, m_composer, [this](const QMimeData *data) { m_composer->attach(*data); });
    connect(m_composer, &Composer::edited, this, &ChatPage::sendEdit);
    connect(m_composer, &Composer::lastMessageWanted, this, &ChatPage::editLast);
    connect(m_composer, &Composer::stopRequested, this, [this] {
        if (!m_connection || !m_feed)
            return;
        for (const RunView &view : m_feed->runs()) {
            if (!isFinal(view.run.state))
                m_connection->cancelRun(view.run.runId);
        }
    });
    connect(m_composer, &Composer::draftChanged, this, [this](const QString &session, const QString &text) { m_connection && m_keepsDrafts ? m_connection->saveDraft(session, text) : void(); });
    connect(m_composer, &Composer::botChanged, this, &ChatPage::updateHeader);
    connect(m_view, &MessageView::olderWanted, this, &ChatPage::loadOlder);
    connect(m_view, &MessageView::newerWanted, this, [this] {
        if (m_past)
            m_past->loadNewer();
    });
    connect(m_view, &MessageView::newestWanted, this, &ChatPage::returnToPresent);
    connect(m_view, &MessageView::messageWanted, this, &ChatPage::seek);
    connect(m_view, &MessageView::retryRequested, this, [this](const QString &id) { m_connection ? m_connection->retryPending(id) : void(); });
    connect(m_view, &MessageView::discardRequested, this, [this](const QString &id) { m_connection ? m_connection->discardPending(id) : void(); });
    connect(m_view, &MessageView::stopRequested, this, [this](const QString &id) { m_connection ? m_connection->cancelRun(id) : void(); });
    connect(m_view, &MessageView::answerRequested, this, &ChatPage::answerAnew);
    connect(m_view, &MessageView::otherAnswerRequested, this, [this](qint64 questionId, const QString &botId) {
        answerAnew(questionId, botId);
        compareAnswers(questionId);
    });
    connect(m_view, &MessageView::comparisonRequested, this, &ChatPage::compareAnswers);
    connect(m_columns, &AnswerColumns::closed, this, &ChatPage::leaveComparison);
    connect(m_view, &MessageView::quoteRequested, m_composer, &Composer::quote);
    connect(m_view, &MessageView::replyRequested, this, &ChatPage::startReply);
    connect(m_view, &MessageView::editRequested, this, [this](const QString &key) { startEdit(m_messages->rowOfKey(key)); });
    connect(m_view, &MessageView::exportRequested, this, &ChatPage::exportMessages);
    connect(m_view, &MessageView::suggestionChosen, this, [this](const QString &text) { send(text, m_composer->bot()); });
    connect(m_view, &MessageView::dismissRequested, this, [this](const QString &id) { m_connection ? m_connection->dismissRun(m_sessionId, id) : void(); });
    connect(m_find, &MessageFind::changed, this, [this] { m_view->setFound(m_find->text(), m_find->currentKey()); });
    connect(m_find, &MessageFind::stepped, m_view, &MessageView::showFound);
    connect(m_find, &MessageFind::stepped, this, [this] { m_sought = 0; });
    connect(m_find, &MessageFind::olderWanted, this, &ChatPage::loadOlder);
    connect(m_findBar, &FindBar::closed, m_view, [this] { m_view->setFocus(Qt::OtherFocusReason); });
    connect(m_state, &StatePage::buttonClicked, this, [this] {
        if (m_startError) {
            m_startError.reset();
            updateState();
            Q_EMIT retryStartRequested();
        } else if (m_connection && m_connection->status().state == ConnectionStatus::State::SignedOut) {
            Q_EMIT signInRequested();
        } else if (m_loadError && m_connection) {
            // Asking for the feed again loads what did not come.
            m_loadError.reset();
            m_connection->retryNow();
            m_feed = m_connection->feed(m_sessionId);
            updateState();
        } else {
            newSession();
        }
    });
    for (auto signal : {&MessageModel::modelReset, &MessageModel::rowsChanged})
        connect(m_messages, signal, this, &ChatPage::updateState);
}

void ChatPage::updateAnswering()
{
    const auto *changed = qobject_cast<SessionFeed *>(sender());
    for (const SessionFeed *feed : {changed, static_cast<const SessionFeed *>(m_feed)}) {
        if (feed)
            m_sessions->model()->setAnswering(feed->sessionId(), std::ranges::any_of(feed->runs(), [](const RunView &view) { return !isFinal(view.run.state); }));
    }
    m_composer->setAnswering(m_messages->hasRunUnderWay());
}

QString ChatPage::sessionTitle(const QString &id) const
{
    if (m_connection) {
        const auto found = std::ranges::find(m_connection->sessions(), id, &SessionSummary::id);
        if (found != m_connection->sessions().end())
            return SessionListModel::titleOf(*found);
    }
    return m_sessionsKnown ? id : QString(); // it may have a title yet
}

void ChatPage::updateHeader()
{
    const QString title = sessionTitle(m_sessionId);
    QString pill;
    if (m_connection) {
        const auto bot = std::ranges::find(m_connection->bots(), m_composer->bot(), &BotInfo::id);
        if (bot != m_connection->bots().end())
            pill = bot->provider.isEmpty() || bot->provider.compare(bot->name, Qt::CaseInsensitive) == 0 ? bot->name : bot->name + QStringLiteral(" · ") + bot->provider;
    }
    m_header->setTitle(title);
    m_header->setBot(pill);
    m_header->setRenamable(!title.isEmpty());
    m_composer->setSession(m_sessionId, title);
}

void ChatPage::updateState()
{
    const bool hasRows = m_messages->rowCount() > 0;
    const bool fresh = m_feed && m_feed->isLoaded() && m_messages->rowCount() <= 2;
    m_composer->setPromptsVisible(fresh && !m_messages->hasRunUnderWay());
    const bool isWelcome = m_welcome && !m_startError && m_connection && m_sessionsKnown && m_connection->sessions().isEmpty() && m_sessionId.isEmpty();
    m_composer->setVisible(!m_startError && !isWelcome);
    m_header->setVisible(!isWelcome);
    m_composer->setAnswering(m_messages->hasRunUnderWay());
    if (hasRows && !m_startError) {
        m_stack->setCurrentWidget(m_isComparing ? static_cast<QWidget *>(m_columns) : m_view);
        return;
    }
    if (isWelcome) {
        if (m_stack->currentWidget() != m_welcome) {
            m_stack->setCurrentWidget(m_welcome);
            if (isVisible())
                m_welcome->setFocus(Qt::OtherFocusReason);
            Q_EMIT welcomeShown();
        }
        return;
    }
    m_stack->setCurrentWidget(m_state);
    const auto is = [this](ConnectionStatus::State state) { return m_connection && m_connection->status().state == state; };
    const bool offline = is(ConnectionStatus::State::GaveUp) || is(ConnectionStatus::State::Refused);
    if (m_startError)
        m_state->showError(tr("The node did not start"), m_startError->message, tr("Mend this and try again."), tr("Try again"));
    else if (is(ConnectionStatus::State::SignedOut))
        m_state->showError(tr("Signed out"), tr("The node does not know the token of this computer any more."), tr("Sign in again to read on; what you write is kept until then."), tr("Sign in again"));
    else if (m_loadError)
        m_state->showError(tr("This could not be loaded"), m_loadError->message, {}, tr("Retry"));
    else if (m_feed && m_feed->isLoaded())
        m_state->showText(tr("Ask something"), tr("Write below, or begin with one of the prompts. Enter sends."));
    else if (offline)
        m_state->showError(tr("Offline"), m_connection->status().reason, tr("What you write is kept and sent when the node can be reached."));
    else if (m_connection && m_sessionsKnown && m_connection->sessions().isEmpty() && !m_creating)
        m_state->showText(tr("No session yet"), tr("A session holds one conversation with a bot or with people."), tr("New session"));
    else
        m_state->showLoading();
}

void ChatPage::setWelcome(QWidget *page)
{
    m_welcome = page;
    m_stack->addWidget(page);
    updateState();
}

void ChatPage::showStartFailure(const Error &error)
{
    m_startError = error;
    updateState();
    if (isVisible())
        m_state->setFocus(Qt::OtherFocusReason);
}

bool ChatPage::isSettled() const
{
    if (m_startError || m_loadError || (m_welcome && m_stack->currentWidget() == m_welcome))
        return true;
    return m_connection && m_connection->status().state == ConnectionStatus::State::Live && m_sessionsKnown && m_feed && m_feed->isLoaded() && !m_feed->isLoading()
        && !m_connection->bots().isEmpty() && !m_messages->hasRunUnderWay() && m_feed->pending().isEmpty();
}

bool ChatPage::isShown(const QString &sessionId) const
{
    return sessionId == m_sessionId && m_conversation->isVisible();
}

void ChatPage::focusSearch()
{
    showList(true);
    m_sessions->focusSearch();
}

void ChatPage::searchMessages(const QString &words)
{
    showList(true);
    m_sessions->search(words);
}

void ChatPage::findInSession()
{
    m_findBar->open();
}

void ChatPage::startRename()
{
    m_header->startRename();
}

void ChatPage::setListFolded(bool folded)
{
    if (m_folded == folded)
        return;
    m_folded = folded;
    m_listShown = false;
    layOutColumns();
    Q_EMIT listShownChanged(false);
}

void ChatPage::showList(bool shown)
{
    if (!m_folded || m_listShown == shown)
        return;
    m_listShown = shown;
    layOutColumns();
    Q_EMIT listShownChanged(shown);
}

void ChatPage::layOutColumns()
{
    m_header->setListButtonVisible(m_folded);
    m_sessions->setVisible(!m_folded || m_listShown);
    const bool isConversation = !m_folded || !m_listShown;
    const int room = width() - (m_folded ? 0 : Theme::scaled(listWidth));
    const bool noteIsPage = m_note->isOpen() && room < Theme::scaled(noteWidth + leastBesideNote);
    m_conversation->setVisible(isConversation && !noteIsPage);
    m_note->setVisible(isConversation && m_note->isOpen());
    m_note->setMinimumWidth(noteIsPage ? 0 : Theme::scaled(noteWidth));
    m_note->setMaximumWidth(noteIsPage ? QWIDGETSIZE_MAX : Theme::scaled(noteWidth));
    if (m_folded) {
        m_sessions->setMinimumWidth(0);
        m_sessions->setMaximumWidth(QWIDGETSIZE_MAX);
    } else {
        m_sessions->setFixedWidth(Theme::scaled(listWidth));
    }
}

void ChatPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (m_note->isOpen())
        layOutColumns();
}

void ChatPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        updateHeader();
        updateState();
    }
}

} // namespace pipit
