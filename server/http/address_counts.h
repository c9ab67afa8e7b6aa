// SPDX-License-Identifier: GPL-3.0-or-later
// How many connections and streams each address has open, so that one of them cannot take all.
//
// Thread rule: any thread; a stream gives its place back on the engine's.
#pragma once

#include "server/http/address_list.h"

#include <map>
#include <memory>
#include <mutex>

namespace pipit::http {

class AddressCounts : public std::enable_shared_from_this<AddressCounts>
{
public:
    // `exempt`: proxies, who come for many. So are the addresses of this machine itself.
    AddressCounts(int most, AddressList exempt) : m_most(most), m_exempt(std::move(exempt)) { }

    // Kept for as long as what it stands for is open.
    using Place = std::shared_ptr<const void>;

    // Null: this address has as many as it may.
    Place take(const QHostAddress &address);

    int most() const { return m_most; }

private:
    void giveBack(const QByteArray &name);

    const int m_most;
    const AddressList m_exempt;
    std::mutex m_mutex;
    std::map<QByteArray, int> m_counts;
};

} // namespace pipit::http
