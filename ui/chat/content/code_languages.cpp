// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/content/code_languages.h"

#include "ui/chat/content/code_lexer.h"

#include <QHash>
#include <QSet>
#include <QString>

#include <algorithm>

namespace pipit {

namespace {

using Names = const QStringView[];

constexpr Names cNames = {u"c", u"h", u"c++", u"cpp", u"cxx", u"cc", u"hpp", u"objc"};
constexpr Names pythonNames = {u"python", u"py", u"python3"};
constexpr Names scriptNames = {u"javascript", u"js", u"jsx", u"mjs", u"typescript", u"ts", u"tsx"};
constexpr Names jsonNames = {u"json", u"jsonc", u"json5"};
constexpr Names shellNames = {u"bash", u"sh", u"shell", u"zsh", u"console"};
constexpr Names sqlNames = {u"sql", u"sqlite", u"postgres", u"postgresql", u"plpgsql", u"mysql"};
constexpr Names goNames = {u"go", u"golang"};
constexpr Names rustNames = {u"rust", u"rs"};
constexpr Names markupNames = {u"html", u"xml", u"svg", u"xhtml", u"vue"};

constexpr QStringView slashes[] = {u"//"};
constexpr QStringView hash[] = {u"#"};
constexpr QStringView dashes[] = {u"--"};

constexpr CodeQuote cQuotes[] = {{u"\"", u"\""}, {u"'", u"'"}};
// The longer of two that begin alike stands first.
constexpr CodeQuote pythonQuotes[] = {{u"\"\"\"", u"\"\"\"", true}, {u"'''", u"'''", true}, {u"\"", u"\""}, {u"'", u"'"}};
constexpr CodeQuote scriptQuotes[] = {{u"\"", u"\""}, {u"'", u"'"}, {u"`", u"`", true}};
constexpr CodeQuote jsonQuotes[] = {{u"\"", u"\""}};
constexpr CodeQuote shellQuotes[] = {{u"\"", u"\"", true}, {u"'", u"'", true, false}};
constexpr CodeQuote sqlQuotes[] = {{u"'", u"'", true, false}, {u"\"", u"\"", false, false}, {u"$$", u"$$", true, false}};
constexpr CodeQuote goQuotes[] = {{u"\"", u"\""}, {u"'", u"'"}, {u"`", u"`", true, false}};
constexpr CodeQuote rustQuotes[] = {{u"\"", u"\"", true}};
constexpr CodeQuote markupQuotes[] = {{u"\"", u"\"", true, false}, {u"'", u"'", true, false}};

constexpr CodeLanguage languages[] = {
    {.names = cNames,
     .keywords = u"alignas alignof asm auto bool break case catch char char16_t char32_t char8_t class co_await co_return co_yield concept const consteval "
                 u"constexpr constinit const_cast continue decltype default delete do double dynamic_cast else enum explicit export extern false final float "
                 u"for friend goto if inline int long mutable namespace new noexcept nullptr operator override private protected public register "
                 u"reinterpret_cast requires return short signed sizeof static static_assert static_cast struct switch template this thread_local throw "
                 u"true try typedef typeid typename union unsigned using virtual void volatile wchar_t while #define #elif #else #endif #error #if #ifdef "
                 u"#ifndef #include #line #pragma #undef",
     .lineComments = slashes, .commentBegin = u"/*", .commentEnd = u"*/", .quotes = cQuotes, .wordExtra = u"_#"},
    {.names = pythonNames,
     .keywords = u"False None True and as assert async await break class continue def del elif else except finally for from global if import in is "
                 u"lambda match nonlocal not or pass raise return self try while with yield",
     .lineComments = hash, .quotes = pythonQuotes},
    {.names = scriptNames,
     .keywords = u"abstract any as async await boolean break case catch class const constructor continue declare default delete do else enum export "
                 u"extends false finally for from function get if implements import in infer instanceof interface keyof let namespace never new null "
                 u"number of private protected public readonly return satisfies set static string super switch this throw true try type typeof undefined "
                 u"unknown var void while with yield",
     .lineComments = slashes, .commentBegin = u"/*", .commentEnd = u"*/", .quotes = scriptQuotes, .wordExtra = u"_$"},
    {.names = jsonNames, .keywords = u"false null true", .lineComments = slashes, .commentBegin = u"/*", .commentEnd = u"*/", .quotes = jsonQuotes, .callsAreFunctions = false},
    {.names = shellNames,
     .keywords = u"alias break case cd continue declare do done echo elif else esac eval exec exit export fi for function if in local printf read readonly "
                 u"return set shift source sudo test then trap unset until while",
     .lineComments = hash, .quotes = shellQuotes, .callsAreFunctions = false, .shellVariables = true, .wordExtra = u"_-"},
    {.names = sqlNames,
     .keywords = u"add all alter and any as asc begin between bigint boolean by cascade case check column commit conflict constraint create cross database "
                 u"default delete desc distinct do drop else end except execute exists explain false for foreign from full function grant group having if "
                 u"ilike in index inner insert int integer intersect into is join jsonb key language left like limit lock nothing not notify null offset "
                 u"on only or order outer over partition primary procedure references replace returning returns revoke right rollback row rows select "
                 u"serial set some table temporary text then timestamptz to transaction trigger true truncate union unique update using uuid values "
                 u"varchar view when where window with",
     .lineComments = dashes, .commentBegin = u"/*", .commentEnd = u"*/", .quotes = sqlQuotes, .foldsCase = true},
    {.names = goNames,
     .keywords = u"any bool break byte case chan const continue default defer else error fallthrough false float64 for func go goto if import int int64 "
                 u"interface iota map nil package range return rune select string struct switch true type uint uint64 var",
     .lineComments = slashes, .commentBegin = u"/*", .commentEnd = u"*/", .quotes = goQuotes},
    {.names = rustNames,
     .keywords = u"Err None Ok Self Some as async await bool break char const continue crate dyn else enum extern f32 f64 false fn for i32 i64 if impl in "
                 u"let loop match mod move mut pub ref return self static str struct super trait true type u32 u64 u8 union unsafe use usize where while",
     .lineComments = slashes, .commentBegin = u"/*", .commentEnd = u"*/", .quotes = rustQuotes},
    {.names = markupNames, .keywords = {}, .lineComments = {}, .commentBegin = u"<!--", .commentEnd = u"-->", .quotes = markupQuotes,
     .callsAreFunctions = false, .markup = true, .wordExtra = u"_-:"},
};

QSet<QString> wordsOf(const CodeLanguage &language)
{
    const QStringList words = language.keywords.toString().split(u' ', Qt::SkipEmptyParts);
    return QSet<QString>(words.begin(), words.end());
}

} // namespace

std::span<const CodeLanguage> codeLanguages()
{
    return languages;
}

const CodeLanguage *findCodeLanguage(QStringView name)
{
    const QString wanted = name.toString().toLower();
    for (const CodeLanguage &language : languages) {
        if (std::ranges::find(language.names, QStringView(wanted)) != language.names.end())
            return &language;
    }
    return nullptr;
}

bool isKeyword(const CodeLanguage &language, QStringView word)
{
    if (word.size() > 20)
        return false;
    thread_local QHash<const CodeLanguage *, QSet<QString>> keywords;
    auto found = keywords.find(&language);
    if (found == keywords.end())
        found = keywords.insert(&language, wordsOf(language));
    return found->contains(language.foldsCase ? word.toString().toLower() : word.toString());
}

} // namespace pipit
