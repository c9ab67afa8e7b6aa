// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/echo/echo_bot.h"

#include "core/text_limits.h"

#include <QTextBoundaryFinder>
#include <QTimer>

#include <algorithm>

namespace pipit::bots {

namespace {

// Where pieces may end: before a character as people see it, about as long as a provider's tokens.
QStringList piecesOf(const QString &answer)
{
    constexpr qsizetype pieceUnits = 4;
    QStringList pieces;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, answer);
    qsizetype start = 0;
    for (qsizetype end = finder.toNextBoundary(); end >= 0; end = finder.toNextBoundary()) {
        if (end - start >= pieceUnits || end == answer.size()) {
            pieces << answer.sliced(start, end - start);
            start = end;
        }
    }
    return pieces;
}

class EchoReply final : public BotCall
{
public:
    EchoReply(QStringList pieces, std::chrono::milliseconds interval) : m_pieces(std::move(pieces))
    {
        m_timer.setInterval(interval);
        connect(&m_timer, &QTimer::timeout, this, &EchoReply::sendNext);
        m_timer.start();
    }

private:
    void sendNext()
    {
        if (!m_pieces.isEmpty()) {
            m_said += m_pieces.first();
            Q_EMIT piece(m_pieces.takeFirst(), false);
            return;
        }
        m_timer.stop();
        Q_EMIT ended({.end = CallOutcome::End::Whole, .answer = m_said});
    }

    QStringList m_pieces;
    QString m_said;
    QTimer m_timer;
};

class EchoBot final : public Bot
{
public:
    explicit EchoBot(const BotConfig &config) : m_info{.id = config.id, .name = config.name.isEmpty() ? config.id : config.name, .provider = config.provider}, m_interval(config.pieceInterval) { }

    const BotInfo &info() const override { return m_info; }
    std::unique_ptr<BotCall> stream(const Question &question) override { return std::make_unique<EchoReply>(piecesOf(echoAnswer(question.message.content)), m_interval); }

private:
    BotInfo m_info;
    std::chrono::milliseconds m_interval;
};

QString quoted(const QString &text)
{
    constexpr qsizetype quotedUnits = 2'000;
    QString shown = leftOfText(text, quotedUnits);
    if (shown.size() < text.size())
        shown += u'…';
    return u"> " + shown.replace(u'\n', QStringLiteral("\n> "));
}

} // namespace

QString echoAnswer(const QString &text)
{
    const auto letters = text.toUcs4();
    const bool chinese = std::ranges::any_of(letters, [](uint letter) { return isCjk(letter); });
    QString answer = chinese ? QStringLiteral("你好 👋 我是内置的回声机器人，不需要账号，也不需要网络。你刚才说：\n\n%1\n\n"
                                              "| 计量 | 数值 |\n| --- | ---: |\n| 字符 | %2 |\n| UTF-8 字节 | %3 |\n\n"
                                              "同样的内容也可以从命令行看到：\n\n```bash\npipitctl tail --session \"$SESSION\"\n```\n\n"
                                              "接下来可以：\n\n- 再问一句，看答案**逐字**出现；\n- 在回答途中按 *停止*。\n")
                             : QStringLiteral("Hello 👋 I am the built-in echo: no account, no network. You said:\n\n%1\n\n"
                                              "| measure | value |\n| --- | ---: |\n| characters | %2 |\n| bytes in UTF-8 | %3 |\n\n"
                                              "The same can be seen from a command line:\n\n```bash\npipitctl tail --session \"$SESSION\"\n```\n\n"
                                              "What to try next:\n\n- ask again and watch the answer come **piece by piece**;\n- press *Stop* in the middle of it.\n");
    return answer.arg(quoted(text), QString::number(letters.size()), QString::number(utf8Size(text))); // at once: the text may have a %2 of its own
}

Result<std::unique_ptr<Bot>> makeEchoBot(const BotConfig &config, const QString &)
{
    return std::unique_ptr<Bot>(std::make_unique<EchoBot>(config));
}

} // namespace pipit::bots
