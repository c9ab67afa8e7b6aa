// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/files_routes.h"

#include "core/message.h"
#include "core/text_limits.h"
#include "server/auth/rules.h"
#include "server/files/file_name.h"
#include "server/http/body_stream.h"
#include "server/http/byte_range.h"

#include <QCoroFuture>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

constexpr qsizetype nameLetters = 1000; // of what is given; what is kept is shorter

// Whatever the file holds: no script, no form, no frame, nothing loaded, an origin of its own.
constexpr char sandbox[] = "default-src 'none'; sandbox; frame-ancestors 'none'";

QJsonObject toJson(const store::FileRecord &file)
{
    const QString url = store::fileAddress(file.id);
    QJsonObject json{{u"id"_s, file.id}, {u"url"_s, url}, {u"sessionId"_s, file.sessionId}, {u"name"_s, file.name}, {u"size"_s, file.size}, {u"mimeType"_s, QString::fromLatin1(file.mimeType)}, {u"createdAt"_s, isoTime(file.createdAtMs)}};
    if (file.width > 0) {
        json.insert(u"width", file.width);
        json.insert(u"height", file.height);
    }
    if (!file.thumbnail.isEmpty())
        json.insert(u"thumbnailUrl", QString(url + u"/thumbnail"));
    return json;
}

} // namespace

void FilesRoutes::addTo(Router &router)
{
    router.add("POST", "/api/files", Access::Caller, [this](const Exchange &exchange) { return upload(exchange); }, Audit::Always, Body::Pieces);
    router.add("GET", "/api/files/{id}", Access::Caller, [this](const Exchange &exchange) { return download(exchange); });
    router.add("GET", "/api/files/{id}/thumbnail", Access::Caller, [this](const Exchange &exchange) { return thumbnail(exchange); });
}

QCoro::Task<Response> FilesRoutes::upload(const Exchange &exchange)
{
    const auto file = co_await take(exchange);
    if (!file)
        co_return Response::failure(file.error());
    co_return Response::success({{u"file"_s, toJson(*file)}}, 201);
}

QCoro::Task<Result<store::FileRecord>> FilesRoutes::take(const Exchange &exchange)
{
    const Request &request = exchange.request;
    ops::FileClaim claim{.sessionId = request.queryValue(u"sessionId"), .senderId = exchange.caller.sub, .name = request.queryValue(u"name"), .declaredType = request.header("content-type").value_or(QByteArray())};
    if (const auto fault = auth::faultOfSession(exchange.caller, claim.sessionId))
        co_return Error(*fault);
    if (claim.name.isEmpty() || claim.name.size() > nameLetters)
        co_return Error{ErrorCode::InvalidRequest, u"name must be the file's name, of at most %1 characters."_s.arg(nameLetters), u"name"_s};
    const auto arrival = co_await m_depot.take(std::move(claim));
    if (!arrival)
        co_return arrival.error();
    while (request.stream) {
        const auto piece = co_await request.stream->read();
        if (!piece)
            co_return piece.error();
        if (piece->isEmpty())
            break;
        const auto written = co_await (*arrival)->write(*piece);
        if (!written)
            co_return written.error();
    }
    if (!request.body.isEmpty()) {
        const auto written = co_await (*arrival)->write(request.body);
        if (!written)
            co_return written.error();
    }
    auto file = co_await (*arrival)->finish();
    co_return file;
}

QCoro::Task<Result<store::FileRecord>> FilesRoutes::recordFor(const Exchange &exchange)
{
    const QString id = exchange.parameters.value(u"id"_s);
    const auto found = co_await m_store.findFile(id);
    if (!found)
        co_return found.error();
    // The same for what is of another's session: that it is there, and where, is not for everybody.
    if (!*found || auth::faultOfSession(exchange.caller, (*found)->sessionId))
        co_return Error{ErrorCode::NotFound, u"There is no file %1 for you; it may have been erased, or was in no message for a day."_s.arg(forEcho(id)), u"id"_s};
    store::FileRecord record = **found;
    co_return record;
}

QCoro::Task<Response> FilesRoutes::download(const Exchange &exchange)
{
    const auto file = co_await recordFor(exchange);
    if (!file)
        co_return Response::failure(file.error());
    auto response = co_await serve(exchange, file->sha256, file->mimeType, files::contentDisposition(file->mayBeInline, file->name));
    co_return response;
}

QCoro::Task<Response> FilesRoutes::thumbnail(const Exchange &exchange)
{
    const auto file = co_await recordFor(exchange);
    if (!file)
        co_return Response::failure(file.error());
    if (file->thumbnail.isEmpty())
        co_return Response::failure({ErrorCode::NotFound, u"There is no thumbnail of this file."_s, u"id"_s});
    auto response = co_await serve(exchange, file->thumbnail, file->thumbnailType, "inline");
    co_return response;
}

QCoro::Task<Response> FilesRoutes::serve(const Exchange &exchange, QByteArray sha256, QByteArray type, QByteArray disposition)
{
    const Request &request = exchange.request;
    const QByteArray tag = '"' + sha256.left(32) + '"';
    // Asked for again each time: what was erased must not go on in a browser's memory.
    QList<std::pair<QByteArray, QByteArray>> headers{{"ETag", tag}, {"Cache-Control", "private, no-cache"}, {"Content-Security-Policy", sandbox}, {"Content-Disposition", disposition}, {"Accept-Ranges", "bytes"}};
    if (request.header("if-none-match") == tag)
        co_return Response{.status = 304, .contentType = {}, .headers = headers};
    const auto file = co_await m_depot.read(sha256);
    if (!file)
        co_return Response::failure(file.error());
    const qint64 size = (*file)->size();
    const bool isSame = request.header("if-range").value_or(tag) == tag;
    const auto range = byteRangeOf(isSame ? request.header("range").value_or(QByteArray()) : QByteArray(), size);
    if (!range) {
        Response response = Response::failure({ErrorCode::RangeNotSatisfiable, u"The file has %1 bytes; no byte of this range is in it."_s.arg(size), u"Range"_s});
        response.headers.emplaceBack("Content-Range", "bytes */" + QByteArray::number(size));
        co_return response;
    }
    if (!range->isWhole)
        headers.emplaceBack("Content-Range", "bytes " + QByteArray::number(range->first) + '-' + QByteArray::number(range->last) + '/' + QByteArray::number(size));
    (*file)->seek(range->first);
    Response response{.status = range->isWhole ? 200 : 206, .contentType = type, .headers = headers};
    response.pieces = [this, file = *file](qint64 atMost) { return m_depot.next(file, atMost); };
    response.piecesBytes = range->last - range->first + 1;
    co_return response;
}

} // namespace pipit::http
