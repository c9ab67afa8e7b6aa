// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.h"

#include <algorithm>

namespace pipit {

const ErrorCodeInfo &errorCodeInfo(ErrorCode code)
{
    return *std::ranges::find(errorCodes, code, &ErrorCodeInfo::code);
}

ErrorCode errorCodeFromName(QStringView name)
{
    const auto found = std::ranges::find_if(errorCodes, [name](const ErrorCodeInfo &info) { return name == QLatin1StringView(info.name); });
    return found == errorCodes.end() ? ErrorCode::Protocol : found->code;
}

QJsonObject Error::toJson() const
{
    QJsonObject object = details;
    object.insert(u"code", QLatin1StringView(errorCodeInfo(code).name));
    object.insert(u"message", message);
    if (!field.isEmpty())
        object.insert(u"field", field);
    return object;
}

Error Error::fromJson(const QJsonObject &object)
{
    Error error{errorCodeFromName(object.value(u"code").toString()), object.value(u"message").toString(), object.value(u"field").toString(), object};
    for (const auto &known : {u"code", u"message", u"field"})
        error.details.remove(QStringView(known));
    return error;
}

} // namespace pipit
