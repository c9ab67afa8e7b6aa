// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/descriptor_limit.h"

namespace pipit {

std::optional<std::int64_t> raiseDescriptorLimit()
{
    return std::nullopt;
}

} // namespace pipit
