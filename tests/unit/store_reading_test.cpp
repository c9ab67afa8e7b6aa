// SPDX-License-Identifier: GPL-3.0-or-later
// How what is stored is found again: pages, search, replay, the list of sessions; run once for each kind of database.
#include "tests/unit/store_fixture.h"

#include <future>

using namespace pipit;
using namespace pipit::store;
using namespace Qt::StringLiterals;

namespace {

class StoreReadingTest : public test::StoreTest
{
protected:
    QList<qint64> idsOf(const HistoryQuery &query)
    {
        QList<qint64> ids;
        const auto history = store->history(query).result();
        for (const Message &message : history->messages)
            ids << message.id;
        return ids;
    }

    ReplayPage replay(std::vector<std::string> sessions, qint64 after)
    {
        auto subscription = std::make_shared<stream::Subscription>();
        subscription->all = sessions.empty();
        subscription->sessions = std::move(sessions);
        std::promise<Result<ReplayPage>> promise;
        store->replay(subscription, after, [&promise](Result<ReplayPage> page) { promise.set_value(std::move(page)); });
        return promise.get_future().get().value();
    }
};

TEST_P(StoreReadingTest, PagesInBothDirections)
{
    for (int i = 0; i < 10; ++i)
        say(i % 2 ? u"odd"_s : u"even"_s, QString::number(i));
    EXPECT_EQ(idsOf({.sessionId = u"even"_s, .limit = 3}), (QList<qint64>{5, 7, 9}));
    EXPECT_EQ(idsOf({.sessionId = u"even"_s, .before = 5, .limit = 3}), (QList<qint64>{1, 3}));
    EXPECT_EQ(idsOf({.sessionId = u"even"_s, .after = 1, .limit = 2}), (QList<qint64>{3, 5}));
    EXPECT_TRUE(store->history({.sessionId = u"even"_s, .limit = 3}).result()->hasMore);
    EXPECT_FALSE(store->history({.sessionId = u"even"_s, .before = 5, .limit = 2}).result()->hasMore);
    EXPECT_EQ(store->history({.sessionId = u"nobody"_s}).result()->position, 10);
    EXPECT_TRUE(store->history({.sessionId = u"even"_s, .after = 10}).result().ok());
    EXPECT_EQ(store->history({.sessionId = u"even"_s, .after = 11}).result().error().field, u"after"_s); // never looks like caught up
}

TEST_P(StoreReadingTest, FindsWordsAndPairsOfLetters)
{
    say(u"s"_s, u"今天天气很好"_s);
    say(u"t"_s, u"The weather is fine, Köln"_s);
    say(u"s"_s, u"东京の天気 and more"_s);
    EXPECT_EQ(found(u"天气"_s), QStringList{u"今天天气很好"_s});
    EXPECT_EQ(found(u"天天气"_s), QStringList{u"今天天气很好"_s});
    EXPECT_EQ(found(u"好"_s), QStringList{u"今天天气很好"_s});
    EXPECT_EQ(found(u"天"_s).size(), 2);
    EXPECT_EQ(found(u"气天"_s), QStringList());
    EXPECT_EQ(found(u"WEATH fin"_s).size(), 1);
    EXPECT_EQ(found(u"koln"_s).size(), 1);
    EXPECT_EQ(found(u"weather"_s, u"s"_s), QStringList());
    EXPECT_EQ(found(u"\"weather\" OR NEAR("_s), QStringList());
    EXPECT_FALSE(store->search({.text = u"?!"_s}).result().ok());

    const auto seen = store->search({.text = u"weather"_s, .maySee = [](QStringView session) { return session != u"t"; }}).result();
    EXPECT_TRUE(seen->messages.isEmpty());
}

TEST_P(StoreReadingTest, ReplaysOnlyWhatWasMissedPageByPage)
{
    const QString large(20'000, u'x');
    for (int i = 0; i < 60; ++i)
        say(u"s%1"_s.arg(i % 3), i % 2 ? large : u"small"_s);
    for (const std::vector<std::string> &sessions : {std::vector<std::string>{"s0", "s2"}, std::vector<std::string>{}}) {
        QList<qint64> ids;
        qint64 after = 4;
        int pages = 0;
        while (after < store->head()) {
            const ReplayPage page = replay(sessions, after);
            ASSERT_EQ(page.status, ReplayPage::Status::Read);
            ASSERT_GT(page.coveredTo, after);
            qsizetype size = 0;
            for (const Message &message : page.messages) {
                ids << message.id;
                size += message.content.size();
            }
            EXPECT_LE(size, 360'000); // two sessions read at least 16 messages each
            after = page.coveredTo;
            ++pages;
        }
        EXPECT_GE(pages, 2);
        QList<qint64> expected;
        for (qint64 id = 5; id <= 60; ++id) {
            if (sessions.empty() || (id - 1) % 3 != 1)
                expected << id;
        }
        EXPECT_EQ(ids, expected);
    }
    EXPECT_EQ(replay({"s0"}, 61).status, ReplayPage::Status::UnknownCursor);
    EXPECT_EQ(replay({"s0"}, 60).status, ReplayPage::Status::Read);
}

TEST_P(StoreReadingTest, TextsBeginWithWhateverTheySay)
{
    for (const char16_t mark : {u'\xFEFF', u'\xFFFD'}) {
        const QString text = QChar(mark) + u"text "_s + QChar(mark), id = uuid();
        MessageDraft said = draft(QString::number(mark), text, id);
        said.senderName = text;
        const auto stored = store->append(said).result();
        ASSERT_TRUE(stored.ok());
        EXPECT_EQ(store->history({.sessionId = said.sessionId}).result()->messages, QList{stored->message});
        EXPECT_EQ(store->findByClientId(said.sessionId, id).result()->value(), stored->message);
        EXPECT_EQ(replay({said.sessionId.toStdString()}, stored->message.id - 1).messages, QList{stored->message});
        EXPECT_EQ(found(u"text"_s, said.sessionId), QStringList{text});
        EXPECT_FALSE(store->append(said).result()->created);
        EXPECT_EQ((*store->changeSession(said.sessionId, {.title = text}).result())->title, text);
    }
}

// Whether a page was cut must not be guessed from what was read: here its bytes come out at the limit exactly.
TEST_P(StoreReadingTest, NothingIsSkippedWhereAPageIsJustFull)
{
    for (const bool isMarked : {true, false}) {
        const qint64 before = store->head();
        QString exact((256 << 10) - 200 - 2 - (isMarked ? 3 : 0), u'x'); // what PostgreSQL counts for it is 256 KiB
        if (isMarked)
            exact.prepend(QChar(QChar::ByteOrderMark));
        say(u"s"_s, exact);
        say(u"s"_s, u"second"_s);
        for (const std::vector<std::string> &sessions : {std::vector<std::string>{"s"}, std::vector<std::string>{}}) {
            QList<qint64> ids;
            for (qint64 after = before; after < store->head();) {
                const ReplayPage page = replay(sessions, after);
                ASSERT_GT(page.coveredTo, after);
                for (const Message &message : page.messages)
                    ids << message.id;
                after = page.coveredTo;
            }
            EXPECT_EQ(ids, (QList{before + 1, before + 2}));
        }
    }
}

TEST_P(StoreReadingTest, SearchShowsNobodyWhatTheyMayNotSee)
{
    for (int i = 0; i < 40; ++i)
        say(i % 4 ? u"theirs"_s : u"mine"_s, u"word %1"_s.arg(i));
    const auto mine = [](QStringView session) { return session == u"mine"; };
    QStringList contents;
    std::optional<qint64> before;
    for (bool hasMore = true; hasMore;) {
        const auto page = store->search({.text = u"word"_s, .maySee = mine, .before = before, .limit = 3}).result();
        ASSERT_TRUE(page.ok() && !page->messages.isEmpty());
        for (const Message &message : page->messages)
            contents << message.content;
        before = page->messages.last().id;
        hasMore = page->hasMore;
    }
    QStringList expected;
    for (int i = 36; i >= 0; i -= 4)
        expected << u"word %1"_s.arg(i);
    EXPECT_EQ(contents, expected);
}

TEST_P(StoreReadingTest, SessionsComeNewestFirst)
{
    say(u"a"_s, u"1"_s);
    std::this_thread::sleep_for(std::chrono::milliseconds(2)); // the order is by time in ms
    say(u"b"_s, u"2"_s);
    const auto made = store->createSession(u"c"_s, u"Title 标题"_s).result();
    EXPECT_TRUE(made->second);
    EXPECT_FALSE(store->createSession(u"c"_s, u"other"_s).result()->second);

    const auto all = store->sessions(10, {}).result();
    ASSERT_EQ(all->size(), 3);
    EXPECT_EQ(all->last().id, u"a"_s);
    EXPECT_EQ(all->last().lastMessage->content, u"1"_s);
    EXPECT_EQ(store->sessions(10, [](QStringView id) { return id == u"b"; }).result()->size(), 1);

    EXPECT_EQ((*store->changeSession(u"c"_s, {.title = u"new"_s, .archived = true}).result())->title, u"new"_s);
    EXPECT_TRUE((*store->session(u"c"_s).result())->archived);
    EXPECT_EQ(*store->session(u"nobody"_s).result(), std::nullopt);
    EXPECT_EQ(*store->changeSession(u"nobody"_s, {.title = u"x"_s}).result(), std::nullopt);
    EXPECT_EQ(store->sessions(10, {}).result()->last().id, u"c"_s); // archived ones are last
}

INSTANTIATE_TEST_SUITE_P(Stores, StoreReadingTest, test::storeKinds, test::nameOfKind);

} // namespace
