// SPDX-License-Identifier: GPL-3.0-or-later
// A sound or a video, played where it stands: play and pause, where it is and how to get elsewhere in it, how loud it is, how
// to save it, and why it cannot be played. Thread rule: the GUI thread.
// Source: Pipit's contract of messages: content is a URL, metadata has name, width, height (px) and duration (ms).
#pragma once

#include "ui/chat/content/made_content.h"

namespace pipit {

class PlayerContent : public MadeContent
{
private:
    std::vector<Placed> make(const ContentSource &source) const override;
};

} // namespace pipit
