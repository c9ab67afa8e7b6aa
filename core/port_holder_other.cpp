// SPDX-License-Identifier: GPL-3.0-or-later
// Where only tools with more rights can tell, such as lsof and netstat.
#include "core/port_holder.h"

namespace pipit {

Result<PortHolder> portHolder(quint16 port)
{
    return Error{ErrorCode::Unavailable, QStringLiteral("This system does not tell programs who listens on port %1.").arg(port)};
}

} // namespace pipit
