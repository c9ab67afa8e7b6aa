// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings_page.h"

#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace pipit {

namespace {

constexpr int listWidth = 208;
constexpr int foldBelow = 640;

} // namespace

SettingsPage::SettingsPage(SettingsContext context, QWidget *parent)
    : QWidget(parent), m_context(std::move(context)), m_sections(settingsSections(m_context)), m_side(new QWidget), m_title(new QLabel), m_back(new QToolButton), m_list(new QListWidget), m_stack(new QStackedWidget)
{
    m_made.resize(m_sections.size());
    setArea(m_side, "side");
    m_list->setObjectName("settingsSections");
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (qsizetype i = 0; i < m_sections.size(); ++i)
        m_list->addItem(QString());
    setLook(m_back, "kind", "ghost");
    m_back->setIcon(themedIcon("chevron-left"));
    m_back->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);

    auto *inSide = new QVBoxLayout(m_side);
    inSide->setContentsMargins(12, 16, 12, 12);
    inSide->setSpacing(10);
    inSide->addWidget(m_title);
    inSide->addWidget(m_list, 1);
    auto *right = new QWidget;
    right->setObjectName("page");
    auto *inRight = new QVBoxLayout(right);
    inRight->setContentsMargins(0, 0, 0, 0);
    inRight->setSpacing(0);
    auto *back = new QHBoxLayout;
    back->setContentsMargins(8, 0, 8, 0);
    back->addWidget(m_back);
    back->addStretch();
    inRight->addLayout(back);
    inRight->addWidget(m_stack, 1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_side);
    layout->addWidget(right, 1);

    connect(m_list, &QListWidget::currentRowChanged, this, &SettingsPage::showSection);
    // Chosen again, it is opened again: in a narrow window it is not before one's eyes.
    connect(m_list, &QListWidget::itemClicked, this, [this] { showList(false); });
    connect(m_list, &QListWidget::itemActivated, this, [this] { showList(false); });
    connect(m_back, &QToolButton::clicked, this, [this] { showList(true); });
    Theme::measure(this, [this] {
        m_title->setFont(Theme::title());
        layOut();
    });
    retranslate();
    m_list->setCurrentRow(0);
    setFocusProxy(m_list);
}

void SettingsPage::open(const QString &sectionId)
{
    const auto found = std::ranges::find(m_sections, sectionId, &SettingsSection::id);
    if (found == m_sections.end())
        return;
    m_list->setCurrentRow(int(found - m_sections.begin()));
    showList(false);
}

QString SettingsPage::currentSection() const
{
    return m_sections.value(m_list->currentRow()).id;
}

QWidget *SettingsPage::section() const
{
    return m_stack->currentWidget();
}

void SettingsPage::focusFirst()
{
    m_list->setFocus(Qt::ShortcutFocusReason);
}

void SettingsPage::showSection(int row)
{
    if (row < 0)
        return;
    QWidget *&section = m_made[row];
    if (!section) {
        section = m_sections[row].make(m_context);
        m_stack->addWidget(section);
    }
    m_stack->setCurrentWidget(section);
}

void SettingsPage::showList(bool isShown)
{
    m_isListShown = isShown;
    layOut();
    if (m_isFolded && isShown)
        focusFirst();
    else if (m_isFolded)
        m_back->setFocus(Qt::OtherFocusReason);
}

void SettingsPage::layOut()
{
    m_back->setVisible(m_isFolded);
    m_side->setVisible(!m_isFolded || m_isListShown);
    m_stack->parentWidget()->setVisible(!m_isFolded || !m_isListShown);
    if (m_isFolded) {
        m_side->setMinimumWidth(0);
        m_side->setMaximumWidth(QWIDGETSIZE_MAX);
    } else {
        m_side->setFixedWidth(Theme::scaled(listWidth));
    }
}

void SettingsPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isNarrow = width() < Theme::scaled(foldBelow);
    if (std::exchange(m_isFolded, isNarrow) != isNarrow)
        layOut();
}

void SettingsPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape)
        return QWidget::keyPressEvent(event);
    if (m_isFolded && !m_isListShown)
        showList(true);
    else
        Q_EMIT left();
}

void SettingsPage::retranslate()
{
    m_title->setText(tr("Settings"));
    m_back->setText(tr("All settings"));
    m_back->setAccessibleName(tr("Back to all settings"));
    m_list->setAccessibleName(tr("Sections of the settings"));
    for (qsizetype i = 0; i < m_sections.size(); ++i)
        m_list->item(int(i))->setText(m_sections[i].title());
}

void SettingsPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace pipit
