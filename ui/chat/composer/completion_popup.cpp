// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/composer/completion_popup.h"

#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QListWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace pipit {

namespace {

constexpr int mostWidth = 480;
constexpr int mostRows = 7;
constexpr int rowHeight = 30;
constexpr int iconSize = 16;
constexpr int gap = 6;
constexpr int border = 5;

} // namespace

CompletionPopup::CompletionPopup(QWidget *anchor) : QFrame(anchor->window()), m_anchor(anchor), m_list(new QListWidget)
{
    setArea(this, "completion");
    setFocusPolicy(Qt::NoFocus);
    m_list->setObjectName("completionList");
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setUniformItemSizes(true);
    Theme::measure(this, [this] { m_list->setIconSize(QSize(Theme::scaled(iconSize), Theme::scaled(iconSize))); });
    m_list->setAccessibleName(tr("Suggestions"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(border, border, border, border);
    layout->addWidget(m_list);
    connect(m_list, &QListWidget::itemClicked, this, [this] { Q_EMIT chosen(); });
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0 && row < m_items.size())
            Q_EMIT currentChanged(m_items[row].label);
    });
    hide();
    anchor->installEventFilter(this);
    anchor->window()->installEventFilter(this);
}

void CompletionPopup::showItems(const QList<Item> &items)
{
    const QString before = current() ? current()->id : QString();
    if (items.isEmpty()) {
        m_items.clear();
        hide();
        return;
    }
    if (std::exchange(m_items, items) != items || !isVisible()) {
        m_list->clear();
        for (const Item &item : items) {
            const QString label = item.detail.isEmpty() ? item.label : item.label + QStringLiteral("   ") + item.detail;
            auto *row = new QListWidgetItem(item.icon ? themedIcon(item.icon, &Tokens::dim) : QIcon(), label, m_list);
            row->setSizeHint(QSize(10, Theme::scaled(rowHeight)));
        }
        const auto found = std::ranges::find(m_items, before, &Item::id);
        m_list->setCurrentRow(found == m_items.end() ? 0 : int(found - m_items.begin()));
    }
    // A page may have been put into another window since.
    if (parentWidget() != m_anchor->window()) {
        setParent(m_anchor->window());
        m_anchor->window()->installEventFilter(this);
    }
    place();
    show();
    raise();
}

const CompletionPopup::Item *CompletionPopup::current() const
{
    const int row = m_list->currentRow();
    return isVisible() && row >= 0 && row < m_items.size() ? &m_items[row] : nullptr;
}

// Round: after the last comes the first.
void CompletionPopup::step(int rows)
{
    const int count = m_list->count();
    if (count > 0)
        m_list->setCurrentRow(((m_list->currentRow() + rows) % count + count) % count);
}

void CompletionPopup::place()
{
    const QPoint corner = m_anchor->mapTo(parentWidget(), QPoint(0, 0));
    const int row = Theme::scaled(rowHeight);
    const int room = qMax(row + 2 * border, corner.y() - 2 * gap);
    const int height = qMin(qMin(m_list->count(), mostRows) * row + 2 * border + 2, room);
    const int width = qMin(Theme::scaled(mostWidth), m_anchor->width());
    setGeometry(corner.x(), qMax(0, corner.y() - gap - height), width, height);
}

bool CompletionPopup::eventFilter(QObject *, QEvent *event)
{
    if (isVisible() && (event->type() == QEvent::Resize || event->type() == QEvent::Move))
        place();
    if (event->type() == QEvent::Hide)
        hide();
    return false;
}

} // namespace pipit
