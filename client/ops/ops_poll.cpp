// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/ops/ops_poll.h"

#include "client/api_client.h"

#include <QPointer>

namespace pipit {

namespace {

constexpr std::chrono::milliseconds again{2'000};

} // namespace

OpsPoll::OpsPoll(ApiClient &api, QString path, QObject *parent) : QObject(parent), m_api(api), m_path(std::move(path))
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(again);
    connect(&m_timer, &QTimer::timeout, this, &OpsPoll::askNow);
}

void OpsPoll::setQuery(const QUrlQuery &query)
{
    m_query = query;
    if (m_isRunning)
        askNow();
}

void OpsPoll::start()
{
    if (!std::exchange(m_isRunning, true))
        askNow();
}

void OpsPoll::stop()
{
    m_isRunning = m_isAgain = false;
    m_timer.stop();
    ++m_asked;
}

void OpsPoll::askNow()
{
    m_timer.stop();
    if (m_isAsking)
        m_isAgain = true;
    else
        ask();
}

QCoro::Task<> OpsPoll::ask()
{
    const QPointer<OpsPoll> self(this);
    m_isAsking = true;
    const int number = ++m_asked;
    const auto answer = co_await m_api.get(m_path, m_query);
    if (!self)
        co_return;
    m_isAsking = false;
    if (std::exchange(m_isAgain, false)) {
        ask();
        co_return;
    }
    if (number != m_asked || (!answer && answer.error().code == ErrorCode::Cancelled))
        co_return;
    if (m_isRunning)
        m_timer.start();
    if (answer)
        Q_EMIT answered(*answer);
    else
        Q_EMIT failed(answer.error());
}

} // namespace pipit
