// SPDX-License-Identifier: GPL-3.0-or-later
// A test suite with one PostgreSQL for all its cases, which ends with the suite. Thread rule: as PostgresServer.
#pragma once

#include "tests/support/postgres_server.h"

#include <gtest/gtest.h>

namespace pipit::test {

class PostgresTest : public testing::Test
{
protected:
    static void SetUpTestSuite() { s_server = std::make_unique<PostgresServer>(); }
    static void TearDownTestSuite() { s_server.reset(); }
    static PostgresServer &server() { return *s_server; }

private:
    static inline std::unique_ptr<PostgresServer> s_server;
};

} // namespace pipit::test
