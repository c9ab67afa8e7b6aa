// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host_port.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace pipit {
namespace {

TEST(HostPortTest, TakesAddressesAndNamesWithAPort)
{
    EXPECT_EQ(HostPort::parse(u"127.0.0.1:5000"), (HostPort{u"127.0.0.1"_s, 5000}));
    EXPECT_EQ(HostPort::parse(u"[::1]:0"), (HostPort{u"::1"_s, 0}));
    EXPECT_EQ(HostPort::parse(u"localhost:65535"), (HostPort{u"localhost"_s, 65535}));
    for (const QStringView bad : {u"", u":", u":5000", u"5000", u"localhost", u"localhost:", u"localhost:65536", u"localhost:-1", u"localhost:+1", u"localhost: 1",
                                  u"::1:5000", u"[]:1", u"[::1]", u"a b:1", u"http://a:1", u"a/b:1", u"a\n:1"})
        EXPECT_FALSE(HostPort::parse(bad)) << bad.toString().toStdString();
}

} // namespace
} // namespace pipit
