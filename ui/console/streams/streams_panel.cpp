// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/streams/streams_panel.h"

#include "client/api_client.h"
#include "ui/console/streams/stream_cells.h"
#include "ui/console/streams/stream_details.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/table_style.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPointer>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace pipit {

namespace {

constexpr int rowsOfBrief = 20;
constexpr int searchWidth = 190;

} // namespace

StreamsPanel::StreamsPanel(Size size, QWidget *parent)
    : QWidget(parent), m_size(size), m_title(new QLabel), m_count(new QLabel), m_which(new QComboBox), m_search(new QLineEdit), m_problem(wordsLabel("bad")), m_table(new QTableView)
{
    auto *card = new QWidget;
    setArea(card, "card");
    setLook(m_title, "tone", "strong");
    setLook(m_count, "tone", "dim");
    m_count->setTextFormat(Qt::PlainText);
    m_which->addItems({QString(), QString()});
    m_which->setObjectName("streamsWhich");
    m_search->setObjectName("streamsSearch");
    addClearButton(m_search);
    Theme::measure(m_search, [this] { m_search->setMaximumWidth(Theme::scaled(searchWidth)); });
    m_problem->hide();
    m_table->setModel(&m_model);
    m_table->setObjectName("streamsTable");
    prepareTable(m_table);
    m_table->setItemDelegateForColumn(StreamsModel::Queued, new QueuedCell(m_table));
    m_table->horizontalHeader()->setSectionsClickable(true);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->installEventFilter(this);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_title);
    head->addWidget(m_count, 1);
    head->addWidget(m_which);
    head->addWidget(m_search);
    auto *inCard = new QVBoxLayout(card);
    inCard->setContentsMargins(14, 8, 4, 4);
    inCard->setSpacing(4);
    inCard->addLayout(head);
    inCard->addWidget(m_problem);
    inCard->addWidget(m_table, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    if (size == Size::Whole) {
        m_details = new StreamDetails;
        auto *both = new QSplitter(Qt::Vertical);
        both->setChildrenCollapsible(false);
        both->addWidget(card);
        both->addWidget(m_details);
        both->setStretchFactor(0, 3);
        both->setStretchFactor(1, 2);
        layout->addWidget(both);
        connect(m_details, &StreamDetails::closeRequested, this, &StreamsPanel::disconnectStream);
    } else {
        layout->addWidget(card);
        m_which->hide();
        m_search->hide();
    }
    connect(m_which, &QComboBox::currentIndexChanged, this, [this](int index) { showEnded(index == 1); });
    connect(m_search, &QLineEdit::textChanged, this, &StreamsPanel::askAnew);
    connect(m_table->horizontalHeader(), &QHeaderView::sectionClicked, this, [this](int column) {
        if (!StreamsModel::sortName(column).isEmpty())
            sortByTurns(column);
    });
    connect(m_table, &QTableView::customContextMenuRequested, this, &StreamsPanel::showMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &StreamsPanel::showSelected);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        if (m_size == Size::Brief)
            Q_EMIT detailsRequested(m_model.stream(index.row()).id);
    });
    sortBy(m_sortColumn, m_sortOrder);
    retranslate();
    Theme::measure(m_table, [this] { layOutColumns(); });
}

StreamsPanel::~StreamsPanel() = default;

void StreamsPanel::setClient(ApiClient *api)
{
    if (m_api == api)
        return;
    m_api = api;
    m_poll.reset();
    setStreams({});
    if (m_details)
        m_details->setClient(api);
    if (!api)
        return;
    m_poll = std::make_unique<OpsPoll>(*api, QStringLiteral("/api/ops/connections"));
    connect(m_poll.get(), &OpsPoll::answered, this, &StreamsPanel::take);
    connect(m_poll.get(), &OpsPoll::failed, this, [this](const Error &error) {
        m_problem->setText(error.message);
        m_problem->show();
    });
    askAnew();
    if (isVisible())
        m_poll->start();
}

void StreamsPanel::askAnew()
{
    if (!m_poll)
        return;
    QUrlQuery query;
    if (m_isEnded)
        query.addQueryItem(QStringLiteral("state"), QStringLiteral("ended"));
    query.addQueryItem(QStringLiteral("sort"), (m_sortOrder == Qt::DescendingOrder ? QStringLiteral("-") : QString()) + StreamsModel::sortName(m_sortColumn));
    if (const QString text = m_search->text().trimmed(); !text.isEmpty())
        query.addQueryItem(QStringLiteral("q"), QString::fromLatin1(QUrl::toPercentEncoding(text)));
    if (m_size == Size::Brief)
        query.addQueryItem(QStringLiteral("limit"), QString::number(rowsOfBrief));
    m_poll->setQuery(query);
}

void StreamsPanel::take(const QJsonObject &data)
{
    m_problem->hide();
    m_all = data.value(u"all").toInteger();
    setStreams(NodeStream::listFrom(data));
    if (const qint64 wanted = std::exchange(m_wanted, 0); m_model.rowOf(wanted) >= 0)
        select(wanted);
    const QLocale locale;
    m_count->setText(m_model.rowCount() < m_all ? tr("%1 of %2").arg(locale.toString(m_model.rowCount()), locale.toString(m_all)) : locale.toString(m_all));
    showSelected();
}

// Where the chosen row goes, the view would choose another one.
void StreamsPanel::setStreams(const QList<NodeStream> &streams)
{
    const qint64 chosen = selectedId();
    const bool stays = std::ranges::find(streams, chosen, &NodeStream::id) != streams.end();
    m_isTaking = true;
    if (!stays) {
        m_table->clearSelection();
        m_table->selectionModel()->clearCurrentIndex();
    }
    m_model.setStreams(streams);
    m_isTaking = false;
}

qint64 StreamsPanel::selectedId() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? 0 : m_model.stream(rows.first().row()).id;
}

void StreamsPanel::showSelected()
{
    const qint64 id = selectedId();
    if (!m_details || m_isTaking)
        return;
    if (id != 0)
        lookForOthers(m_model.stream(m_model.rowOf(id)));
    else if (m_details->streamId() != 0 && m_model.rowOf(m_details->streamId()) < 0 && !m_isEnded && !m_details->isComplete())
        lookForOthers({.id = m_details->streamId()}); // it has gone from the open ones: the end of its story is among the others
}

// The stream as it is now, or ended, and those of the same caller.
QCoro::Task<> StreamsPanel::lookForOthers(NodeStream stream)
{
    if (!m_api)
        co_return;
    const QPointer<StreamsPanel> self(this);
    const int look = ++m_looks;
    const bool isGone = stream.caller.isEmpty();
    if (!isGone && stream.isOpen()) {
        m_details->showStream(stream, {});
        co_return;
    }
    const QString path = QStringLiteral("/api/ops/connections");
    QUrlQuery ended;
    ended.addQueryItem(QStringLiteral("state"), QStringLiteral("ended"));
    ended.addQueryItem(QStringLiteral("limit"), QStringLiteral("500"));
    const auto gone = co_await m_api->get(path, ended);
    if (!self || !gone || look != m_looks)
        co_return;
    QList<NodeStream> others = NodeStream::listFrom(*gone);
    for (const NodeStream &other : std::as_const(others)) {
        if (other.id == stream.id)
            stream = other;
    }
    if (stream.caller.isEmpty()) {
        m_details->clear();
        co_return;
    }
    QUrlQuery open;
    open.addQueryItem(QStringLiteral("q"), QString::fromLatin1(QUrl::toPercentEncoding(stream.caller)));
    const auto there = co_await m_api->get(path, open);
    if (!self || !there || look != m_looks)
        co_return;
    others << NodeStream::listFrom(*there);
    m_details->showStream(stream, others);
}

void StreamsPanel::find(const QString &text)
{
    m_search->setText(text);
}

void StreamsPanel::showEnded(bool isEnded)
{
    if (m_isEnded == isEnded)
        return;
    m_isEnded = isEnded;
    m_which->setCurrentIndex(isEnded);
    ++m_looks;
    setStreams({});
    if (m_details)
        m_details->clear();
    layOutColumns();
    askAnew();
}

void StreamsPanel::sortBy(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    m_model.setSorted(column, order);
    askAnew();
}

void StreamsPanel::select(qint64 id)
{
    if (const int row = m_model.rowOf(id); row >= 0) {
        m_table->selectRow(row);
        m_table->scrollTo(m_model.index(row, 0));
        return;
    }
    find({});
    showEnded(false);
    m_wanted = id;
}

QList<NodeStream> StreamsPanel::streams() const
{
    QList<NodeStream> streams;
    for (int row = 0; row < m_model.rowCount(); ++row)
        streams << m_model.stream(row);
    return streams;
}

void StreamsPanel::layOutColumns()
{
    const bool isBrief = m_size == Size::Brief;
    const std::pair<int, int> widths[] = {{StreamsModel::Caller, 130}, {StreamsModel::Sessions, 170}, {StreamsModel::Via, 78}, {StreamsModel::Since, 90}, {StreamsModel::Cursor, 86}, {StreamsModel::Lag, 66}, {StreamsModel::Queued, 150}, {StreamsModel::Delivered, 90}, {StreamsModel::Address, 110}, {StreamsModel::Agent, 160}, {StreamsModel::Ended, 90}, {StreamsModel::Reason, 130}};
    for (const auto &[column, width] : widths)
        m_table->setColumnWidth(column, Theme::scaled(width));
    for (const int column : {StreamsModel::Address, StreamsModel::Agent, StreamsModel::Cursor})
        m_table->setColumnHidden(column, isBrief);
    for (const int column : {StreamsModel::Ended, StreamsModel::Reason})
        m_table->setColumnHidden(column, !m_isEnded);
    for (const int column : {StreamsModel::Lag, StreamsModel::Queued})
        m_table->setColumnHidden(column, m_isEnded);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    m_table->horizontalHeader()->setSectionResizeMode(StreamsModel::Sessions, QHeaderView::Stretch);
    m_table->horizontalHeader()->setMinimumSectionSize(Theme::scaled(56));
}

void StreamsPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_poll)
        m_poll->start();
}

void StreamsPanel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    if (m_poll)
        m_poll->stop();
    if (m_details)
        m_details->stopListening();
}

void StreamsPanel::retranslate()
{
    m_title->setText(tr("Streams"));
    m_which->setItemText(0, tr("Open"));
    m_which->setItemText(1, tr("Ended lately"));
    m_which->setAccessibleName(tr("Which streams"));
    m_search->setPlaceholderText(tr("Caller, session, address…"));
    m_search->setAccessibleName(tr("Find streams"));
    m_table->setAccessibleName(tr("Streams"));
    m_model.retranslate();
}

void StreamsPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace pipit
