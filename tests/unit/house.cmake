# SPDX-License-Identifier: GPL-3.0-or-later
pipit_test(architecture_test SOURCES architecture_test.cpp source_tree.cpp source_tree.h source_tree_texts.cpp LINK Qt6::Core GTest::gtest_main)
target_compile_definitions(architecture_test PRIVATE PIPIT_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
