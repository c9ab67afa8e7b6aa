// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/html_export.h"

#include "core/message.h"
#include "ui/chat/content/file_facts.h"
#include "ui/chat/content/html_writer.h"
#include "ui/chat/messages/message_export.h"
#include "ui/chat/messages/message_selection.h"
#include "ui/locale/sizes.h"
#include "ui/theme/tokens.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace pipit {

namespace {

QString colours(const Tokens &tokens)
{
    return QStringLiteral("--page:%1;--text:%2;--dim:%3;--line:%4;--bubble:%5;--accent:%6;--code:%7")
        .arg(tokens.page.name(), tokens.text.name(), tokens.dim.name(), tokens.line.name(), tokens.bubble.name(), tokens.accent.name(), tokens.code.name());
}

QString styleSheet()
{
    return QStringLiteral(":root{color-scheme:light dark;") + colours(lightTokens()) + QStringLiteral("}\n@media(prefers-color-scheme:dark){:root{") + colours(darkTokens()) + QStringLiteral(R"(}}
body{margin:0;background:var(--page);color:var(--text);font:14px/21px system-ui,sans-serif}
main{max-width:720px;margin:0 auto;padding:24px 20px}
h1.title{font-size:20px;line-height:28px;margin:0}
.about,time{color:var(--dim);font-size:12px}
article{margin:18px 0;overflow-wrap:anywhere}
article.next{margin-top:4px}
article.own{background:var(--bubble);border-radius:14px;padding:8px 14px;margin-left:20%}
article.comment{margin-left:32px;border-left:2px solid var(--line);padding-left:12px}
.who{font-weight:600;margin-right:8px}
p{margin:0 0 8px}p:last-child{margin-bottom:0}
a{color:var(--accent)}
pre{background:var(--code);border:1px solid var(--line);border-radius:7px;padding:10px 12px;overflow-x:auto}
code{font:12.5px/19px ui-monospace,monospace;background:var(--code)}
blockquote{margin:0 0 8px;padding-left:12px;border-left:3px solid var(--line);color:var(--dim)}
table{border-collapse:collapse}td,th{border:1px solid var(--line);padding:4px 10px}
.quote{color:var(--dim);border-left:3px solid var(--accent);padding-left:8px;margin-bottom:4px}
@media print{article{break-inside:avoid}}
)");
}

QString fileHtml(const ChatRow &row, const QUrl &node)
{
    const QString address = wholeAddress(row.text, node);
    const QString name = fileName(row.metadata, row.text);
    const qint64 size = row.metadata.value(u"size").toInteger(-1);
    const QString link = htmlLink(address, name.isEmpty() ? address : name);
    return QStringLiteral("<p>") + link + (size >= 0 ? QString(QStringLiteral(" <span class=\"about\">") + sizeText(size).toHtmlEscaped() + QStringLiteral("</span>")) : QString()) + QStringLiteral("</p>");
}

QString bodyOf(const MessageModel &model, const ChatRow &row, const QUrl &node)
{
    if (isFileType(row.contentType))
        return fileHtml(row, node);
    if (row.contentType == u"markdown") {
        MarkdownParser parser;
        parser.update(row.text);
        return htmlOf(parser.blocks());
    }
    const QString words = row.contentType == u"text" ? row.text : copiedText(model, MessageSelection::whole(model, row.key), CopyFormat::Text);
    InlineText text = plainWithLinks(words);
    text.text.replace(u'\n', QChar::LineSeparator);
    return QStringLiteral("<p>") + htmlOf(text) + QStringLiteral("</p>");
}

QString articleOf(const MessageModel &model, int index, const QUrl &node)
{
    const ChatRow row = model.row(index);
    const QString kinds = QString(row.own ? QStringLiteral(" own") : QString()) + (row.isComment ? QStringLiteral(" comment") : QString()) + (row.startsGroup ? QString() : QStringLiteral(" next"));
    QString html = QStringLiteral("<article class=\"%1\">").arg(kinds.trimmed());
    if (row.startsGroup) {
        const QDateTime time = QDateTime::fromMSecsSinceEpoch(row.createdAtMs);
        html += QStringLiteral("<div><span class=\"who\">") + row.senderName.toHtmlEscaped() + QStringLiteral("</span><time datetime=\"") + isoTime(row.createdAtMs) + QStringLiteral("\">")
            + QLocale().toString(time, QLocale::ShortFormat).toHtmlEscaped() + QStringLiteral("</time></div>\n");
    }
    if (row.quote.id != 0 && !row.quote.text.isEmpty())
        html += QStringLiteral("<div class=\"quote\">") + QString(row.quote.senderName + QStringLiteral(": ") + row.quote.text).toHtmlEscaped() + QStringLiteral("</div>\n");
    return html + bodyOf(model, row, node) + QStringLiteral("</article>\n");
}

} // namespace

QString htmlDocument(const MessageModel &model, const QString &title, const QUrl &node)
{
    const QString name = title.toHtmlEscaped();
    const QString about = QCoreApplication::translate("pipit::HtmlExport", "Exported from Pipit on %1; %n message(s)", nullptr, model.rowCount()).arg(QLocale().toString(QDateTime::currentDateTime(), QLocale::LongFormat));
    QString html = QStringLiteral("<!doctype html>\n<html lang=\"") + QLocale().bcp47Name() + QStringLiteral("\">\n<head>\n<meta charset=\"utf-8\">\n"
                                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                                  "<meta name=\"viewport\" content=\"width=device-width\">\n<title>") + name + QStringLiteral("</title>\n<style>") + styleSheet()
        + QStringLiteral("</style>\n</head>\n<body>\n<main>\n<h1 class=\"title\">") + name + QStringLiteral("</h1>\n<div class=\"about\">") + about.toHtmlEscaped() + QStringLiteral("</div>\n");
    for (int row = 0; row < model.rowCount(); ++row)
        html += articleOf(model, row, node);
    return html + QStringLiteral("</main>\n</body>\n</html>\n");
}

} // namespace pipit
