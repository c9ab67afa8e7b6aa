// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings_form.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/theme/toggle.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

namespace pipit {

namespace {

constexpr int columnMax = 720;
constexpr int choiceWidth = 160;

} // namespace

SettingsForm::SettingsForm(Words title, QWidget *parent) : QWidget(parent), m_column(new QWidget), m_rows(new QVBoxLayout(m_column))
{
    m_column->setObjectName("page");
    Theme::measure(m_column, [this] { m_column->setMaximumWidth(Theme::scaled(columnMax)); });
    m_rows->setContentsMargins(16, 18, 16, 24);
    m_rows->setSpacing(12);
    m_rows->addStretch();
    auto *page = new QWidget;
    page->setObjectName("page");
    auto *inPage = new QHBoxLayout(page);
    inPage->setContentsMargins(0, 0, 0, 0);
    inPage->addWidget(m_column);
    auto *scroll = new QScrollArea;
    scroll->setObjectName("settingsScroll");
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(page);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    QLabel *heading = addLabel(std::move(title));
    Theme::measure(heading, [heading] { heading->setFont(Theme::title()); });
}

void SettingsForm::addWidget(QWidget *widget)
{
    m_rows->insertWidget(m_rows->count() - 1, widget); // before the stretch
}

void SettingsForm::say(QWidget *about, std::function<void()> words)
{
    words();
    std::erase_if(m_words, [](const auto &entry) { return !entry.first; });
    m_words.emplace_back(about, std::move(words));
}

QLabel *SettingsForm::addLabel(Words words)
{
    auto *label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    say(label, [label, words = std::move(words)] { label->setText(words()); });
    addWidget(label);
    return label;
}

QLabel *SettingsForm::addHeading(Words words)
{
    m_rows->insertSpacing(m_rows->count() - 1, 10);
    QLabel *label = addLabel(std::move(words));
    Theme::measure(label, [label] { label->setFont(Theme::strong()); });
    return label;
}

QLabel *SettingsForm::addNote(Words words)
{
    QLabel *label = addLabel(std::move(words));
    setLook(label, "tone", "dim");
    return label;
}

void SettingsForm::addRow(Words label, QWidget *control, Words explanation)
{
    auto *row = new QWidget;
    auto *inRow = new QVBoxLayout(row);
    inRow->setContentsMargins(0, 0, 0, 0);
    inRow->setSpacing(3);
    auto *line = new QHBoxLayout;
    line->setSpacing(12);
    auto *words = new QLabel;
    words->setWordWrap(true);
    words->setTextFormat(Qt::PlainText);
    words->setBuddy(control);
    say(words, [words, control, label] {
        words->setText(label());
        control->setAccessibleName(label());
    });
    line->addWidget(words, 1);
    const bool isField = qobject_cast<QLineEdit *>(control); // it takes what room there is
    line->addWidget(control, isField ? 1 : 0, isField ? Qt::Alignment() : Qt::AlignTop);
    inRow->addLayout(line);
    if (explanation) {
        auto *dim = new QLabel;
        dim->setWordWrap(true);
        dim->setTextFormat(Qt::PlainText);
        setLook(dim, "tone", "dim");
        say(dim, [dim, control, explanation] {
            dim->setText(explanation());
            control->setAccessibleDescription(explanation());
        });
        inRow->addWidget(dim);
    }
    addWidget(row);
}

QCheckBox *SettingsForm::addSwitch(Words label, bool isOn, std::function<void(bool)> apply, Words explanation)
{
    auto *box = new Toggle;
    box->setChecked(isOn);
    addRow(std::move(label), box, std::move(explanation));
    connect(box, &QCheckBox::toggled, this, std::move(apply));
    return box;
}

QComboBox *SettingsForm::addChoice(Words label, QList<Choice> choices, const QString &current, std::function<void(const QString &)> apply, Words explanation)
{
    auto *box = new QComboBox;
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    Theme::measure(box, [box] { box->setMinimumWidth(Theme::scaled(choiceWidth)); }); // one below the other, they stand in line
    for (const Choice &choice : choices)
        box->addItem(QString(), choice.value);
    box->setCurrentIndex(qMax(0, box->findData(current)));
    say(box, [box, choices = std::move(choices)] {
        for (int i = 0; i < choices.size(); ++i)
            box->setItemText(i, choices[i].words());
    });
    addRow(std::move(label), box, std::move(explanation));
    connect(box, &QComboBox::currentIndexChanged, this, [box, apply = std::move(apply)](int index) { apply(box->itemData(index).toString()); });
    return box;
}

void SettingsForm::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LanguageChange)
        return;
    for (const auto &[about, words] : m_words) {
        if (about)
            words();
    }
}

} // namespace pipit
