// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/release_feed.h"

#include "net/network_access.h"

#include <QCoreApplication>
#include <QStringDecoder>
#include <QXmlStreamReader>

namespace pipit {

namespace {

constexpr QLatin1StringView atom("http://www.w3.org/2005/Atom");
constexpr qsizetype longestAddress = 2'000;
constexpr qsizetype mostAttributes = 100, mostNamespaces = 100;
constexpr qsizetype mostEqualSigns = 2'000; // between two tags

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
    return base.isEmpty() || base.size() > longestAddress ? outer : outer.resolved(QUrl(base.toString(), QUrl::StrictMode));
}

// Empty: none that a browser should open.
QUrl alternateIn(const QXmlStreamReader &link, const QUrl &outer)
{
    const QStringView rel = link.attributes().value(QLatin1StringView("rel"));
    if (!rel.isEmpty() && rel != u"alternate")
        return {};
    const QStringView address = link.attributes().value(QLatin1StringView("href"));
    if (address.size() > longestAddress)
        return {};
    const QUrl page = baseIn(link, outer).resolved(QUrl(address.toString(), QUrl::StrictMode));
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

// Not readElementText(), which calls itself for each element within: a mebibyte of them is more than the stack holds.
QString textIn(QXmlStreamReader &xml)
{
    QString text;
    for (int depth = 1; depth > 0 && !xml.atEnd();) {
        const QXmlStreamReader::TokenType token = xml.readNext();
        if (token == QXmlStreamReader::Characters)
            text += xml.text();
        else if (token == QXmlStreamReader::StartElement)
            ++depth;
        else if (token == QXmlStreamReader::EndElement)
            --depth;
    }
    return text;
}

std::optional<FeedRelease> releaseIn(QXmlStreamReader &xml, const QUrl &outer)
{
    const QUrl base = baseIn(xml, outer);
    QUrl page;
    QString title;
    while (xml.readNextStartElement()) {
        if (isAtom(xml, QLatin1StringView("title"))) {
            title = textIn(xml); // XHTML is markup in it
            continue;
        }
        if (page.isEmpty() && isAtom(xml, QLatin1StringView("link")))
            page = alternateIn(xml, base);
        xml.skipCurrentElement();
    }
    const auto version = versionIn(page, title);
    return version ? std::optional(FeedRelease{.version = *version, .page = page}) : std::nullopt;
}

// Before it is parsed: the reader can be kept busy for minutes with declarations alone. In a text it is only quoted.
bool hasDocumentType(const QString &text)
{
    const qsizetype at = text.indexOf(u"<!DOCTYPE");
    return at >= 0 && !QXmlStreamReader(text.first(at)).readNextStartElement();
}

// The reader compares each attribute of a tag with all others of it, and each name with all namespaces that are declared around it: a
// mebibyte of either takes it minutes.
bool isOverloaded(const QString &text)
{
    qsizetype equalSigns = 0;
    for (const QChar c : text) {
        equalSigns = c == u'<' ? 0 : equalSigns + (c == u'=');
        if (equalSigns > mostEqualSigns)
            return true;
    }
    QXmlStreamReader xml(text);
    QList<qsizetype> declared{0}; // around the element, for each depth
    while (!xml.atEnd()) {
        const QXmlStreamReader::TokenType token = xml.readNext();
        if (token == QXmlStreamReader::StartElement)
            declared << declared.last() + xml.namespaceDeclarations().size();
        else if (token == QXmlStreamReader::EndElement)
            declared.removeLast();
        if (declared.last() > mostNamespaces || xml.attributes().size() > mostAttributes)
            return true;
    }
    return false;
}

Error wrong(const QString &reason)
{
    return Error{ErrorCode::Protocol, reason};
}

} // namespace

Result<QList<FeedRelease>> readReleaseFeed(const QByteArray &document, const QUrl &address)
{
    QStringDecoder decoder(QStringConverter::encodingForData(document, u'<').value_or(QStringConverter::Utf8));
    const QString text = decoder(document);
    if (hasDocumentType(text))
        return wrong(words(QT_TRANSLATE_NOOP("pipit::ReleaseFeed", "What stands there has a document type, which no feed has. Give the address of an Atom feed.")));
    if (isOverloaded(text))
        return wrong(words(QT_TRANSLATE_NOOP("pipit::ReleaseFeed", "What stands there has hundreds of attributes or namespaces in one place, which no feed has. Give the address of an Atom feed.")));
    QXmlStreamReader xml(text);
    xml.readNextStartElement();
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
