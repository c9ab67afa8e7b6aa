// SPDX-License-Identifier: GPL-3.0-or-later
// A content that is made anew as a whole when its source, or the media that it shows, have changed: a card, a picture, a player.
// Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/content.h"

namespace pipit {

class MadeContent : public Content
{
public:
    bool setSource(const ContentSource &source) override;
    void refresh() override;
    bool shows(const QString &address) const override { return m_source.text == address; }

protected:
    static std::vector<Placed> only(std::unique_ptr<Block> block);

private:
    virtual std::vector<Placed> make(const ContentSource &source) const = 0;

    ContentSource m_source;
};

} // namespace pipit
