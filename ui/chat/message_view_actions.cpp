// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with a message, and the menu that offers it.
#include "ui/chat/message_view.h"

#include "ui/chat/content/file_facts.h"
#include "ui/media/file_saves.h"
#include "ui/media/media_player.h"
#include "ui/media/picture_viewer.h"
#include "ui/theme/dialogs.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QToolTip>
#include <QUrl>

namespace pipit {

void MessageView::copyText(const QString &text, const QPoint &at)
{
    QGuiApplication::clipboard()->setText(text);
    QToolTip::showText(viewport()->mapToGlobal(at), tr("Copied"), viewport(), {}, 1500);
}

void MessageView::activate(const ChatRow &row, const MessageAction &action)
{
    using Kind = MessageAction::Kind;
    switch (action.kind) {
    case Kind::Retry:
        row.state == ChatRow::State::NotSent ? void(Q_EMIT retryRequested(row.pendingId)) : answerAnew(row);
        break;
    case Kind::Regenerate:
        answerAnew(row);
        break;
    case Kind::Discard:
        Q_EMIT discardRequested(row.pendingId);
        break;
    case Kind::Dismiss:
        Q_EMIT dismissRequested(row.runId);
        break;
    case Kind::Stop:
        Q_EMIT stopRequested(row.runId);
        break;
    case Kind::OlderVersion:
    case Kind::NewerVersion:
        // One that failed has nothing to come back to.
        if (row.hasFailed()) {
            Q_EMIT dismissRequested(row.runId);
            break;
        }
        m_model->showVersion(m_model->rowOfKey(row.key), row.version + (action.kind == Kind::NewerVersion ? 1 : -1));
        break;
    case Kind::ShowAll:
        unfoldText(row.key);
        break;
    case Kind::ShowReasoning: {
        holdRow(row.key);
        bool &isShown = m_unfolded[row.key].reasoning;
        isShown = !isShown;
        scheduleArrange();
        break;
    }
    case Kind::ShowQuoted:
        showMessage(row.quote.id);
        break;
    case Kind::ShowDetails:
        showDetails(row);
        break;
    case Kind::UseSuggestion:
        Q_EMIT suggestionChosen(action.text);
        break;
    }
}

void MessageView::act(const ChatRow &row, const BlockAction &action)
{
    using Kind = BlockAction::Kind;
    const QString name = action.name.isEmpty() ? fileName(row.metadata, action.address) : action.name;
    const auto openSaved = [this, &action](auto pathOf) {
        if (const auto save = m_media.saves->of(action.address))
            QDesktopServices::openUrl(QUrl::fromLocalFile(pathOf(save->path)));
    };
    switch (action.kind) {
    case Kind::AllowPicture:
        m_askedKey = row.key;
        m_media.pictures->allow(action.address);
        break;
    case Kind::RetryPicture:
        m_askedKey = row.key;
        m_media.pictures->retry(action.address);
        break;
    case Kind::OpenPicture:
        (new PictureViewer(m_media, action.address, name, this))->show();
        break;
    case Kind::SaveFile:
        if (const QString path = dialogs::saveFile(this, tr("Save the file"), name); !path.isEmpty())
            m_media.saves->start(action.address, path);
        break;
    case Kind::CancelSave:
        m_media.saves->cancel(action.address);
        break;
    case Kind::OpenSaved:
        openSaved([](const QString &path) { return path; });
        break;
    case Kind::ShowSaved:
        openSaved([](const QString &path) { return QFileInfo(path).absolutePath(); });
        break;
    case Kind::Play:
        m_media.player->play(action.address);
        break;
    case Kind::Pause:
        m_media.player->pause();
        break;
    case Kind::Seek:
        m_media.player->seek(action.address, qint64(action.value));
        break;
    case Kind::SetVolume:
        m_media.player->setVolume(action.value);
        break;
    }
}

// A stored answer is replaced; one that failed without a word leaves its question.
void MessageView::answerAnew(const ChatRow &row)
{
    if (!row.runId.isEmpty())
        Q_EMIT dismissRequested(row.runId);
    Q_EMIT answerRequested(row.id != 0 ? row.id : row.replaces != 0 ? row.replaces : row.replyTo, row.senderId);
}

void MessageView::showDetails(const ChatRow &row)
{
    const int asked = row.replyTo ? m_model->rowOfMessage(row.replyTo) : -1;
    (new MessageDetails(row, m_painted.value(row.key), asked < 0 ? 0 : m_model->row(asked).createdAtMs, this))->show();
}

void MessageView::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Keyboard) {
        if (!m_currentKey.isEmpty())
            showMenu(m_currentKey, event->globalPos(), {});
        return;
    }
    const QPoint at = viewport()->mapFromGlobal(event->globalPos());
    if (const RowWindow::Placed *placed = placedAt(at)) {
        MessageLayout *layout = layoutOf(placed->row);
        showMenu(layout->row().key, event->globalPos(), layout->hit(at - QPoint(0, placed->top)).link);
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
    if (!link.isEmpty())
        add(tr("Copy link"), toClipboard(link));
    if (!isSelected && !row.text.isEmpty())
        add(tr("Export…"), [this, key] { Q_EMIT exportRequested(MessageSelection::whole(*m_model, key)); });
    using Kind = MessageAction::Kind;
    const auto offer = [this, &add, &row](const QString &label, Kind kind) { add(label, [this, row, kind] { activate(row, {kind}); }); };
    // Whatever the pointer finds in the message is here too.
    const MessageLayout *layout = layoutOf(index);
    menu->addSeparator();
    for (const BlockAction &action : layout->content().actions())
        add(action.label, [this, row, action] { act(row, action); });
    if (layout->isFolded())
        offer(tr("Show all of it"), Kind::ShowAll);
    if (row.quote.id != 0)
        offer(tr("Go to what is quoted"), Kind::ShowQuoted);
    for (const QString &suggestion : row.suggestions)
        add(suggestion, [this, row, suggestion] { activate(row, {Kind::UseSuggestion, suggestion}); });
    menu->addSeparator();
    if (row.id != 0 && !row.text.isEmpty())
        add(tr("Quote"), [this, row] { Q_EMIT quoteRequested(row.text); });
    if (row.isEditable)
        add(tr("Edit"), [this, key] { Q_EMIT editRequested(key); });
    if (row.state == ChatRow::State::NotSent) {
        offer(tr("Retry"), Kind::Retry);
        offer(tr("Delete"), Kind::Discard);
    } else if (row.isUnderWay()) {
        offer(tr("Stop"), Kind::Stop);
    } else if (row.hasFailed()) {
        if (row.isAnswer)
            offer(tr("Retry"), Kind::Retry);
        offer(tr("Dismiss"), Kind::Dismiss);
    } else if (row.isAnswer) {
        offer(tr("Regenerate"), Kind::Regenerate);
    }
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

} // namespace pipit
