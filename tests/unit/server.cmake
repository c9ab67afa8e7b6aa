# SPDX-License-Identifier: GPL-3.0-or-later
# Without Qt, whose locks the thread sanitizer cannot see.
pipit_test(stream_engine_test NO_QT SOURCES stream_engine_test.cpp socket_pair.h LINK pipit_stream GTest::gtest_main)
set_tests_properties(stream_engine_test PROPERTIES LABELS tsan)

pipit_test(visible_keys_test SOURCES visible_keys_test.cpp LINK pipit_store GTest::gtest_main)
pipit_test(store_test SOURCES store_test.cpp store_kinds.h sqlite_store_test.cpp file_store_test.cpp token_store_test.cpp main_with_application.cpp LINK pipit_sqlite pipit_postgres test_support GTest::gtest)
pipit_test(run_store_test SOURCES run_store_test.cpp run_calls.h store_kinds.h main_with_application.cpp LINK pipit_sqlite pipit_postgres test_support GTest::gtest)
pipit_test(run_lease_test SOURCES run_lease_test.cpp run_calls.h store_kinds.h main_with_application.cpp LINK pipit_sqlite pipit_postgres test_support GTest::gtest TIMEOUT 300)
target_compile_definitions(run_lease_test PRIVATE PIPIT_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
pipit_test(auth_test SOURCES auth_test.cpp audit_log_test.cpp rate_limiter_test.cpp main_with_application.cpp LINK pipit_auth GTest::gtest)
pipit_test(jwt_test SOURCES jwt_claims_test.cpp jwt_key_file_test.cpp jwt_keys_test.cpp jwt_verifier_test.cpp jwt_maker.h log_capture.h LINK pipit_auth OpenSSL::Crypto GTest::gtest_main)
pipit_test(access_test SOURCES access_test.cpp main_with_application.cpp LINK pipit_server OpenSSL::Crypto GTest::gtest)
pipit_test(caller_life_test SOURCES caller_life_test.cpp main_with_application.cpp LINK pipit_server OpenSSL::Crypto GTest::gtest)
pipit_test(live_text_test SOURCES live_text_test.cpp LINK pipit_log GTest::gtest_main)
pipit_test(peer_relay_test SOURCES peer_relay_test.cpp peer_network.h socket_pair.h LINK pipit_log pipit_sqlite GTest::gtest_main)
pipit_test(server_test SOURCES server_test.cpp main_with_application.cpp LINK pipit_server GTest::gtest)
pipit_test(blob_store_test SOURCES blob_store_test.cpp blob_usage_test.cpp upload_test.cpp blob_fixture.h LINK pipit_files GTest::gtest_main)
pipit_test(file_type_test SOURCES file_name_test.cpp file_type_test.cpp LINK pipit_files GTest::gtest_main)
