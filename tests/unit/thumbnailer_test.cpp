// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/thumbnailer.h"

#include "tests/support/wait_until.h"
#include "tests/unit/log_capture.h"
#include "tests/unit/test_pictures.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>

using namespace Qt::StringLiterals;
using namespace pipit::test;

namespace pipit::files {
namespace {

// Keeps whoever reads until it is opened.
struct Gate {
    std::mutex mutex;
    std::condition_variable change;
    bool isOpen = false;
    std::atomic<int> readers = 0; // that have come
    std::atomic<int> files = 0;   // that are not destroyed

    void open()
    {
        const std::lock_guard lock(mutex);
        isOpen = true;
        change.notify_all();
    }
    bool waitFor(const std::function<bool()> &condition)
    {
        std::unique_lock lock(mutex);
        return change.wait_for(lock, std::chrono::seconds(30), condition);
    }
};

class StuckFile : public QIODevice
{
public:
    explicit StuckFile(Gate &gate) : m_gate(gate)
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
        const std::lock_guard lock(m_gate.mutex);
        ++m_gate.files;
    }
    ~StuckFile() override
    {
        const std::lock_guard lock(m_gate.mutex);
        --m_gate.files;
        m_gate.change.notify_all();
    }
    qint64 size() const override { return 1000; }

protected:
    qint64 readData(char *, qint64) override
    {
        std::unique_lock lock(m_gate.mutex);
        ++m_gate.readers;
        m_gate.change.notify_all();
        m_gate.change.wait(lock, [this] { return m_gate.isOpen; });
        return -1;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    Gate &m_gate;
};

std::unique_ptr<QIODevice> goodFile()
{
    auto file = std::make_unique<QBuffer>();
    file->setData(gifOfFrames(1));
    file->open(QIODevice::ReadOnly);
    return file;
}

using Answer = QFuture<Result<Thumbnail>>;

class ThumbnailerTest : public testing::Test
{
protected:
    // No thread may be at the gate when it goes.
    ~ThumbnailerTest() override
    {
        m_gate.open();
        EXPECT_TRUE(m_gate.waitFor([this] { return m_gate.files == 0; }));
    }

    Answer makeStuck(Thumbnailer &thumbnailer)
    {
        const int before = m_gate.readers;
        auto answer = thumbnailer.make(std::make_unique<StuckFile>(m_gate), "image/gif");
        EXPECT_TRUE(m_gate.waitFor([&] { return m_gate.readers > before; }));
        return answer;
    }

    static bool makesGood(Thumbnailer &thumbnailer) { return thumbnailer.make(goodFile(), "image/gif").result().ok(); }

    Gate m_gate;
};

ErrorCode codeOf(const Answer &answer)
{
    const auto result = answer.result();
    return result ? ErrorCode::Internal : result.error().code;
}

TEST_F(ThumbnailerTest, MakesThemInTurn)
{
    Thumbnailer thumbnailer;
    QList<Answer> answers;
    for (int i = 0; i < 20; ++i)
        answers << thumbnailer.make(goodFile(), "image/gif");
    for (const Answer &answer : answers)
        EXPECT_TRUE(answer.result().ok());
    EXPECT_EQ(codeOf(thumbnailer.make(goodFile(), "image/png")), ErrorCode::InvalidRequest);
    EXPECT_EQ(codeOf(thumbnailer.make(goodFile(), "text/html")), ErrorCode::UnsupportedMediaType);
}

TEST_F(ThumbnailerTest, AContinuationMayAskForMore)
{
    Thumbnailer thumbnailer;
    const auto second = thumbnailer.make(goodFile(), "image/gif").then([&thumbnailer](const Result<Thumbnail> &) { return thumbnailer.make(goodFile(), "image/gif"); }).unwrap();
    EXPECT_TRUE(second.result().ok());
}

TEST_F(ThumbnailerTest, TheQueueHasAnEnd)
{
    Thumbnailer thumbnailer({.waiting = 2});
    const auto stuck = makeStuck(thumbnailer);
    const auto one = thumbnailer.make(goodFile(), "image/gif");
    const auto two = thumbnailer.make(goodFile(), "image/gif");
    EXPECT_EQ(codeOf(thumbnailer.make(goodFile(), "image/gif")), ErrorCode::Unavailable);
    EXPECT_FALSE(one.isFinished());
    m_gate.open();
    EXPECT_TRUE(one.result().ok());
    EXPECT_TRUE(two.result().ok());
}

TEST_F(ThumbnailerTest, OneThatNobodyWaitsForIsNotRead)
{
    Thumbnailer thumbnailer;
    const auto stuck = makeStuck(thumbnailer);
    auto unwanted = thumbnailer.make(std::make_unique<StuckFile>(m_gate), "image/gif");
    unwanted.cancel();
    m_gate.open();
    EXPECT_TRUE(makesGood(thumbnailer));
    EXPECT_EQ(m_gate.readers, 1);
}

TEST_F(ThumbnailerTest, OneThatTakesTooLongIsGivenUpAndOthersGoOn)
{
    Thumbnailer thumbnailer({.each = std::chrono::milliseconds(200)});
    EXPECT_EQ(codeOf(makeStuck(thumbnailer)), ErrorCode::Unavailable);
    EXPECT_EQ(m_gate.files, 1) << "its thread is still at it";
    // Under load also a good one may be late.
    EXPECT_TRUE(waitUntil([&] { return makesGood(thumbnailer); }, std::chrono::seconds(30)));
}

TEST_F(ThumbnailerTest, TwoThatHangTurnThumbnailsOffUntilOneEnds)
{
    const LogCapture log;
    Thumbnailer thumbnailer({.each = std::chrono::milliseconds(200)});
    EXPECT_EQ(codeOf(makeStuck(thumbnailer)), ErrorCode::Unavailable);
    const auto second = makeStuck(thumbnailer);
    const auto waiting = thumbnailer.make(goodFile(), "image/gif");
    EXPECT_EQ(codeOf(second), ErrorCode::Unavailable);
    EXPECT_EQ(codeOf(waiting), ErrorCode::Unavailable);
    EXPECT_EQ(codeOf(thumbnailer.make(goodFile(), "image/gif")), ErrorCode::Unavailable);
    EXPECT_TRUE(log.has(u"there are no thumbnails"));
    m_gate.open();
    EXPECT_TRUE(waitUntil([&] { return makesGood(thumbnailer); }, std::chrono::seconds(30)));
    EXPECT_TRUE(log.has(u"thumbnails again"));
}

TEST_F(ThumbnailerTest, ItsEndAnswersAll)
{
    auto thumbnailer = std::make_unique<Thumbnailer>();
    const auto stuck = makeStuck(*thumbnailer);
    const auto waiting = thumbnailer->make(goodFile(), "image/gif");
    thumbnailer.reset();
    EXPECT_EQ(codeOf(stuck), ErrorCode::Unavailable);
    EXPECT_EQ(codeOf(waiting), ErrorCode::Unavailable);
}

} // namespace
} // namespace pipit::files
