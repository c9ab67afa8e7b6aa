// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/routes/page_routes.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QHash>

using namespace Qt::StringLiterals;

// Outside of every namespace, as Qt wants it.
static void openPages()
{
    Q_INIT_RESOURCE(web);
}

namespace pipit::http {

namespace {

constexpr char policy[] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

QByteArray typeOf(const QString &name)
{
    static const QHash<QString, QByteArray> types{{u"css"_s, "text/css; charset=utf-8"}, {u"html"_s, "text/html; charset=utf-8"},       {u"js"_s, "text/javascript; charset=utf-8"},
                                                  {u"json"_s, "application/json; charset=utf-8"}, {u"svg"_s, "image/svg+xml"}, {u"ts"_s, "text/plain; charset=utf-8"}};
    return types.value(name.section(u'.', -1), "application/octet-stream");
}

// Where it is found; the first is its own place.
QList<QByteArray> placesOf(const QString &name)
{
    if (name == u"openapi.json")
        return {"/api/openapi.json"};
    if (!name.endsWith(u".html"))
        return {"/web/" + name.toLatin1()};
    QList<QByteArray> places{'/' + name.toLatin1()};
    if (name == u"sse-demo.html")
        places.prepend("/sse-demo");
    return places;
}

struct Page {
    QByteArray content, type, tag;
};

Response answer(const Page &page, const Request &request)
{
    Response response{.contentType = page.type, .headers = {{"ETag", page.tag}, {"Cache-Control", "no-cache"}, {"Content-Security-Policy", policy}, {"X-Frame-Options", "DENY"}}, .body = page.content};
    const QByteArray known = request.header("if-none-match").value_or(QByteArray());
    if (known == "*" || known.contains(page.tag)) {
        response.status = 304;
        response.body.clear();
    }
    return response;
}

} // namespace

void addPageRoutes(Router &router)
{
    openPages();
    const QStringList names = QDir(u":/pipit/web"_s).entryList(QDir::Files, QDir::Name);
    for (const QString &name : names) {
        QFile file(u":/pipit/web/"_s + name);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("A page of the program's own cannot be read: %s", qUtf8Printable(name));
        const QByteArray content = file.readAll();
        const auto page = std::make_shared<const Page>(Page{content, typeOf(name), '"' + QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex().left(16) + '"'});
        for (const QByteArray &place : placesOf(name))
            router.add("GET", place, Access::Public, [page](const Exchange &exchange) -> QCoro::Task<Response> { co_return answer(*page, exchange.request); });
    }
}

} // namespace pipit::http
