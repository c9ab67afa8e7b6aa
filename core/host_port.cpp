// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host_port.h"

#include "core/text_limits.h"

#include <algorithm>

namespace pipit {

std::optional<HostPort> HostPort::parse(QStringView text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    QStringView host = text.left(std::max<qsizetype>(colon, 0));
    const QStringView digits = text.mid(colon + 1);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1, host.size() - 2);
    else if (host.contains(u':'))
        return std::nullopt; // an IPv6 address without brackets: where it ends cannot be told

    const auto unfit = [](QChar c) { return c.isSpace() || c == u'[' || c == u']' || c == u'/' || c == u'@'; };
    const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    bool fits = false;
    const quint16 port = digits.toUShort(&fits);
    if (!fits || !std::ranges::all_of(digits, isDigit) || host.isEmpty() || faultOfName(host) || std::ranges::any_of(host, unfit))
        return std::nullopt;
    return HostPort{host.toString(), port};
}

} // namespace pipit
