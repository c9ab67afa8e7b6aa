// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/file_card.h"

#include "ui/chat/content/file_facts.h"
#include "ui/chat/content/link_address.h"
#include "ui/chat/content/shortened.h"
#include "ui/locale/sizes.h"
#include "ui/locale/times.h"
#include "ui/media/file_saves.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>
#include <array>

namespace pipit {

namespace {

constexpr qsizetype longestType = 200; // characters

// What a system would run rather than show: that is for the user to do, knowing it.
bool isProgram(const QString &path)
{
    static constexpr std::array suffixes{"exe", "msi", "bat", "cmd", "com", "scr", "pif", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "reg", "lnk", "url", "jar", "sh", "run", "desktop", "appimage", "app", "command", "pkg", "dmg", "deb", "rpm"};
    const QString suffix = QFileInfo(path).suffix().toLower();
    return std::ranges::any_of(suffixes, [&suffix](const char *known) { return suffix == QLatin1StringView(known); });
}

// By what its name ends in, else by its type.
QString badgeOf(const QString &name, const QString &mimeType)
{
    // Whose type does not end in what such files are called.
    static constexpr std::array known{std::pair("octet-stream", ""), std::pair("plain", "txt"), std::pair("markdown", "md"), std::pair("mpeg", "mpg"), std::pair("quicktime", "mov"), std::pair("javascript", "js"),
                                      std::pair("msword", "doc"), std::pair("ms-excel", "xls"), std::pair("ms-powerpoint", "ppt"), std::pair("document", "docx"), std::pair("sheet", "xlsx"),
                                      std::pair("presentation", "pptx"), std::pair("text", "odt"), std::pair("spreadsheet", "ods")};
    QString suffix = QFileInfo(name).suffix();
    if (suffix.isEmpty() && mimeType.size() <= longestType) {
        // application/vnd.oasis.opendocument.text; charset=…, image/svg+xml, application/x-tar
        suffix = mimeType.section(u';', 0, 0).section(u'/', 1).section(u'+', 0, 0).section(u'.', -1).trimmed().toLower();
        if (suffix.startsWith(u"x-"))
            suffix.remove(0, 2);
        const auto found = std::ranges::find_if(known, [&suffix](const auto &one) { return suffix == QLatin1StringView(one.first); });
        if (found != known.end())
            suffix = QString::fromLatin1(found->second);
        if (mimeType.startsWith(u"audio/mpeg"))
            suffix = QStringLiteral("mp3");
    }
    return suffix.isEmpty() ? QStringLiteral("…") : suffix.left(4).toUpper();
}

void addSaving(CardText &card, const ContentSource &source)
{
    const auto offer = [&source, &card](const QString &label, BlockAction::Kind kind) { card.actions << CardAction{label, {}, BlockAction{kind, source.text, label}}; };
    const auto save = source.media.saves->of(source.text);
    if (save && save->state == FileSaves::Save::State::UnderWay) {
        card.actions.clear();
        card.done = save->total > 0 ? double(save->received) / double(save->total) : 0;
        card.detail = sizeText(save->received, save->total);
        offer(QCoreApplication::translate("pipit::FileContent", "Stop"), BlockAction::Kind::CancelSave);
    } else if (save && save->state == FileSaves::Save::State::Saved) {
        card.actions.clear();
        card.detail = QCoreApplication::translate("pipit::FileContent", "Saved as %1").arg(QFileInfo(save->path).fileName());
        if (!isProgram(save->path))
            offer(QCoreApplication::translate("pipit::FileContent", "Open"), BlockAction::Kind::OpenSaved);
        offer(QCoreApplication::translate("pipit::FileContent", "Show in its folder"), BlockAction::Kind::ShowSaved);
    } else {
        if (save)
            card.detailIs = CardText::Detail::Fault, card.detail = QCoreApplication::translate("pipit::FileContent", "Not saved: %1").arg(save->reason);
        offer(QCoreApplication::translate("pipit::FileContent", "Save as…"), BlockAction::Kind::SaveFile);
    }
}

} // namespace

CardText fileCard(const ContentSource &source)
{
    const QString name = fileName(source.metadata, source.text);
    CardText card{.badge = badgeOf(name, source.metadata.value(u"mimeType").toString()), .title = name.isEmpty() ? shortenedName(source.text) : name};
    QStringList details;
    // Whoever opens, plays or saves it tells that host his address.
    if (const QString host = QUrl(source.text).host(); !host.isEmpty())
        details << host;
    if (const double bytes = source.metadata.value(u"size").toDouble(-1); bytes >= 0)
        details << sizeText(qint64(bytes));
    if (const double ms = source.metadata.value(u"duration").toDouble(); ms > 0)
        details << playTime(qint64(ms));
    card.detail = details.join(QStringLiteral(" · "));
    if (source.upload) {
        if (source.upload->isUnderWay) {
            card.done = source.upload->percent() / 100.0;
            card.detail = sizeText(source.upload->sent, source.upload->total);
        }
        return card;
    }
    if (isSafeLink(source.text))
        card.actions << CardAction{QCoreApplication::translate("pipit::FileContent", "Open"), source.text};
    if (source.media.saves && source.media.saves->canSave())
        addSaving(card, source);
    return card;
}

} // namespace pipit
