// SPDX-License-Identifier: GPL-3.0-or-later
// Draws conversations of every kind of message into pictures, for docs/screenshots and for whoever looks at a change:
// message_snapshots DIR. Each theme at 1x and 2x, each language, right-to-left text among it. A second process draws what is
// 2x, as the desktop is started on such a screen.
#include "tests/ui/test_media.h"
#include "ui/chat/messages/message_view.h"
#include "ui/locale/language.h"
#include "ui/media/file_saves.h"
#include "ui/media/media_player.h"
#include "ui/media/picture_store.h"
#include "ui/theme/theme.h"

#include <QCoroTimer>

#include <QApplication>
#include <QBuffer>
#include <QDir>
#include <QImage>
#include <QJsonArray>
#include <QMouseEvent>
#include <QPainter>
#include <QProcess>

#include <algorithm>
#include <array>
#include <cstdio>

using namespace pipit;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 start = 1'790'000'000'000;
constexpr int width = 860;

struct Conversation {
    QList<Message> messages;

    Message &add(SenderType by, const QString &name, const QString &type, const QString &content)
    {
        const qint64 id = messages.size() + 1;
        messages << Message{.id = id, .sessionId = u"s"_s, .clientMessageId = u"m%1"_s.arg(id), .senderType = by, .senderId = name, .senderName = name, .contentType = type, .content = content,
                            .createdAtMs = start + id * 61'000};
        return messages.last();
    }
};

QImage landscape()
{
    QImage image(640, 320, QImage::Format_RGB32);
    image.fill(QColor(0x92b9cb));
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0x7d9158));
    painter.drawPolygon(QPolygonF({{0, 230}, {640, 90}, {640, 320}, {0, 320}}));
    painter.setBrush(QColor(0xf2e2a6));
    painter.drawEllipse(QPointF(480, 100), 44, 44);
    return image;
}

QByteArray pngOf(const QImage &image)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "png");
    return bytes;
}

QList<Message> answers()
{
    Conversation c;
    c.add(SenderType::User, u"me"_s, u"text"_s, u"帮我写一个函数：把 SSE 的一帧按规范解析出来。要短。"_s);
    Message &first = c.add(SenderType::Bot, u"发布助手"_s, u"markdown"_s,
                           u"一帧由若干行组成，空行结束。关键在于：**事件名在自己的 `event:` 行里**，不在 JSON 里。\n\n```python\ndef parse(frame):\n    event, data = \"message\", []\n    for line in frame.splitlines():\n"
                           "        name, _, value = line.partition(\":\")\n        value = value.removeprefix(\" \")  # 只去掉一个空格\n        if name == \"event\": event = value\n    return event, data\n```"_s);
    first.replyTo = 1;
    first.metadata = {{u"runId"_s, u"r"_s}, {u"firstTokenMs"_s, 210}, {u"tokensPerSecond"_s, 64}, {u"durationMs"_s, 3100}, {u"reasoning"_s, u"The frame is text; a line that is empty ends it."_s}};
    Message anew = first;
    anew.id = 3;
    anew.clientMessageId = u"m3"_s;
    anew.replaces = 2;
    c.messages << anew;
    c.add(SenderType::User, u"me"_s, u"text"_s, u"如果连接中途断了呢？"_s);
    Message &cut = c.add(SenderType::Bot, u"发布助手"_s, u"markdown"_s, u"客户端带上最后一个游标重新连接，服务器从那里补发，"_s);
    cut.replyTo = 4;
    cut.metadata = {{u"runId"_s, u"r"_s}, {u"runState"_s, u"failed"_s}, {u"error"_s, u"4016 (logid 2026112818)"_s}};
    c.add(SenderType::User, u"me"_s, u"text"_s, u"再说一遍"_s);
    Message &last = c.add(SenderType::Bot, u"发布助手"_s, u"markdown"_s, u"不丢也不重：\n\n1. 先登记\n2. 再补发\n3. 然后接上\n\n> 一个整数就是每个游标。\n\n| 情况 | 结果 |\n|---|--:|\n| 断线 | 续传 |\n| 过旧 | `reset` |\n\n- [x] 测试\n- [ ] 文档"_s);
    last.replyTo = 6;
    last.metadata = {{u"runId"_s, u"r"_s}, {u"firstTokenMs"_s, 180}, {u"durationMs"_s, 2400}, {u"suggestions"_s, QJsonArray{u"轮询时呢？"_s, u"How many connections can one node hold?"_s, u"¿Y con un proxy?"_s}}};
    return c.messages;
}

QList<Message> kinds()
{
    Conversation c;
    c.add(SenderType::System, u"system"_s, u"notification"_s, u"今晚 23:00–23:30 例行维护，期间消息照常保存"_s);
    c.messages.last().metadata = {{u"title"_s, u"系统公告"_s}};
    for (const QString &severity : {u"info"_s, u"success"_s, u"error"_s})
        c.add(SenderType::System, u"system"_s, u"notification"_s, u"A notice of severity %1"_s.arg(severity)).metadata = {{u"severity"_s, severity}};
    Message &image = c.add(SenderType::User, u"李娜"_s, u"image"_s, u"/api/files/chart"_s);
    image.metadata = {{u"name"_s, u"chart.png"_s}, {u"size"_s, 240'000}, {u"width"_s, 640}, {u"height"_s, 320}};
    c.add(SenderType::User, u"李娜"_s, u"image"_s, u"https://example.org/else.png"_s);
    Message &file = c.add(SenderType::User, u"李娜"_s, u"file"_s, u"https://example.org/review.pdf"_s);
    file.metadata = {{u"name"_s, u"季度评审.pdf"_s}, {u"size"_s, 2'400'000}};
    c.add(SenderType::User, u"李娜"_s, u"audio"_s, u"/api/files/voice"_s).metadata = {{u"name"_s, u"voice.ogg"_s}, {u"size"_s, 96'000}, {u"duration"_s, 31'000}};
    for (const QString &name : {u"film"_s, u"walk"_s}) {
        Message &video = c.add(SenderType::User, u"李娜"_s, u"video"_s, QString(u"/api/files/"_s + name));
        video.metadata = {{u"name"_s, QString(name + u".avi")}, {u"size"_s, 4'800'000}, {u"width"_s, 640}, {u"height"_s, 320}, {u"duration"_s, 12'000}};
    }
    Message &comment = c.add(SenderType::User, u"王五"_s, u"comment"_s, u"第 3 页的图能换成对数轴吗？"_s);
    comment.replyTo = 7;
    Message &progress = c.add(SenderType::Bot, u"订单机器人"_s, u"progress"_s, u"任务 #2841 · 对账"_s);
    progress.metadata = {{u"done"_s, 18204}, {u"total"_s, 25300}, {u"detail"_s, u"18,204 / 25,300 行 · 还需约 40 秒"_s}};
    Message &reply = c.add(SenderType::User, u"李娜"_s, u"text"_s, u"明天的评审改到十点，@发布助手 帮忙总结上面的 PDF"_s);
    reply.replyTo = 7;
    c.add(SenderType::User, u"سارة"_s, u"text"_s, u"صباح الخير، هل وصل الملف review.pdf إلى الجميع؟"_s);
    c.add(SenderType::Bot, u"Echo"_s, u"markdown"_s, u"نعم، وصل:\n\n- أولاً `review.pdf`\n- ثم الصورة\n\n> اقتباس قصير\n\nAnd a line in English."_s);
    Message &state = c.add(SenderType::User, u"李娜"_s, u"state"_s, u"Release on Thursday"_s);
    state.metadata = {{u"name"_s, u"Note"_s}};
    c.add(SenderType::Bot, u"Echo"_s, u"poll"_s, u"Tea or coffee?"_s);
    Message &edited = c.add(SenderType::User, u"me"_s, u"text"_s, u"收到 👍 我来准备数据"_s);
    Message again = edited;
    again.id += 1;
    again.clientMessageId = u"again"_s;
    again.replaces = edited.id;
    c.messages << again;
    return c.messages;
}

// What a message goes through, and what the reader does with it.
QList<Message> states()
{
    Conversation c;
    c.add(SenderType::User, u"李娜"_s, u"text"_s, u"这一段要选中，然后复制。"_s);
    c.add(SenderType::Bot, u"Echo"_s, u"markdown"_s, u"Words that are **found** stand out, and words that are selected, too: found here and found there.\n\n`code` in a line, [a link](https://example.org) and a list:\n\n1. one\n2. two"_s);
    c.add(SenderType::Bot, u"Echo"_s, u"markdown"_s, u"الأمر هو `git log --oneline -5` ثم:\n\n```sh\ngit show HEAD~2 --stat\n```"_s);
    c.add(SenderType::User, u"李娜"_s, u"image"_s, u"/api/files/gone"_s).metadata = {{u"name"_s, u"gone.png"_s}, {u"width"_s, 640}, {u"height"_s, 320}};
    c.add(SenderType::User, u"李娜"_s, u"file"_s, u"/api/files/large"_s).metadata = {{u"name"_s, u"原始数据.csv"_s}, {u"size"_s, 48'000'000}};
    c.add(SenderType::User, u"李娜"_s, u"audio"_s, u"/api/files/damaged"_s).metadata = {{u"name"_s, u"damaged.ogg"_s}, {u"size"_s, 96'000}, {u"duration"_s, 31'000}};
    const qint64 asked = c.add(SenderType::User, u"me"_s, u"text"_s, u"你好，介绍一下自己"_s).id;
    c.add(SenderType::Bot, u"Echo"_s, u"markdown"_s, u"| node | region | streams | p50 | p99 | dropped | memory | disk | version | since |\n|---|---|--:|--:|--:|--:|--:|--:|---|---|\n"
                                                      "| alpha | Shanghai | 1,204 | 1.2 ms | 4.1 ms | 0 | 61 MB | 1.2 GB | 0.1.0 | 21 September |\n\nAnd a picture:\n\n![a hill in the sun](/api/files/hill)"_s);
    Message &refused = c.add(SenderType::Bot, u"发布助手"_s, u"markdown"_s, u"我是"_s);
    refused.replyTo = asked;
    refused.metadata = {{u"runId"_s, u"r"_s}, {u"runState"_s, u"failed"_s},
                        {u"error"_s, u"The bot's account at the provider has used up its quota for today; ask whoever pays for it, or choose another bot (code 4028, logid 20260921142903A1B2C3D4E5F60718293A)"_s}};
    return c.messages;
}

QList<RunView> runs()
{
    const auto under = [](const QString &id, RunState state, const QString &answer, const QString &reasoning) {
        RunView view;
        view.run = {.runId = id, .sessionId = u"s"_s, .botId = u"发布助手"_s, .clientMessageId = id, .state = state};
        view.answer = answer;
        view.reasoning = reasoning;
        return view;
    };
    RunView refused = under(u"refused"_s, RunState::Failed, {}, {});
    refused.run.error = u"The provider refused the token (code 4101, logid 2026092114290)."_s;
    return {refused, under(u"thinks"_s, RunState::Streaming, {}, u"The reader asks who this is."_s), under(u"streams"_s, RunState::Streaming, u"客户端带上最后一个游标重新连接，服务器从那里补发，**不丢**也不重。若流一直打不开，就自动改用"_s, {}),
            under(u"fetches"_s, RunState::Polling, {}, {}), under(u"waits"_s, RunState::Queued, {}, {})};
}

// One conversation, and what is done to it before it is drawn.
struct Scene {
    QString name;
    QList<Message> messages;
    QList<RunView> runs = {};
    QList<PendingMessage> pending = {};
    NewMark mark = {};
};

PendingMessage pendingOf(const QString &id, const QString &text, PendingMessage::State state, const QString &reason = {})
{
    return {.draft = {.sessionId = u"s"_s, .clientMessageId = id, .content = text}, .state = state, .reason = reason, .createdAtMs = start + 1'500'000};
}

QList<Scene> scenes()
{
    using State = PendingMessage::State;
    return {{.name = u"answers"_s, .messages = answers()},
            {.name = u"kinds"_s, .messages = kinds(), .pending = {pendingOf(u"p"_s, u"附件：原始数据.csv"_s, State::Failed, u"no connection"_s)}, .mark = {NewMark::Kind::Unread, 10, 3}},
            {.name = u"states"_s, .messages = states(), .runs = runs(), .pending = {pendingOf(u"p1"_s, u"第一条"_s, State::Sending), pendingOf(u"p2"_s, u"第二条"_s, State::Waiting)}, .mark = {NewMark::Kind::CaughtUp, 5, 12}}};
}

void waitFor(auto isSo)
{
    while (!isSo())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

// Stopped in its middle.
void showFilm(MediaPlayer &player)
{
    const QString film = u"/api/files/film"_s;
    player.play(film);
    waitFor([&] { return player.of(film)->durationMs > 0; });
    player.pause();
    player.seek(film, 5'000);
    waitFor([&] { return player.of(film)->state == Playback::State::Paused && !player.frame(film, {960, 480}).isNull(); });
}

bool has(const Scene &scene, const QString &address)
{
    return std::ranges::any_of(scene.messages, [&address](const Message &message) { return message.content == address; });
}

// As high as all of it.
void showWhole(MessageView &view)
{
    for (int i = 0; i < 60 && (view.visibleRows().front().row > 0 || view.visibleRows().front().top < 0); ++i) {
        view.resize(width, view.height() + 100);
        QCoreApplication::processEvents();
    }
    view.resize(width, view.height() - qMax(0, view.height() - view.visibleRows().back().bottom()));
    QCoreApplication::processEvents();
}

void draw(const QString &path, const Scene &scene)
{
    MessageModel model;
    model.setOwnSenderId(u"me"_s);
    PictureStore pictures;
    pictures.setSource(
        [](QString address, qint64) -> QCoro::Task<Result<QByteArray>> {
            if (address.startsWith(u"/api/files/gone"))
                co_return Error{ErrorCode::NotFound, u"The file is gone: it was removed by an operator."_s};
            co_return pngOf(landscape());
        },
        [](const QString &address) { return address.startsWith(u'/'); });
    FileSaves saves;
    saves.setSource([](QString, QString, std::function<bool(qint64, qint64)> tell) -> QCoro::Task<Result<Done>> {
        co_await QCoro::sleepFor(std::chrono::milliseconds(200)); // it is told ten times a second
        tell(30'700'000, 48'000'000);
        co_await QCoro::sleepFor(std::chrono::hours(1));
        co_return Done{};
    });
    MediaPlayer player;
    player.setSource([](QString address, MediaPlayer::Take take) -> QCoro::Task<Result<Done>> {
        take(address == u"/api/files/damaged" ? QByteArray(5'000, 'x') : aviOf(QList<QImage>(120, landscape())), -1);
        co_return Done{};
    });
    MessageView view(&model);
    view.setMedia({&pictures, &saves, &player});
    view.resize(width, 400);
    view.show();
    model.setMark(scene.mark);
    model.reset(scene.messages, scene.runs, scene.pending);
    view.scrollToBottom();
    QCoreApplication::processEvents();
    showWhole(view);
    QStringList shown{u"/api/files/hill"_s};
    for (const Message &message : scene.messages) {
        if (message.contentType == u"image")
            shown << message.content;
    }
    view.grab(); // what is painted is fetched
    for (const QString &address : std::as_const(shown))
        waitFor([&] { return pictures.known(address).state != Picture::State::Loading || (address == shown.first() && scene.name != u"states"); });
    const QString damaged = u"/api/files/damaged"_s;
    if (has(scene, u"/api/files/film"_s)) {
        showFilm(player);
    } else if (has(scene, damaged)) {
        saves.start(u"/api/files/large"_s, QDir::temp().filePath(u"data.csv"_s));
        player.play(damaged);
        waitFor([&] { return player.of(damaged)->state == Playback::State::Failed && saves.of(u"/api/files/large"_s)->received > 0; });
        view.setFound(u"found"_s, u"m2"_s);
        view.select({u"m1"_s, {0, 2}}, {u"m2"_s, {0, 12}});
    }
    QCoreApplication::processEvents();
    showWhole(view);
    view.grab().save(path);
    std::printf("%s\n", qPrintable(path));
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "Usage: message_snapshots DIR\n");
        return 2;
    }
    Language words;
    const QDir folder(QString::fromLocal8Bit(argv[1]));
    folder.mkpath(u"."_s);
    const double scale = application.devicePixelRatio();
    for (const Scene &scene : scenes()) {
        for (const QString &language : {u"en"_s, u"zh"_s, u"es"_s}) {
            if (scale > 1 && language != u"en")
                continue;
            words.apply(language);
            for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
                Theme::instance().apply(mode);
                draw(folder.filePath(u"messages-%1-%2-%3-%4x.png"_s.arg(scene.name, themeModeName(mode), language).arg(scale)), scene);
            }
        }
    }
    if (scale > 1)
        return 0;
    qputenv("QT_SCALE_FACTOR", "2");
    return QProcess::execute(application.applicationFilePath(), {folder.absolutePath()});
}
