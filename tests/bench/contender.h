// SPDX-License-Identifier: GPL-3.0-or-later
// The servers that are measured beside each other: a node of Pipit on either store, what people build without it, and nginx with
// nchan (memory only). Each is a process of its own, on a free port of this machine, and ends with its object.
// Thread rule: the thread that made it. Errors: std::runtime_error, where one cannot be started.
#pragma once

#include "app/load/load_plan.h"

#include <QString>

#include <memory>
#include <optional>

namespace pipit::bench {

class Contender
{
public:
    virtual ~Contender() = default;

    virtual QString name() const = 0;
    // `prefix`: of its channels' names, so that no two loads meet.
    virtual load::Target target(const std::string &prefix) const = 0;
    virtual qint64 residentBytes() const = 0;
    // How many deliveries went out in one send since it started; nothing where it does not say.
    struct Sent {
        double deliveries = 0;
        double sends = 0;
    };
    virtual std::optional<Sent> sent() const { return std::nullopt; }
    // How many messages its writer has written in how many transactions; as above.
    struct Written {
        double messages = 0;
        double transactions = 0;
    };
    virtual std::optional<Written> written() const { return std::nullopt; }
    virtual qint64 processId() const = 0;
};

std::unique_ptr<Contender> pipitOnSqlite();
std::unique_ptr<Contender> pipitOnPostgres();
std::unique_ptr<Contender> plainStack(); // null, with a line on standard error, where its packages are missing
std::unique_ptr<Contender> nchan();      // likewise

} // namespace pipit::bench
