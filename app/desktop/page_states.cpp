// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/page_states.h"

#include "app/desktop/desktop.h"
#include "app/desktop/page_stage.h"
#include "client/fault_trials.h"
#include "client/session_note.h"
#include "ui/chat/chat_header.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer/composer.h"
#include "ui/chat/messages/message_model.h"
#include "ui/chat/messages/message_view.h"
#include "ui/chat/note/note_panel.h"
#include "ui/chat/note/note_text.h"
#include "ui/chat/sessions/message_search.h"
#include "ui/chat/sessions/session_list.h"
#include "ui/launcher/launcher_page.h"
#include "ui/main_window.h"
#include "ui/palette/command_palette.h"
#include "ui/settings/bots_section.h"
#include "ui/settings/settings_page.h"

#include <QBuffer>
#include <QCoroTimer>
#include <QLineEdit>
#include <QPixmap>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>
#include <array>
#include <memory>

namespace pipit {

using Node = PageState::Node;
using Status = ConnectionStatus::State;

namespace {

const QString saidLast = QStringLiteral("明天的评审改到十点");
const QString draft = QStringLiteral("ask about indexes");
const QString firstNote = QStringLiteral("## 评审，周四 10:00\n\n- 消息视图：滚动与流式\n- 控制台的第一版\n- [ ] 评审材料：李娜\n");
const QString herNote = QStringLiteral("## 评审，周四 10:30\n\n- 消息视图：滚动与流式\n- 控制台的第一版\n- [x] 评审材料：李娜\n");
const QString myNote = QStringLiteral("## 评审，周四 10:00，三号会议室\n\n- 消息视图：滚动与流式\n- 控制台的第一版\n- [ ] 评审材料：李娜\n");

QByteArray pngOf(const QPixmap &picture)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "PNG");
    return bytes;
}

QCoro::Task<Connection *> liOf(PageStage &stage)
{
    return stage.guest(QStringLiteral("li"), QStringLiteral("李娜"));
}

// As on any day: others have written elsewhere, something was begun and not sent.
QCoro::Task<bool> day(PageStage &stage)
{
    co_await stage.settled();
    Connection *own = stage.connection();
    if (!own)
        co_return false;
    own->setPinned(QStringLiteral("assistant"), true);
    own->saveDraft(QStringLiteral("local"), draft);
    Connection *li = co_await liOf(stage);
    if (!li)
        co_return false;
    const QString team = QStringLiteral("team");
    li->send(QStringLiteral("viaje"), QStringLiteral("¿Quedamos a las ocho en el andén?"));
    li->send(team, QStringLiteral("控制台下周可以看到第一版。"));
    li->send(team, saidLast);
    const auto hasCome = [&own, &team] {
        const auto session = std::ranges::find(own->sessions(), team, &SessionSummary::id);
        return session != own->sessions().end() && session->lastMessage && session->lastMessage->content == saidLast;
    };
    co_await stage.until(hasCome);
    co_await stage.settled();
    co_return true;
}

QCoro::Task<bool> answering(PageStage &stage)
{
    stage.connection()->ask(stage.chat()->currentSession(), QStringLiteral("assistant"), QStringLiteral("轮询的时候呢？请用一句话回答：客户端问什么，服务器什么时候回答，多久问一次，断开之后从哪里继续，以及怎样再回到流。"));
    const MessageModel *messages = stage.chat()->messages();
    const auto isWritten = [messages] { return messages->hasRunUnderWay() && messages->row(messages->rowCount() - 1).text.size() > 30; };
    co_await stage.until(isWritten);
    co_return true;
}

QCoro::Task<bool> palette(PageStage &stage)
{
    stage.window()->openPalette();
    co_return true;
}

QCoro::Task<bool> search(PageStage &stage)
{
    stage.chat()->searchMessages(QStringLiteral("评审"));
    const MessageSearch *found = stage.chat()->sessions()->messageSearch();
    const auto isFound = [found] { return !found->isSearching() && found->rowCount() > 0; };
    co_await stage.until(isFound);
    co_return true;
}

QCoro::Task<bool> find(PageStage &stage)
{
    stage.chat()->findInSession();
    if (auto *field = qobject_cast<QLineEdit *>(stage.window()->focusWidget()))
        field->setText(QStringLiteral("服务器"));
    co_await stage.settled();
    co_return true;
}

// As 李娜 has it before her; null: she is not let in.
QCoro::Task<std::unique_ptr<SessionNote>> noteOfLi(PageStage &stage)
{
    Connection *li = co_await liOf(stage);
    if (!li)
        co_return std::unique_ptr<SessionNote>();
    auto note = std::make_unique<SessionNote>(*li, stage.chat()->currentSession());
    note->load();
    const auto isLoaded = [&note] { return note->isLoaded(); };
    co_await stage.until(isLoaded);
    co_return note;
}

// She has written one, and it is open.
QCoro::Task<bool> note(PageStage &stage)
{
    NotePanel *panel = stage.chat()->note();
    panel->setOpen(true);
    const auto note = co_await noteOfLi(stage);
    if (!note)
        co_return false;
    (void)co_await note->save(firstNote, {});
    (void)co_await note->comment(QStringLiteral("材料明天上午就有。"));
    const auto isCommented = [&note] { return note->comments().size() == 1; };
    co_await stage.until(isCommented);
    const auto isShown = [panel] { return panel->text()->isVisible(); };
    co_await stage.until(isShown);
    co_await stage.settled();
    co_return true;
}

// Two have changed it.
QCoro::Task<bool> conflict(PageStage &stage)
{
    NotePanel *panel = stage.chat()->note();
    panel->startEdit();
    panel->field()->setPlainText(myNote);
    const auto note = co_await noteOfLi(stage);
    if (!note)
        co_return false;
    (void)co_await note->save(herNote, note->latest());
    panel->save();
    const auto isConflict = [panel] { return panel->isConflict(); };
    co_await stage.until(isConflict);
    co_return true;
}

QCoro::Task<bool> people(PageStage &stage)
{
    const QString team = stage.chat()->currentSession();
    Connection *zhang = co_await stage.guest(QStringLiteral("zhang"), QStringLiteral("张三"));
    if (!zhang)
        co_return false;
    zhang->send(team, QStringLiteral("好的，十点见。"));
    Connection *own = stage.connection();
    const auto isSent = [zhang] { return zhang->pendingCount() == 0; };
    co_await stage.until(isSent);
    zhang->setTyping(team, QStringLiteral("message"), true);
    const auto isWriting = [&own, &team] { return !own->typists(team).isEmpty(); };
    co_await stage.until(isWriting);
    co_await stage.settled();
    stage.chat()->header()->findChild<QToolButton *>(QStringLiteral("people"))->click();
    co_return true;
}

QCoro::Task<bool> menu(PageStage &stage)
{
    stage.chat()->header()->findChild<QToolButton *>(QStringLiteral("more"))->click();
    co_return true;
}

QCoro::Task<bool> attachments(PageStage &stage)
{
    const QPixmap picture = stage.window()->grab();
    Composer *composer = stage.chat()->composer();
    composer->attach(QList{Attachment{.contentType = QStringLiteral("image"), .name = QStringLiteral("window.png"), .mimeType = QStringLiteral("image/png"), .bytes = pngOf(picture), .size = pngOf(picture).size(),
                                      .facts = {{QStringLiteral("width"), picture.width()}, {QStringLiteral("height"), picture.height()}}},
                           Attachment{.name = QStringLiteral("orders-march.csv"), .mimeType = QStringLiteral("text/csv"), .bytes = QByteArray(48'213, ';'), .size = 48'213}});
    const MessageModel *messages = stage.chat()->messages();
    Q_EMIT stage.chat()->view()->replyRequested(messages->row(messages->rowCount() - 1).key);
    composer->edit()->insertPlainText(QStringLiteral("这张图里的三月订单对吗？"));
    co_await stage.settled();
    co_return true;
}

QCoro::Task<bool> prompts(PageStage &stage)
{
    stage.chat()->composer()->edit()->setFocus();
    stage.chat()->composer()->edit()->insertPlainText(QStringLiteral("/"));
    co_await stage.settled();
    co_return true;
}

QCoro::Task<bool> answers(PageStage &stage)
{
    co_await stage.settled();
    const MessageModel *messages = stage.chat()->messages();
    stage.chat()->compareAnswers(messages->row(0).id);
    co_return true;
}

// A session of its own, nothing in it.
QCoro::Task<bool> empty(PageStage &stage)
{
    stage.chat()->newSession();
    const QString before = stage.chat()->currentSession();
    const auto isOpen = [&stage, &before] { return stage.chat()->currentSession() != before; };
    co_await stage.until(isOpen);
    co_await stage.settled();
    co_return true;
}

QCoro::Task<bool> lost(PageStage &stage)
{
    stage.stopNode();
    const auto isGone = [&stage] { return stage.connection()->status().state == Status::Waiting; };
    co_await stage.until(isGone);
    const QString session = stage.chat()->currentSession();
    stage.connection()->ask(session, QStringLiteral("assistant"), QStringLiteral("现在写的会丢吗？"));
    const auto isKept = [&stage] { return stage.connection()->pendingCount() == 1; };
    co_await stage.until(isKept);
    co_return true;
}

QCoro::Task<bool> signedOut(PageStage &stage)
{
    const auto isSignedOut = [&stage] { return stage.connection() && stage.connection()->status().state == Status::SignedOut; };
    co_await stage.until(isSignedOut);
    co_return true;
}

QCoro::Task<bool> loading(PageStage &stage)
{
    const auto isAsking = [&stage] { return stage.connection() && stage.connection()->status().state == Status::Connecting; };
    co_await stage.until(isAsking);
    co_await QCoro::sleepFor(std::chrono::seconds(1)); // what is shown at once is gone
    co_return true;
}

// The form of a bot, tested.
QCoro::Task<bool> botTest(PageStage &stage)
{
    co_await stage.settled();
    auto *section = stage.window()->settingsPage()->findChild<BotsSection *>();
    section->edit();
    section->test();
    const auto isAnswered = [section] { return !section->outcome().isEmpty() && !section->answer().isEmpty(); };
    co_await stage.until(isAnswered);
    co_return true;
}

QCoro::Task<bool> launcher(PageStage &stage)
{
    const auto *page = static_cast<LauncherPage *>(stage.window()->page(QStringLiteral("server")));
    const auto isKnown = [page] { return page->isSettled(); };
    co_await stage.until(isKnown);
    co_return true;
}

// A newer version is told below the conversation.
QCoro::Task<bool> newer(PageStage &stage)
{
    UpdateWatch *updates = stage.desktop()->updates();
    updates->setFeed(stage.feedOfNewer());
    updates->checkNow();
    const auto isFound = [updates] { return updates->status().newer.has_value(); };
    co_await stage.until(isFound);
    co_return true;
}

// As a person would name the feed and ask.
QCoro::Task<bool> updates(PageStage &stage)
{
    co_await stage.settled();
    const QWidget *section = stage.window()->settingsPage()->section();
    section->findChild<QLineEdit *>(QStringLiteral("updateFeed"))->setText(stage.feedOfNewer());
    section->findChild<QPushButton *>(QStringLiteral("updateCheck"))->click();
    const UpdateWatch *watch = stage.desktop()->updates();
    const auto isFound = [watch] { return watch->status().newer.has_value(); };
    co_await stage.until(isFound);
    co_return true;
}

// Some of those who were connected are gone.
QCoro::Task<bool> draining(PageStage &stage)
{
    for (int i = 0; i < 9; ++i) {
        const QString sub = QStringLiteral("guest-%1").arg(i);
        const Connection *guest = co_await stage.guest(sub, sub);
        if (!guest)
            co_return false;
    }
    Servers *servers = stage.desktop()->servers();
    servers->drainOwnNode();
    const auto areSomeGone = [servers] {
        const auto &drain = servers->ownNode()->status().drain;
        return drain && drain->open <= drain->atStart - 2;
    };
    co_await stage.until(areSomeGone);
    co_return true;
}

// Two verdicts, and one trial under way.
QCoro::Task<bool> faultsTried(PageStage &stage)
{
    FaultTrials *trials = stage.desktop()->servers()->ownNode()->trials();
    const auto isOver = [trials] { return !trials->progress(); };
    trials->start(FaultKind::CutStream);
    co_await stage.until(isOver);
    trials->start(FaultKind::Storm, 50);
    co_await stage.until(isOver);
    trials->start(FaultKind::FreezeReader);
    const auto isFrozen = [trials] { return !trials->progress() || trials->progress()->step >= FaultProgress::Step::During; };
    co_await stage.until(isFrozen);
    co_return true;
}

constexpr std::array states{
    PageState{"chat", Node::Inside, "assistant", {day}},
    PageState{"chat/welcome", Node::Empty},
    PageState{"chat/empty", Node::Inside, "assistant", {day, empty}},
    PageState{"chat/loading", Node::Silent, "assistant", {loading}},
    PageState{"chat/answering", Node::Inside, "assistant", {day, answering}},
    PageState{"chat/answers", Node::Inside, "local", {answers}},
    PageState{"chat/palette", Node::Inside, "assistant", {day, palette}},
    PageState{"chat/search", Node::Inside, "assistant", {day, search}},
    PageState{"chat/find", Node::Inside, "assistant", {day, find}},
    PageState{"chat/note", Node::Inside, "team", {day, note}},
    PageState{"chat/conflict", Node::Inside, "team", {day, note, conflict}},
    PageState{"chat/people", Node::Inside, "team", {day, people}},
    PageState{"chat/menu", Node::Inside, "assistant", {day, menu}},
    PageState{"chat/attachments", Node::Inside, "assistant", {day, attachments}},
    PageState{"chat/prompts", Node::Inside, "assistant", {day, prompts}},
    PageState{"chat/lost", Node::Elsewhere, "assistant", {day, lost}},
    PageState{"chat/newer", Node::Inside, "assistant", {day, newer}},
    PageState{"chat/signed-out", Node::Strange, "assistant", {signedOut}},
    PageState{"chat/faulty", Node::Faulty},
    PageState{"server", Node::Inside, "assistant", {launcher}},
    PageState{"server/faulty", Node::Faulty, "assistant", {launcher}},
    PageState{"server/draining", Node::Inside, "assistant", {launcher, draining}},
    PageState{"server/trials", Node::Inside, "assistant", {launcher, faultsTried}},
    PageState{"settings"},
    PageState{"settings/servers"},
    PageState{"settings/bots"},
    PageState{"settings/bots-test", Node::Inside, "assistant", {botTest}},
    PageState{"settings/appearance"},
    PageState{"settings/language"},
    PageState{"settings/writing"},
    PageState{"settings/notifications"},
    PageState{"settings/shortcuts"},
    PageState{"settings/privacy"},
    PageState{"settings/updates", Node::Inside, "assistant", {updates}},
};

} // namespace

std::span<const PageState> pageStates()
{
    return states;
}

} // namespace pipit
