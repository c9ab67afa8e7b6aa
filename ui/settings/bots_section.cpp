// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/bots_section.h"

#include "ui/locale/times.h"
#include "ui/settings/bot_form.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace pipit {

namespace {

constexpr int rowHeight = 64; // two lines, as Chinese needs them
constexpr int rowsShown = 7;

QIcon dot(const QColor &colour)
{
    QPixmap pixmap(20, 20);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(5, 5, 10, 10);
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected); // else it is tinted where the row is chosen
    return icon;
}

QLabel *wrapped(const char *tone)
{
    auto *label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setLook(label, "tone", tone);
    return label;
}

} // namespace

BotsSection::BotsSection(BotEditor *editor, QWidget *parent) : QWidget(parent), m_editor(editor), m_stack(new QStackedWidget)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    m_stack->addWidget(makeListPage());
    m_stack->addWidget(makeFormPage());

    connect(m_add, &QPushButton::clicked, this, &BotsSection::add);
    connect(m_edit, &QPushButton::clicked, this, &BotsSection::edit);
    connect(m_list, &QListWidget::itemActivated, this, &BotsSection::edit);
    connect(m_list, &QListWidget::currentRowChanged, this, [this] { askToRemove(false); });
    connect(m_remove, &QPushButton::clicked, this, [this] { askToRemove(true); });
    connect(m_keep, &QPushButton::clicked, this, [this] { askToRemove(false); });
    connect(m_removeNow, &QPushButton::clicked, this, [this] {
        if (const BotConfig *bot = current())
            removeNow(bot->id);
    });
    connect(m_test, &QPushButton::clicked, this, &BotsSection::test);
    connect(m_save, &QPushButton::clicked, this, &BotsSection::save);
    connect(m_cancel, &QPushButton::clicked, this, &BotsSection::close);
    connect(m_form, &BotForm::offersWanted, this, [this] { askForOffers(); });
    connect(m_form, &BotForm::faultWithoutField, this, [this](const QString &text) { tell(text, true); });
    retranslate();
    load();
}

QWidget *BotsSection::makeListPage()
{
    auto *page = new QWidget;
    m_intro = wrapped("dim");
    m_list = new QListWidget;
    m_list->setObjectName("settingsList");
    m_list->setWordWrap(true);
    m_listProblem = wrapped("bad");
    m_listProblem->hide();
    m_add = new QPushButton;
    m_edit = new QPushButton;
    m_remove = new QPushButton;
    m_removeNow = new QPushButton;
    m_keep = new QPushButton;
    setLook(m_add, "kind", "primary");
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    for (QPushButton *button : {m_add, m_edit, m_remove, m_removeNow, m_keep})
        row->addWidget(button);
    row->addStretch();
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(m_intro);
    layout->addWidget(m_list);
    layout->addWidget(m_listProblem);
    layout->addLayout(row);
    layout->addStretch();
    return page;
}

QWidget *BotsSection::makeFormPage()
{
    auto *page = new QWidget;
    m_heading = new QLabel;
    m_heading->setFont(Theme::title());
    m_heading->setTextFormat(Qt::PlainText);
    m_form = new BotForm;
    m_outcome = wrapped("dim");
    m_answer = wrapped("");
    m_answer->setObjectName("answer");
    m_test = new QPushButton;
    m_save = new QPushButton;
    m_cancel = new QPushButton;
    setLook(m_save, "kind", "primary");
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_test);
    row->addStretch();
    row->addWidget(m_cancel);
    row->addWidget(m_save);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(m_heading);
    layout->addWidget(m_form);
    layout->addWidget(m_outcome);
    layout->addWidget(m_answer);
    layout->addLayout(row);
    layout->addStretch();
    return page;
}

void BotsSection::load()
{
    const auto bots = m_editor->bots();
    m_listProblem->setVisible(!bots);
    m_listProblem->setText(bots ? QString() : bots.error().message);
    m_bots = bots ? *bots : std::vector<BotConfig>();
    m_add->setEnabled(bots.ok());
    fillList();
}

void BotsSection::setAvailability(const QList<BotInfo> &bots)
{
    m_known = bots;
    fillList();
}

void BotsSection::fillList()
{
    const Tokens &tokens = Theme::tokens();
    const int row = m_list->currentRow();
    m_list->clear();
    for (const BotConfig &bot : m_bots) {
        const auto known = std::ranges::find(m_known, bot.id, &BotInfo::id);
        const bool isKnown = known != m_known.end();
        const QString state = !isKnown ? tr("not asked yet") : known->available ? tr("can be asked") : known->reason;
        const QString what = !bot.model.isEmpty() ? bot.model : !bot.botId.isEmpty() ? bot.botId : bot.provider;
        auto *item = new QListWidgetItem(dot(!isKnown ? tokens.faint : known->available ? tokens.good : tokens.bad), (bot.name.isEmpty() ? bot.id : bot.name) + QStringLiteral("  ·  ") + what + u'\n' + state, m_list);
        item->setToolTip(bot.baseUrl);
        item->setSizeHint(QSize(0, Theme::scaled(rowHeight)));
    }
    m_list->setFixedHeight(qBound(1, m_list->count(), rowsShown) * Theme::scaled(rowHeight) + 2 * m_list->frameWidth() + 12);
    m_list->setCurrentRow(qMin(qMax(0, row), m_list->count() - 1));
    askToRemove(false);
}

const BotConfig *BotsSection::current() const
{
    const int row = m_list->currentRow();
    return row >= 0 && std::size_t(row) < m_bots.size() ? &m_bots[std::size_t(row)] : nullptr;
}

void BotsSection::askToRemove(bool asking)
{
    const BotConfig *bot = current();
    m_edit->setEnabled(bot);
    m_remove->setEnabled(bot && !m_busy);
    for (QPushButton *button : {m_add, m_edit, m_remove})
        button->setVisible(!asking);
    for (QPushButton *button : {m_removeNow, m_keep})
        button->setVisible(asking);
    m_removeNow->setText(bot ? tr("Remove %1").arg(bot->name.isEmpty() ? bot->id : bot->name) : QString());
}

bool BotsSection::isFormOpen() const
{
    return m_stack->currentIndex() == 1;
}

void BotsSection::add()
{
    open({.id = {}, .provider = QStringLiteral("coze")}, {});
}

void BotsSection::edit()
{
    if (const BotConfig *bot = current())
        open(*bot, bot->id);
}

void BotsSection::open(const BotConfig &bot, const QString &id)
{
    QStringList others;
    for (const BotConfig &other : m_bots)
        others << other.id;
    ++m_opened;
    m_edited = id;
    m_form->setBot(bot, id.isEmpty(), others);
    m_heading->setText(id.isEmpty() ? tr("New bot") : tr("Bot %1").arg(id));
    tell({}, false);
    setBusy(false);
    m_stack->setCurrentIndex(1);
    m_form->setFocus(Qt::OtherFocusReason);
}

void BotsSection::close()
{
    ++m_opened;
    setBusy(false); // what was asked has nobody to be told
    m_stack->setCurrentIndex(0);
    m_list->setFocus(Qt::OtherFocusReason);
}

void BotsSection::test()
{
    if (!m_busy)
        testNow();
}

void BotsSection::save()
{
    if (!m_busy)
        saveNow();
}

QCoro::Task<> BotsSection::testNow()
{
    const QPointer<BotsSection> self(this);
    const int opened = m_opened;
    m_form->clearFaults();
    setBusy(true);
    tell(tr("Asking…"), false);
    const BotConfig bot = m_form->bot();
    const BotToken token = m_form->token();
    const auto answer = co_await m_editor->test(bot, token);
    if (!self || opened != m_opened)
        co_return;
    setBusy(false);
    tell({}, false);
    if (answer)
        tell(tr("First token after %1, all of it after %2.").arg(duration(answer->firstTokenMs), duration(answer->totalMs)), false, answer->text);
    else
        m_form->showFault(answer.error());
}

QCoro::Task<> BotsSection::saveNow()
{
    const QPointer<BotsSection> self(this);
    const int opened = m_opened;
    m_form->clearFaults();
    setBusy(true);
    tell(tr("Saving…"), false);
    const BotConfig bot = m_form->bot();
    const BotToken token = m_form->token();
    const QString id = m_edited;
    const auto saved = co_await m_editor->save(id, bot, token);
    if (!self)
        co_return;
    load();
    if (saved)
        Q_EMIT self->saved();
    if (opened != m_opened)
        co_return;
    setBusy(false);
    tell({}, false);
    if (!saved)
        co_return m_form->showFault(saved.error());
    m_form->clearToken();
    close();
}

QCoro::Task<> BotsSection::removeNow(QString id)
{
    const QPointer<BotsSection> self(this);
    m_removeNow->setEnabled(false);
    const auto removed = co_await m_editor->remove(id);
    if (!self)
        co_return;
    m_removeNow->setEnabled(true);
    load();
    if (removed)
        co_return Q_EMIT self->saved();
    m_listProblem->setText(removed.error().message);
    m_listProblem->show();
}

QCoro::Task<> BotsSection::askForOffers()
{
    const QPointer<BotsSection> self(this);
    const int opened = m_opened;
    m_form->clearFaults();
    m_form->setChoosing(true);
    BotConfig bot = m_form->bot();
    bot.model.clear();
    bot.botId.clear();
    const BotToken token = m_form->token();
    const auto offers = co_await m_editor->offers(bot, token);
    if (!self)
        co_return;
    m_form->setChoosing(false);
    if (opened != m_opened)
        co_return;
    tell({}, false);
    if (offers)
        m_form->setOffers(*offers);
    else
        m_form->showFault(offers.error());
}

void BotsSection::setBusy(bool busy)
{
    m_busy = busy;
    m_test->setEnabled(!busy);
    m_save->setEnabled(!busy);
    m_remove->setEnabled(current() && !busy);
}

void BotsSection::tell(const QString &text, bool isBad, const QString &answer)
{
    m_outcome->setText(text);
    m_outcome->setVisible(!text.isEmpty());
    setLook(m_outcome, "tone", isBad ? "bad" : "dim");
    m_answer->setText(answer);
    m_answer->setVisible(!answer.isEmpty());
}

QString BotsSection::outcome() const
{
    return isFormOpen() ? m_outcome->text() : m_listProblem->text();
}

QString BotsSection::answer() const
{
    return m_answer->text();
}

void BotsSection::retranslate()
{
    m_intro->setText(tr("The bots of this computer's own node. They are in its pipit.toml; tokens are in the system's keychain."));
    m_add->setText(tr("Add a bot"));
    m_edit->setText(tr("Edit"));
    m_remove->setText(tr("Remove…"));
    m_keep->setText(tr("Keep it"));
    m_test->setText(tr("Test"));
    m_save->setText(tr("Save"));
    m_cancel->setText(tr("Cancel"));
    m_list->setAccessibleName(tr("Bots"));
    fillList();
}

void BotsSection::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace pipit
