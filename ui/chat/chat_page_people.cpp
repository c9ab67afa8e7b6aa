// SPDX-License-Identifier: GPL-3.0-or-later
// Who is in the session that is open: who is here, who writes, and what the others hear of this window.
#include "ui/chat/chat_page.h"

#include "client/session_archive.h"
#include "ui/chat/chat_header.h"
#include "ui/chat/composer/composer.h"
#include "ui/chat/members_popup.h"
#include "ui/chat/note/note_panel.h"
#include "ui/chat/people_words.h"

#include <QPlainTextEdit>

#include <algorithm>

namespace pipit {

namespace {

const QString writesMessage = QStringLiteral("message");
const QString writesNote = QStringLiteral("note");
constexpr qsizetype latestMessages = 200;

} // namespace

void ChatPage::connectPeople()
{
    connect(m_composer->edit(), &QTextEdit::textChanged, this, [this] {
        // What another session's draft says was not written now.
        if (m_composer->edit()->hasFocus() && !m_composer->isEditing())
            tellTyping(writesMessage, !m_composer->text().isEmpty());
    });
    connect(m_composer, &Composer::sendRequested, this, [this] { tellTyping(writesMessage, false); });
    connect(m_note, &NotePanel::editingChanged, this, [this](bool editing) { tellTyping(writesNote, editing); });
    connect(m_note->field(), &QPlainTextEdit::textChanged, this, [this] {
        if (m_note->isEditing())
            tellTyping(writesNote, true);
    });
    connect(m_header, &ChatHeader::peopleRequested, this, &ChatPage::showMembers);
}

void ChatPage::setTellsTyping(bool tells)
{
    m_tellsTyping = tells;
}

void ChatPage::tellTyping(const QString &what, bool active)
{
    if (m_connection && !m_sessionId.isEmpty() && (m_tellsTyping || !active))
        m_connection->setTyping(m_sessionId, what, active);
}

// The members of the session that is open, anew.
void ChatPage::askForMembers()
{
    if (!m_connection || m_sessionId.isEmpty() || m_connection->status().state != ConnectionStatus::State::Live)
        return;
    m_connection->members(m_sessionId).then([guard = QPointer<ChatPage>(this), id = m_sessionId](const Result<QList<Member>> &members) {
        if (!guard || !members || guard->m_sessionId != id)
            return;
        guard->m_members = *members;
        guard->updatePeople();
    });
}

// Who writes here for the first time is a member from now on.
void ChatPage::welcome(const QList<Message> &messages)
{
    bool isNew = false;
    for (const Message &message : messages) {
        if (message.senderType != SenderType::User || message.senderId == m_connection->ownSenderId() || m_welcomed.contains(message.senderId))
            continue;
        m_welcomed.insert(message.senderId); // asked for once, listed or not
        isNew = isNew || std::ranges::find(m_members, message.senderId, &Member::sub) == m_members.end();
    }
    updatePeople();
    if (isNew)
        askForMembers();
}

void ChatPage::updatePeople()
{
    if (!m_connection)
        return;
    QStringList writing, editing;
    for (const Typist &typist : m_connection->typists(m_sessionId))
        (typist.what == writesNote ? editing : writing) << (typist.name.isEmpty() ? typist.id : typist.name);
    const QString ownId = m_connection->ownSenderId();
    for (Member &member : m_members)
        member.present = m_connection->isPresent(member.sub).value_or(member.present);
    const QString typing = PeopleWords::typing(writing);
    m_header->setPeople(typing.isEmpty() ? PeopleWords::summary(m_members, ownId) : typing, !typing.isEmpty());
    m_note->setEditors(editing);
    m_composer->setPeople(othersNames());
}

QStringList ChatPage::othersNames() const
{
    QStringList names;
    const auto add = [&names](const QString &name) {
        if (!name.isEmpty() && !names.contains(name))
            names << name;
    };
    const QString ownId = m_connection->ownSenderId();
    for (const Member &member : m_members) {
        if (member.sub != ownId && member.role != u"bot")
            add(member.name.isEmpty() ? member.sub : member.name);
    }
    const QList<Message> messages = m_feed ? m_feed->messages() : QList<Message>();
    for (const Message &message : messages.last(qMin(messages.size(), latestMessages))) {
        if (message.senderType == SenderType::User && saidBy(message) != ownId)
            add(message.senderName);
    }
    return names;
}

void ChatPage::showMembers(const QPoint &at)
{
    if (!m_connection || m_sessionId.isEmpty())
        return;
    auto *popup = new MembersPopup(this);
    if (!m_members.isEmpty())
        popup->showMembers(m_members, m_connection->ownSenderId());
    popup->openAt(at);
    m_connection->members(m_sessionId).then([popup = QPointer<MembersPopup>(popup), guard = QPointer<ChatPage>(this)](const Result<QList<Member>> &members) {
        if (!popup || !guard || !guard->m_connection)
            return;
        if (members)
            popup->showMembers(*members, guard->m_connection->ownSenderId());
        else if (guard->m_members.isEmpty())
            popup->showProblem(tr("Who is here is not known: %1").arg(members.error().message));
    });
}

} // namespace pipit
