// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/connection_banner.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <chrono>

namespace pipit {

using namespace std::chrono_literals;
using State = ConnectionStatus::State;

ConnectionBanner::ConnectionBanner(QWidget *parent)
    : QWidget(parent), m_dot(new QLabel(QStringLiteral("●"))), m_label(new QLabel), m_button(new QPushButton)
{
    setArea(this, "banner");
    m_label->setWordWrap(true);
    m_label->setTextFormat(Qt::PlainText);
    m_dot->setAccessibleName(QString());
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 5, 20, 5);
    layout->setSpacing(14);
    layout->addWidget(m_dot);
    layout->addWidget(m_label, 1);
    layout->addWidget(m_button);
    Theme::measure(this, [this] { setMinimumHeight(Theme::scaled(41)); });
    hide();

    m_countdown.setInterval(250ms);
    m_goodbye.setSingleShot(true);
    m_goodbye.setInterval(3s);
    connect(&m_countdown, &QTimer::timeout, this, &ConnectionBanner::refresh);
    connect(&m_goodbye, &QTimer::timeout, this, &ConnectionBanner::refresh);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_status.state == State::SignedOut)
            Q_EMIT signInRequested();
        else
            Q_EMIT retryRequested();
    });
}

QString ConnectionBanner::text() const
{
    return m_label->text();
}

void ConnectionBanner::say(const char *tone, const QString &text, const QString &button)
{
    setLook(this, "tone", tone);
    // The labels' colour hangs on their parent's property.
    for (QLabel *label : {m_dot, m_label})
        setLook(label, "bannerTone", tone);
    m_label->setText(text);
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
    show();
}

void ConnectionBanner::setStatus(const ConnectionStatus &status)
{
    const bool broken = status.state == State::Waiting || status.state == State::GaveUp || (status.state == State::Connecting && status.attempt > 0);
    const bool recovered = m_wasBroken && status.state == State::Live;
    m_status = status;
    m_wasBroken = broken || (m_wasBroken && status.state == State::Connecting);
    if (status.state == State::Waiting)
        m_countdown.start();
    else
        m_countdown.stop();
    if (recovered)
        m_goodbye.start();
    else if (status.state != State::Live)
        m_goodbye.stop();
    refresh();
}

bool ConnectionBanner::isPollingForWant() const
{
    return m_status.transport == TransportKind::Poll && !m_status.transportReason.isEmpty();
}

void ConnectionBanner::refresh()
{
    const auto because = [](const QString &text, QString reason) {
        while (reason.endsWith(u'.') || reason.endsWith(u'。'))
            reason.chop(1); // no sentence of its own here
        return reason.isEmpty() ? text : tr("%1 (%2)", "what happens, and why").arg(text, reason);
    };
    const auto withReason = [this, &because](const QString &text) { return because(text, m_status.reason); };
    switch (m_status.state) {
    case State::Connecting:
        if (m_status.attempt == 0)
            return hide();
        return say("warn", withReason(tr("Connection lost. Reconnecting now, %1/%2").arg(m_status.attempt).arg(m_status.maxAttempts)));
    case State::Live:
        if (!m_goodbye.isActive() && !isPollingForWant())
            return hide();
        if (!m_goodbye.isActive())
            return say("calm", because(tr("Streaming does not get through. Messages arrive by polling, and answers when they are complete"), m_status.transportReason));
        return say("good", m_status.caughtUp > 0 ? tr("Connected again. Caught up, %n message(s)", nullptr, m_status.caughtUp) : tr("Connected again. Nothing was missed"));
    case State::Waiting: {
        const auto left = std::chrono::ceil<std::chrono::seconds>(m_status.retryAt - std::chrono::steady_clock::now());
        const int seconds = qMax(0, int(left.count()));
        return say("warn", withReason(tr("Connection lost. Reconnecting %1/%2 in %n second(s)", nullptr, seconds).arg(m_status.attempt).arg(m_status.maxAttempts)), tr("Retry now"));
    }
    case State::GaveUp:
        return say("bad", withReason(tr("No connection after %n attempt(s). Retries when the network comes back", nullptr, m_status.maxAttempts)), tr("Retry"));
    case State::Refused:
        return say("bad", withReason(tr("The node refuses this connection")), tr("Retry"));
    case State::SignedOut:
        return say("bad", withReason(tr("You are signed out of this node")), tr("Sign in again"));
    }
}

void ConnectionBanner::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange && isVisible())
        refresh();
}

} // namespace pipit
