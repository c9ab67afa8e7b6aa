// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/composer/composer_completion.h"

#include "ui/chat/composer/composer_edit.h"

#include <QKeyEvent>
#include <QTextBlock>

#include <algorithm>
#include <utility>

namespace pipit {

namespace {

constexpr int mostTyped = 60;   // characters; a longer word is none of these
constexpr int mostItems = 50;
const QString editId = QStringLiteral("edit");

QString nameOf(const BotInfo &bot)
{
    return bot.name.isEmpty() ? bot.id : bot.name;
}

// 0: begins with it; 1: a word of it does; 2: has it; nothing: has it not.
std::optional<int> matchOf(const QString &name, const QString &typed)
{
    if (name.startsWith(typed, Qt::CaseInsensitive))
        return 0;
    const qsizetype at = name.indexOf(typed, 0, Qt::CaseInsensitive);
    if (at < 0)
        return std::nullopt;
    return name[at - 1].isSpace() ? 1 : 2;
}

} // namespace

ComposerCompletion::ComposerCompletion(ComposerEdit *edit, QWidget *anchor, const Prompts *prompts)
    : QObject(edit), m_edit(edit), m_prompts(prompts), m_popup(new CompletionPopup(anchor))
{
    connect(edit, &QTextEdit::textChanged, this, &ComposerCompletion::look);
    connect(edit, &QTextEdit::cursorPositionChanged, this, &ComposerCompletion::look);
    connect(edit, &ComposerEdit::focusChanged, this, [this] { look(); });
    connect(prompts, &Prompts::changed, this, &ComposerCompletion::look);
    connect(m_popup, &CompletionPopup::chosen, this, &ComposerCompletion::take);
    // Whoever listens hears what would be taken: the focus stays where one writes.
    connect(m_popup, &CompletionPopup::currentChanged, edit, &QWidget::setAccessibleDescription);
}

ComposerCompletion::~ComposerCompletion()
{
    delete m_popup;
}

void ComposerCompletion::setBots(const QList<BotInfo> &bots)
{
    m_bots = bots;
    look();
}

void ComposerCompletion::setPeople(const QStringList &names)
{
    if (std::exchange(m_people, names) != names)
        look();
}

void ComposerCompletion::setEnabled(bool enabled)
{
    m_isEnabled = enabled;
    look();
}

std::optional<ComposerCompletion::Word> ComposerCompletion::wordAtCursor() const
{
    const QTextCursor cursor = m_edit->textCursor();
    if (cursor.hasSelection())
        return std::nullopt;
    const QString line = cursor.block().text();
    const int end = cursor.positionInBlock();
    int start = end;
    while (start > 0 && end - start <= mostTyped && !line[start - 1].isSpace())
        --start;
    if (start == end)
        return std::nullopt;
    const QChar sign = line[start];
    const bool isFirst = start == 0 && cursor.block().position() == 0;
    if (sign != u'@' && !(sign == u'/' && isFirst))
        return std::nullopt;
    return Word{sign, cursor.block().position() + start, line.sliced(start + 1, end - start - 1)};
}

QList<CompletionPopup::Item> ComposerCompletion::itemsFor(const Word &word) const
{
    struct Candidate {
        int match;
        CompletionPopup::Item item;
    };
    std::vector<Candidate> candidates;
    const auto offer = [&candidates, &word](const QString &by, const CompletionPopup::Item &item) {
        if (const auto match = matchOf(by, word.typed))
            candidates.push_back({*match, item});
    };
    if (word.kind == u'@') {
        for (const BotInfo &bot : m_bots) {
            if (bot.available)
                offer(nameOf(bot), {.id = QString(u'b' + bot.id), .label = nameOf(bot), .detail = bot.provider.compare(bot.name, Qt::CaseInsensitive) == 0 ? QString() : bot.provider, .icon = "bot"});
        }
        for (const QString &name : m_people)
            offer(name, {.id = QString(u'p' + name), .label = name, .icon = "person"});
    } else {
        for (qsizetype i = 0; i < m_prompts->list().size(); ++i) {
            const Prompt &prompt = m_prompts->list()[i];
            const QString text = prompt.text.left(mostTyped).simplified();
            offer(prompt.name, {.id = QString::number(i), .label = prompt.name, .detail = text.startsWith(prompt.name) ? QString() : text, .icon = "note"});
        }
    }
    std::ranges::stable_sort(candidates, {}, &Candidate::match);
    QList<CompletionPopup::Item> items;
    for (const Candidate &candidate : candidates) {
        if (items.size() < mostItems)
            items << candidate.item;
    }
    if (word.kind == u'/' && word.typed.isEmpty())
        items << CompletionPopup::Item{.id = editId, .label = tr("Change these prompts…"), .icon = "edit"};
    return items;
}

void ComposerCompletion::look()
{
    if (!m_popup)
        return; // the window is going
    const auto word = m_isEnabled && m_edit->hasFocus() && !m_edit->isComposing() ? wordAtCursor() : std::nullopt;
    if (!word)
        m_closedAt = -1;
    if (!word || word->start == m_closedAt) {
        m_popup->showItems({});
        return;
    }
    QList<CompletionPopup::Item> items = itemsFor(*word);
    // What is written whole is not offered any more.
    if (items.size() == 1 && items.first().label.compare(word->typed, Qt::CaseInsensitive) == 0 && word->kind == u'@')
        items.clear();
    m_popup->showItems(items);
}

bool ComposerCompletion::takesKey(const QKeyEvent &event)
{
    if (!m_popup || !m_popup->current() || m_edit->isComposing() || event.modifiers() & ~Qt::KeypadModifier)
        return false;
    switch (event.key()) {
    case Qt::Key_Up:
        m_popup->step(-1);
        return true;
    case Qt::Key_Down:
        m_popup->step(1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab:
        take();
        return true;
    case Qt::Key_Escape:
        m_closedAt = wordAtCursor().value_or(Word{}).start;
        m_popup->showItems({});
        return true;
    default:
        return false;
    }
}

void ComposerCompletion::take()
{
    const CompletionPopup::Item *current = m_popup->current();
    const auto word = wordAtCursor();
    if (!current || !word)
        return;
    const bool isEdit = current->id == editId;
    QString text = u'@' + current->label + u' ';
    if (word->kind == u'/') {
        const qsizetype index = current->id.toLongLong();
        text = !isEdit && index < m_prompts->list().size() ? m_prompts->list()[index].text : QString();
    }
    QTextCursor cursor = m_edit->textCursor();
    cursor.setPosition(word->start, QTextCursor::KeepAnchor);
    cursor.insertText(text); // so that it can be undone
    m_edit->setTextCursor(cursor);
    m_popup->showItems({});
    m_edit->setFocus(Qt::OtherFocusReason);
    if (isEdit)
        Q_EMIT promptsEditWanted();
}

QString ComposerCompletion::askedBot(const QString &text) const
{
    const BotInfo *asked = nullptr;
    for (const BotInfo &bot : m_bots) {
        const QString name = nameOf(bot);
        const bool isNamed = text.startsWith(u'@') && QStringView(text).sliced(1).startsWith(name, Qt::CaseInsensitive) && (text.size() == name.size() + 1 || text[name.size() + 1].isSpace());
        if (bot.available && isNamed && (!asked || nameOf(*asked).size() < name.size()))
            asked = &bot;
    }
    return asked ? asked->id : QString();
}

} // namespace pipit
