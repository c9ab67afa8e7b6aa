// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json_fields.h"

#include "core/result.h"
#include "core/text_limits.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

namespace pipit {

namespace {

constexpr int maxJsonDepth = 32;

std::optional<QString> faultOfValue(const QJsonValue &value, int depth)
{
    if (depth > maxJsonDepth && (value.isArray() || value.isObject()))
        return QStringLiteral("is nested deeper than %1 levels").arg(maxJsonDepth);
    if (value.isString())
        return faultOfText(value.toString());
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (const QJsonValue element : array) {
            if (auto fault = faultOfValue(element, depth + 1))
                return fault;
        }
    }
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (auto fault = faultOfText(it.key()))
                return fault;
            if (auto fault = faultOfValue(it.value(), depth + 1))
                return fault;
        }
    }
    return std::nullopt;
}

} // namespace

QJsonValue JsonFields::take(const char *name)
{
    const QString key = QString::fromLatin1(name);
    m_known.insert(key);
    const QJsonValue value = m_object.value(key);
    return value.isNull() ? QJsonValue(QJsonValue::Undefined) : value;
}

void JsonFields::fail(const char *name, const QString &reason)
{
    if (!m_fault)
        m_fault = Error{ErrorCode::InvalidRequest, QLatin1StringView(name) + u' ' + reason + u'.', QString::fromLatin1(name)};
}

QString JsonFields::requiredString(const char *name)
{
    const QJsonValue value = take(name);
    if (value.isUndefined())
        fail(name, QStringLiteral("is missing"));
    else if (!value.isString())
        fail(name, QStringLiteral("must be a string"));
    return value.toString();
}

QString JsonFields::string(const char *name, const QString &fallback)
{
    const QJsonValue value = take(name);
    if (!value.isUndefined() && !value.isString())
        fail(name, QStringLiteral("must be a string"));
    return value.toString(fallback);
}

QStringList JsonFields::strings(const char *name)
{
    const QJsonValue value = take(name);
    QStringList list;
    if (!value.isUndefined() && !value.isArray())
        fail(name, QStringLiteral("must be an array of strings"));
    const QJsonArray array = value.toArray();
    for (const QJsonValue element : array) {
        if (!element.isString())
            fail(name, QStringLiteral("must be an array of strings"));
        list << element.toString();
    }
    return list;
}

std::optional<qint64> JsonFields::positiveInteger(const char *name)
{
    const QJsonValue value = take(name);
    if (value.isUndefined())
        return std::nullopt;
    const qint64 number = value.toInteger(-1); // also -1 for a fraction and beyond 64 bits
    if (!value.isDouble() || number < 1) {
        fail(name, QStringLiteral("must be a positive integer"));
        return std::nullopt;
    }
    return number;
}

std::optional<double> JsonFields::number(const char *name)
{
    const QJsonValue value = take(name);
    if (value.isUndefined())
        return std::nullopt;
    if (!value.isDouble()) {
        fail(name, QStringLiteral("must be a number"));
        return std::nullopt;
    }
    return value.toDouble();
}

std::optional<bool> JsonFields::boolean(const char *name)
{
    const QJsonValue value = take(name);
    if (value.isUndefined())
        return std::nullopt;
    if (!value.isBool())
        fail(name, QStringLiteral("must be true or false"));
    return value.toBool();
}

QJsonObject JsonFields::object(const char *name)
{
    const QJsonValue value = take(name);
    if (!value.isUndefined() && !value.isObject())
        fail(name, QStringLiteral("must be an object"));
    return value.toObject();
}

std::optional<Error> JsonFields::fault() const
{
    if (m_fault)
        return m_fault;
    for (auto it = m_object.begin(); it != m_object.end(); ++it) {
        if (!m_known.contains(it.key())) {
            const QString shown = forEcho(it.key());
            return Error{ErrorCode::InvalidRequest, QStringLiteral("%1 is not a field of this request.").arg(shown), shown};
        }
    }
    return std::nullopt;
}

std::optional<QString> faultOfJson(const QJsonObject &object)
{
    return faultOfValue(object, 1);
}

Result<QJsonObject> parseJsonObject(const QByteArray &body)
{
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(body, &fault);
    if (fault.error != QJsonParseError::NoError)
        return Error{ErrorCode::InvalidRequest, QStringLiteral("The body is not JSON in UTF-8: %1 at byte %2.").arg(fault.errorString()).arg(fault.offset)};
    if (!document.isObject())
        return Error{ErrorCode::InvalidRequest, QStringLiteral("The body must be a JSON object.")};
    return document.object();
}

} // namespace pipit
