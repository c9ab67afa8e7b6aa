// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/command_palette.h"

#include "ui/palette/palette_delegate.h"
#include "ui/palette/palette_model.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

namespace pipit {

namespace {

constexpr int widest = 560;
constexpr int rowsShown = 9;
constexpr int fromTop = 72;

} // namespace

CommandPalette::CommandPalette(QWidget *window)
    : QWidget(window), m_window(window), m_model(new PaletteModel(this)), m_field(new QLineEdit), m_list(new QListView), m_empty(new QLabel)
{
    setArea(this, "paletteCard");
    setFocusProxy(m_field);
    m_field->setObjectName("paletteField");
    m_field->installEventFilter(this);
    m_list->setObjectName("sessions");
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setLook(m_empty, "tone", "dim");
    m_empty->setContentsMargins(18, 6, 18, 12);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 8, 1, 6);
    layout->setSpacing(6);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(10, 0, 10, 0);
    top->addWidget(m_field);
    layout->addLayout(top);
    layout->addWidget(m_list);
    layout->addWidget(m_empty);

    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::setWords);
    connect(m_list, &QListView::clicked, this, &CommandPalette::take);
    hide();
    retranslate();
}

void CommandPalette::setSource(Source source, Others others)
{
    m_source = std::move(source);
    m_others = std::move(others);
}

void CommandPalette::openPalette()
{
    if (isVisible())
        return m_field->setFocus(Qt::ShortcutFocusReason); // it has gone elsewhere meanwhile
    if (!m_source)
        return;
    m_focusBefore = QApplication::focusWidget();
    m_model->setEntries(m_source());
    m_field->clear();
    setWords({});
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
    qApp->installEventFilter(this);
}

void CommandPalette::closePalette()
{
    if (!isVisible())
        return;
    qApp->removeEventFilter(this);
    hide();
    if (m_focusBefore && m_focusBefore->isVisible())
        m_focusBefore->setFocus(Qt::OtherFocusReason);
    m_model->setEntries({});
}

void CommandPalette::setWords(const QString &words)
{
    const QString wanted = words.trimmed();
    m_model->setWords(wanted, m_others && !wanted.isEmpty() && !wanted.startsWith(u'>') ? m_others(wanted) : QList<PaletteEntry>());
    const bool isEmpty = m_model->rowCount() == 0;
    m_list->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
    m_list->setCurrentIndex(m_model->index(0));
    place();
}

void CommandPalette::place()
{
    const int width = qMin(Theme::scaled(widest), m_window->width() - 24);
    const int rows = qMin(m_model->rowCount(), rowsShown);
    if (rows > 0)
        m_list->setFixedHeight(qMin(rows * m_list->sizeHintForRow(0) + 2, qMax(60, m_window->height() - 2 * fromTop)));
    resize(width, sizeHint().height());
    QWidget::move((m_window->width() - width) / 2, qMin(fromTop, m_window->height() / 8));
}

void CommandPalette::take(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const std::function<void()> run = m_model->entry(index.row()).run;
    closePalette();
    run();
}

void CommandPalette::move(int by)
{
    const int rows = m_model->rowCount();
    if (rows > 0)
        m_list->setCurrentIndex(m_model->index(qBound(0, m_list->currentIndex().row() + by, rows - 1)));
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Down:
            return move(1), true;
        case Qt::Key_Up:
            return move(-1), true;
        case Qt::Key_PageDown:
            return move(rowsShown), true;
        case Qt::Key_PageUp:
            return move(-rowsShown), true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            return take(m_list->currentIndex()), true;
        case Qt::Key_Escape:
            return closePalette(), true;
        case Qt::Key_Tab:
        case Qt::Key_Backtab:
            return true; // there is nowhere else to go
        default:
            break;
        }
    }
    const auto *widget = qobject_cast<QWidget *>(watched);
    const bool isBeside = widget && widget->window() == m_window && widget != this && !isAncestorOf(widget);
    if (isVisible() && isBeside && event->type() == QEvent::MouseButtonPress) {
        closePalette(); // and what was clicked gets the click
    } else if (isVisible() && isBeside && event->type() == QEvent::FocusIn) {
        m_focusBefore = nullptr; // a key has led elsewhere, and the keyboard stays there
        closePalette();
    }
    if (watched == m_window && event->type() == QEvent::Resize && isVisible())
        place();
    return QWidget::eventFilter(watched, event);
}

void CommandPalette::retranslate()
{
    m_field->setPlaceholderText(tr("Go to a session, or do something"));
    m_field->setAccessibleName(tr("Command"));
    m_list->setAccessibleName(tr("What fits"));
    m_empty->setText(tr("Nothing fits these letters."));
}

void CommandPalette::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace pipit
