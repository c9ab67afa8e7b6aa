# SPDX-License-Identifier: GPL-3.0-or-later
foreach(thing request_head request response_writer)
    pipit_test(${thing}_test SOURCES ${thing}_test.cpp LINK pipit_http Qt6::Test GTest::gtest_main)
endforeach()
# These need an event loop, so they have a main of their own.
foreach(thing router http_server guarded_socket)
    pipit_test(${thing}_test SOURCES ${thing}_test.cpp LINK pipit_http Qt6::Test Threads::Threads GTest::gtest)
endforeach()
