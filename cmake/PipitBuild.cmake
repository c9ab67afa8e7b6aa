# SPDX-License-Identifier: GPL-3.0-or-later
# What every target of the house shares: the language, the warnings, the strict Qt definitions, the precompiled header.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTORCC ON)

# How the names of files end that are for one system (port_owner_linux.cpp), or one family of them (socket_options_unix.cpp).
if(WIN32)
    set(PIPIT_SYSTEM windows)
    set(PIPIT_FAMILY windows)
elseif(APPLE)
    set(PIPIT_SYSTEM macos)
    set(PIPIT_FAMILY unix)
else()
    set(PIPIT_SYSTEM linux)
    set(PIPIT_FAMILY unix)
endif()

# pipit_joined(TARGET): compiles the files of each of its folders ten by ten. Most of the compiler's time goes into reading headers,
# and so they are read once for ten. A name in an unnamed namespace therefore stands once in its folder, or in a header for all.
function(pipit_joined target)
    get_target_property(sources ${target} SOURCES)
    list(FILTER sources INCLUDE REGEX "\\.cpp$")
    list(FILTER sources EXCLUDE REGEX "_windows\\.cpp$") # windows.h has macros for ordinary words
    foreach(source IN LISTS sources)
        get_filename_component(folder ${source} DIRECTORY)
        string(MAKE_C_IDENTIFIER "in_${folder}" folder)
        math(EXPR group "${${folder}_count} + 0")
        math(EXPR ${folder}_count "${group} + 1")
        math(EXPR group "${group} / 10")
        set_source_files_properties(${source} PROPERTIES UNITY_GROUP "${target}_${folder}_${group}")
    endforeach()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()

# pipit_moc(TARGET file...): for a program with few classes that moc must see, in place of AUTOMOC, which costs each target a scan and
# a compiler's run: what a file includes as "*.moc", and headers with Q_OBJECT.
function(pipit_moc target)
    set_target_properties(${target} PROPERTIES AUTOMOC OFF AUTORCC OFF)
    set(folder ${CMAKE_CURRENT_BINARY_DIR}/${target}_moc)
    foreach(source IN LISTS ARGN)
        get_filename_component(stem ${source} NAME_WE)
        get_filename_component(source ${source} ABSOLUTE)
        file(STRINGS ${source} seen REGEX "^#include \".*[.]moc\"|^ +Q_OBJECT$")
        if(seen AND source MATCHES "[.]cpp$")
            set(made ${folder}/${stem}.moc)
        elseif(seen)
            set(made ${folder}/moc_${stem}.cpp)
        else()
            continue()
        endif()
        qt6_generate_moc(${source} ${made} TARGET ${target})
        target_sources(${target} PRIVATE ${made})
        target_include_directories(${target} PRIVATE ${folder})
    endforeach()
endfunction()

# Two hundred programs are linked for the tests: with lld in a third of the time. (mold 1.10 laid out one of them so
# that the loader refused it, and never came to an end with another.)
find_program(PIPIT_LLD ld.lld)
if(PIPIT_LLD AND CMAKE_BUILD_TYPE STREQUAL "Debug")
    add_link_options(-fuse-ld=lld)
endif()

set(PIPIT_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize= takes them")

add_library(pipit_strict INTERFACE)
target_include_directories(pipit_strict INTERFACE ${CMAKE_SOURCE_DIR})
# Not QT_NO_CONTEXTLESS_CONNECT, which Qt takes from 6.7 on: QCoro's headers connect without a context, and are everywhere.
target_compile_definitions(pipit_strict INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_USE_QSTRINGBUILDER QT_NO_FOREACH
    QT_NO_KEYWORDS QT_DISABLE_DEPRECATED_BEFORE=0x060400
    PIPIT_VERSION="${PROJECT_VERSION}" ASIO_STANDALONE ASIO_NO_DEPRECATED)
if(WIN32)
    target_compile_definitions(pipit_strict INTERFACE NOMINMAX WIN32_LEAN_AND_MEAN UNICODE _UNICODE _WIN32_WINNT=0x0A00) # Windows 10
endif()
if(MSVC)
    target_compile_options(pipit_strict INTERFACE "$<$<COMPILE_LANGUAGE:CXX>:/W4;/permissive-;/utf-8;/bigobj>") # not for resources
else()
    target_compile_options(pipit_strict INTERFACE -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Wsuggest-override
        $<$<CXX_COMPILER_ID:GNU>:-Wshadow=local -Wno-subobject-linkage>) # the latter takes joined files for headers
endif()
if(PIPIT_SANITIZE)
    target_compile_options(pipit_strict INTERFACE -fsanitize=${PIPIT_SANITIZE} -fno-omit-frame-pointer -g1)
    target_link_options(pipit_strict INTERFACE -fsanitize=${PIPIT_SANITIZE})
    if(PIPIT_SANITIZE STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(pipit_strict INTERFACE -Wno-tsan) # Asio has fences; its other synchronisation is seen
    endif()
endif()

# Each process adds to the counts of those before it when it ends by itself, or by a signal that it hears; atomic, as all has threads.
# Without optimisation (see the preset): else lines that are not run vanish among those that are.
option(PIPIT_COVERAGE "Count which lines are run" OFF)
if(PIPIT_COVERAGE)
    target_compile_options(pipit_strict INTERFACE --coverage -fprofile-update=atomic)
    target_link_options(pipit_strict INTERFACE --coverage)
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

# pipit_room(NAME SOURCES file... LINK target... [NO_QT] [NO_MOC]): one room of the house, a static library of its own. NO_MOC: no class
# in it has signals or slots.
# A room names the rooms that it stands on; tests/unit/architecture_test.cpp checks that includes go no other way.
function(pipit_room name)
    cmake_parse_arguments(ARG "NO_QT;NO_MOC" "" "SOURCES;LINK" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC pipit_strict ${ARG_LINK})
    if(ARG_NO_QT)
        set_target_properties(${name} PROPERTIES AUTOMOC OFF AUTORCC OFF)
    else()
        target_precompile_headers(${name} REUSE_FROM pipit_pch)
    endif()
    if(ARG_NO_MOC)
        set_target_properties(${name} PROPERTIES AUTOMOC OFF)
    endif()
    pipit_joined(${name})
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
    pipit_joined(${name})
endfunction()
