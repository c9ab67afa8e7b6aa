// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/options.h"

#include "app/desktop/page_stage.h"
#include "core/config.h"
#include "core/pipit_link.h"
#include "ui/locale/language.h"
#include "ui/theme/theme.h"

#include <QCommandLineParser>
#include <QDir>
#include <QFile>

#include <algorithm>

namespace pipit {

namespace {

Error invalid(const QString &option, const QString &reason)
{
    return Error{ErrorCode::InvalidRequest, QStringLiteral("--%1 %2.").arg(option, reason), option};
}

Result<QByteArray> readToken(const QString &file)
{
    QFile token(file);
    if (!token.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, QStringLiteral("The token file %1 cannot be read: %2.").arg(file, token.errorString()), QStringLiteral("token-file")};
    return token.read(16 << 10).trimmed();
}

} // namespace

Result<DesktopOptions> readOptions(const QStringList &arguments)
{
    const QCommandLineOption url(QStringLiteral("url"), QStringLiteral("Connect to the node at <url> instead of starting one; else PIPIT_URL."), QStringLiteral("url"));
    const QCommandLineOption tokenFile(QStringLiteral("token-file"), QStringLiteral("The token for --url is in <file>; else PIPIT_TOKEN_FILE or PIPIT_TOKEN."), QStringLiteral("file"));
    const QCommandLineOption caFile(QStringLiteral("ca-file"), QStringLiteral("Trust the certificates in <file> (PEM) beside the system's; else PIPIT_CA_FILE."), QStringLiteral("file"));
    const QCommandLineOption data(QStringLiteral("data"), QStringLiteral("Keep messages and settings in <dir> instead of this account's place for them."), QStringLiteral("dir"));
    const QCommandLineOption theme(QStringLiteral("theme"), QStringLiteral("The colours, instead of those in the settings."), QStringLiteral("light|dark|system"));
    const QCommandLineOption language(QStringLiteral("lang"), QStringLiteral("The language, instead of the one in the settings."), QStringLiteral("en|zh|es"));
    const QCommandLineOption size(QStringLiteral("size"), QStringLiteral("The window's size in pixels, such as 1280x800."), QStringLiteral("WxH"));
    const QCommandLineOption session(QStringLiteral("session"), QStringLiteral("Open the session with this <id>."), QStringLiteral("id"));
    const QCommandLineOption screenshot(QStringLiteral("screenshot"), QStringLiteral("Write a picture of the window to <file> once it has settled, and end."), QStringLiteral("file"));

    const QCommandLineOption page(QStringLiteral("page"), QStringLiteral("Show this page with recorded data: chat, settings and the like, or one with a state or section behind it, such as chat/palette."), QStringLiteral("name"));
    const QCommandLineOption selfReport(QStringLiteral("self-report"), QStringLiteral("Measure start, memory, frames and tokens with recorded data, print them as JSON, and end."));

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Talk with bots and people, with a node of your own inside."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({url, tokenFile, caFile, data, theme, language, size, session, page, screenshot, selfReport});
    parser.addPositionalArgument(QStringLiteral("link"), QStringLiteral("A pipit: link to open, such as pipit:session/ID or an invitation."), QStringLiteral("[link…]"));
    parser.process(arguments);

    const bool isRecorded = parser.isSet(page) || parser.isSet(selfReport);
    DesktopOptions options{.caFile = parser.isSet(caFile) ? parser.value(caFile) : isRecorded ? QString() : qEnvironmentVariable("PIPIT_CA_FILE"), .dataDir = parser.value(data), .session = parser.value(session), .screenshot = parser.value(screenshot)};
    const QString address = parser.isSet(url) ? parser.value(url) : isRecorded ? QString() : qEnvironmentVariable("PIPIT_URL");
    if (!address.isEmpty()) {
        options.url = QUrl(address, QUrl::StrictMode);
        if (!options.url.isValid() || options.url.host().isEmpty() || (options.url.scheme() != u"http" && options.url.scheme() != u"https"))
            return invalid(url.names().first(), QStringLiteral("must be an address such as http://127.0.0.1:5000"));
        const QString file = parser.isSet(tokenFile) ? parser.value(tokenFile) : qEnvironmentVariable("PIPIT_TOKEN_FILE");
        if (file.isEmpty()) {
            options.token = qgetenv("PIPIT_TOKEN");
        } else {
            const auto token = readToken(file);
            if (!token)
                return token.error();
            options.token = *token;
        }
    }
    for (const QString &link : parser.positionalArguments()) {
        if (const auto read = readPipitLink(link); !read)
            return read.error();
        options.links << link;
    }
    options.selfReport = parser.isSet(selfReport);
    if (parser.isSet(page)) {
        options.page = parser.value(page);
        if (!PageStage::isPage(options.page))
            return invalid(page.names().first(), QStringLiteral("must be one of ") + PageStage::pages().join(QStringLiteral(", ")));
    }
    if (isRecorded && (parser.isSet(data) || parser.isSet(url)))
        return invalid(parser.isSet(page) ? page.names().first() : selfReport.names().first(), QStringLiteral("brings its own data: leave --data and --url out"));
    if (options.selfReport)
        options.page = QStringLiteral("chat");
    if (parser.isSet(theme)) {
        options.theme = parser.value(theme);
        if (themeModeName(themeModeFromName(*options.theme)) != *options.theme)
            return invalid(theme.names().first(), QStringLiteral("must be light, dark or system"));
    }
    if (parser.isSet(language)) {
        options.language = parser.value(language);
        const bool known = std::ranges::any_of(languages, [&options](const LanguageInfo &info) { return *options.language == QLatin1StringView(info.code); });
        if (!known)
            return invalid(language.names().first(), QStringLiteral("must be en, zh or es"));
    }
    if (parser.isSet(size)) {
        const QStringList sides = parser.value(size).split(u'x');
        options.size = QSize(sides.value(0).toInt(), sides.value(1).toInt());
        if (sides.size() != 2 || options.size.width() < 200 || options.size.height() < 200 || options.size.width() > 8000 || options.size.height() > 8000)
            return invalid(size.names().first(), QStringLiteral("must be two numbers from 200 to 8000, such as 1280x800"));
    }
    return options;
}

QString dataDirOf(const DesktopOptions &options)
{
    return options.dataDir.isEmpty() ? defaultDataDir() : QDir(options.dataDir).absolutePath();
}

} // namespace pipit
