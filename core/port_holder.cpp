// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/port_holder.h"

#include "core/port_owner.h"

namespace pipit {

Result<PortHolder> portHolder(quint16 port)
{
    const PortOwner owner = portOwner(port);
    switch (owner.kind) {
    case PortOwner::Kind::Nobody:
        break;
    case PortOwner::Kind::Hidden:
        if (owner.user.empty())
            return Error{ErrorCode::Forbidden, QStringLiteral("No process of yours listens on port %1; one of another user may, and the system does not say which.").arg(port)};
        return Error{ErrorCode::Forbidden, QStringLiteral("A process of the user %1 listens on port %2; the system does not say which.").arg(QString::fromStdString(owner.user)).arg(port)};
    case PortOwner::Kind::Known:
        return PortHolder{QString::fromStdString(owner.program), owner.process};
    }
    return Error{ErrorCode::NotFound, QStringLiteral("Nobody listens on port %1 any more.").arg(port)};
}

} // namespace pipit
