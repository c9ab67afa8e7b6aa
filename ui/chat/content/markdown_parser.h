// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts Markdown into the blocks that are laid out one by one, and takes a text that grows without starting over.
//
// Contract: containers (quotes, lists) are flattened: each block says how deep it stands and which marker it carries.
// When the new text begins with the old one, every block that was already followed by another is left as it is; only
// from the last open block on is the text read again. So a streamed piece costs what the last block costs, not the whole.
// Raw HTML is text. Cost: linear in what is read. Thread rule: a value on one thread.
// Source: CommonMark 0.31 with GFM tables and task lists; a setext underline has at least two characters here.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <vector>

namespace pipit {

struct MarkdownBlock {
    enum class Kind { Paragraph, Heading, Code, Table, Rule };
    enum class Align { Start, Center, End };

    Kind kind = Kind::Paragraph;
    int level = 0;             // of a heading, 1 to 6
    QString text = {};         // inline Markdown; of code: the code
    QString language = {};     // of code: the word after the fence
    QList<QStringList> rows = {};   // of a table: inline Markdown, the head first
    QList<Align> columns = {};
    QString marker = {};       // "•", "3.", "☐", "☑": of the first block of a list item
    int listDepth = 0;
    int quoteDepth = 0;
    bool afterBlank = false;   // a blank line stands before it: more air

    bool operator==(const MarkdownBlock &) const = default;
};

class MarkdownParser
{
public:
    // Returns the index of the first block that may be different from before.
    qsizetype update(const QString &source);
    const QList<MarkdownBlock> &blocks() const { return m_blocks; }

private:
    struct Container {
        bool quote = false;
        int indent = 0;        // of a list item: columns that its content is indented
    };
    // How a fence began, or that none is open.
    struct Fence {
        QChar character = {};
        qsizetype length = 0;
        qsizetype indent = 0;
        qsizetype lines = 0;
    };
    // Everything that must be restored to read again from a line's beginning.
    struct Checkpoint {
        qsizetype offset = 0;
        qsizetype blockCount = 0;
        std::vector<Container> containers = {};
        bool afterBlank = false;
    };

    void readLine(QStringView line);
    std::size_t matchContainers(QStringView line, qsizetype *at) const;
    bool openContainer(QStringView line, qsizetype *at, bool interrupts);
    void startLeaf(QStringView rest);
    bool continueTable(QStringView rest);
    MarkdownBlock &open(MarkdownBlock::Kind kind);
    void closeLeaf();
    bool inParagraph() const;

    QString m_source;
    QList<MarkdownBlock> m_blocks;
    std::vector<Container> m_containers;
    Fence m_fence;
    QString m_pendingMarker;
    bool m_leafOpen = false;   // the last block takes further lines
    bool m_afterBlank = false;
    Checkpoint m_lineStart;    // of the line being read
    Checkpoint m_leafStart;    // of the line on which the last block began
    Checkpoint m_resume;       // where the next update reads from
};

} // namespace pipit
