// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/note/note_text.h"

#include "ui/chat/content/link_address.h"
#include "ui/theme/theme.h"

#include <QDesktopServices>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextList>
#include <QTextTable>

#include <iterator>

namespace pipit {

namespace {

constexpr int indent = 18;
constexpr int headingSizes[] = {18, 16, 15}; // px; the lower ones as the last
constexpr int gap = 6;

// In a narrow panel, as calm as the messages beside it.
void quieten(QTextDocument &document)
{
    QTextCursor whole(&document);
    whole.beginEditBlock(); // laid out once
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        // The lines of code, and the cells of a table, stand together.
        if (format.hasProperty(QTextFormat::BlockCodeFence) || format.hasProperty(QTextFormat::BlockCodeLanguage) || QTextCursor(block).currentTable())
            continue;
        const int level = format.headingLevel();
        const bool isFirst = block == document.begin();
        if (level > 0) {
            QTextCharFormat words;
            words.clearProperty(QTextFormat::FontSizeAdjustment);
            words.setProperty(QTextFormat::FontSizeAdjustment, 0);
            words.setProperty(QTextFormat::FontPixelSize, Theme::scaled(headingSizes[qMin(level, int(std::size(headingSizes))) - 1]));
            QTextCursor cursor(block);
            cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
            cursor.mergeCharFormat(words);
        }
        format.setTopMargin(isFirst ? 0 : Theme::scaled(level > 0 ? 2 * gap : block.textList() ? 2 : gap));
        format.setBottomMargin(level > 0 ? Theme::scaled(2) : 0);
        QTextCursor(block).setBlockFormat(format);
    }
    whole.endEditBlock();
}

constexpr qsizetype longestMarkdown = 200'000; // characters; a longer note is shown as it was written, which takes no time

} // namespace

NoteText::NoteText(QWidget *parent) : QTextBrowser(parent)
{
    setObjectName("noteText");
    setFrameShape(QFrame::NoFrame);
    document()->setDocumentMargin(0);
    setOpenLinks(false);
    connect(this, &QTextBrowser::anchorClicked, this, [](const QUrl &link) {
        if (isSafeLink(link.toString()))
            QDesktopServices::openUrl(link);
    });
    connect(&Theme::instance(), &Theme::changed, this, &NoteText::render); // links are of the theme's colour
}

void NoteText::setNote(const QString &markdown)
{
    if (m_markdown == markdown)
        return;
    m_markdown = markdown;
    render();
}

void NoteText::render()
{
    const int place = verticalScrollBar()->value();
    document()->setDefaultFont(Theme::body());
    if (m_markdown.size() > longestMarkdown) {
        setPlainText(m_markdown);
    } else {
        document()->setMarkdown(m_markdown, QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) | QTextDocument::MarkdownNoHTML);
        document()->setIndentWidth(Theme::scaled(indent)); // of its lists
        quieten(*document());
    }
    verticalScrollBar()->setValue(place);
}

QVariant NoteText::loadResource(int, const QUrl &)
{
    // Something: for nothing, the document would look for a file of that name itself.
    return QByteArray("");
}

} // namespace pipit
