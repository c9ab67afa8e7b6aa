# SPDX-License-Identifier: GPL-3.0-or-later
# Says in components.txt which versions this build was configured with, by the names of packaging/components.toml.
find_path(PIPIT_ASIO_INCLUDE_DIR asio/version.hpp REQUIRED)
file(STRINGS ${PIPIT_ASIO_INCLUDE_DIR}/asio/version.hpp asioVersion REGEX "^#define ASIO_VERSION ")
string(REGEX REPLACE "^.*// *([0-9.]+).*$" "\\1" asioVersion "${asioVersion}")
# Before 1.1 its recipe for CMake does not say it.
set(prometheusVersion "${prometheus-cpp_VERSION}")
set(prometheusPc "${prometheus-cpp_DIR}/../../pkgconfig/prometheus-cpp-core.pc")
if(NOT prometheusVersion AND EXISTS ${prometheusPc})
    file(STRINGS ${prometheusPc} prometheusVersion REGEX "^Version:")
    string(REGEX REPLACE "^Version: *" "" prometheusVersion "${prometheusVersion}")
endif()
set(components "")
foreach(pair "Qt6 ${Qt6_VERSION}" "QCoro6 ${QCoro6_VERSION}" "asio ${asioVersion}" "tomlplusplus ${tomlplusplus_VERSION}" "CLI11 ${CLI11_VERSION}"
        "prometheus-cpp ${prometheusVersion}" "Qt6Keychain ${Qt6Keychain_VERSION}" "PostgreSQL ${PostgreSQL_VERSION_STRING}"
        "LibArchive ${LibArchive_VERSION}" "OpenSSL ${OPENSSL_VERSION}")
    string(APPEND components "${pair}\n")
endforeach()
file(WRITE ${CMAKE_BINARY_DIR}/components.txt "${components}")
