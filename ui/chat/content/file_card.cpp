// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/file_card.h"

#include "ui/chat/content/file_facts.h"
#include "ui/locale/times.h"
#include "ui/media/file_saves.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>
#include <array>

namespace pipit {

namespace {

using Kind = BlockAction::Kind;

QString sizeText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

// What a system would run rather than show: that is for the user to do, knowing it.
bool isProgram(const QString &path)
{
    static constexpr std::array suffixes{"exe", "msi", "bat", "cmd", "com", "scr", "pif", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "reg", "lnk", "url", "jar", "sh", "run", "desktop", "appimage", "app", "command", "pkg", "dmg", "deb", "rpm"};
    const QString suffix = QFileInfo(path).suffix().toLower();
    return std::ranges::any_of(suffixes, [&suffix](const char *known) { return suffix == QLatin1StringView(known); });
}

void addSaving(CardText &card, const ContentSource &source)
{
    const auto offer = [&source, &card](const QString &label, Kind kind) { card.actions << CardAction{label, {}, BlockAction{kind, source.text, label}}; };
    const auto save = source.media.saves->of(source.text);
    if (save && save->state == FileSaves::Save::State::UnderWay) {
        card.actions.clear();
        card.done = save->total > 0 ? double(save->received) / double(save->total) : 0;
        card.detail = save->total > 0 ? QStringLiteral("%1 / %2").arg(sizeText(save->received), sizeText(save->total)) : sizeText(save->received);
        offer(QCoreApplication::translate("pipit::FileContent", "Stop"), Kind::CancelSave);
    } else if (save && save->state == FileSaves::Save::State::Saved) {
        card.actions.clear();
        card.detail = QCoreApplication::translate("pipit::FileContent", "Saved as %1").arg(QFileInfo(save->path).fileName());
        if (!isProgram(save->path))
            offer(QCoreApplication::translate("pipit::FileContent", "Open"), Kind::OpenSaved);
        offer(QCoreApplication::translate("pipit::FileContent", "Show in its folder"), Kind::ShowSaved);
    } else {
        if (save)
            card.detailIs = CardText::Detail::Fault, card.detail = QCoreApplication::translate("pipit::FileContent", "Not saved: %1").arg(save->reason);
        offer(QCoreApplication::translate("pipit::FileContent", "Save as…"), Kind::SaveFile);
    }
}

} // namespace

CardText fileCard(const ContentSource &source)
{
    const QString name = fileName(source.metadata, source.text);
    CardText card{.badge = QFileInfo(name).suffix().left(4).toUpper(), .title = name.isEmpty() ? source.text : name};
    if (card.badge.isEmpty())
        card.badge = QStringLiteral("…");
    QStringList details;
    // Whoever opens, plays or saves it tells that host his address.
    if (const QString host = QUrl(source.text).host(); !host.isEmpty())
        details << host;
    if (const double bytes = source.metadata.value(u"size").toDouble(-1); bytes >= 0)
        details << sizeText(qint64(bytes));
    if (const double ms = source.metadata.value(u"duration").toDouble(); ms > 0)
        details << playTime(qint64(ms));
    card.detail = details.join(QStringLiteral(" · "));
    if (isSafeLink(source.text))
        card.actions << CardAction{QCoreApplication::translate("pipit::FileContent", "Open"), source.text};
    if (source.media.saves && source.media.saves->canSave())
        addSaving(card, source);
    return card;
}

} // namespace pipit
