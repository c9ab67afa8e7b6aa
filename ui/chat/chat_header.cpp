// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chat_header.h"

#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace pipit {

namespace {

constexpr int leastForPeople = 90; // of its width
constexpr int mostForPeople = 260;

} // namespace

ChatHeader::ChatHeader(QWidget *parent)
    : QWidget(parent), m_list(new QToolButton), m_title(new QLabel), m_titleEdit(new QLineEdit), m_pill(new QLabel), m_note(new QToolButton), m_people(new QToolButton), m_more(new QToolButton)
{
    setArea(this, "header");
    Theme::measure(this, [this] {
        setFixedHeight(Theme::scaled(52));
        m_title->setFont(Theme::title());
        m_titleEdit->setFont(Theme::title());
        m_pill->setFont(Theme::small());
    });
    for (QToolButton *button : {m_list, m_people, m_note, m_more}) {
        setLook(button, "kind", "ghost");
        button->setIconSize(QSize(18, 18));
    }
    m_list->setIcon(themedIcon("chevron-left"));
    m_list->hide();
    m_note->setIcon(themedIcon("note"));
    m_note->setCheckable(true);
    m_note->setObjectName("noteButton");
    m_people->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_people->setObjectName("people");
    m_people->hide();
    m_more->setIcon(themedIcon("more"));
    m_more->setObjectName("more");
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    m_title->installEventFilter(this);
    m_titleEdit->setMaxLength(200);
    m_titleEdit->installEventFilter(this);
    m_titleEdit->hide();
    m_pill->setObjectName("pill");
    m_pill->setTextFormat(Qt::PlainText);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 0, 14, 0);
    layout->setSpacing(12);
    layout->addWidget(m_list);
    layout->addWidget(m_title);
    layout->addWidget(m_titleEdit, 1);
    layout->addWidget(m_pill);
    layout->addStretch();
    layout->addWidget(m_people);
    layout->addWidget(m_note);
    layout->addWidget(m_more);

    connect(m_list, &QToolButton::clicked, this, &ChatHeader::listRequested);
    connect(m_note, &QToolButton::toggled, this, &ChatHeader::noteRequested);
    connect(m_people, &QToolButton::clicked, this, [this] { Q_EMIT peopleRequested(m_people->mapToGlobal(QPoint(m_people->width(), m_people->height()))); });
    connect(m_more, &QToolButton::clicked, this, [this] { Q_EMIT menuRequested(m_more->mapToGlobal(QPoint(m_more->width(), m_more->height()))); });
    connect(m_titleEdit, &QLineEdit::returnPressed, this, [this] { finishRename(true); });
    connect(m_titleEdit, &QLineEdit::editingFinished, this, [this] { finishRename(false); });
    retranslate();
}

void ChatHeader::setTitle(const QString &title)
{
    m_fullTitle = title;
    elideTitle();
}

void ChatHeader::elideTitle()
{
    m_title->setFont(Theme::title());
    const int pill = m_pill->isVisibleTo(this) ? m_pill->sizeHint().width() + 12 : 0;
    const int room = width() - 130 - pill - (m_list->isVisibleTo(this) ? 40 : 0);
    const QFontMetrics titles(Theme::title()), words(m_people->font());
    m_title->setText(titles.elidedText(m_fullTitle, Qt::ElideRight, qMax(60, room)));
    m_title->setToolTip(m_title->text() == m_fullTitle ? QString() : m_fullTitle);
    // The title comes first.
    const int left = qMin(room - titles.horizontalAdvance(m_title->text()) - 30, mostForPeople);
    m_people->setVisible(!m_fullPeople.isEmpty() && left >= leastForPeople);
    m_people->setText(words.elidedText(m_fullPeople, Qt::ElideRight, left));
    m_people->setAccessibleName(m_fullPeople);
}

void ChatHeader::setPeople(const QString &text, bool writing)
{
    m_fullPeople = text;
    setLook(m_people, "tone", writing ? "accent" : "dim");
    elideTitle();
}

void ChatHeader::setBot(const QString &text)
{
    m_pill->setText(text);
    m_pill->setVisible(!text.isEmpty());
    elideTitle();
}

void ChatHeader::setListButtonVisible(bool visible)
{
    m_list->setVisible(visible);
    elideTitle();
}

void ChatHeader::setRenamable(bool renamable)
{
    m_isRenamable = renamable;
    m_note->setVisible(renamable);
    m_more->setVisible(renamable);
}

void ChatHeader::setNoteShown(bool shown)
{
    m_note->setChecked(shown);
}

void ChatHeader::startRename()
{
    if (!m_isRenamable)
        return;
    m_titleEdit->setText(m_fullTitle);
    m_title->hide();
    m_titleEdit->show();
    m_titleEdit->setFocus(Qt::OtherFocusReason);
    m_titleEdit->selectAll();
}

void ChatHeader::finishRename(bool accept)
{
    if (!m_titleEdit->isVisible())
        return;
    const QString title = m_titleEdit->text().trimmed();
    m_titleEdit->hide();
    m_title->show();
    if (accept && !title.isEmpty() && title != m_fullTitle)
        Q_EMIT renameRequested(title);
}

bool ChatHeader::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_title && event->type() == QEvent::MouseButtonDblClick) {
        startRename();
        return true;
    }
    if (watched == m_titleEdit && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        finishRename(false);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ChatHeader::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    elideTitle();
}

void ChatHeader::retranslate()
{
    m_list->setToolTip(tr("Show the sessions"));
    m_list->setAccessibleName(tr("Show the sessions"));
    m_more->setToolTip(tr("More about this session"));
    m_more->setAccessibleName(tr("More about this session"));
    m_note->setToolTip(tr("The note of this session"));
    m_note->setAccessibleName(tr("The note of this session"));
    m_people->setToolTip(tr("Who is in this session"));
    m_titleEdit->setAccessibleName(tr("Title"));
}

void ChatHeader::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace pipit
