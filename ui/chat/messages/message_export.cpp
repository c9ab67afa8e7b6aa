// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/message_export.h"

#include "core/text_limits.h"
#include "net/network_access.h"
#include "ui/chat/content/file_facts.h"
#include "ui/chat/content/link_address.h"

#include <QDateTime>
#include <QRegularExpression>

namespace pipit {

namespace {

constexpr qsizetype nameBytes = 100; // of one part, as UTF-8

QString linkOf(const ChatRow &row, const QUrl &node)
{
    QString address = wholeAddress(row.text, node);
    // What would end the link.
    address.replace(u'(', QStringLiteral("%28")).replace(u')', QStringLiteral("%29"));
    QString name = fileName(row.metadata, row.text).simplified();
    if (!isSafeLink(address))
        return name.isEmpty() ? row.text : name;
    static const QRegularExpression special(QStringLiteral("([\\\\\\[\\]`*_<>])"));
    name.replace(special, QStringLiteral("\\\\1"));
    return QStringLiteral("%1[%2](%3)").arg(row.contentType == u"image" ? QStringLiteral("!") : QString(), name.isEmpty() ? address : name, address);
}

} // namespace

QString wholeAddress(const QString &address, const QUrl &node)
{
    const bool isPath = address.startsWith(u'/') && !address.startsWith(u"//");
    return (isPath ? endpoint(node, address) : QUrl(address)).toString(QUrl::FullyEncoded);
}

QString fileNamePart(QString text)
{
    for (QChar &c : text) {
        if (QStringView(u"<>:\"/\\|?*").contains(c) || c.category() == QChar::Other_Control)
            c = u' ';
    }
    text.removeIf([](QChar c) { return c.category() == QChar::Other_Format; });
    text = text.simplified();
    while (utf8Size(text) > nameBytes) {
        text.chop(1);
        if (text.back().isHighSurrogate())
            text.chop(1);
    }
    while (text.startsWith(u'.'))
        text.remove(0, 1);
    return text.trimmed();
}

QString exportedText(const MessageModel &model, const MessageSelection &selection, const QUrl &node)
{
    const auto rows = selection.rows();
    if (!rows)
        return {};
    QString text;
    for (int index = rows->first; index <= rows->last; ++index) {
        const ChatRow row = model.row(index);
        const QString words = isFileType(row.contentType) ? linkOf(row, node) : copiedText(model, selection.within(model, index), CopyFormat::Markdown);
        if (words.isEmpty())
            continue;
        if (!text.isEmpty())
            text += u'\n';
        if (rows->first != rows->last && (row.startsGroup || index == rows->first)) {
            const QString day = row.createdAtMs > 0 ? QDateTime::fromMSecsSinceEpoch(row.createdAtMs).toString(QStringLiteral(", yyyy-MM-dd HH:mm")) : QString();
            text += QStringLiteral("**%1**%2\n\n").arg(row.senderName, day);
        }
        text += words + u'\n';
    }
    return text;
}

QString exportName(const MessageModel &model, const MessageSelection &selection, const QString &session)
{
    QStringList parts{fileNamePart(session)};
    const auto rows = selection.rows().value_or(MessageSelection::Rows{0, -1});
    qint64 createdAtMs = 0;
    QString sender;
    bool isOneSender = true;
    for (int index = rows.first; index <= rows.last; ++index) {
        const ChatRow row = model.row(index);
        createdAtMs = createdAtMs > 0 ? createdAtMs : row.createdAtMs;
        isOneSender = isOneSender && (index == rows.first || row.senderName == sender);
        sender = row.senderName;
    }
    if (isOneSender)
        parts << fileNamePart(sender);
    parts << (createdAtMs > 0 ? QDateTime::fromMSecsSinceEpoch(createdAtMs) : QDateTime::currentDateTime()).date().toString(Qt::ISODate);
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" - ")) + QStringLiteral(".md");
}

} // namespace pipit
