// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the members of a request's JSON object strictly: the first fault is kept, with the member's name.
//
// Read every member that is allowed, then ask fault(): a member that nobody asked for is a fault too.
//     JsonFields fields(object);
//     const QString title = fields.requiredString("title");
//     if (const auto fault = fields.fault()) return *fault;
// Thread rule: a value on one thread; keeps a copy of the object.
#pragma once

#include "core/error.h"

#include <QJsonObject>
#include <QSet>
#include <QStringList>

#include <optional>

namespace pipit {

class JsonFields
{
public:
    explicit JsonFields(QJsonObject object) : m_object(std::move(object)) { }

    // A missing member or a null gives the fallback (required: a fault); another type is a fault.
    QString requiredString(const char *name);
    QString string(const char *name, const QString &fallback = {});
    QStringList strings(const char *name);
    std::optional<qint64> positiveInteger(const char *name);
    std::optional<double> number(const char *name);
    std::optional<bool> boolean(const char *name);
    QJsonObject object(const char *name);

    // The first fault, or an unknown member; nothing if all is well.
    std::optional<Error> fault() const;

private:
    QJsonValue take(const char *name);
    void fail(const char *name, const QString &reason);

    QJsonObject m_object;
    QSet<QString> m_known;
    std::optional<Error> m_fault;
};

// Why this object cannot be stored, as the end of a sentence: a NUL or half a surrogate pair in a text or name, or more
// than 32 levels. Nothing if it can.
std::optional<QString> faultOfJson(const QJsonObject &object);

// The object in a request's body. Errors: InvalidRequest, with the place of the fault.
template<typename T> class Result;
Result<QJsonObject> parseJsonObject(const QByteArray &body);

} // namespace pipit
