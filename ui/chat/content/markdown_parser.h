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
    // How it goes on with the block before it: after a line break, or in the middle of a line.
    enum class Join { None, NextLine, SameLine };

    Kind kind = Kind::Paragraph;
    int level = 0;             // of a heading, 1 to 6
    QString text = {};         // inline Markdown; of code: the code
    QString language = {};     // of code: the word after the fence
    QList<QStringList> rows = {};   // of a table: inline Markdown, the head first; again where it goes on
    QList<Align> columns = {};
    QString marker = {};       // "•", "3.", "☐", "☑": of the first block of a list item
    int listDepth = 0;
    int quoteDepth = 0;
    bool afterBlank = false;   // a blank line stands before it: more air
    Join join = Join::None;

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
    // Everything that must be restored to read again from there.
    struct State {
        qsizetype offset = 0;
        qsizetype blockCount = 0;
        std::vector<Container> containers = {};
        Fence fence = {};
        bool leafOpen = false;   // the last block takes further lines
        qsizetype weight = 0;    // of that block, as far as it goes
        bool afterBlank = false;
        bool inLine = false;     // the line began before
    };

    void readLine(QStringView line);
    void readRest(QStringView piece);
    std::size_t matchContainers(QStringView line, qsizetype *at) const;
    bool openContainer(QStringView line, qsizetype *at, bool interrupts);
    void startLeaf(QStringView rest);
    bool continueTable(QStringView rest);
    MarkdownBlock &open(MarkdownBlock::Kind kind);
    void closeLeaf();
    bool inParagraph() const;
    bool isFull() const;
    void goOn(MarkdownBlock::Join join);
    void addText(QStringView text, MarkdownBlock::Join join);
    void addRow(const QStringList &cells);

    QString m_source;
    QList<MarkdownBlock> m_blocks;
    State m_state;
    QString m_pendingMarker;
    State m_lineStart;         // of the line, or the piece of one, being read
    State m_leafStart;         // of that in which the last block began
    State m_resume;            // where the next update reads from
};

} // namespace pipit
