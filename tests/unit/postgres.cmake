# SPDX-License-Identifier: GPL-3.0-or-later
# With PostgreSQL servers of the tests' own.
pipit_test(local_postgres_test SOURCES local_postgres_test.cpp LINK test_support GTest::gtest_main TIMEOUT 300)
pipit_test(postgres_support_test SOURCES postgres_support_test.cpp LINK test_support Qt6::Network GTest::gtest TIMEOUT 300)

pipit_test(postgres_store_test SOURCES postgres_store_test.cpp LINK test_support gtest_application TIMEOUT 300)

# Without one.
pipit_test(call_watchdog_test SOURCES call_watchdog_test.cpp LINK pipit_postgres GTest::gtest_main)
pipit_test(live_channel_test SOURCES live_channel_test.cpp LINK pipit_postgres GTest::gtest_main)
