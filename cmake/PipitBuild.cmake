# SPDX-License-Identifier: GPL-3.0-or-later
# What every target of the house shares: the language, the warnings, the strict Qt definitions, the precompiled header.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTORCC ON)

# Two hundred programs are linked for the tests: with mold in a fifth of the time.
find_program(PIPIT_MOLD mold)
if(PIPIT_MOLD AND CMAKE_BUILD_TYPE STREQUAL "Debug")
    add_link_options(-fuse-ld=mold)
endif()

set(PIPIT_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize= takes them")

add_library(pipit_strict INTERFACE)
target_include_directories(pipit_strict INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(pipit_strict INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_CONTEXTLESS_CONNECT QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_USE_QSTRINGBUILDER QT_NO_FOREACH
    QT_NO_KEYWORDS QT_DISABLE_DEPRECATED_BEFORE=0x060400
    PIPIT_VERSION="${PROJECT_VERSION}" ASIO_STANDALONE ASIO_NO_DEPRECATED)
if(MSVC)
    target_compile_options(pipit_strict INTERFACE /W4 /permissive- /utf-8)
else()
    target_compile_options(pipit_strict INTERFACE -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Wsuggest-override
        $<$<CXX_COMPILER_ID:GNU>:-Wshadow=local>)
endif()
if(PIPIT_SANITIZE)
    target_compile_options(pipit_strict INTERFACE -fsanitize=${PIPIT_SANITIZE} -fno-omit-frame-pointer -g1)
    target_link_options(pipit_strict INTERFACE -fsanitize=${PIPIT_SANITIZE})
    if(PIPIT_SANITIZE STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(pipit_strict INTERFACE -Wno-tsan) # Asio has fences; its other synchronisation is seen
    endif()
endif()

# With clang: the fuzzers of tests/fuzz and the rooms under them, instrumented.
option(PIPIT_FUZZ "Build the fuzzers (target `fuzzers`)" OFF)
if(PIPIT_FUZZ)
    # clang 14 cannot have both coroutines and the check of function types in one file.
    target_compile_options(pipit_strict INTERFACE
        -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=function -fno-sanitize-recover=undefined)
    target_compile_definitions(pipit_strict INTERFACE _GLIBCXX_ASSERTIONS)
    target_link_options(pipit_strict INTERFACE -fsanitize=address,undefined)
endif()

# pipit_precompiled(NAME HEADER LINK target...): compiles HEADER once, for all targets that reuse it from NAME. They may have
# more definitions than NAME has, as long as no header in it asks for them; with others the compiler warns (-Winvalid-pch)
# and reads the headers as text.
function(pipit_precompiled name header)
    cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
    add_library(${name} STATIC ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
    target_link_libraries(${name} PRIVATE pipit_strict ${ARG_LINK})
    set_target_properties(${name} PROPERTIES AUTOMOC OFF AUTORCC OFF)
    target_precompile_headers(${name} PRIVATE ${header})
endfunction()

# pipit_room(NAME SOURCES file... LINK target... [NO_QT]): one room of the house, a static library of its own.
# A room names the rooms that it stands on; tests/unit/architecture_test.cpp checks that includes go no other way.
function(pipit_room name)
    cmake_parse_arguments(ARG "NO_QT" "" "SOURCES;LINK" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC pipit_strict ${ARG_LINK})
    if(ARG_NO_QT)
        set_target_properties(${name} PROPERTIES AUTOMOC OFF AUTORCC OFF)
    else()
        target_precompile_headers(${name} REUSE_FROM pipit_pch)
    endif()
endfunction()

# pipit_program(NAME SOURCES file... LINK target... [NO_QT] [PRECOMPILED name]): an executable in build/<preset>/bin.
function(pipit_program name)
    cmake_parse_arguments(ARG "NO_QT" "PRECOMPILED" "SOURCES;LINK" ${ARGN})
    if(NOT ARG_PRECOMPILED)
        set(ARG_PRECOMPILED pipit_pch)
    endif()
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE pipit_strict ${ARG_LINK})
    if(ARG_NO_QT)
        set_target_properties(${name} PROPERTIES AUTOMOC OFF AUTORCC OFF)
    else()
        target_precompile_headers(${name} REUSE_FROM ${ARG_PRECOMPILED})
    endif()
endfunction()
