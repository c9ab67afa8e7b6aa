// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/load/publisher.h"

#include "app/load/http_text.h"

#include <asio/post.hpp>

#include <algorithm>
#include <cmath>

namespace pipit::load {

namespace {

constexpr std::chrono::seconds graceTime{10}; // for what was due by the end
constexpr std::chrono::milliseconds resendPause{200};

// What a Pipit says is wrong; empty: nothing, or another server says it otherwise.
std::string codeIn(std::string_view answer)
{
    constexpr std::string_view name = "\"code\":\"";
    const auto at = answer.find(name);
    if (at == std::string_view::npos)
        return {};
    answer.remove_prefix(at + name.size());
    return std::string(answer.substr(0, answer.find('"')));
}

} // namespace

Publisher::Publisher(const LoadPlan &plan, std::uint32_t run, asio::ssl::context *tls, const asio::ip::tcp::endpoint &server)
    : m_plan(plan), m_run(run), m_total(std::uint32_t(std::llround(plan.rate * std::chrono::duration<double>(plan.duration).count()))), m_tls(tls), m_server(server), m_timer(m_context),
      m_lines(std::size_t(std::max(1, plan.publishers))), m_padding(std::size_t(std::max(0, plan.size - int(mark_text::size))), 'x'), m_fates(m_total, Fate::NotSent)
{
    for (std::size_t line = m_lines.size(); line-- > 0;)
        m_free.push_back(line);
}

Publisher::~Publisher()
{
    stop();
}

void Publisher::start()
{
    m_beganAt = Clock::now();
    m_giveUpAt = m_beganAt + 2 * m_plan.duration + m_plan.resend + graceTime;
    if (m_total == 0) {
        m_endedAt = m_beganAt;
        m_isOver = true;
        return;
    }
    m_thread = std::thread([this] {
        sendDue();
        m_context.run();
    });
}

void Publisher::finish()
{
    asio::post(m_context, [this] {
        m_total = m_next;
        if (m_ended == m_total)
            beOver();
    });
}

void Publisher::beOver()
{
    if (m_isOver)
        return;
    m_timer.cancel();
    m_endedAt = Clock::now();
    m_isOver = true;
}

void Publisher::stop()
{
    m_context.stop();
    if (m_thread.joinable())
        m_thread.join();
}

std::map<std::string, std::int64_t> Publisher::refusals() const
{
    const std::lock_guard lock(m_mutex);
    return m_refusals;
}

Clock::time_point Publisher::dueAt(std::uint32_t serial) const
{
    return m_beganAt + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(serial / m_plan.rate));
}

void Publisher::sendDue()
{
    const auto now = Clock::now();
    if (now >= m_giveUpAt) {
        beOver();
        return;
    }
    while (m_next < m_total && !m_free.empty() && dueAt(m_next) <= Clock::now()) {
        const std::size_t line = m_free.back();
        m_free.pop_back();
        m_lines[line].serial = m_next++;
        send(line);
    }
    // Where all are busy, the next that is free goes on.
    m_timer.expires_at(m_next < m_total && !m_free.empty() ? dueAt(m_next) : m_giveUpAt);
    m_timer.async_wait([this](const asio::error_code &fault) {
        if (!fault)
            sendDue();
    });
}

void Publisher::send(std::size_t number)
{
    Line &line = m_lines[number];
    const int channel = int(line.serial % std::uint32_t(m_plan.channels));
    const std::string content = textOf({m_run, line.serial, dueAt(line.serial)}) + m_padding;
    if (!std::exchange(line.isBusy, true))
        ++m_figures.sent;
    if (m_plan.target.publishBy) {
        if (const auto isTaken = m_plan.target.publishBy(channel, content)) {
            // Later: the next may be due already.
            asio::post(m_context, [this, number, fate = *isTaken ? Fate::Accepted : Fate::Refused] { end(number, fate, fate == Fate::Accepted ? "" : "not taken"); });
            return;
        }
    }
    line.request = requestText("POST", m_plan.target, m_plan.target.publishPath(channel), "Content-Type: application/json\r\n", m_plan.target.publishBody(channel, content));
    line.answer.clear();
    if (line.wire)
        write(number);
    else
        connect(number);
}

void Publisher::connect(std::size_t number)
{
    Line &line = m_lines[number];
    line.wire = std::make_shared<Wire>(m_context, m_tls, m_plan.target.host);
    line.wasUsed = false;
    line.wire->connect(m_server, 0, [this, number, wire = line.wire](const asio::error_code &fault) {
        if (fault)
            end(number, Fate::Refused, "cannot connect: " + fault.message());
        else
            write(number);
    });
}

void Publisher::write(std::size_t number)
{
    m_lines[number].wire->write(m_lines[number].request, [this, number, wire = m_lines[number].wire](const asio::error_code &fault) {
        if (fault)
            end(number, Fate::Doubtful, "broke: " + fault.message());
        else
            read(number);
    });
}

void Publisher::read(std::size_t number)
{
    m_lines[number].wire->readSome(asio::buffer(m_lines[number].buffer), [this, number, wire = m_lines[number].wire](const asio::error_code &fault, std::size_t size) {
        Line &line = m_lines[number];
        if (fault) {
            // A server may close an idle connection in the moment in which it is used again: then nothing of it was taken.
            const bool wasIdle = line.wasUsed && line.answer.empty() && fault == asio::error::eof;
            line.wire->close();
            line.wire.reset();
            if (wasIdle)
                connect(number);
            else
                end(number, Fate::Doubtful, "broke: " + fault.message());
            return;
        }
        line.answer.append(line.buffer.data(), size);
        if (!isAnswered(line.answer)) {
            read(number);
            return;
        }
        line.wasUsed = true;
        const int status = statusOf(line.answer);
        if (status >= 200 && status < 300)
            end(number, Fate::Accepted);
        else
            endRefused(number, status);
    });
}

bool Publisher::isAnswered(const std::string &answer) const
{
    const auto end = answer.find("\r\n\r\n");
    if (end == std::string::npos)
        return false;
    const std::string_view head(answer.data(), end);
    if (const std::string length = headerOf(head, "content-length"); !length.empty())
        return answer.size() >= end + 4 + std::size_t(std::strtoull(length.c_str(), nullptr, 10));
    return headerOf(head, "transfer-encoding").empty() || answer.ends_with("0\r\n\r\n");
}

void Publisher::endRefused(std::size_t number, int status)
{
    const std::string code = codeIn(m_lines[number].answer);
    end(number, code == "in_doubt" ? Fate::Doubtful : Fate::Refused, "answered with " + std::to_string(status) + (code.empty() ? "" : " " + code));
}

// The line stays the message's.
void Publisher::sendAgain(std::size_t number)
{
    ++m_figures.resent;
    const auto pause = std::make_shared<asio::steady_timer>(m_context, resendPause);
    pause->async_wait([this, number, pause](const asio::error_code &fault) {
        if (!fault)
            send(number);
    });
}

void Publisher::end(std::size_t number, Fate fate, const std::string &why)
{
    Line &line = m_lines[number];
    if (!line.isBusy)
        return;
    const bool mayComeAgain = fate != Fate::Accepted && Clock::now() < dueAt(line.serial) + m_plan.resend;
    if (!why.empty()) {
        const std::lock_guard lock(m_mutex);
        ++m_refusals[why];
    }
    const bool mustClose = fate != Fate::Accepted || headerOf(std::string_view(line.answer).substr(0, line.answer.find("\r\n\r\n")), "connection") == "close";
    if (mustClose && line.wire) {
        line.wire->close();
        line.wire.reset();
    }
    if (mayComeAgain) {
        sendAgain(number);
        return;
    }
    line.isBusy = false;
    m_fates[line.serial] = fate;
    ++(fate == Fate::Accepted ? m_figures.accepted : fate == Fate::Refused ? m_figures.refused : m_figures.doubtful);
    m_free.push_back(number);
    if (++m_ended == m_total)
        beOver();
    else
        sendDue();
}

} // namespace pipit::load
