# SPDX-License-Identifier: GPL-3.0-or-later
pipit_test(sse_decoder_test SOURCES sse_decoder_test.cpp LINK pipit_sse Qt6::Core GTest::gtest_main)
pipit_test(http_response_reader_test SOURCES http_response_reader_test.cpp LINK pipit_net GTest::gtest_main)

pipit_test(http_exchange_test SOURCES http_exchange_test.cpp LINK fake_node pipit_net GTest::gtest_main)

pipit_test(session_archive_test SOURCES session_archive_test.cpp LINK pipit_client GTest::gtest_main)
pipit_test(server_book_test SOURCES server_book_test.cpp LINK pipit_client GTest::gtest_main)

pipit_test(client_test
    SOURCES
        api_client_test.cpp
        attachment_outbox_test.cpp
        connection_return_test.cpp
        connection_test.cpp
        figure_csv_test.cpp
        figure_history_test.cpp
        incident_bundle_test.cpp
        local_copy_erasures_test.cpp
        local_copy_fixture.h
        local_copy_test.cpp
        log_feed_test.cpp
        one_session.h
        outbox_test.cpp
        past_messages_test.cpp
        people_test.cpp
        release_feed_test.cpp
        release_version_test.cpp
        run_views_test.cpp
        secret_filter_test.cpp
        session_feed_fixture.h
        session_feed_test.cpp
        session_summaries_test.cpp
        sse_client_test.cpp
        transport_test.cpp
        update_watch_test.cpp
    LINK fake_node pipit_client OpenSSL::Crypto GTest::gtest_main
    TIMEOUT 300)
target_compile_definitions(client_test PRIVATE PIPIT_SOURCE_DIR="${PROJECT_SOURCE_DIR}")

pipit_test(local_store_test SOURCES local_store_test.cpp local_store_fixture.h one_session.h LINK pipit_client GTest::gtest gtest_application)
pipit_test(local_file_test SOURCES local_file_test.cpp local_store_fixture.h one_session.h LINK pipit_client GTest::gtest)
