// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/note/note_text.h"

#include "ui/chat/content/inline_text.h"
#include "ui/theme/theme.h"

#include <QDesktopServices>
#include <QScrollBar>
#include <QTextDocument>

namespace pipit {

namespace {

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
    if (m_markdown.size() > longestMarkdown)
        setPlainText(m_markdown);
    else
        document()->setMarkdown(m_markdown, QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) | QTextDocument::MarkdownNoHTML);
    verticalScrollBar()->setValue(place);
}

QVariant NoteText::loadResource(int, const QUrl &)
{
    // Something: for nothing, the document would look for a file of that name itself.
    return QByteArray("");
}

} // namespace pipit
