# SPDX-License-Identifier: GPL-3.0-or-later
pipit_test(coze_reader_test SOURCES coze_reader_test.cpp coze_chat_test.cpp coze_request_test.cpp coze_response_test.cpp coze_limits_test.cpp coze_frames.h LINK pipit_bots GTest::gtest_main)
pipit_test(bot_parts_test SOURCES bot_parts_test.cpp openai_protocol_test.cpp openai_reader_test.cpp LINK pipit_bots GTest::gtest_main)
pipit_test(fake_provider_test SOURCES fake_provider_test.cpp fake_openai_test.cpp provider_client.h LINK fake_providers Qt6::Network gtest_application)
pipit_test(run_manager_test SOURCES run_manager_test.cpp LINK pipit_bots pipit_sqlite Qt6::Test gtest_application)
pipit_test(bot_runs_test SOURCES bot_runs.h coze_runs.h coze_runs_test.cpp openai_runs_test.cpp run_cancel_test.cpp LINK pipit_bots pipit_sqlite fake_providers Qt6::Test gtest_application TIMEOUT 300)
pipit_test(coze_bot_test SOURCES coze_bot_test.cpp coze_bot_fixture.h coze_file_test.cpp coze_tool_test.cpp LINK pipit_bots fake_providers Qt6::Test OpenSSL::Crypto gtest_application TIMEOUT 120)
pipit_test(bot_checks_test SOURCES bot_checks_test.cpp LINK pipit_bots fake_providers Qt6::Test OpenSSL::Crypto gtest_application)
pipit_test(bot_test_routes_test SOURCES bot_test_routes_test.cpp LINK pipit_server fake_providers test_support gtest_application)
