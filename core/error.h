// SPDX-License-Identifier: GPL-3.0-or-later
// What can go wrong, as one closed list: the code that programs compare, the HTTP status that carries it.
//
// The same codes stand in a response of the node, in a result inside the program and in docs/errors.md (made from this
// table). An Error is a value; it is never thrown. Thread rule: plain values, any thread.
#pragma once

#include <QJsonObject>
#include <QString>

#include <array>

namespace pipit {

enum class ErrorCode {
    InvalidRequest,
    Unauthenticated,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    RequestTimeout,
    Conflict,
    Gone,
    TooLarge,
    UnsupportedMediaType,
    RangeNotSatisfiable,
    WrongHost,
    HeadTooLarge,
    RateLimited,
    Internal,
    NotStored,
    InDoubt,
    NoRoom,
    Unavailable,
    // Only inside a program, never sent by a node:
    Network,
    Protocol,
    Cancelled,
};

struct ErrorCodeInfo {
    ErrorCode code;
    const char *name;   // as in {"error":{"code":…}}
    int httpStatus;     // 0: never sent
    const char *meaning;
};

inline constexpr std::array errorCodes{
    ErrorCodeInfo{ErrorCode::InvalidRequest, "invalid_request", 400, "A field is missing, of the wrong type or out of range; `field` names it."},
    ErrorCodeInfo{ErrorCode::Unauthenticated, "unauthenticated", 401, "The request names no caller, or one that this node does not know."},
    ErrorCodeInfo{ErrorCode::Forbidden, "forbidden", 403, "The caller is known and may not do this."},
    ErrorCodeInfo{ErrorCode::NotFound, "not_found", 404, "There is nothing under this name."},
    ErrorCodeInfo{ErrorCode::MethodNotAllowed, "method_not_allowed", 405, "The path exists; the header Allow names its methods."},
    ErrorCodeInfo{ErrorCode::RequestTimeout, "request_timeout", 408, "The request did not arrive whole in the time allowed."},
    ErrorCodeInfo{ErrorCode::Conflict, "conflict", 409, "Other content is stored under this clientMessageId, or another state came between; `current` holds it."},
    ErrorCodeInfo{ErrorCode::Gone, "gone", 410, "Messages behind this position were purged or deleted since; load the history again."},
    ErrorCodeInfo{ErrorCode::TooLarge, "too_large", 413, "The body or a field is larger than allowed; the message names the limit."},
    ErrorCodeInfo{ErrorCode::UnsupportedMediaType, "unsupported_media_type", 415, "The body is not of the type that this path takes."},
    ErrorCodeInfo{ErrorCode::RangeNotSatisfiable, "range_not_satisfiable", 416, "No byte of the range that was asked for is in the file; Content-Range tells its size."},
    ErrorCodeInfo{ErrorCode::WrongHost, "wrong_host", 421, "The Host header names a host that is not this node's; server.allowed_hosts lists the names beside addresses and localhost."},
    ErrorCodeInfo{ErrorCode::HeadTooLarge, "head_too_large", 431, "The request line and headers are larger than allowed."},
    ErrorCodeInfo{ErrorCode::RateLimited, "rate_limited", 429, "Too many requests; Retry-After says when to come again."},
    ErrorCodeInfo{ErrorCode::Internal, "internal", 500, "A fault of the node; its log has the details."},
    ErrorCodeInfo{ErrorCode::NotStored, "not_stored", 503, "The message was not stored; sending it again is safe."},
    ErrorCodeInfo{ErrorCode::InDoubt, "in_doubt", 503, "It is not known whether the message was stored; send it again with the same clientMessageId."},
    ErrorCodeInfo{ErrorCode::NoRoom, "no_room", 507, "The node has no room for the file; trying again does not help until its operator has made some. `limit` is what it keeps for files."},
    ErrorCodeInfo{ErrorCode::Unavailable, "unavailable", 503, "The node is starting, stopping or overloaded; try again."},
    ErrorCodeInfo{ErrorCode::Network, "network", 0, "The node could not be reached, or the connection broke."},
    ErrorCodeInfo{ErrorCode::Protocol, "protocol", 0, "The other side answered with something that is not its protocol."},
    ErrorCodeInfo{ErrorCode::Cancelled, "cancelled", 0, "The caller gave up before there was an answer."},
};

const ErrorCodeInfo &errorCodeInfo(ErrorCode code);

// The code with this name; Protocol for a name that is not in the table.
ErrorCode errorCodeFromName(QStringView name);

struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString message;      // one English sentence for the person who can mend it: what, why, what next
    QString field = {};   // the field of the request that is at fault; empty where none is
    QJsonObject details = {}; // further members of the error object, such as `current` of a conflict

    // {"code","message","field"?, …details}
    QJsonObject toJson() const;
    static Error fromJson(const QJsonObject &object);
};

} // namespace pipit
