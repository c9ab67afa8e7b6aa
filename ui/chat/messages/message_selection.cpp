// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/message_selection.h"

#include "ui/chat/content/content_factory.h"
#include "ui/locale/times.h"

namespace pipit {

namespace {

QString wordsOf(const ChatRow &message, const TextSelection &selected, CopyFormat format, const MediaStores &media)
{
    const auto content = contentKind(message.contentType, message.text).make();
    content->setSource({message.contentType, message.text, message.metadata, media});
    return format == CopyFormat::Markdown ? content->markdown(selected) : content->plainText(selected);
}

} // namespace

void MessageSelection::begin(const Point &point)
{
    m_begun = true;
    m_anchor = m_head = point;
}

void MessageSelection::extendTo(const Point &point)
{
    if (!m_begun)
        begin(point);
    m_head = point;
}

bool MessageSelection::isWholeRows() const
{
    return m_begun && m_from.position == TextPosition() && m_to.position == endOfText;
}

void MessageSelection::locate(const MessageModel &model)
{
    if (!m_begun)
        return;
    const Place anchor{model.rowOfKey(m_anchor.key), m_anchor.position};
    const Place head{m_head.key == m_anchor.key ? anchor.row : model.rowOfKey(m_head.key), m_head.position};
    if (anchor.row < 0 || head.row < 0)
        return clear();
    m_from = qMin(anchor, head);
    m_to = qMax(anchor, head);
}

MessageSelection MessageSelection::whole(const MessageModel &model, const QString &key)
{
    MessageSelection all;
    all.begin({key, {}});
    all.extendTo({key, endOfText});
    all.locate(model);
    return all;
}

MessageSelection MessageSelection::within(const MessageModel &model, int row) const
{
    const QString key = model.row(row).key;
    const TextSelection part = in(row);
    MessageSelection one;
    one.begin({key, part.from});
    one.extendTo({key, part.to});
    one.locate(model);
    return one;
}

std::optional<MessageSelection::Rows> MessageSelection::rows() const
{
    return m_begun && m_from < m_to ? std::optional(Rows{m_from.row, m_to.row}) : std::nullopt;
}

TextSelection MessageSelection::in(int row) const
{
    if (!m_begun || row < m_from.row || row > m_to.row)
        return {};
    return {row == m_from.row ? m_from.position : TextPosition(), row == m_to.row ? m_to.position : endOfText};
}

QString copiedText(const MessageModel &model, const MessageSelection &selection, CopyFormat format, const MediaStores &media)
{
    const auto rows = selection.rows();
    if (!rows)
        return {};
    QString text;
    const bool isMarkdown = format == CopyFormat::Markdown;
    for (int row = rows->first; row <= rows->last; ++row) {
        const ChatRow message = model.row(row);
        const bool isWhole = (row > rows->first && row < rows->last) || selection.isWholeRows();
        const QString words = isWhole && isMarkdown && message.contentType == u"markdown" ? message.text.trimmed() : wordsOf(message, selection.in(row), format, media);
        if (rows->first == rows->last)
            return words;
        if (words.isEmpty())
            continue;
        if (!text.isEmpty())
            text += QStringLiteral("\n\n");
        if (message.startsGroup || row == rows->first) {
            const QString name = isMarkdown ? QStringLiteral("**%1**").arg(message.senderName) : message.senderName;
            text += message.createdAtMs > 0 ? QStringLiteral("%1, %2").arg(name, clockTime(message.createdAtMs)) : name;
            text += isMarkdown ? QStringLiteral("\n\n") : QStringLiteral("\n");
        }
        text += words;
    }
    return text;
}

} // namespace pipit
