// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/event_reader.h"

#include <QHostAddress>
#include <QJsonDocument>

#include <thread>

namespace pipit::test {

namespace {

constexpr int connectMs = 10'000;
constexpr int lookMs = 20; // at the condition, while nothing comes

} // namespace

EventReader::EventReader(quint16 port, const QByteArray &request)
{
    m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    if (m_socket.waitForConnected(connectMs))
        m_socket.write(request);
}

bool EventReader::waitFor(const std::function<bool()> &condition, std::chrono::seconds limit)
{
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        if (hasEnded())
            std::this_thread::sleep_for(std::chrono::milliseconds(lookMs));
        else
            m_socket.waitForReadyRead(lookMs);
        take(m_socket.readAll());
    }
    return true;
}

void EventReader::take(const QByteArray &bytes)
{
    QByteArray fresh = bytes;
    if (m_head.isEmpty()) {
        m_beginning += bytes;
        const qsizetype end = m_beginning.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        m_head = m_beginning.first(end);
        fresh = m_beginning.sliced(end + 4);
    }
    m_body += fresh;
    m_decoder.feed({fresh.constData(), std::size_t(fresh.size())}, [this](const sse::EventView &event) {
        m_events.push_back({QByteArray(event.type.data(), qsizetype(event.type.size())), QJsonDocument::fromJson(QByteArray(event.data.data(), qsizetype(event.data.size()))).object()});
    });
}

std::vector<QJsonObject> EventReader::of(QByteArrayView type) const
{
    std::vector<QJsonObject> found;
    for (const Event &event : m_events) {
        if (event.type == type)
            found.push_back(event.data);
    }
    return found;
}

} // namespace pipit::test
