// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/bots/bot_checks.h"

#include <QCoroFuture>
#include <QLoggingCategory>
#include <QPointer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace pipit::bots {

namespace {

Q_LOGGING_CATEGORY(lcChecks, "pipit.bots.checks")

constexpr std::chrono::seconds goodFor{30};
constexpr std::chrono::seconds faultyFor{3}; // whoever mends something looks again soon
constexpr std::chrono::milliseconds patience{3'000};
constexpr std::chrono::milliseconds listPatience{30'000};

} // namespace

BotChecks::BotChecks(const BotRegistry &bots) : m_bots(bots), m_checks(bots.bots().size()) { }

void BotChecks::begin(std::size_t bot)
{
    Check &check = m_checks[bot];
    check.isUnderWay = true;
    m_bots.bots()[bot]->check(this, [this, bot, &check](std::optional<QString> fault) {
        check.fault = std::move(fault);
        check.at = Clock::now();
        check.isUnderWay = false;
        tell(bot);
        onAnswer();
    });
}

void BotChecks::watch(std::chrono::milliseconds every)
{
    connect(&m_watch, &QTimer::timeout, this, [this] { look(); });
    m_watch.start(every);
    QMetaObject::invokeMethod(this, [this] { look(); }, Qt::QueuedConnection);
}

QList<std::optional<bool>> BotChecks::known() const
{
    QList<std::optional<bool>> known;
    for (const Check &check : m_checks)
        known << (check.at ? std::optional(!check.fault) : std::nullopt);
    return known;
}

void BotChecks::tell(std::size_t bot)
{
    Check &check = m_checks[bot];
    const auto before = std::exchange(check.isReachable, !check.fault);
    const QString &id = m_bots.bots()[bot]->info().id;
    if (check.fault && before.value_or(true))
        qCWarning(lcChecks).noquote() << "Bot" << id << "cannot be asked:" << *check.fault;
    else if (!check.fault && !before.value_or(true))
        qCInfo(lcChecks).noquote() << "Bot" << id << "can be asked again.";
}

bool BotChecks::isUnderWay() const
{
    return std::ranges::any_of(m_checks, &Check::isUnderWay);
}

QCoro::Task<QList<std::optional<QString>>> BotChecks::look()
{
    for (std::size_t i = 0; i < m_checks.size(); ++i) {
        const Check &check = m_checks[i];
        const bool isFresh = check.at && Clock::now() - *check.at < (check.fault ? faultyFor : goodFor);
        if (!isFresh && !check.isUnderWay)
            begin(i);
    }
    const std::function<bool()> areThere = [this] { return !isUnderWay(); };
    const bool goesOn = co_await waitUntil(areThere, patience);
    if (!goesOn)
        co_return QList<std::optional<QString>>();
    QList<std::optional<QString>> faults;
    for (const Check &check : m_checks)
        faults << (check.isUnderWay ? std::optional(u"Its provider has not answered within %1 s."_s.arg(patience.count() / 1000)) : check.fault);
    co_return faults;
}

QCoro::Task<Result<QList<Offer>>> BotChecks::offersOf(Bot *bot)
{
    const auto offers = std::make_shared<std::optional<Result<QList<Offer>>>>();
    bot->offers(this, [this, offers](Result<QList<Offer>> result) {
        *offers = std::move(result);
        onAnswer();
    });
    const std::function<bool()> isThere = [offers] { return offers->has_value(); };
    const bool goesOn = co_await waitUntil(isThere, listPatience);
    if (!goesOn || !offers->has_value())
        co_return Error{ErrorCode::Unavailable, u"Its provider has not answered within %1 s."_s.arg(listPatience.count() / 1000)};
    co_return std::move(**offers);
}

QCoro::Task<bool> BotChecks::waitUntil(std::function<bool()> isThere, std::chrono::milliseconds atMost)
{
    const QPointer<BotChecks> self(this);
    const auto until = Clock::now() + atMost;
    while (!isThere()) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
        if (left.count() <= 0)
            break;
        const QFuture<void> answer = nextAnswer(left);
        co_await answer;
        if (!self)
            co_return false;
    }
    co_return true;
}

QFuture<void> BotChecks::nextAnswer(std::chrono::milliseconds atMost)
{
    const auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    m_waiting.push_back(promise);
    QTimer::singleShot(atMost, this, [promise] { promise->finish(); });
    return promise->future();
}

void BotChecks::onAnswer()
{
    for (const auto &promise : std::exchange(m_waiting, {}))
        promise->finish();
}

} // namespace pipit::bots
