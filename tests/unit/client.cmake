# SPDX-License-Identifier: GPL-3.0-or-later
pipit_test(sse_decoder_test SOURCES sse_decoder_test.cpp LINK pipit_sse Qt6::Core GTest::gtest_main)
pipit_test(http_response_reader_test SOURCES http_response_reader_test.cpp LINK pipit_net GTest::gtest_main)

pipit_test(http_exchange_test SOURCES http_exchange_test.cpp LINK fake_node pipit_net GTest::gtest_main)

pipit_test(session_archive_test SOURCES session_archive_test.cpp LINK pipit_client GTest::gtest_main)
pipit_test(server_book_test SOURCES server_book_test.cpp LINK pipit_client GTest::gtest_main)

foreach(thing sse_client api_client attachment_outbox outbox people session_feed session_summaries connection connection_return transport local_copy)
    pipit_test(${thing}_test
        SOURCES ${thing}_test.cpp
        LINK fake_node pipit_client GTest::gtest_main)
endforeach()

pipit_test(local_store_test SOURCES local_store_test.cpp LINK pipit_client GTest::gtest)
