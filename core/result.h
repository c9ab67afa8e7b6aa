// SPDX-License-Identifier: GPL-3.0-or-later
// A value or an Error, never both and never neither. Thread rule: as the value's.
#pragma once

#include "core/error.h"

#include <utility>
#include <variant>

namespace pipit {

template<typename T>
class [[nodiscard]] Result
{
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) { }
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) { }

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    // Only where ok(): anything else is a fault of the caller and throws std::bad_variant_access.
    T &value() { return std::get<0>(m_state); }
    const T &value() const { return std::get<0>(m_state); }
    T &operator*() { return value(); }
    const T &operator*() const { return value(); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }

    // Only where !ok().
    const Error &error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

// The result of something that either worked or did not.
struct Done { };

} // namespace pipit
