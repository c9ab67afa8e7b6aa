// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/log/log_accessible.h"

#include "ui/console/log/log_view.h"
#include "ui/theme/accessible_items.h"

#include <QAccessibleWidget>
#include <QPointer>

#include <algorithm>

namespace pipit {

namespace {

constexpr std::size_t mostKept = 400; // lines that are known here, though most are not in view any more

class AccessibleLogLine : public QAccessibleInterface
{
public:
    AccessibleLogLine(LogView *view, qint64 id) : m_view(view), m_id(id) { }

    bool isValid() const override { return m_view && placed(); }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString &) override { }
    QString text(QAccessible::Text kind) const override { return isValid() && kind == QAccessible::Name ? m_view->spokenText(m_id) : QString(); }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !isValid();
        state.readOnly = true;
        state.focusable = state.selectable = true;
        state.focused = isValid() && m_view->hasFocus() && m_view->current() == m_id;
        state.selected = isValid() && m_view->isSelected(m_id);
        return state;
    }

    QRect rect() const override
    {
        const LogView::Placed *at = m_view ? placed() : nullptr;
        return at ? QRect(m_view->viewport()->mapToGlobal(at->rect.topLeft()), at->rect.size()) : QRect();
    }

private:
    const LogView::Placed *placed() const
    {
        const auto found = std::ranges::find(m_view->visibleLines(), m_id, &LogView::Placed::id);
        return found == m_view->visibleLines().end() ? nullptr : &*found;
    }

    QPointer<LogView> m_view;
    qint64 m_id;
};

class AccessibleLog : public QAccessibleWidget
{
public:
    explicit AccessibleLog(LogView *view) : QAccessibleWidget(view, QAccessible::List), m_view(view) { }

    int childCount() const override { return m_view ? int(m_view->visibleLines().size()) : 0; }

    QAccessibleInterface *child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        const qint64 id = m_view->visibleLines()[std::size_t(index)].id;
        const auto isInView = [this](qint64 known) { return std::ranges::find(m_view->visibleLines(), known, &LogView::Placed::id) != m_view->visibleLines().end(); };
        return m_lines.item(id, mostKept, isInView, [&] { return new AccessibleLogLine(m_view, id); });
    }

    QAccessibleInterface *childAt(int x, int y) const override
    {
        for (int i = 0; i < childCount(); ++i) {
            if (QAccessibleInterface *line = child(i); line->rect().contains(x, y))
                return line;
        }
        return nullptr;
    }

    int indexOfChild(const QAccessibleInterface *wanted) const override
    {
        for (int i = 0; i < childCount(); ++i) {
            if (child(i) == wanted)
                return i;
        }
        return -1;
    }

    QAccessibleInterface *focusChild() const override
    {
        for (int i = 0; i < childCount() && m_view->hasFocus(); ++i) {
            if (m_view->visibleLines()[std::size_t(i)].id == m_view->current())
                return child(i);
        }
        return QAccessibleWidget::focusChild();
    }

private:
    QPointer<LogView> m_view;
    mutable AccessibleItems<qint64> m_lines;
};

QAccessibleInterface *makeLogInterface(const QString &, QObject *object)
{
    auto *view = qobject_cast<LogView *>(object);
    return view ? new AccessibleLog(view) : nullptr;
}

} // namespace

void installLogAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(&makeLogInterface);
        return true;
    }();
    Q_UNUSED(installed)
}

} // namespace pipit
