// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/player_content.h"

#include "ui/chat/content/file_card.h"
#include "ui/chat/content/file_facts.h"
#include "ui/chat/content/video_block.h"
#include "ui/locale/times.h"
#include "ui/media/file_saves.h"

#include <QCoreApplication>

namespace pipit {

namespace {

using State = Playback::State;

constexpr double leap = 10'000; // ms
constexpr double volumeStep = 0.1;
constexpr int betweenBlocks = 6;

QString timesOf(const Playback &now, double toldMs)
{
    const double all = now.durationMs >= 0 ? double(now.durationMs) : toldMs;
    return all > 0 ? QStringLiteral("%1 / %2").arg(playTime(now.positionMs), playTime(qint64(all))) : playTime(now.positionMs);
}

BlockAction pressOf(const QString &address, bool isPlaying)
{
    return isPlaying ? BlockAction{BlockAction::Kind::Pause, address, QCoreApplication::translate("pipit::PlayerContent", "Pause")}
                     : BlockAction{BlockAction::Kind::Play, address, QCoreApplication::translate("pipit::PlayerContent", "Play")};
}

// That it is being saved, or could not be, is said before what is played.
bool savesSpeak(const ContentSource &source)
{
    using Save = FileSaves::Save;
    const auto save = source.media.saves ? source.media.saves->of(source.text) : std::nullopt;
    return save && save->state != Save::State::Saved;
}

void addPlaying(CardText &card, const ContentSource &source, const Playback &now, const MediaPlayer &player)
{
    const QString &address = source.text;
    card.figure = timesOf(now, source.metadata.value(u"duration").toDouble());
    if (now.state == State::Failed) {
        card.figure.clear();
        card.slider.reset();
        card.detailIs = CardText::Detail::Fault;
        card.detail = now.words;
        return;
    }
    if (!now.words.isEmpty() && !savesSpeak(source))
        card.detail = now.words;
    else if (now.state == State::Loading && !savesSpeak(source))
        card.detail = now.arrived > 0 ? QCoreApplication::translate("pipit::PlayerContent", "Loading, %1 %").arg(qRound(now.arrived * 100)) : QCoreApplication::translate("pipit::PlayerContent", "Loading…");
    if (now.durationMs > 0) {
        const double position = double(now.positionMs), all = double(now.durationMs);
        card.slider = CardSlider{position / all, all, {BlockAction::Kind::Seek, address}};
        card.more << BlockAction{BlockAction::Kind::Seek, address, QCoreApplication::translate("pipit::PlayerContent", "Back 10 seconds"), qMax(0.0, position - leap)}
                  << BlockAction{BlockAction::Kind::Seek, address, QCoreApplication::translate("pipit::PlayerContent", "Forward 10 seconds"), qMin(all, position + leap)};
    }
    const double volume = player.volume();
    card.volume = CardSlider{volume, 1, {BlockAction::Kind::SetVolume, address}};
    const auto addVolume = [&card, &address](const QString &label, double to) { card.more << BlockAction{BlockAction::Kind::SetVolume, address, label, to}; };
    if (volume > 0)
        addVolume(QCoreApplication::translate("pipit::PlayerContent", "Quieter"), qMax(0.0, volume - volumeStep));
    if (volume < 1)
        addVolume(QCoreApplication::translate("pipit::PlayerContent", "Louder"), qMin(1.0, volume + volumeStep));
    if (volume > 0)
        addVolume(QCoreApplication::translate("pipit::PlayerContent", "Mute"), 0);
    else
        addVolume(QCoreApplication::translate("pipit::PlayerContent", "Sound on"), player.volumeBefore());
}

} // namespace

std::vector<Content::Placed> PlayerContent::make(const ContentSource &source) const
{
    MediaPlayer *player = source.media.player;
    const bool canPlay = player && player->canPlay() && !source.upload;
    const auto now = canPlay ? player->of(source.text) : std::nullopt;
    const bool isPlaying = now && (now->state == State::Playing || now->state == State::Loading);
    CardText card = fileCard(source);
    std::optional<BlockAction> press;
    if (canPlay) {
        press = pressOf(source.text, isPlaying);
        card.button = CardButton{isPlaying ? "pause" : "play", *press};
        // There from the beginning, so that nothing moves when it plays; its place is the bar's of what is being saved.
        if (!card.done)
            card.slider = CardSlider{.action = *press};
        // Elsewhere is a program of the user's own; here is a button.
        card.actions.removeIf([](const CardAction &action) { return !action.link.isEmpty(); });
    }
    if (now)
        addPlaying(card, source, *now, *player);
    std::vector<Placed> blocks;
    if (source.contentType == u"video" && canPlay)
        blocks.push_back({.block = std::make_unique<VideoBlock>(source.text, toldSize(source.metadata), player, press)});
    blocks.push_back({.block = std::make_unique<CardBlock>(card), .gapBefore = blocks.empty() ? 0 : betweenBlocks});
    return blocks;
}

} // namespace pipit
