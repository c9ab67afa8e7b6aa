# SPDX-License-Identifier: GPL-3.0-or-later
# What is labelled tsan runs under the thread sanitizer too, in ./check --sanitize.
pipit_test(stream_engine_test NO_QT SOURCES stream_engine_test.cpp engine_ending_test.cpp engine_erasure_test.cpp engine_rounds_test.cpp engine_views_test.cpp engine_fixture.h socket_pair.h LINK pipit_stream GTest::gtest_main)
set_tests_properties(stream_engine_test PROPERTIES LABELS tsan)

pipit_test(visible_keys_test SOURCES visible_keys_test.cpp LINK pipit_store GTest::gtest_main)
pipit_test(store_test SOURCES store_test.cpp store_fixture.h store_kinds.h store_reading_test.cpp sqlite_store_test.cpp file_store_test.cpp token_store_test.cpp LINK pipit_sqlite pipit_postgres test_support gtest_application)
pipit_test(erasure_store_test SOURCES erasure_store_test.cpp store_kinds.h LINK pipit_sqlite pipit_postgres test_support gtest_application)
pipit_test(people_store_test SOURCES people_store_test.cpp store_kinds.h LINK pipit_sqlite pipit_postgres test_support gtest_application)
pipit_test(run_store_test SOURCES run_store_test.cpp run_calls.h store_kinds.h LINK pipit_sqlite pipit_postgres test_support gtest_application)
pipit_test(run_lease_test SOURCES run_lease_test.cpp run_calls.h store_kinds.h LINK pipit_sqlite pipit_postgres test_support gtest_application TIMEOUT 300)
target_compile_definitions(run_lease_test PRIVATE PIPIT_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
set_tests_properties(store_test erasure_store_test run_store_test run_lease_test PROPERTIES LABELS tsan)
pipit_test(auth_test SOURCES auth_test.cpp audit_log_test.cpp rate_limiter_test.cpp LINK pipit_auth gtest_application)
pipit_test(jwt_test SOURCES jwt_claims_test.cpp jwt_key_file_test.cpp jwt_keys_test.cpp jwt_verifier_test.cpp jwt_maker.h log_capture.h LINK pipit_auth OpenSSL::Crypto GTest::gtest_main)
pipit_test(routes_test
    SOURCES
        access_test.cpp
        announcement_test.cpp
        caller_life_test.cpp
        client_limits_test.cpp
        config_routes_test.cpp
        connection_routes_test.cpp
        description_test.cpp
        doctor_routes_test.cpp
        files_routes_test.cpp
        log_routes_test.cpp
        metrics_test.cpp
        people_routes_test.cpp
        routes_fixture.h routes_test.cpp
        server_test.cpp
        session_note_test.cpp
        ws_routes_test.cpp
    LINK pipit_server pipit_client OpenSSL::Crypto gtest_application
    TIMEOUT 300)
pipit_test(live_text_test SOURCES live_text_test.cpp LINK pipit_log GTest::gtest_main)
pipit_test(peer_relay_test SOURCES peer_relay_test.cpp peer_network.h peer_relay_fixture.h socket_pair.h LINK pipit_log pipit_sqlite gtest_application)
pipit_test(presence_test SOURCES presence_test.cpp forwarding_store.h LINK pipit_log pipit_sqlite gtest_application)
pipit_test(read_marks_test SOURCES read_marks_test.cpp LINK pipit_log gtest_application)
pipit_test(blob_store_test SOURCES blob_store_test.cpp blob_usage_test.cpp upload_test.cpp blob_fixture.h LINK pipit_files GTest::gtest_main)
set_tests_properties(peer_relay_test presence_test blob_store_test PROPERTIES LABELS tsan)
pipit_test(file_type_test SOURCES file_name_test.cpp file_type_test.cpp LINK pipit_files GTest::gtest_main)
pipit_test(thumbnail_test SOURCES thumbnail_test.cpp thumbnailer_test.cpp test_pictures.h LINK pipit_files gtest_application)
pipit_test(tls_test SOURCES tls_test.cpp tls_files_test.cpp tls_node_fixture.h log_capture.h LINK pipit_server pipit_net OpenSSL::Crypto gtest_application)
pipit_test(disk_calls_test SOURCES disk_calls_test.cpp LINK pipit_files GTest::gtest_main)
pipit_test(socket_calls_test SOURCES socket_calls_test.cpp LINK pipit_http GTest::gtest_main)
pipit_test(link_events_test SOURCES link_events_test.cpp LINK pipit_desktop gtest_application)
pipit_test(single_instance_test SOURCES single_instance_test.cpp LINK fake_node pipit_desktop GTest::gtest_main)
pipit_test(fault_judge_test SOURCES fault_judge_test.cpp LINK pipit_desktop GTest::gtest_main)
pipit_test(embedded_node_test SOURCES embedded_node_test.cpp LINK pipit_desktop Qt6::Test gtest_application)
pipit_test(alerts_test SOURCES alerts_test.cpp alert_test.cpp log_capture.h LINK fake_node pipit_ops test_support GTest::gtest_main)
target_compile_definitions(routes_test PRIVATE PIPIT_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
pipit_test(canary_test SOURCES canary_test.cpp log_capture.h LINK fake_node pipit_server test_support GTest::gtest_main)
