# SPDX-License-Identifier: GPL-3.0-or-later
foreach(thing chunk_decoder request_head request request_policy response_writer)
    pipit_test(${thing}_test SOURCES ${thing}_test.cpp LINK pipit_http Qt6::Test GTest::gtest_main)
endforeach()
# These need an event loop, so they have a main of their own.
foreach(thing router http_server guarded_socket guarded_body tls_pump)
    pipit_test(${thing}_test SOURCES ${thing}_test.cpp LINK pipit_http Qt6::Test Threads::Threads GTest::gtest)
endforeach()
# What holds of a connection holds over TLS too.
foreach(thing http_server guarded_socket guarded_body)
    add_test(NAME ${thing}_tls_test COMMAND ${thing}_test)
    set_tests_properties(${thing}_tls_test PROPERTIES TIMEOUT 120 ENVIRONMENT "QT_NO_GLIB=1;LC_ALL=C.UTF-8;PIPIT_TEST_TLS=1")
endforeach()
pipit_test(tls_pumps_test SOURCES tls_pumps_test.cpp LINK pipit_http Threads::Threads GTest::gtest_main)
set_tests_properties(tls_pumps_test PROPERTIES LABELS tsan)
