// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/note/note_panel.h"

#include "client/connection.h"
#include "ui/chat/note/note_comments.h"
#include "ui/chat/note/note_conflict.h"
#include "ui/chat/note/note_merge.h"
#include "ui/chat/note/note_text.h"
#include "ui/locale/times.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace pipit {

namespace {

QString nameOf(const NoteVersion &version)
{
    return version.senderName.isEmpty() ? version.senderId : version.senderName;
}

} // namespace

NotePanel::NotePanel(QWidget *parent)
    : QWidget(parent), m_title(new QLabel), m_close(new QToolButton), m_stack(new QStackedWidget), m_readPage(makeReadPage()), m_editPage(makeEditPage()), m_conflict(new NoteConflict), m_writing(new QLabel),
      m_problem(new QLabel), m_comments(new NoteComments)
{
    setArea(this, "notePanel");
    m_title->setFont(Theme::title());
    setLook(m_close, "kind", "ghost");
    m_close->setIcon(themedIcon("close"));
    for (QLabel *label : {m_writing, m_problem}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->hide();
    }
    m_writing->setFont(Theme::small());
    setLook(m_writing, "tone", "dim");
    setLook(m_problem, "tone", "bad");
    for (QWidget *page : {m_readPage, m_editPage, static_cast<QWidget *>(m_conflict)})
        m_stack->addWidget(page);

    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 10, 16, 14);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addWidget(m_writing);
    layout->addWidget(m_stack, 3);
    layout->addWidget(m_problem);
    layout->addWidget(m_comments);
    hide();

    m_field->installEventFilter(this);
    connect(m_close, &QToolButton::clicked, this, [this] { setOpen(false); });
    connect(m_edit, &QPushButton::clicked, this, &NotePanel::startEdit);
    connect(m_retry, &QPushButton::clicked, this, [this] { m_note ? m_note->load() : bind(); });
    connect(m_save, &QPushButton::clicked, this, &NotePanel::save);
    connect(m_cancel, &QPushButton::clicked, this, &NotePanel::cancelEdit);
    connect(m_conflict, &NoteConflict::mineKept, this, &NotePanel::keepMine);
    connect(m_conflict, &NoteConflict::theirsTaken, this, &NotePanel::takeTheirs);
    connect(m_conflict, &NoteConflict::mergeWanted, this, &NotePanel::editBoth);
    connect(m_comments, &NoteComments::commentWanted, this, [this](const QString &text) { comment(text); });
    retranslate();
}

NotePanel::~NotePanel() = default;

QWidget *NotePanel::makeReadPage()
{
    auto *page = new QWidget;
    m_text = new NoteText;
    m_empty = new QLabel;
    m_about = new QLabel;
    m_edit = new QPushButton;
    m_retry = new QPushButton;
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignTop);
    for (QLabel *label : {m_empty, m_about}) {
        label->setTextFormat(Qt::PlainText);
        setLook(label, "tone", "dim");
    }
    m_about->setFont(Theme::small());
    m_about->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *row = new QHBoxLayout;
    row->addWidget(m_about, 1);
    row->addWidget(m_retry);
    row->addWidget(m_edit);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_empty, 1);
    layout->addLayout(row);
    return page;
}

QWidget *NotePanel::makeEditPage()
{
    auto *page = new QWidget;
    m_field = new QPlainTextEdit;
    m_meanwhile = new QLabel;
    m_save = new QPushButton;
    m_cancel = new QPushButton;
    m_field->setObjectName("noteField");
    m_meanwhile->setObjectName("notice");
    m_meanwhile->setTextFormat(Qt::PlainText);
    m_meanwhile->setWordWrap(true);
    setLook(m_save, "kind", "primary");
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(m_cancel);
    row->addWidget(m_save);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_field, 1);
    layout->addWidget(m_meanwhile);
    layout->addLayout(row);
    return page;
}

void NotePanel::setConnection(Connection *connection)
{
    if (m_connection == connection)
        return;
    leave();
    m_connection = connection;
    bind();
}

void NotePanel::setSession(const QString &sessionId)
{
    if (m_sessionId == sessionId)
        return;
    leave();
    m_sessionId = sessionId;
    bind();
}

void NotePanel::setOpen(bool open)
{
    if (m_open == open)
        return;
    if (!open)
        leave();
    m_open = open;
    bind();
    Q_EMIT openChanged(open);
    if (open)
        (m_editing ? static_cast<QWidget *>(m_field) : m_edit)->setFocus(Qt::OtherFocusReason);
}

QString NotePanel::key() const
{
    return m_connection ? m_sessionId : QString(); // each server has a page, and a panel, of its own; its address may change
}

NotePanel::Draft *NotePanel::draft()
{
    const auto found = m_drafts.find(key());
    return found == m_drafts.end() ? nullptr : &*found;
}

void NotePanel::leave()
{
    if (!m_note)
        return;
    if (Draft *own = draft()) {
        if (m_stack->currentWidget() == m_editPage)
            own->text = m_field->toPlainText();
        own->isSaving = false;
    }
    m_commentDrafts[key()] = m_comments->draft();
    m_note.reset();
}

void NotePanel::bind()
{
    m_note.reset();
    m_editors.clear();
    if (m_open && m_connection && !m_sessionId.isEmpty()) {
        m_note = std::make_unique<SessionNote>(*m_connection, m_sessionId);
        connect(m_note.get(), &SessionNote::changed, this, &NotePanel::takeNote);
        m_comments->setDraft(m_commentDrafts.value(key()));
        m_comments->setProblem({});
        m_comments->setBusy(false);
        if (const Draft *own = draft())
            show(*own);
    }
    takeNote();
}

void NotePanel::show(const Draft &draft)
{
    m_field->setPlainText(draft.text);
    m_field->moveCursor(QTextCursor::End);
    if (draft.theirs)
        m_conflict->setTexts(draft.text, *draft.theirs);
}

void NotePanel::takeNote()
{
    const NoteVersion latest = m_note ? m_note->latest() : NoteVersion();
    // It was stored, though nobody said so: the answer was lost, or another session was looked at meanwhile.
    if (const Draft *own = draft(); own && !own->isSaving && latest.id > own->base.id && latest.text == (m_stack->currentWidget() == m_editPage ? m_field->toPlainText() : own->text))
        m_drafts.remove(key());
    m_text->setNote(latest.text);
    const QList<Message> comments = m_note ? m_note->comments() : QList<Message>();
    m_comments->setComments(comments);
    static_cast<QVBoxLayout *>(layout())->setStretchFactor(m_comments, comments.isEmpty() ? 0 : 2);
    refresh();
}

void NotePanel::startEdit()
{
    if (!m_note || draft())
        return;
    show(m_drafts[key()] = Draft{.text = m_note->latest().text, .base = m_note->latest()});
    refresh();
    m_field->setFocus(Qt::OtherFocusReason);
}

void NotePanel::cancelEdit()
{
    m_drafts.remove(key());
    refresh();
    m_edit->setFocus(Qt::OtherFocusReason);
}

void NotePanel::save()
{
    Draft *own = draft();
    if (!m_note || !own || own->isSaving)
        return;
    own->text = m_field->toPlainText();
    if (own->text == own->base.text)
        return cancelEdit();
    saveDraft(key());
}

QCoro::Task<> NotePanel::saveDraft(QString key)
{
    const QPointer<NotePanel> self(this);
    m_drafts[key].isSaving = true;
    const int mine = m_drafts[key].saving = ++m_saves;
    m_drafts[key].fault.reset();
    refresh();
    const QString text = m_drafts[key].text;
    const NoteVersion base = m_drafts[key].base;
    const auto saved = co_await m_note->save(text, base);
    const auto own = self ? m_drafts.find(key) : QHash<QString, Draft>::iterator();
    // Another try, or another draft, may have come meanwhile.
    if (!self || own == m_drafts.end() || own->saving != mine)
        co_return;
    own->isSaving = false;
    if (!saved && saved.error().code != ErrorCode::Cancelled)
        own->fault = saved.error();
    else if (saved && saved->conflict)
        own->theirs = saved->conflict;
    else if (saved)
        m_drafts.erase(own);
    if (key != this->key())
        co_return;
    if (saved && saved->conflict)
        show(*own);
    takeNote();
    if (saved && !saved->conflict)
        m_edit->setFocus(Qt::OtherFocusReason);
}

void NotePanel::keepMine()
{
    Draft *own = draft();
    if (!m_note || !own || !own->theirs || own->isSaving)
        return;
    own->base = *own->theirs;
    saveDraft(key());
}

void NotePanel::takeTheirs()
{
    cancelEdit();
}

void NotePanel::editBoth()
{
    Draft *own = draft();
    if (!own || !own->theirs)
        return;
    own->text = mergedNote(own->text, own->theirs->text, tr("mine"), nameOf(*own->theirs));
    own->base = *own->theirs;
    own->theirs.reset();
    show(*own);
    refresh();
    m_field->setFocus(Qt::OtherFocusReason);
}

QCoro::Task<> NotePanel::comment(QString text)
{
    if (!m_note)
        co_return;
    const QPointer<NotePanel> self(this);
    const QString key = this->key();
    m_comments->setBusy(true);
    m_comments->setProblem({});
    const auto stored = co_await m_note->comment(text);
    if (!self || key != this->key() || (!stored && stored.error().code == ErrorCode::Cancelled))
        co_return;
    m_comments->setBusy(false);
    if (stored)
        m_comments->setDraft({});
    else
        m_comments->setProblem(tr("Not added: %1 What you wrote is kept here.").arg(stored.error().message));
}

} // namespace pipit
