// SPDX-License-Identifier: GPL-3.0-or-later
// When and by which request something came to this node: goes with a message to its streams, and is never stored.
// Thread rule: immutable after it is made, so any thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>

namespace pipit {

struct Receipt {
    std::string requestId;
    std::chrono::steady_clock::time_point at = std::chrono::steady_clock::now();
};

// Null: by no request of this node. Says nothing about what it goes with, so it makes no difference to it.
class ReceiptPtr : public std::shared_ptr<const Receipt>
{
public:
    using shared_ptr::shared_ptr;
    ReceiptPtr(std::shared_ptr<const Receipt> receipt) : shared_ptr(std::move(receipt)) { }
    friend bool operator==(const ReceiptPtr &, const ReceiptPtr &) { return true; }
};

} // namespace pipit
