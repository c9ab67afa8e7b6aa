# SPDX-License-Identifier: GPL-3.0-or-later
pipit_test(http_test
    SOURCES
        chunk_decoder_test.cpp
        request_head_test.cpp
        request_policy_test.cpp
        request_test.cpp
        response_writer_test.cpp
        router_test.cpp
        tls_pump_test.cpp
    LINK pipit_http Qt6::Test Threads::Threads gtest_application)
# What holds of a connection holds over TLS too.
pipit_test(http_server_test SOURCES guarded_body_test.cpp guarded_socket_test.cpp http_server_test.cpp LINK pipit_http Qt6::Test Threads::Threads gtest_application)
add_test(NAME http_server_tls_test COMMAND http_server_test)
set_tests_properties(http_server_test http_server_tls_test PROPERTIES TIMEOUT 300)
set_tests_properties(http_server_tls_test PROPERTIES ENVIRONMENT "QT_NO_GLIB=1;LC_ALL=C.UTF-8;PIPIT_TEST_TLS=1")
pipit_test(tls_pumps_test SOURCES tls_pumps_test.cpp LINK pipit_http Threads::Threads GTest::gtest_main)
set_tests_properties(tls_pumps_test PROPERTIES LABELS tsan)
