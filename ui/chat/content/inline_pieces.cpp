// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/inline_pieces.h"

#include "ui/chat/content/link_address.h"

namespace pipit {

namespace {

enum Emphasis { Bold, Italic, Struck };

} // namespace

// What a search found missing below a closer is not searched again.
void pairEmphasis(std::vector<InlinePiece> &pieces, std::size_t bottom)
{
    std::array<std::size_t, 3> floor{bottom, bottom, bottom};
    const auto kindOf = [](QChar c) { return c == u'*' ? 0 : c == u'_' ? 1 : 2; };
    std::vector<std::size_t> openers;
    for (std::size_t i = bottom; i < pieces.size(); ++i) {
        if (pieces[i].delimiter.isNull())
            continue;
        while (pieces[i].canClose && pieces[i].count > 0) {
            InlinePiece &closer = pieces[i];
            std::size_t found = openers.size();
            while (found > 0 && openers[found - 1] >= floor[std::size_t(kindOf(closer.delimiter))]) {
                const InlinePiece &opener = pieces[openers[found - 1]];
                const bool oddMatch = (opener.canClose || closer.canOpen) && (opener.count + closer.count) % 3 == 0 && (opener.count % 3 != 0 || closer.count % 3 != 0);
                if (opener.delimiter == closer.delimiter && !oddMatch)
                    break;
                --found;
            }
            if (found == 0 || openers[found - 1] < floor[std::size_t(kindOf(closer.delimiter))]) {
                floor[std::size_t(kindOf(closer.delimiter))] = i;
                break;
            }
            InlinePiece &opener = pieces[openers[found - 1]];
            const int used = opener.count >= 2 && closer.count >= 2 ? 2 : 1;
            const Emphasis emphasis = closer.delimiter == u'~' ? Struck : used == 2 ? Bold : Italic;
            ++opener.begins[emphasis];
            ++closer.ends[emphasis];
            opener.count -= used;
            closer.count -= used;
            opener.text.chop(used);
            closer.text.chop(used);
            openers.resize(opener.count > 0 ? found : found - 1);
        }
        if (pieces[i].canOpen && pieces[i].count > 0)
            openers.push_back(i);
    }
    for (std::size_t i = bottom; i < pieces.size(); ++i)
        pieces[i].delimiter = {};
}

InlineText flattened(const std::vector<InlinePiece> &pieces)
{
    InlineText result;
    std::array<int, 3> depth{};
    const auto append = [&result, &depth](const InlinePiece &piece) {
        if (piece.text.isEmpty())
            return;
        InlineSpan span{.start = result.text.size(), .length = piece.text.size(), .bold = depth[Bold] > 0, .italic = depth[Italic] > 0,
                        .struck = depth[Struck] > 0, .code = piece.code, .link = isSafeLink(piece.link) ? piece.link : QString(), .image = piece.image};
        result.text += piece.text;
        if (span.bold || span.italic || span.struck || span.code || !span.link.isEmpty() || !span.image.isEmpty())
            result.spans.append(span);
    };
    for (const InlinePiece &piece : pieces) {
        // What is left of a closing run stands after its emphasis, of an opening run before it.
        for (std::size_t e = 0; e < depth.size(); ++e)
            depth[e] -= piece.ends[e];
        append(piece);
        for (std::size_t e = 0; e < depth.size(); ++e)
            depth[e] += piece.begins[e];
    }
    return result;
}

} // namespace pipit
