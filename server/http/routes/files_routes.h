// SPDX-License-Identifier: GPL-3.0-or-later
// POST /api/files, GET /api/files/{id} and GET /api/files/{id}/thumbnail.
//
// The body of the upload is the file, and goes to the disk as it comes. A file is for who may see its session. It is served as
// what it is, not as what it claimed to be, and never as a page: whatever is in it can do nothing in a browser.
// Thread rule: the node's thread. Source: Pipit's contract of the HTTP interface; RFC 9110 (ranges, ETag).
#pragma once

#include "server/http/router.h"
#include "server/ops/file_depot.h"

namespace pipit::http {

class FilesRoutes
{
public:
    FilesRoutes(ops::FileDepot &depot, store::Store &store) : m_depot(depot), m_store(store) { }
    void addTo(Router &router);

private:
    QCoro::Task<Response> upload(const Exchange &exchange);
    QCoro::Task<Result<store::FileRecord>> take(const Exchange &exchange);
    QCoro::Task<Response> download(const Exchange &exchange);
    QCoro::Task<Response> thumbnail(const Exchange &exchange);
    // The record that the path names, where the caller may have it.
    QCoro::Task<Result<store::FileRecord>> recordFor(const Exchange &exchange);
    QCoro::Task<Response> serve(const Exchange &exchange, QByteArray sha256, QByteArray type, QByteArray disposition);

    ops::FileDepot &m_depot;
    store::Store &m_store;
};

} // namespace pipit::http
