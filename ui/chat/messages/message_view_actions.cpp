// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with a message.
#include "ui/chat/content/link_address.h"
#include "ui/chat/messages/message_view.h"

#include "ui/chat/content/file_facts.h"
#include "ui/media/file_saves.h"
#include "ui/media/media_player.h"
#include "ui/media/picture_viewer.h"
#include "ui/theme/dialogs.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
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
        m_model->rowOfMessage(row.quote.id) < 0 ? void(Q_EMIT messageWanted(row.quote.id)) : showMessage(row.quote.id);
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
        m_playedKey = row.key;
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

// What was removed, or gave way to another version, is heard no more. What is only not loaded any more waits.
void MessageView::stopWhatIsGone(bool isReset)
{
    if (m_playedKey.isEmpty() || !m_media.player)
        return;
    const int row = m_model->rowOfKey(m_playedKey);
    if (row >= 0 && m_media.player->of(m_model->row(row).text))
        return;
    m_playedKey.clear();
    row < 0 && isReset ? m_media.player->pause() : m_media.player->stop();
}

void MessageView::openLink(const QString &address)
{
    if (isSafeLink(address))
        QDesktopServices::openUrl(QUrl(address));
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

} // namespace pipit
