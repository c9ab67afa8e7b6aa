// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/visible_keys.h"

#include <gtest/gtest.h>

using namespace pipit::store;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype noLimit = std::numeric_limits<qsizetype>::max();

// Messages from `newest` down to 1; every `each`th is of session "mine".
class Rows
{
public:
    Rows(qint64 newest, qint64 each) : m_newest(newest), m_each(each) { }

    qsizetype read = 0;

    VisibleKeys visible(qsizetype wanted, const std::function<bool(QStringView)> &maySee, qsizetype looksAtMost = noLimit)
    {
        return visibleKeys(wanted, maySee, looksAtMost, [this](qsizetype seen, const RowKey &last, qsizetype rows) {
            EXPECT_EQ(seen, read);
            QList<RowKey> keys;
            for (qint64 id = seen > 0 ? last.messageId - 1 : m_newest; id > 0 && keys.size() < rows; --id)
                keys.append({.sessionId = id % m_each == 0 ? u"mine"_s : u"theirs"_s, .messageId = id});
            read += keys.size();
            return keys;
        });
    }

private:
    const qint64 m_newest, m_each;
};

bool mine(QStringView session)
{
    return session == u"mine";
}

TEST(VisibleKeysTest, AreFoundAcrossPages)
{
    Rows rows(30'000, 4'000);
    const VisibleKeys found = rows.visible(3, mine);
    EXPECT_EQ(messageIdsOf(found.keys), u"[28000,24000,20000]"_s);
    EXPECT_FALSE(found.isEnd);
    EXPECT_LT(rows.read, 20'000);
}

TEST(VisibleKeysTest, TheEndIsTheEndOfWhatMayBeSeen)
{
    EXPECT_TRUE(Rows(30'000, 4'000).visible(7, mine).isEnd);
    EXPECT_FALSE(Rows(30'000, 4'000).visible(6, mine).isEnd);
    EXPECT_TRUE(Rows(0, 1).visible(6, mine).isEnd);
    EXPECT_TRUE(Rows(10'000, 1).visible(10'000, mine).isEnd);
}

TEST(VisibleKeysTest, LookingEndsSomewhere)
{
    Rows rows(1'000'000, 2'000'000);
    const VisibleKeys found = rows.visible(3, mine, 20'000);
    EXPECT_TRUE(found.keys.isEmpty());
    EXPECT_FALSE(found.isEnd);
    EXPECT_EQ(rows.read, 20'000);
}

TEST(VisibleKeysTest, WhereAllMayBeSeenNoMoreIsReadThanWanted)
{
    Rows rows(1'000, 10);
    const VisibleKeys found = rows.visible(2, {});
    EXPECT_EQ(messageIdsOf(found.keys), u"[1000,999]"_s);
    EXPECT_EQ(sessionIdsOf(found.keys), u"[\"mine\",\"theirs\"]"_s);
    EXPECT_FALSE(found.isEnd);
    EXPECT_EQ(rows.read, 3);
}

} // namespace
