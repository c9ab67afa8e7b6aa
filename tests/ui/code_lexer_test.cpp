// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/code_languages.h"
#include "tests/support/cost_growth.h"
#include "tests/ui/ui_test.h"
#include "ui/chat/content/code_lexer.h"

using namespace pipit;
using namespace pipit::test;

namespace {

// One letter for each character: K keyword, F function, S string, N number, C comment, a dot for the rest.
QString coloursOf(const QString &language, const QString &code)
{
    const CodeLanguage *found = findCodeLanguage(language);
    if (!found)
        return {};
    QStringList lines;
    CodeState state;
    for (const QString &line : code.split(u'\n')) {
        QString colours(line.size(), u'.');
        qsizetype end = 0;
        for (const CodeSpan &span : colourLine(*found, line, &state)) {
            if (span.start < end || span.length <= 0 || span.start + span.length > line.size())
                return QStringLiteral("overlapping or out of range");
            end = span.start + span.length;
            for (qsizetype i = span.start; i < end; ++i)
                colours[i] = QLatin1StringView("KFSNC")[int(span.token)];
        }
        lines << colours;
    }
    return lines.join(u'\n');
}

} // namespace

class CodeLexerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void colours_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("colours");
        const auto row = [](const char *language, const char *code, const char *colours) {
            QTest::addRow("%s: %s", language, code) << QString::fromLatin1(language) << QString::fromUtf8(code) << QString::fromLatin1(colours);
        };
        row("cpp", "int f(1); // x", "KKK.F.N...CCCC");
        row("c++", "/* a\nb */ return \"x\\\"y\";", "CCCC\nCCCC.KKKKKK.SSSSSS.");
        row("c", "#include <a>", "KKKKKKKK....");
        row("python", "def f(x): # c", "KKK.F.....CCC");
        row("py", "x = '''a\nb''' + \"c\"", "....SSSS\nSSSS...SSS");
        row("ts", "const a = `x\ny` + 2", "KKKKK.....SS\nSS...N");
        row("json", "{\"a\": [1, true]}", ".SSS...N..KKKK..");
        row("bash", "echo \"$x\" $y ${z} # c", "KKKK.SSSS.FF.FFFF.CCC");
        row("sh", "n=${#list}", "..FFFFFFFF");
        row("sql", "SELECT 'it''s' -- c", "KKKKKK.SSSSSSS.CCCC");
        row("go", "func f() `raw\n`", "KKKK.F...SSSS\nS");
        row("rust", "fn f(x: &'a str) { 1u8 }", "KK.F........KKK....NNN..");
        row("html", "<a href=\"x\">y</a> &amp;", "KK.FFFF.SSSK.KKKK.NNNNN");
        row("xml", "<!-- a\nb --><b c='1'/>", "CCCCCC\nCCCCCKK.F.SSSKK");
    }

    void colours()
    {
        QFETCH(QString, language);
        QFETCH(QString, code);
        QFETCH(QString, colours);
        QCOMPARE(coloursOf(language, code), colours);
    }

    void everyLanguageIsFoundByEveryName()
    {
        QCOMPARE(int(codeLanguages().size()), 9);
        for (const CodeLanguage &language : codeLanguages()) {
            for (const QStringView name : language.names)
                QCOMPARE(findCodeLanguage(name.toString().toUpper()), &language);
        }
        QVERIFY(!findCodeLanguage(u"brainfuck"));
    }

    // A line of 1 MB, in every language, of every character that begins something.
    void aHugeLineIsLinear()
    {
        for (const CodeLanguage &language : codeLanguages()) {
            for (const char16_t *unit : {u"a", u"\"", u"/*", u"<a ", u"${", u"&"}) {
                const QString line = QString::fromUtf16(unit).repeated((8 << 15) / QStringView(unit).size() + 1);
                const double growth = costOfEightfold([&](int size) {
                    CodeState state;
                    colourLine(language, line.first(size), &state);
                }, 1 << 15);
                QVERIFY2(growth < linearEightfold, qPrintable(QStringLiteral("%1 in %2: eight times as long a line takes %3 times as long").arg(QString::fromUtf16(unit), language.names[0]).arg(growth)));
            }
        }
    }
};

PIPIT_UI_TEST(CodeLexerTest);
#include "code_lexer_test.moc"
