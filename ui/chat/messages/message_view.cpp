// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/message_view.h"

#include "ui/chat/messages/message_accessible.h"
#include "ui/media/file_saves.h"
#include "ui/media/media_player.h"
#include "ui/media/picture_store.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace pipit {

namespace {

constexpr int scrollUnits = 256;             // of the scroll bar for one row
constexpr std::size_t layoutMargin = 24;     // rows kept laid out beside the visible ones
constexpr int streamInterval = 40;           // ms
constexpr int slowestStreamInterval = 1000;  // where a redraw is dear, because the last paragraph is very long
constexpr qsizetype longAnswer = 2000;       // characters; a shorter one is never folded
constexpr int olderRows = 12;                // ask for older messages when the reader is this near to the first
constexpr int bottomPadding = 14;
constexpr int dragInterval = 16;             // ms

} // namespace

MessageView::MessageView(MessageModel *model, QWidget *parent)
    : QAbstractScrollArea(parent), m_model(model), m_jumpButton(new QPushButton(viewport()))
{
    installMessageAccessibility(this);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Conversation"));

    setLook(m_jumpButton, "kind", "pill");
    m_jumpButton->setIcon(themedIcon("arrow-down"));
    m_jumpButton->setFocusPolicy(Qt::NoFocus);
    m_jumpButton->hide();
    connect(m_jumpButton, &QPushButton::clicked, this, &MessageView::scrollToBottom);

    m_arrangeTimer.setSingleShot(true);
    m_streamTimer.setSingleShot(true);
    m_streamTimer.setInterval(streamInterval);
    m_growTimer.setSingleShot(true);
    connect(&m_arrangeTimer, &QTimer::timeout, this, &MessageView::arrangeInPlace);
    connect(&m_growTimer, &QTimer::timeout, this, &MessageView::growLayouts);
    connect(&m_streamTimer, &QTimer::timeout, this, [this] {
        if (std::exchange(m_streamPending, false))
            streamed();
    });
    m_midnight.setSingleShot(true);
    connect(&m_midnight, &QTimer::timeout, viewport(), qOverload<>(&QWidget::update));
    m_dragTimer.setInterval(dragInterval);
    connect(&m_dragTimer, &QTimer::timeout, this, &MessageView::scrollWhileDragging);
    connect(m_model, &MessageModel::modelReset, this, &MessageView::takeReset);
    connect(m_model, &MessageModel::appended, this, [this](int count) {
        if (!m_window.isAtBottom())
            m_unseen += count;
    });
    connect(m_model, &MessageModel::rowsChanged, this, [this] {
        stopWhatIsGone(false);
        followRows();
        scheduleArrange();
    });
    connect(m_model, &MessageModel::textGrew, this, &MessageView::streamed);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        forgetLayouts();
        scheduleArrange();
    });
}

MessageView::~MessageView() = default;

void MessageView::setMedia(const MediaStores &media)
{
    m_media = media;
    if (media.pictures) {
        connect(media.pictures, &PictureStore::changed, this, &MessageView::mediaChanged);
        connect(media.pictures, &PictureStore::frameChanged, this, &MessageView::frameChanged);
    }
    if (media.saves)
        connect(media.saves, &FileSaves::changed, this, &MessageView::mediaChanged);
    if (media.player) {
        connect(media.player, &MediaPlayer::changed, this, &MessageView::mediaChanged);
        connect(media.player, &MediaPlayer::frameChanged, this, &MessageView::frameChanged);
    }
    forgetLayouts();
    scheduleArrange();
}

void MessageView::mediaChanged(const QString &address)
{
    for (auto &[key, entry] : m_layouts) {
        if (!entry.layout->content().shows(address))
            continue;
        const QString before = wordsFor(key);
        entry.layout->refresh();
        if (wordsFor(key) != before)
            tellName(key);
    }
    followRows();
    holdBeside(address);
    scheduleArrange();
}

// Nothing moves: only the rows that show it are painted again.
void MessageView::frameChanged(const QString &address)
{
    for (std::size_t place = 0; place < m_window.placed().size(); ++place) {
        const RowWindow::Placed &placed = m_window.placed()[place];
        if (const MessageLayout *layout = visibleLayout(place); layout && layout->content().shows(address))
            viewport()->update(0, placed.top, width(), placed.height);
    }
}

MessageLayout *MessageView::layoutOf(int row)
{
    const ChatRow data = m_model->row(row);
    Entry &entry = m_layouts[data.key];
    if (!entry.layout)
        entry.layout = std::make_unique<MessageLayout>(m_media);
    if (entry.revision != m_revision) {
        // Whoever has seen it come keeps seeing it.
        if (data.isUnderWay() && data.text.size() > longAnswer)
            m_unfolded[data.key].text = true;
        entry.layout->setRow(data, m_unfolded.value(data.key));
        entry.revision = m_revision;
    }
    // Of the whole area: the column stands in its middle, with or without a scroll bar, as the composer below does.
    entry.layout->setWidth(width());
    entry.usedAt = m_arrangement;
    return entry.layout.get();
}

MessageLayout *MessageView::layoutOfKey(const QString &key)
{
    const int row = key.isEmpty() ? -1 : m_model->rowOfKey(key);
    return row < 0 ? nullptr : layoutOf(row);
}

void MessageView::scheduleArrange()
{
    ++m_revision;
    m_arrangeTimer.start(0);
}

// Another session begins where it is new to the reader, else at its end; the same one, loaded again, stays where the reader is.
void MessageView::takeReset()
{
    const bool isKnown = std::ranges::any_of(m_placedKeys, [this](const QString &key) { return m_model->rowOfKey(key) >= 0; });
    if (!isKnown) {
        const int marked = m_model->rowOfMark();
        marked < 0 ? m_window.scrollToBottom() : m_window.scrollToRow(marked);
        m_selection.clear();
        m_currentKey.clear();
        m_unfolded.clear();
        m_unseen = 0;
        leavePlace();
    }
    stopWhatIsGone(true);
    m_olderAsked = false;
    m_newerAsked = false;
    followRows();
    scheduleArrange();
}

void MessageView::streamed()
{
    if (m_streamTimer.isActive()) {
        m_streamPending = true;
        return;
    }
    QElapsedTimer clock;
    clock.start();
    ++m_revision;
    arrangeInPlace();
    m_streamTimer.start(std::clamp(int(clock.elapsed()) * 4, streamInterval, slowestStreamInterval));
}

void MessageView::arrange()
{
    ++m_arrangement;
    const int rows = m_model->rowCount();
    m_window.arrange(rows, viewport()->height(), [this, rows](int row) {
        return layoutOf(row)->height() + (row == rows - 1 ? bottomPadding : 0);
    });
    const QStringList placedBefore = std::exchange(m_placedKeys, {});
    bool isUnfinished = false;
    for (const RowWindow::Placed &placed : m_window.placed()) {
        const MessageLayout *layout = layoutOf(placed.row);
        m_placedKeys << layout->row().key;
        isUnfinished |= layout->isUnfinished();
    }
    if (isUnfinished || m_sought)
        m_growTimer.start(0);
    if (!isUnfinished)
        m_kept.reset();
    tellAssistants(placedBefore);
    Q_EMIT arranged();
    tellFinished();
    if (m_window.isAtBottom())
        m_unseen = 0;
    dropUnused();
    updateScrollBar();
    updateJumpButton();
    viewport()->update();
    // Asked once for each visit to the beginning, so that a failure can be tried again by coming back.
    const bool nearFirst = rows > 0 && m_window.placed().front().row < olderRows;
    if (nearFirst && !std::exchange(m_olderAsked, true))
        Q_EMIT olderWanted();
    else if (!nearFirst)
        m_olderAsked = false;
    const bool nearLast = m_isOpenEnded && rows > 0 && m_window.placed().back().row >= rows - olderRows;
    if (nearLast && !std::exchange(m_newerAsked, true))
        Q_EMIT newerWanted();
    else if (!nearLast)
        m_newerAsked = false;
}

void MessageView::dropUnused()
{
    std::vector<std::pair<quint64, QString>> unused;
    for (auto &[key, entry] : m_layouts) {
        if (entry.usedAt == m_arrangement)
            continue;
        entry.layout->releasePixmap();
        unused.emplace_back(entry.usedAt, key);
    }
    if (unused.size() <= layoutMargin)
        return;
    std::ranges::sort(unused);
    unused.resize(unused.size() - layoutMargin);
    for (const auto &[usedAt, key] : unused)
        m_layouts.erase(key);
}

void MessageView::updateScrollBar()
{
    m_updatingScrollBar = true;
    QScrollBar *bar = verticalScrollBar();
    const int page = qMax(1, int(std::ceil(m_window.rowsInWindow() * scrollUnits)));
    bar->setRange(0, qMax(0, m_model->rowCount() * scrollUnits - page));
    bar->setPageStep(page);
    bar->setSingleStep(scrollUnits / 4);
    bar->setValue(m_window.isAtBottom() ? bar->maximum() : int(m_window.topRow() * scrollUnits));
    m_updatingScrollBar = false;
}

void MessageView::updateJumpButton()
{
    const bool wanted = (m_isOpenEnded || !m_window.isAtBottom()) && m_model->rowCount() > 0;
    if (wanted) {
        m_jumpButton->setText(m_unseen > 0 ? tr("%n new message(s)", nullptr, m_unseen) : tr("Newest"));
        m_jumpButton->adjustSize();
        m_jumpButton->move((width() - m_jumpButton->width()) / 2, viewport()->height() - m_jumpButton->height() - 12);
    }
    m_jumpButton->setVisible(wanted);
}

void MessageView::setOpenEnded(bool openEnded)
{
    m_isOpenEnded = openEnded;
    m_newerAsked = false;
    updateJumpButton();
}

void MessageView::scrollToBottom()
{
    if (m_isOpenEnded)
        return Q_EMIT newestWanted();
    leavePlace();
    m_window.scrollToBottom();
    scheduleArrange();
}

const MessageLayout *MessageView::visibleLayout(std::size_t place) const
{
    const auto found = m_layouts.find(m_placedKeys.value(qsizetype(place)));
    return found == m_layouts.end() ? nullptr : found->second.layout.get();
}

void MessageView::scrollPixels(int pixels)
{
    leavePlace();
    m_window.scrollBy(pixels);
    arrange();
}

void MessageView::scrollContentsBy(int, int)
{
    if (m_updatingScrollBar)
        return;
    leavePlace();
    const QScrollBar *bar = verticalScrollBar();
    if (bar->value() >= bar->maximum())
        m_window.scrollToBottom();
    else
        m_window.scrollToRow(double(bar->value()) / scrollUnits);
    arrange();
}

void MessageView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    if (event->oldSize().width() == event->size().width())
        return arrange();
    const auto place = readersPlace();
    m_window.keepFraction();
    arrange();
    if (place)
        returnTo(*place);
}

void MessageView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Conversation"));
        forgetLayouts();
        scheduleArrange();
    }
}

} // namespace pipit
