// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/runs/runs_panel.h"

#include "client/api_client.h"
#include "ui/console/runs/run_timeline.h"
#include "ui/theme/style.h"
#include "ui/theme/table_style.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace pipit {

namespace {

QWidget *cardOfRuns()
{
    auto *card = new QWidget;
    setArea(card, "card");
    return card;
}

} // namespace

RunsPanel::RunsPanel(Size size, QWidget *parent)
    : QWidget(parent), m_size(size), m_title(new QLabel), m_problem(wordsLabel("bad")), m_table(new QTableView), m_name(wordsLabel("dim")), m_line(new RunTimeline), m_error(wordsLabel("bad")), m_copy(new QPushButton)
{
    setLook(m_title, "tone", "strong");
    m_problem->hide();
    m_table->setModel(&m_model);
    m_table->setObjectName("runsTable");
    prepareTable(m_table);
    m_table->horizontalHeader()->setSectionResizeMode(RunsModel::Session, QHeaderView::Stretch);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_copy->setObjectName("runCopy");
    Theme::measure(m_table, [this] {
        const std::pair<int, int> widths[] = {{RunsModel::Asked, 84}, {RunsModel::Bot, 120}, {RunsModel::State, 110}, {RunsModel::FirstToken, 100}, {RunsModel::Whole, 100}, {RunsModel::Code, 100}, {RunsModel::LogId, 180}};
        for (const auto &[column, width] : widths)
            m_table->setColumnWidth(column, Theme::scaled(width));
    });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    QWidget *below = cardOfRuns();
    auto *inBelow = new QVBoxLayout(below);
    inBelow->setContentsMargins(14, 10, 14, 10);
    inBelow->setSpacing(6);
    if (size == Size::Whole) {
        QWidget *above = cardOfRuns();
        auto *inAbove = new QVBoxLayout(above);
        inAbove->setContentsMargins(14, 10, 4, 4);
        inAbove->addWidget(m_title);
        inAbove->addWidget(m_problem);
        inAbove->addWidget(m_table, 1);
        layout->addWidget(above, 3);
    } else {
        m_table->setParent(this);
        m_table->hide();
        inBelow->addWidget(m_title);
        inBelow->addWidget(m_problem);
    }
    inBelow->addWidget(m_name);
    inBelow->addWidget(m_line);
    inBelow->addWidget(m_error);
    inBelow->addWidget(m_copy, 0, Qt::AlignLeft);
    inBelow->addStretch();
    layout->addWidget(below, size == Size::Whole ? 2 : 1);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_error->text()); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &current) {
        if (current.isValid())
            m_chosen = m_model.run(current.row()).run.runId;
        showRun();
    });
    retranslate();
    showRun();
}

RunsPanel::~RunsPanel() = default;

void RunsPanel::setClient(ApiClient *api)
{
    m_poll.reset();
    m_model.setRuns({});
    m_chosen.clear();
    showRun();
    if (!api)
        return;
    m_poll = std::make_unique<OpsPoll>(*api, QStringLiteral("/api/ops/runs"));
    connect(m_poll.get(), &OpsPoll::answered, this, &RunsPanel::take);
    connect(m_poll.get(), &OpsPoll::failed, this, [this](const Error &error) {
        m_problem->setText(error.message);
        m_problem->show();
    });
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), m_size == Size::Whole ? QStringLiteral("200") : QStringLiteral("1"));
    m_poll->setQuery(query);
    if (isVisible())
        m_poll->start();
}

void RunsPanel::take(const QJsonObject &data)
{
    m_problem->hide();
    const QString chosen = m_chosen; // the table loses it where rows come
    m_model.setRuns(OpsRun::listFrom(data));
    if (const int row = chosen.isEmpty() ? -1 : m_model.rowOf(chosen); row >= 0)
        m_table->selectRow(row);
    m_chosen = m_model.rowOf(chosen) >= 0 ? chosen : QString(); // the newest, where it is told of no more
    showRun();
}

void RunsPanel::showRun()
{
    const int row = m_chosen.isEmpty() ? 0 : m_model.rowOf(m_chosen);
    const bool isThere = row >= 0 && row < m_model.rowCount();
    m_line->setRun(isThere ? std::optional(m_model.run(row)) : std::nullopt);
    m_name->setVisible(isThere);
    m_error->setVisible(isThere && !m_model.run(row).run.error.isEmpty());
    m_copy->setVisible(m_error->isVisibleTo(this));
    if (!isThere)
        return;
    const OpsRun &run = m_model.run(row);
    const QLocale locale;
    QStringList words{run.run.botId, RunsModel::stateText(run.run.state)};
    if (run.attempts > 1)
        words << tr("%n attempt(s)", nullptr, run.attempts);
    if (run.outputTokens)
        words << tr("%1 tokens in, %2 out").arg(locale.toString(run.inputTokens.value_or(0)), locale.toString(*run.outputTokens));
    m_name->setText(words.join(QStringLiteral(" · ")));
    QStringList error{run.run.error};
    if (!run.errorCode.isEmpty())
        error << tr("Code: %1").arg(run.errorCode);
    if (!run.logId.isEmpty())
        error << tr("Log id: %1").arg(run.logId);
    m_error->setText(error.join(u'\n'));
}

void RunsPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_poll)
        m_poll->start();
}

void RunsPanel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    if (m_poll)
        m_poll->stop();
}

void RunsPanel::retranslate()
{
    m_title->setText(m_size == Size::Whole ? tr("Answers of the bots") : tr("Last answer, one clock"));
    m_copy->setText(tr("Copy"));
    m_table->setAccessibleName(tr("Answers of the bots"));
    m_model.retranslate();
    showRun();
}

void RunsPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace pipit
