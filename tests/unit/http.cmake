# SPDX-License-Identifier: GPL-3.0-or-later
foreach(thing chunk_decoder request_head request request_policy response_writer)
    pipit_test(${thing}_test SOURCES ${thing}_test.cpp LINK pipit_http Qt6::Test GTest::gtest_main)
endforeach()
# These need an event loop, so they have a main of their own.
foreach(thing router http_server guarded_socket guarded_body)
    pipit_test(${thing}_test SOURCES ${thing}_test.cpp LINK pipit_http Qt6::Test Threads::Threads GTest::gtest)
endforeach()
