// SPDX-License-Identifier: GPL-3.0-or-later
// The menu of a message: whatever the pointer finds in it is there too.
#include "ui/chat/messages/message_view.h"

#include "ui/chat/messages/message_words.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>

namespace pipit {

namespace {

constexpr qsizetype mostLinks = 20;  // of one message
constexpr qsizetype mostCodes = 20;
constexpr qsizetype mostLetters = 60;

// Words of others as a menu shows them.
QString menuText(const QString &words)
{
    QString text = words.left(4 * mostLetters).simplified();
    if (text.size() > mostLetters)
        text = text.left(text[mostLetters - 2].isHighSurrogate() ? mostLetters - 2 : mostLetters - 1) + u'…';
    return text.replace(u'&', QStringLiteral("&&"));
}

} // namespace

void MessageView::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Keyboard)
        return openMenu();
    const QPoint at = viewport()->mapFromGlobal(event->globalPos());
    if (const RowWindow::Placed *placed = placedAt(at)) {
        MessageLayout *layout = layoutOf(placed->row);
        showMenu(layout->row().key, event->globalPos(), layout->hit(at - QPoint(0, placed->top)).link);
    }
}

// By the keyboard: at what is seen of the current message. Where there is none, the last in the window is.
void MessageView::openMenu()
{
    if (m_arrangeTimer.isActive())
        arrangeInPlace();
    const QString key = m_model->rowOfKey(m_currentKey) >= 0 ? m_currentKey : m_placedKeys.value(m_placedKeys.size() - 1);
    if (key.isEmpty())
        return;
    if (key != m_currentKey || !m_placedKeys.contains(key))
        showRow(key);
    const qsizetype place = m_placedKeys.indexOf(key);
    const MessageLayout *layout = place < 0 ? nullptr : visibleLayout(std::size_t(place));
    if (!layout)
        return;
    const QRect seen = layout->focusFrame().translated(0, m_window.placed()[std::size_t(place)].top).intersected(viewport()->rect());
    showMenu(key, viewport()->mapToGlobal(seen.topLeft() + QPoint(Theme::lineHeight(), qMin(Theme::lineHeight(), seen.height() / 2))), {});
}

// The one under the pointer, else all of them by their names.
void MessageView::addLinks(QMenu *menu, const Content &content, const QString &pointed)
{
    const auto open = [this](const QString &address) { return [this, address] { openLink(address); }; };
    const auto copy = [](const QString &address) { return [address] { QGuiApplication::clipboard()->setText(address); }; };
    if (!pointed.isEmpty()) {
        connect(menu->addAction(tr("Open link")), &QAction::triggered, this, open(pointed));
        connect(menu->addAction(tr("Copy link")), &QAction::triggered, this, copy(pointed));
        return;
    }
    const QList<BlockLink> links = content.links(mostLinks);
    if (links.isEmpty())
        return;
    QMenu *opens = menu->addMenu(tr("Open link"));
    QMenu *copies = menu->addMenu(tr("Copy link"));
    for (const BlockLink &link : links) {
        const QString name = link.label.trimmed().isEmpty() ? link.address : link.label;
        connect(opens->addAction(menuText(name)), &QAction::triggered, this, open(link.address));
        connect(copies->addAction(menuText(name)), &QAction::triggered, this, copy(link.address));
    }
}

// Each by its first line.
void MessageView::addCodes(QMenu *menu, const Content &content)
{
    const QStringList codes = content.copies().first(qMin(mostCodes, content.copies().size()));
    QMenu *several = codes.size() > 1 ? menu->addMenu(tr("Copy code")) : nullptr;
    for (const QString &code : codes) {
        QAction *action = several ? several->addAction(menuText(code.trimmed().section(u'\n', 0, 0))) : menu->addAction(tr("Copy code"));
        connect(action, &QAction::triggered, this, [code] { QGuiApplication::clipboard()->setText(code); });
    }
}

void MessageView::showMenu(const QString &key, const QPoint &globalAt, const QString &link)
{
    const int index = m_model->rowOfKey(key);
    if (index < 0)
        return;
    const ChatRow row = m_model->row(index);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [this, menu](const QString &label, auto action) { connect(menu->addAction(label), &QAction::triggered, this, action); };
    const auto toClipboard = [](const QString &text) { return [text] { QGuiApplication::clipboard()->setText(text); }; };

    const auto selected = m_selection.rows();
    const bool isSelected = selected && index >= selected->first && index <= selected->last;
    if (isSelected) {
        add(tr("Copy selection"), [this] { copySelection(CopyFormat::Text); });
        add(tr("Copy selection as Markdown"), [this] { copySelection(CopyFormat::Markdown); });
        add(tr("Export selection…"), [this] { Q_EMIT exportRequested(m_selection); });
        menu->addSeparator();
    }
    if (!row.text.isEmpty()) {
        add(tr("Copy"), [this, key] { copyMessage(key, CopyFormat::Text); });
        if (row.contentType == u"markdown")
            add(tr("Copy as Markdown"), toClipboard(row.text));
    }
    if (const QString wrong = row.reason.isEmpty() ? endedText(row) : row.reason; !wrong.isEmpty())
        add(tr("Copy what went wrong"), toClipboard(wrong));
    if (!isSelected && !row.text.isEmpty())
        add(tr("Export…"), [this, key] { Q_EMIT exportRequested(MessageSelection::whole(*m_model, key)); });
    using Kind = MessageAction::Kind;
    const auto offer = [this, &add, &row](const QString &label, Kind kind) { add(label, [this, row, kind] { activate(row, {kind}); }); };
    const MessageLayout *layout = layoutOf(index);
    menu->addSeparator();
    addLinks(menu, layout->content(), link);
    addCodes(menu, layout->content());
    for (const BlockAction &action : layout->content().actions())
        add(menuText(action.label), [this, row, action] { act(row, action); });
    if (layout->isFolded())
        offer(tr("Show all of it"), Kind::ShowAll);
    if (row.quote.id != 0)
        offer(tr("Go to what is quoted"), Kind::ShowQuoted);
    for (const QString &suggestion : row.suggestions)
        add(menuText(suggestion), [this, row, suggestion] { activate(row, {Kind::UseSuggestion, suggestion}); });
    menu->addSeparator();
    if (row.id != 0 && !row.text.isEmpty())
        add(tr("Reply"), [this, key] { Q_EMIT replyRequested(key); });
    if (row.id != 0 && !row.text.isEmpty())
        add(tr("Quote"), [this, row] { Q_EMIT quoteRequested(row.text); });
    if (row.isEditable)
        add(tr("Edit"), [this, key] { Q_EMIT editRequested(key); });
    if (row.state == ChatRow::State::NotSent) {
        offer(tr("Retry"), Kind::Retry);
        offer(tr("Delete"), Kind::Discard);
    } else if (row.upload) {
        offer(tr("Cancel"), Kind::Discard);
    } else if (row.isUnderWay()) {
        offer(tr("Stop"), Kind::Stop);
    } else if (row.hasFailed()) {
        if (row.isAnswer)
            offer(tr("Retry"), Kind::Retry);
        offer(tr("Dismiss"), Kind::Dismiss);
    } else if (row.isAnswer) {
        offer(tr("Regenerate"), Kind::Regenerate);
    }
    addBots(menu, row);
    if (!row.reasoning.isEmpty())
        offer(m_unfolded.value(key).reasoning ? tr("Hide the reasoning") : tr("Show the reasoning"), Kind::ShowReasoning);
    if (row.version > 0)
        offer(tr("Earlier version"), Kind::OlderVersion);
    if (row.version + 1 < row.versions)
        offer(tr("Later version"), Kind::NewerVersion);
    if (row.id != 0) {
        menu->addSeparator();
        offer(tr("Details"), Kind::ShowDetails);
    }
    if (menu->isEmpty())
        delete menu;
    else
        menu->popup(globalAt);
}

// Who else could answer the question that this is, or that this answers.
void MessageView::addBots(QMenu *menu, const ChatRow &row)
{
    const bool isQuestion = row.senderType == SenderType::User && row.id != 0 && row.contentType == u"text" && !row.isComment;
    const qint64 questionId = row.isAnswer ? row.replyTo : isQuestion ? row.id : 0;
    if (questionId == 0)
        return;
    QList<std::pair<QString, QString>> others = m_bots;
    others.removeIf([&row](const auto &bot) { return row.isAnswer && bot.first == row.senderId; });
    if (!others.isEmpty()) {
        QMenu *bots = menu->addMenu(row.isAnswer ? tr("Ask another bot") : tr("Ask a bot"));
        for (const auto &[id, name] : std::as_const(others))
            connect(bots->addAction(menuText(name)), &QAction::triggered, this, [this, questionId, id = id] { Q_EMIT otherAnswerRequested(questionId, id); });
    }
    if (m_model->answerCount(questionId) > 1)
        connect(menu->addAction(tr("Compare the answers")), &QAction::triggered, this, [this, questionId] { Q_EMIT comparisonRequested(questionId); });
}

} // namespace pipit
