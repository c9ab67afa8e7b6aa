// SPDX-License-Identifier: GPL-3.0-or-later
// Code in a box of its own: the language and a copy button above, coloured lines below; long lines wrap.
//
// Contract: setCode() with a text that begins like the last one lays out only the lines that are new or different, so
// that code under way costs its last line. Thread rule: the GUI thread.
#pragma once

#include "ui/chat/content/box_block.h"
#include "ui/chat/content/code_lexer.h"

#include <QTextLayout>

#include <memory>
#include <vector>

namespace pipit {

class CodeBlock : public BoxBlock
{
public:
    // `before`: the part that it goes on with.
    CodeBlock(const QString &language, const QString &code, const CodeBlock *before = nullptr);

    const QString &language() const { return m_languageName; }
    void setCode(const QString &code);
    void setContinued(bool continued) override;

    void setWidth(int width) override;
    void paint(QPainter &painter, const QRectF &exposed, TextRange selected) const override;
    qsizetype length() const override { return m_code.size(); }
    qsizetype positionAt(const QPointF &point) const override;
    TextRange wordAt(qsizetype position) const override;
    QString plainText(TextRange range) const override;
    QList<QRectF> rectsOf(TextRange range) const override;
    std::optional<QString> copyButtonAt(const QPointF &point) const override;

private:
    struct Line {
        qsizetype start = 0;         // in the code
        qsizetype length = 0;
        CodeState after = {};        // what is open at its end
        std::unique_ptr<QTextLayout> layout = {};
        int top = 0;
        int rows = 1;                // after wrapping
        bool isMixed = false;        // some of it runs from the right
    };

    void layOut(std::size_t from);
    std::size_t lineAt(double y) const;
    static QList<QRectF> rectsOn(const Line &line, int row, TextRange range);
    QRectF copyButton() const;
    int headHeight() const;      // none where it goes on
    int codeTop() const;

    QString m_languageName;
    CodeState m_before;          // what is open where it begins
    const CodeLanguage *m_language = nullptr;
    QString m_code;
    std::vector<Line> m_lines;
    int m_width = 0;
};

} // namespace pipit
