// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/load/reader_loop.h"

#include <asio/post.hpp>

namespace pipit::load {

namespace {

constexpr std::size_t bufferBytes = 256 << 10;
constexpr std::size_t openingAtOnce = 256; // more would wait in the server's backlog, where some systems drop them

} // namespace

ReaderLoop::ReaderLoop(const LoadPlan &plan, std::uint32_t run, asio::ssl::context *tls, const asio::ip::tcp::endpoint &server)
    : m_plan(plan), m_run(run), m_tls(tls), m_server(server), m_work(asio::make_work_guard(m_context)), m_buffer(bufferBytes)
{
}

ReaderLoop::~ReaderLoop()
{
    stop();
}

void ReaderLoop::add(int index, int channel, bool isSlow)
{
    m_readers.push_back(std::make_shared<StreamReader>(*this, index, channel, isSlow));
}

void ReaderLoop::start()
{
    m_thread = std::thread([this] { m_context.run(); });
    asio::post(m_context, [this] { openSome(); });
}

void ReaderLoop::openSome()
{
    for (; m_opening < openingAtOnce && m_openedSoFar < m_readers.size(); ++m_opening)
        m_readers[m_openedSoFar++]->open();
}

void ReaderLoop::cut()
{
    asio::post(m_context, [this] {
        for (const auto &reader : m_readers)
            reader->cut();
    });
}

void ReaderLoop::readOn()
{
    asio::post(m_context, [this] {
        for (const auto &reader : m_readers)
            reader->readOn();
    });
}

void ReaderLoop::stop()
{
    m_isStopping = true;
    m_work.reset();
    m_context.stop();
    if (m_thread.joinable())
        m_thread.join();
}

std::map<std::string, std::int64_t> ReaderLoop::endings() const
{
    const std::lock_guard lock(m_mutex);
    return m_endings;
}

std::string ReaderLoop::firstRefusal() const
{
    const std::lock_guard lock(m_mutex);
    return m_firstRefusal;
}

void ReaderLoop::noteEnding(const std::string &reason)
{
    const std::lock_guard lock(m_mutex);
    ++m_endings[reason];
}

void ReaderLoop::noteRefusal(const std::string &head)
{
    const std::lock_guard lock(m_mutex);
    if (m_firstRefusal.empty())
        m_firstRefusal = head;
}

} // namespace pipit::load
