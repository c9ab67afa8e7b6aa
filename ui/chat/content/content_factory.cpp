// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/content_factory.h"

#include "ui/chat/content/file_content.h"
#include "ui/chat/content/file_facts.h"
#include "ui/chat/content/markdown_content.h"
#include "ui/chat/content/other_content.h"
#include "ui/chat/content/picture_content.h"
#include "ui/chat/content/player_content.h"
#include "ui/chat/content/progress_content.h"
#include "ui/chat/content/state_content.h"
#include "ui/chat/content/text_content.h"

namespace pipit {

namespace {

template<typename T>
std::unique_ptr<Content> make()
{
    return std::make_unique<T>();
}

constexpr ContentKind other{"", ContentFrame::Card, &make<OtherContent>};

constexpr ContentKind kinds[] = {
    {"text", ContentFrame::Words, &make<TextContent>},
    {"markdown", ContentFrame::Words, &make<MarkdownContent>},
    {"notification", ContentFrame::Notice, &make<TextContent>},
    {"comment", ContentFrame::Words, &make<TextContent>},
    {"file", ContentFrame::Card, &make<FileContent>, true},
    {"image", ContentFrame::Card, &make<PictureContent>, true},
    {"audio", ContentFrame::Card, &make<PlayerContent>, true},
    {"video", ContentFrame::Card, &make<PlayerContent>, true},
    {"progress", ContentFrame::Card, &make<ProgressContent>},
    {"state", ContentFrame::Card, &make<StateContent>},
};

} // namespace

const ContentKind &contentKind(const QString &contentType, const QString &text)
{
    for (const ContentKind &kind : kinds) {
        if (contentType == QLatin1StringView(kind.contentType))
            return kind.hasAddress && text.size() > longestAddress ? other : kind;
    }
    return other;
}

} // namespace pipit
