// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/release_feed.h"

#include "net/network_access.h"

#include <QCoreApplication>
#include <QXmlStreamReader>

namespace pipit {

namespace {

constexpr QLatin1StringView atom("http://www.w3.org/2005/Atom");

QString words(const char *english)
{
    return QCoreApplication::translate("pipit::ReleaseFeed", english);
}

bool isAtom(const QXmlStreamReader &xml, QLatin1StringView name)
{
    return xml.name() == name && xml.namespaceUri() == atom;
}

QUrl baseIn(const QXmlStreamReader &xml, const QUrl &outer)
{
    const QStringView base = xml.attributes().value(QLatin1StringView("http://www.w3.org/XML/1998/namespace"), QLatin1StringView("base"));
    return base.isEmpty() ? outer : outer.resolved(QUrl(base.toString(), QUrl::StrictMode));
}

// Empty: none that a browser should open.
QUrl alternateIn(const QXmlStreamReader &link, const QUrl &outer)
{
    const QStringView rel = link.attributes().value(QLatin1StringView("rel"));
    if (!rel.isEmpty() && rel != u"alternate")
        return {};
    const QUrl page = baseIn(link, outer).resolved(QUrl(link.attributes().value(QLatin1StringView("href")).toString(), QUrl::StrictMode));
    return faultOfHttpUrl(page) ? QUrl() : page;
}

std::optional<ReleaseVersion> versionIn(const QUrl &page, const QString &title)
{
    const QStringList parts = page.path(QUrl::FullyDecoded).split(u'/', Qt::SkipEmptyParts);
    if (const auto version = ReleaseVersion::parse(parts.isEmpty() ? QString() : parts.last()))
        return version;
    for (const QString &word : title.simplified().split(u' ')) {
        if (const auto version = ReleaseVersion::parse(word))
            return version;
    }
    return std::nullopt;
}

std::optional<FeedRelease> releaseIn(QXmlStreamReader &xml, const QUrl &outer)
{
    const QUrl base = baseIn(xml, outer);
    QUrl page;
    QString title;
    while (xml.readNextStartElement()) {
        if (isAtom(xml, QLatin1StringView("title"))) {
            title = xml.readElementText(QXmlStreamReader::IncludeChildElements); // XHTML is markup in it
            continue;
        }
        if (page.isEmpty() && isAtom(xml, QLatin1StringView("link")))
            page = alternateIn(xml, base);
        xml.skipCurrentElement();
    }
    const auto version = versionIn(page, title);
    return version ? std::optional(FeedRelease{.version = *version, .page = page}) : std::nullopt;
}

Error wrong(const QString &reason)
{
    return Error{ErrorCode::Protocol, reason};
}

} // namespace

Result<QList<FeedRelease>> readReleaseFeed(const QByteArray &document, const QUrl &address)
{
    QXmlStreamReader xml(document);
    while (!xml.atEnd() && !xml.isStartElement()) {
        if (xml.readNext() == QXmlStreamReader::DTD)
            return wrong(words(QT_TRANSLATE_NOOP("pipit::ReleaseFeed", "What stands there has a document type, which no feed has. Give the address of an Atom feed.")));
    }
    if (!xml.isStartElement())
        return wrong(words(QT_TRANSLATE_NOOP("pipit::ReleaseFeed", "What stands there is no XML (%1). Give the address of an Atom feed.")).arg(xml.errorString()));
    if (!isAtom(xml, QLatin1StringView("feed")))
        return wrong(words(QT_TRANSLATE_NOOP("pipit::ReleaseFeed", "What stands there is no Atom feed, but begins with <%1>. Give the address of an Atom feed.")).arg(xml.name().left(40)));

    QList<FeedRelease> releases;
    const QUrl base = baseIn(xml, address);
    while (xml.readNextStartElement()) {
        if (!isAtom(xml, QLatin1StringView("entry"))) {
            xml.skipCurrentElement();
            continue;
        }
        if (const auto release = releaseIn(xml, base))
            releases << *release;
    }
    if (xml.hasError())
        return wrong(words(QT_TRANSLATE_NOOP("pipit::ReleaseFeed", "The feed breaks off in line %1 (%2). Look whether it is whole.")).arg(QString::number(xml.lineNumber()), xml.errorString()));
    if (releases.isEmpty())
        return wrong(words(QT_TRANSLATE_NOOP("pipit::ReleaseFeed", "No entry of the feed has a version such as v1.2.3 in its address or its title. Give the address of a feed of releases.")));
    return releases;
}

std::optional<FeedRelease> latestAfter(const ReleaseVersion &running, const QList<FeedRelease> &releases)
{
    std::optional<FeedRelease> latest;
    for (const FeedRelease &release : releases) {
        const bool counts = !release.version.isPreRelease() || running.isPreRelease();
        if (counts && release.version.isLaterThan(latest ? latest->version : running))
            latest = release;
    }
    return latest;
}

} // namespace pipit
