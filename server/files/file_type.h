// SPDX-License-Identifier: GPL-3.0-or-later
// As what an uploaded file is kept and served: the type of its content, never the one that it claims.
//
// What claims to be a picture, sound or video must be one, so that a message that says so shows one. Text of every kind (HTML,
// scripts and JSON included) is served as plain text, where it is UTF-8. SVG is a document that can hold scripts: it is kept,
// but not shown in place. For everything that is not `mayBeInline` the answer says Content-Disposition: attachment; all
// answers say X-Content-Type-Options: nosniff.
// Thread rule: any thread. Errors: InvalidRequest (the claim is no media type), UnsupportedMediaType (naming both types).
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>

namespace pipit::files {

struct FileType {
    QByteArray mimeType;      // for metadata and Content-Type, such as image/png or text/plain; charset=utf-8
    bool mayBeInline = false;
};

// `declared`: what the sender says, application/octet-stream where it says nothing; parameters after it are left aside.
// `head`: the first headBytes of the file, or all of it.
Result<FileType> fileTypeOf(QByteArrayView declared, QByteArrayView head);

// type/subtype and perhaps parameters, at most 127 characters. Source: RFC 9110, 8.3.1.
bool isMediaType(QByteArrayView text);

} // namespace pipit::files
