// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_stream.h"

#include <algorithm>

namespace pipit::test {

namespace {

using Steps = std::vector<Step>;

// Where the piece after so many stands, or what follows the last one; without pieces, what follows the opening.
Steps::iterator afterPieces(Steps &steps, int pieces, std::ptrdiff_t opening)
{
    auto place = steps.begin() + opening;
    for (auto step = steps.begin(); step != steps.end(); ++step) {
        if (!step->piece)
            continue;
        if (pieces-- == 0)
            return step;
        place = step + 1;
    }
    return place->kind == Step::Kind::Gate ? place + 1 : place;
}

void leaveOpen(Steps &steps, qsizetype lineEnd)
{
    const auto last = std::find_if(steps.rbegin(), steps.rend(), [](const Step &step) { return bool(step.bytes); });
    if (last == steps.rend())
        return;
    last->bytes = [whole = last->bytes, lineEnd] {
        QByteArray bytes = whole();
        bytes.chop(lineEnd);
        return bytes;
    };
}

void strike(Steps &steps, const Mishap &mishap, const SseForm &form, std::ptrdiff_t opening)
{
    const Step drop{.kind = mishap.cut == Cut::Fin ? Step::Kind::Fin : Step::Kind::Reset};
    const Step hang{.kind = Step::Kind::Silence, .bytes = [form] { return form.comment("keep-alive"); }, .every = mishap.commentEvery};
    switch (mishap.kind) {
    case Mishap::Kind::None:
        break;
    case Mishap::Kind::DropBeforeHead:
        steps.insert(steps.begin(), drop);
        break;
    case Mishap::Kind::Drop:
        steps.insert(afterPieces(steps, mishap.pieces, opening), drop);
        break;
    case Mishap::Kind::HangBeforeHead:
        steps.insert(steps.begin(), hang);
        break;
    case Mishap::Kind::Hang:
        steps.insert(afterPieces(steps, mishap.pieces, opening), hang);
        break;
    case Mishap::Kind::Empty:
        steps.insert(steps.begin() + 1, Step{.kind = Step::Kind::End});
        break;
    case Mishap::Kind::Buffered:
        steps.insert(steps.begin(), Step{.kind = Step::Kind::HoldBack});
        break;
    case Mishap::Kind::BadGateway:
        break; // it is another answer
    }
}

} // namespace

QByteArray SseForm::field(const QByteArray &name, const QByteArray &value) const
{
    return name + (spaceAfterColon ? ": " : ":") + value + lineEnd;
}

QByteArray SseForm::frame(const QByteArray &event, const QByteArray &data) const
{
    return (event.isEmpty() ? QByteArray() : field("event", event)) + field("data", data) + lineEnd;
}

QByteArray SseForm::comment(const QByteArray &text) const
{
    return ": " + text + lineEnd + lineEnd;
}

Reply streamReply(std::vector<Step> opening, std::vector<Step> body, const SseForm &form, const Mishap &mishap, std::optional<int> gateAfter)
{
    if (!form.lastBlankLine)
        leaveOpen(body, form.lineEnd.size());
    Reply reply{.contentType = form.contentType, .headers = {{"Cache-Control", "no-cache"}}, .framing = form.framing, .bytesPerWrite = form.bytesPerWrite};
    Steps &steps = reply.steps;
    steps.reserve(opening.size() + body.size() + 5);
    steps.push_back({.kind = Step::Kind::Head});
    if (form.byteOrderMark)
        steps.push_back({.bytes = [] { return QByteArray("\xEF\xBB\xBF"); }});
    std::move(opening.begin(), opening.end(), std::back_inserter(steps));
    const auto opened = std::ptrdiff_t(steps.size());
    std::move(body.begin(), body.end(), std::back_inserter(steps));
    steps.push_back({.kind = Step::Kind::End});
    // The gate first: what goes wrong at the same place is to happen behind it.
    if (gateAfter)
        steps.insert(afterPieces(steps, *gateAfter, opened), Step{.kind = Step::Kind::Gate});
    strike(steps, mishap, form, opened);
    if (mishap.kind == Mishap::Kind::BadGateway) {
        Reply gateway = htmlReply(502);
        gateway.afterwards = std::move(steps);
        return gateway;
    }
    return reply;
}

} // namespace pipit::test
