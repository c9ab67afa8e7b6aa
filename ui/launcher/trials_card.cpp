// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/launcher/trials_card.h"

#include "ui/launcher/trial_words.h"
#include "ui/locale/times.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace pipit {

namespace {

constexpr int barSteps = 1'000;

using Outcome = FaultVerdict::Outcome;

StateMark *markOf(Outcome outcome)
{
    if (outcome == Outcome::Passed)
        return new StateMark("check", &Tokens::good);
    return outcome == Outcome::Failed ? new StateMark("error", &Tokens::bad) : new StateMark("info", &Tokens::dim);
}

QLabel *readable(const char *tone, const QString &text)
{
    QLabel *label = wordsLabel(tone);
    label->setText(text);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

TrialsCard::TrialsCard(Servers *servers, QWidget *parent)
    : LauncherCard(parent), m_servers(servers), m_menu(std::make_unique<QMenu>()), m_title(heading()), m_try(new QPushButton), m_note(wordsLabel("dim")), m_underWay(new QWidget), m_step(wordsLabel("")), m_bar(new QProgressBar), m_cancel(new QPushButton)
{
    m_menu->setToolTipsVisible(true);
    m_try->setObjectName("trialsTry");
    m_try->setMenu(m_menu.get());
    m_step->setObjectName("trialsStep");
    m_cancel->setObjectName("trialsCancel");
    m_bar->setObjectName("trialsBar");
    m_bar->setRange(0, barSteps);
    m_bar->setTextVisible(false);
    auto *top = new QHBoxLayout;
    top->addWidget(m_title, 1);
    top->addWidget(m_try);
    column()->addLayout(top);
    column()->addWidget(m_note);
    auto *grid = new QGridLayout(m_underWay);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->addWidget(m_step, 0, 0);
    grid->addWidget(m_bar, 1, 0);
    grid->addWidget(m_cancel, 0, 1, 2, 1, Qt::AlignRight | Qt::AlignVCenter);
    grid->setColumnStretch(0, 1);
    column()->addWidget(m_underWay);
    connect(m_menu.get(), &QMenu::aboutToShow, this, &TrialsCard::fillMenu);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_trials)
            m_trials->cancel();
    });
    retell();
}

TrialsCard::~TrialsCard() = default;

void TrialsCard::fillMenu()
{
    m_menu->clear();
    if (!m_trials)
        return;
    for (const FaultKind kind : faultKinds) {
        if (kind != FaultKind::Storm) {
            add(kind, 1);
            continue;
        }
        for (const int streams : m_trials->storms())
            add(kind, streams);
    }
}

void TrialsCard::add(FaultKind kind, int streams)
{
    const FaultTrials::Bar bar = m_trials->barOf(kind);
    const QString name = TrialWords::nameOf(kind, streams);
    QAction *action = m_menu->addAction(bar == FaultTrials::Bar::None ? name : tr("%1 (%2)").arg(name, TrialWords::barOf(bar)));
    action->setEnabled(bar == FaultTrials::Bar::None);
    connect(action, &QAction::triggered, this, [this, kind, streams] {
        if (m_trials)
            m_trials->start(kind, streams);
    });
}

void TrialsCard::refresh()
{
    OwnNode *node = m_servers->ownNode();
    FaultTrials *trials = node ? node->trials() : nullptr;
    if (trials != m_trials) {
        m_trials = trials;
        m_shownTo = {};
        if (trials)
            connect(trials, &FaultTrials::changed, this, &TrialsCard::refresh);
    }
    setVisible(trials && (node->status().isUp() || trials->progress()));
    if (!trials)
        return;
    m_try->setEnabled(!trials->progress() && trials->barOf(FaultKind::CutStream) == FaultTrials::Bar::None);
    showProgress();
    const QDateTime newest = trials->verdicts().isEmpty() ? QDateTime() : trials->verdicts().first().at;
    if (newest != m_shownTo || !m_list)
        showVerdicts();
}

void TrialsCard::showProgress()
{
    const auto &progress = m_trials->progress();
    // Whoever pressed Cancel by the keyboard is not to lose the place.
    const bool hadFocus = m_cancel->hasFocus();
    m_underWay->setVisible(progress.has_value());
    if (!progress) {
        if (hadFocus)
            m_try->setFocus(Qt::OtherFocusReason);
        return;
    }
    const QString name = TrialWords::nameOf(progress->kind, progress->streams);
    m_step->setText(name + u'\n' + TrialWords::stepOf(*progress));
    m_bar->setValue(int(progress->done * barSteps));
    m_bar->setAccessibleName(name);
    m_bar->setAccessibleDescription(TrialWords::stepOf(*progress));
    m_cancel->setEnabled(!progress->isCancelled && progress->step != FaultProgress::Step::TidyingUp);
}

void TrialsCard::showVerdicts()
{
    delete m_list;
    m_list = new QWidget;
    m_list->setObjectName("trialsList");
    auto *grid = new QGridLayout(m_list);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    int row = 0;
    const QList<FaultVerdict> verdicts = m_trials ? m_trials->verdicts() : QList<FaultVerdict>();
    for (const FaultVerdict &verdict : verdicts) {
        if (row > 0)
            grid->setRowMinimumHeight(row++, Theme::scaled(6));
        const QString name = TrialWords::nameOf(verdict.kind, verdict.streams), outcome = TrialWords::outcomeOf(verdict);
        auto *title = readable("", tr("%1: %2").arg(name, outcome));
        title->setObjectName("trialTitle");
        auto *when = new QLabel(clockTime(verdict.at.toMSecsSinceEpoch()));
        when->setTextFormat(Qt::PlainText);
        setLook(when, "tone", "dim");
        auto *text = readable("dim", TrialWords::textOf(verdict));
        text->setObjectName("trialText");
        grid->addWidget(markOf(verdict.outcome), row, 0, Qt::AlignTop);
        grid->addWidget(title, row, 1);
        grid->addWidget(when, row++, 2, Qt::AlignTop | Qt::AlignRight);
        grid->addWidget(text, row++, 1, 1, 2);
        if (const QString next = TrialWords::nextOf(verdict); !next.isEmpty()) {
            auto *todo = readable("", next);
            todo->setObjectName("trialNext");
            grid->addWidget(todo, row++, 1, 1, 2);
        }
    }
    column()->addWidget(m_list);
    m_list->setVisible(!verdicts.isEmpty());
    m_shownTo = verdicts.isEmpty() ? QDateTime() : verdicts.first().at;
}

void TrialsCard::retell()
{
    m_title->setText(tr("Faults to try"));
    m_try->setText(tr("Try a fault…"));
    m_note->setText(tr("See with your own eyes what becomes of a fault: each takes some seconds, under a small load of its own, in sessions that nobody else sees and that are deleted afterwards."));
    m_cancel->setText(tr("Cancel"));
    delete std::exchange(m_list, nullptr);
    refresh();
}

} // namespace pipit
