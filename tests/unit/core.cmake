# SPDX-License-Identifier: GPL-3.0-or-later
pipit_test(core_test
    SOURCES
        base64url_test.cpp
        bot_file_test.cpp
        config_table_test.cpp
        config_test.cpp
        conversation_test.cpp
        cursor_test.cpp
        database_settings_test.cpp
        database_url_test.cpp
        error_test.cpp
        event_test.cpp
        histogram_test.cpp
        host_port_test.cpp
        json_fields_test.cpp
        json_text_test.cpp
        log_lines_test.cpp
        log_test.cpp
        message_test.cpp
        pipit_link_test.cpp
        private_file_test.cpp
        setting_file_test.cpp
        sse_encoder_test.cpp
        text_limits_test.cpp
        watched_files_test.cpp
    LINK pipit_core GTest::gtest_main)
target_compile_definitions(core_test PRIVATE PIPIT_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
pipit_test(event_dispatcher_test SOURCES event_dispatcher_test.cpp LINK pipit_core test_support Qt6::Network gtest_application)
pipit_test(port_owner_test SOURCES port_owner_test.cpp LINK pipit_core GTest::gtest_main)
pipit_test(process_figures_test SOURCES process_figures_test.cpp LINK pipit_core GTest::gtest_main)
pipit_test(port_holder_test SOURCES port_holder_test.cpp LINK pipit_core Qt6::Network gtest_application)
pipit_test(load_text_test SOURCES load_text_test.cpp LINK pipit_load GTest::gtest_main)
