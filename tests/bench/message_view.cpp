// SPDX-License-Identifier: GPL-3.0-or-later
// What the conversation costs: opening it, scrolling it, following an answer, resizing it, and the memory that it holds;
// beside a QListView with a delegate, a widget for each message, and a text that is set anew for each token, as the references.
//
// Every frame is really painted, into an image of 1,100 x 800. Budgets are printed with the figures.
#include "tests/bench/cost.h"
#include "tests/bench/many_messages.h"
#include "tests/bench/oversized.h"
#include "ui/chat/content/markdown_content.h"
#include "ui/chat/messages/message_find.h"
#include "ui/chat/messages/message_view.h"
#include "ui/media/file_saves.h"
#include "ui/media/media_player.h"
#include "ui/media/picture_store.h"
#include "ui/theme/theme.h"

#include <QAbstractListModel>
#include <QApplication>
#include <QBuffer>
#include <QListView>
#include <QPainter>
#include <QProcess>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QTextBrowser>
#include <QTextDocument>
#include <QThread>
#include <QWheelEvent>

#include <cstdio>

using namespace pipit;
using namespace pipit::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int messageCount = 100'000;
constexpr int listRows = 10'000; // of the reference, which takes seconds for more
constexpr int tokenCount = 10'000;
constexpr QSize windowSize(1100, 800);

QElapsedTimer begun()
{
    QElapsedTimer clock;
    clock.start();
    return clock;
}

double mean(const std::vector<double> &values, std::size_t from, std::size_t to)
{
    double sum = 0;
    for (std::size_t i = from; i < to; ++i)
        sum += values[i];
    return to > from ? sum / double(to - from) : 0;
}

class Painted
{
public:
    explicit Painted(QWidget &widget) : m_widget(widget), m_image(windowSize, QImage::Format_ARGB32_Premultiplied)
    {
        widget.resize(windowSize);
        widget.show();
        QCoreApplication::processEvents();
    }
    void frame() { m_widget.render(&m_image); }

private:
    QWidget &m_widget;
    QImage m_image;
};

// What pictures, files and sounds need to be shown as in the window.
struct Media {
    PictureStore pictures;
    FileSaves saves;
    MediaPlayer player;
    int fetched = 0;

    Media()
    {
        QImage landscape(640, 320, QImage::Format_RGB32);
        landscape.fill(QColor(0x92b9cb));
        QByteArray png;
        QBuffer buffer(&png);
        buffer.open(QIODevice::WriteOnly);
        landscape.save(&buffer, "png");
        pictures.setSource([this, png](QString, qint64) -> QCoro::Task<Result<QByteArray>> { ++fetched; co_return QByteArray(png); }, [](const QString &address) { return address.startsWith(u'/'); });
        saves.setSource([](QString, QString, std::function<bool(qint64, qint64)>) -> QCoro::Task<Result<Done>> { co_return Done{}; });
        player.setSource([](QString, MediaPlayer::Take) -> QCoro::Task<Result<Done>> { co_return Done{}; });
    }
};

// The reference: rows of plain text in documents, as a first attempt would have them.
class ListModel : public QAbstractListModel
{
public:
    int rowCount(const QModelIndex &) const override { return listRows; }
    QVariant data(const QModelIndex &index, int role) const override { return role == Qt::DisplayRole ? QVariant(messageOf(index.row()).content) : QVariant(); }
};

class ListDelegate : public QStyledItemDelegate
{
public:
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QTextDocument document;
        document.setMarkdown(index.data().toString());
        document.setTextWidth(option.rect.width() > 0 ? option.rect.width() : 700);
        return {700, int(document.size().height())};
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QTextDocument document;
        document.setMarkdown(index.data().toString());
        document.setTextWidth(option.rect.width());
        painter->save();
        painter->translate(option.rect.topLeft());
        document.drawContents(painter);
        painter->restore();
    }
};

void list()
{
    ListModel model;
    ListDelegate delegate;
    QListView view;
    view.setItemDelegate(&delegate);
    view.setWordWrap(true);
    view.setResizeMode(QListView::Adjust);
    view.setModel(&model);
    Painted painted(view);
    painted.frame();
    const double change = msOf([&] {
        Q_EMIT model.dataChanged(model.index(5), model.index(5));
        view.doItemsLayout();
        painted.frame();
    });
    const double resize = msOf([&] {
        view.resize(windowSize - QSize(40, 0));
        QCoreApplication::processEvents();
        painted.frame();
    });
    std::printf("reference a QListView with a delegate and %d rows: one of them changed %.0f ms, resized %.0f ms\n", listRows, change, resize);
}

// The other reference: a widget for each message.
void widgets()
{
    constexpr int count = 1000;
    const double before = megabytes();
    std::vector<std::unique_ptr<QTextBrowser>> browsers;
    const double made = msOf([&] {
        for (int n = 0; n < count; ++n) {
            browsers.push_back(std::make_unique<QTextBrowser>());
            browsers.back()->setMarkdown(messageOf(n).content);
            browsers.back()->document()->setTextWidth(700);
        }
    });
    std::printf("reference a QTextBrowser for each of %d messages: %.0f ms, %.1f kB each\n", count, made, (megabytes() - before) * 1000 / count);
}

void wheel(QWidget *viewport, int pixels)
{
    QWheelEvent event(QPointF(400, 300), viewport->mapToGlobal(QPointF(400, 300)), QPoint(0, pixels), QPoint(), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(viewport, &event);
}

void conversation()
{
    QList<Message> messages;
    const double before = megabytes();
    for (int n = 0; n < messageCount; ++n)
        messages << messageOf(n);
    const double held = megabytes();

    MessageModel model;
    Media media;
    MessageView view(&model);
    view.setMedia({&media.pictures, &media.saves, &media.player});
    Painted painted(view);
    const double cold = msOf([&] {
        model.reset(messages.last(20));
        QCoreApplication::processEvents();
        painted.frame();
    });
    std::printf("first     20 messages, with the fonts that nobody has used before: %.1f ms\n", cold);
    const double opened = msOf([&] {
        model.reset(messages);
        QCoreApplication::processEvents();
        painted.frame();
    });
    const double first = megabytes();
    std::printf("open      %d messages, %d rows, painted: %.1f ms (budget 100); their text %.1f MB, with model and view %.1f MB (150)\n", messageCount, model.rowCount(), opened, held - before, first - before);

    std::vector<double> frames;
    for (int i = 0; i < 3000; ++i) {
        frames.push_back(msOf([&] {
            wheel(view.viewport(), i < 1500 ? 90 : -90);
            painted.frame();
        }));
    }
    std::printf("scroll    a frame: p50 %.2f, p99 %.2f ms (8)\n", quantile(frames, 0.5), quantile(frames, 0.99));

    std::vector<double> jumps;
    for (int i = 0; i < 400; ++i) {
        jumps.push_back(msOf([&] {
            view.verticalScrollBar()->setValue(int(double(i * 7919 % 400) / 400 * view.verticalScrollBar()->maximum()));
            painted.frame();
        }));
    }
    std::printf("jump      anywhere: p50 %.2f, p99 %.2f ms\n", quantile(jumps, 0.5), quantile(jumps, 0.99));

    // Every row comes into view on the way up, and again on the way down; pictures have the time to come.
    QScrollBar *bar = view.verticalScrollBar();
    for (const bool up : {true, false}) {
        for (int row = 0; row < model.rowCount(); row += 5) {
            bar->setValue((up ? model.rowCount() - row : row) * (bar->maximum() / model.rowCount()));
            QCoreApplication::processEvents();
            painted.frame();
        }
    }
    view.scrollToBottom();
    QCoreApplication::processEvents();
    painted.frame();
    const double scrolled = megabytes();
    // As a reader does who has found what he looked for.
    for (QElapsedTimer calm = begun(); calm.elapsed() < 7'000;)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 100);
    painted.frame();
    const double after = megabytes();
    std::printf("memory    after all of it passed through twice: %.1f MB, some seconds later %.1f, %.2f of what it was (1.2); %d rows laid out, %d pictures fetched\n", scrolled - before, after - before, (after - before) / (first - before), view.layoutCount(), media.fetched);

    std::vector<double> resizes;
    for (int i = 0; i < 40; ++i) {
        resizes.push_back(msOf([&] {
            view.resize(windowSize - QSize(10 * (i % 8 + 1), 0));
            QCoreApplication::processEvents();
            painted.frame();
        }));
    }
    std::printf("resize    p50 %.2f, p99 %.2f ms\n", quantile(resizes, 0.5), quantile(resizes, 0.99));

    std::vector<double> changes;
    for (int i = 0; i < 200; ++i) {
        changes.push_back(msOf([&] {
            model.append({messageOf(messageCount + i)});
            QCoreApplication::processEvents();
            painted.frame();
        }));
    }
    std::printf("message   one more: p50 %.2f, p99 %.2f ms\n", quantile(changes, 0.5), quantile(changes, 0.99));

    const double older = msOf([&] {
        QList<Message> page;
        for (int n = 0; n < 50; ++n) {
            Message message = messageOf(n);
            message.id -= 100;
            message.clientMessageId.clear();
            message.replyTo.reset();
            message.replaces.reset();
            page << message;
        }
        model.prepend(page);
        QCoreApplication::processEvents();
        painted.frame();
    });
    std::printf("older     a page of 50 above %d: %.2f ms\n", messageCount, older);
}

void finding()
{
    QList<Message> messages;
    for (int n = 0; n < messageCount; ++n)
        messages << messageOf(n);
    MessageModel model;
    model.reset(messages);
    MessageFind find(&model);
    const auto report = [&find](const char *what) {
        std::vector<double> turns;
        while (find.isLooking())
            turns.push_back(msOf([] { QCoreApplication::processEvents(); }));
        double sum = 0;
        for (const double turn : turns)
            sum += turn;
        std::printf("find      %-40s %6d of %d messages: %7.1f ms in %zu turns, longest %.1f ms (16)\n", what, find.count(), messageCount, sum, turns.size(), quantile(turns, 1));
    };
    const std::pair<const char *, QString> texts[] = {{"a word that is in few", u"Maintenance tonight"_s}, {"a word that is in many", u"the"_s}, {"a letter", u"e"_s}, {"across marks", u"条：事件名"_s},
                                                      {"marks", u"**"_s}, {"Chinese", u"事件名"_s}, {"what is nowhere", u"zzz zzz"_s}};
    for (const auto &[name, text] : texts) {
        find.setText(text);
        report(name);
    }
    find.setText(u"the"_s);
    while (find.isLooking())
        QCoreApplication::processEvents();
    model.append({messageOf(messageCount + 1)});
    report("one message more");
}

QString answerOf(int tokens)
{
    static const QStringList words{u"the "_s, u"stream "_s, u"**resumes** "_s, u"from "_s, u"`id` "_s, u"and "_s, u"其后 "_s, u"nothing "_s, u"is "_s, u"lost. "_s};
    QString text;
    for (int i = 0; i < tokens; ++i) {
        text += words[i % words.size()];
        if (i % 60 == 59)
            text += i % 240 == 239 ? u"\n\n```cpp\nint next = %1;\n```\n\n"_s.arg(i) : u"\n\n"_s;
        else if (i % 60 == 29)
            text += u"\n- "_s;
    }
    return text;
}

void streaming()
{
    const QString whole = answerOf(tokenCount);
    MessageModel model;
    MessageView view(&model);
    Painted painted(view);
    RunView run;
    run.run = {.runId = u"r"_s, .sessionId = u"s"_s, .botId = u"echo"_s, .clientMessageId = u"answer"_s, .state = RunState::Streaming};
    model.reset({}, {run});
    QCoreApplication::processEvents();

    // Each token comes by itself, 2 ms after the last; the view redraws when it wants to.
    std::vector<double> tokens;
    for (int i = 1; i <= tokenCount; ++i) {
        run.answer = whole.first(whole.size() * i / tokenCount);
        tokens.push_back(msOf([&] {
            model.setRuns({run});
            QCoreApplication::processEvents();
        }));
        QThread::usleep(2000);
    }
    const std::size_t tenth = tokens.size() / 10;
    const double begin = mean(tokens, tenth / 10, tenth), end = mean(tokens, tokens.size() - tenth, tokens.size());
    std::printf("token     of %d: mean %.3f, p99 %.2f, most %.2f ms (4); last tenth to first %.2f (1.5)\n", tokenCount, mean(tokens, 0, tokens.size()), quantile(tokens, 0.99), quantile(tokens, 1), end / begin);

    for (const int size : {768, 3036, 9064}) {
        const QString text = answerOf(size);
        QTextBrowser browser;
        Painted shown(browser);
        const double set = msOf([&] { browser.setMarkdown(text); });
        MarkdownContent anew;
        anew.setWidth(700);
        const double parsed = msOf([&] { anew.setSource({u"markdown"_s, text}); });
        MarkdownContent grown;
        grown.setWidth(700);
        grown.setSource({u"markdown"_s, text});
        const double piece = msOf([&] { grown.setSource({u"markdown"_s, text + u"more "_s}); });
        std::printf("reference at %4d tokens: QTextBrowser::setMarkdown(all) %.2f ms, all of it anew %.2f ms, one piece more %.3f ms\n", size, set, parsed, piece);
    }
}

} // namespace

// Each in a process of its own: what one gives back would hide what the next one takes.
int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    Theme::instance().apply(ThemeMode::Light);
    const std::pair<QString, void (*)()> parts[] = {{u"conversation"_s, conversation}, {u"list"_s, list}, {u"streaming"_s, streaming}, {u"finding"_s, finding}, {u"oversized"_s, openTheOversized}, {u"streamed"_s, streamTheOversized}, {u"widgets"_s, widgets}};
    for (const auto &[name, measure] : parts) {
        if (argc > 1 && name == QLatin1StringView(argv[1]))
            measure();
        else if (argc == 1 && QProcess::execute(application.applicationFilePath(), {name}) != 0)
            return 1;
    }
}
