# SPDX-License-Identifier: GPL-3.0-or-later
pipit_test(coze_reader_test SOURCES coze_reader_test.cpp coze_protocol_test.cpp coze_limits_test.cpp coze_frames.h LINK pipit_bots GTest::gtest_main)
pipit_test(openai_reader_test SOURCES openai_reader_test.cpp LINK pipit_bots GTest::gtest_main)
pipit_test(openai_protocol_test SOURCES openai_protocol_test.cpp LINK pipit_bots GTest::gtest_main)
pipit_test(fake_provider_test SOURCES fake_provider_test.cpp fake_openai_test.cpp provider_client.h main_with_application.cpp LINK fake_providers Qt6::Network GTest::gtest)
pipit_test(run_manager_test SOURCES run_manager_test.cpp main_with_application.cpp LINK pipit_bots pipit_sqlite Qt6::Test GTest::gtest)
pipit_test(bot_runs_test SOURCES bot_runs_test.cpp main_with_application.cpp LINK pipit_bots pipit_sqlite fake_providers Qt6::Test GTest::gtest TIMEOUT 300)
pipit_test(coze_bot_test SOURCES coze_bot_test.cpp main_with_application.cpp LINK pipit_bots fake_providers Qt6::Test OpenSSL::Crypto GTest::gtest TIMEOUT 120)
pipit_test(bot_checks_test SOURCES bot_checks_test.cpp main_with_application.cpp LINK pipit_bots fake_providers Qt6::Test GTest::gtest)
