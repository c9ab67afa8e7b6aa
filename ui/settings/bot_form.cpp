// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/bot_form.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace pipit {

namespace {

struct Preset {
    const char *provider;
    const char *address;
};

constexpr Preset presets[] = {
    {"coze", "https://api.coze.cn"},
    {"coze", "https://api.coze.com"},
    {"openai", "http://127.0.0.1:11434/v1"}, // Ollama
    {"openai", "http://127.0.0.1:8080/v1"},  // llama.cpp
    {"openai", "http://127.0.0.1:8000/v1"},  // vLLM
    {"openai", "https://api.deepseek.com/v1"},
    {"openai", "https://api.openai.com/v1"},
};

// "bots.token_file" of a file, "bot.token_file" of a request: the field of the form.
QString formField(const QString &field)
{
    const QString key = field.section(u'.', -1);
    return key.startsWith(u"token") || key.startsWith(u"oauth") ? QStringLiteral("token") : key;
}

void select(QComboBox *box, const QVariant &data)
{
    box->setCurrentIndex(qMax(0, box->findData(data)));
}

} // namespace

BotForm::BotForm(QWidget *parent)
    : QWidget(parent), m_layout(new QFormLayout(this)), m_provider(new QComboBox), m_name(new QLineEdit), m_id(new QLineEdit), m_address(new QComboBox), m_botId(new QLineEdit), m_model(new QLineEdit),
      m_choose(new QPushButton), m_tokenPlace(new QComboBox), m_token(new QLineEdit), m_streaming(new QComboBox), m_rawLog(new QCheckBox)
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setVerticalSpacing(8);
    m_layout->setHorizontalSpacing(16);
    m_layout->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_layout->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    for (const char *provider : {"coze", "openai", "echo"})
        m_provider->addItem(QString(), QString::fromLatin1(provider));
    for (const TokenPlace place : {TokenPlace::Keychain, TokenPlace::File, TokenPlace::Environment, TokenPlace::None})
        m_tokenPlace->addItem(QString(), int(place));
    for (const char *way : {"auto", "stream", "poll"})
        m_streaming->addItem(QString(), QString::fromLatin1(way));
    m_address->setEditable(true);
    m_address->setInsertPolicy(QComboBox::NoInsert);
    m_address->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    addField(QStringLiteral("provider"), m_provider);
    addField(QStringLiteral("name"), m_name);
    addField(QStringLiteral("id"), m_id);
    addField(QStringLiteral("base_url"), m_address);
    addField(QStringLiteral("token"), m_token, m_tokenPlace);
    addField(QStringLiteral("bot_id"), m_botId);
    addField(QStringLiteral("model"), m_model);
    addField(QStringLiteral("streaming"), m_streaming);
    addField(QStringLiteral("raw_log"), m_rawLog);
    // One button for the two fields, of which one is there.
    qobject_cast<QHBoxLayout *>(m_fields.value(QStringLiteral("model")).row->layout()->itemAt(0)->layout())->addWidget(m_choose);

    connect(m_provider, &QComboBox::activated, this, &BotForm::takeProvider);
    connect(m_tokenPlace, &QComboBox::activated, this, [this] {
        const TokenPlace place = tokenPlace();
        m_token->setText(place == TokenPlace::File ? m_bot.tokenFile : place == TokenPlace::Environment ? m_bot.tokenEnv : QString());
        showFieldsOfProvider();
    });
    connect(m_choose, &QPushButton::clicked, this, &BotForm::offersWanted);
    for (QLineEdit *line : {m_name, m_id, m_botId, m_model, m_token})
        connect(line, &QLineEdit::textEdited, this, &BotForm::edited);
    connect(m_address, &QComboBox::currentTextChanged, this, &BotForm::edited);
    retranslate();
    setBot({.id = {}, .provider = QStringLiteral("coze")}, true, {});
}

void BotForm::addField(const QString &name, QWidget *control, QWidget *beside)
{
    Field field{.control = control, .label = new QLabel, .fault = new QLabel, .row = new QWidget};
    field.fault->setTextFormat(Qt::PlainText);
    field.fault->setWordWrap(true);
    field.fault->hide();
    setLook(field.fault, "tone", "bad");
    field.label->setBuddy(control);
    auto *column = new QVBoxLayout(field.row);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    if (beside)
        line->addWidget(beside);
    line->addWidget(control, 1);
    column->addLayout(line);
    column->addWidget(field.fault);
    m_layout->addRow(field.label, field.row);
    m_fields.insert(name, field);
}

QString BotForm::provider() const
{
    return m_provider->currentData().toString();
}

BotForm::TokenPlace BotForm::tokenPlace() const
{
    return TokenPlace(m_tokenPlace->currentData().toInt());
}

void BotForm::setBot(const BotConfig &bot, bool isNew, const QStringList &otherIds)
{
    m_bot = bot;
    m_isNew = isNew;
    m_otherIds = otherIds;
    select(m_provider, bot.provider);
    m_id->setText(bot.id); // before: a new one is given one
    takeProvider();
    m_name->setText(bot.name == bot.id ? QString() : bot.name);
    if (!bot.baseUrl.isEmpty())
        m_address->setCurrentText(bot.baseUrl);
    m_botId->setText(bot.botId);
    m_model->setText(bot.model);
    const bool hasNoToken = !isNew && bot.tokenKeychain.isEmpty();
    const TokenPlace place = !bot.tokenFile.isEmpty() ? TokenPlace::File : !bot.tokenEnv.isEmpty() ? TokenPlace::Environment : hasNoToken && bot.provider != u"coze" ? TokenPlace::None : TokenPlace::Keychain;
    select(m_tokenPlace, int(place));
    m_token->setText(place == TokenPlace::File ? bot.tokenFile : bot.tokenEnv);
    select(m_streaming, bot.streaming);
    m_rawLog->setChecked(bot.rawLog);
    clearFaults();
    showFieldsOfProvider();
}

// Another provider lives elsewhere, and needs no token where it is this machine.
void BotForm::takeProvider()
{
    const QString kind = provider();
    m_address->clear();
    for (const Preset &preset : presets) {
        if (kind == QLatin1StringView(preset.provider))
            m_address->addItem(QString::fromLatin1(preset.address));
    }
    m_address->setCurrentIndex(0);
    if (m_isNew) {
        select(m_tokenPlace, int(kind == u"openai" ? TokenPlace::None : TokenPlace::Keychain));
        const QString stem = kind == u"openai" ? QStringLiteral("local") : kind;
        QString id = stem;
        for (int i = 2; m_otherIds.contains(id); ++i)
            id = stem + QString::number(i);
        if (!m_id->isModified())
            m_id->setText(id);
    }
    showFieldsOfProvider();
    Q_EMIT edited();
}

void BotForm::showFieldsOfProvider()
{
    const QString kind = provider();
    const bool isRemote = kind != u"echo";
    const auto setShown = [this](const char *field, bool shown) { m_layout->setRowVisible(m_fields.value(QString::fromLatin1(field)).row, shown); };
    setShown("base_url", isRemote);
    setShown("token", isRemote && m_bot.oauthAppId.isEmpty());
    setShown("bot_id", kind == u"coze");
    setShown("model", kind == u"openai");
    setShown("streaming", isRemote);
    setShown("raw_log", isRemote);
    auto *line = qobject_cast<QHBoxLayout *>(m_fields.value(kind == u"coze" ? QStringLiteral("bot_id") : QStringLiteral("model")).row->layout()->itemAt(0)->layout());
    line->addWidget(m_choose);

    const TokenPlace place = tokenPlace();
    m_token->setVisible(place != TokenPlace::None);
    m_token->setEchoMode(place == TokenPlace::Keychain ? QLineEdit::Password : QLineEdit::Normal);
    m_token->setPlaceholderText(place == TokenPlace::File          ? tr("A file that only you can read")
                                : place == TokenPlace::Environment ? tr("The name of a variable")
                                : m_bot.tokenKeychain.isEmpty()    ? tr("The provider's token")
                                                                   : tr("In the keychain; type another to replace it"));
}

BotConfig BotForm::bot() const
{
    BotConfig bot = m_bot;
    const QString kind = provider();
    const TokenPlace place = kind == u"echo" ? TokenPlace::None : tokenPlace();
    bot.provider = kind;
    bot.id = m_id->text().trimmed();
    bot.name = m_name->text().trimmed().isEmpty() ? bot.id : m_name->text().trimmed();
    bot.baseUrl = kind == u"echo" ? QString() : m_address->currentText().trimmed();
    bot.botId = kind == u"coze" ? m_botId->text().trimmed() : QString();
    bot.model = kind == u"openai" ? m_model->text().trimmed() : QString();
    bot.tokenFile = place == TokenPlace::File ? m_token->text().trimmed() : QString();
    bot.tokenEnv = place == TokenPlace::Environment ? m_token->text().trimmed() : QString();
    if (place != TokenPlace::Keychain)
        bot.tokenKeychain.clear();
    bot.streaming = kind == u"echo" ? QStringLiteral("auto") : m_streaming->currentData().toString();
    bot.rawLog = kind != u"echo" && m_rawLog->isChecked();
    return bot;
}

BotToken BotForm::token() const
{
    return {.typed = provider() != u"echo" && tokenPlace() == TokenPlace::Keychain ? m_token->text().trimmed().toUtf8() : QByteArray()};
}

void BotForm::clearToken()
{
    if (tokenPlace() == TokenPlace::Keychain)
        m_token->clear();
}

void BotForm::clearFaults()
{
    for (const Field &field : std::as_const(m_fields)) {
        field.fault->clear();
        field.fault->hide();
    }
}

void BotForm::showFault(const Error &error)
{
    const auto field = m_fields.constFind(formField(error.field));
    if (field == m_fields.cend() || !field->row->isVisibleTo(this))
        return Q_EMIT faultWithoutField(error.message);
    field->fault->setText(error.message);
    field->fault->show();
    field->control->setFocus(Qt::OtherFocusReason);
}

QString BotForm::faultAt(const QString &field) const
{
    return m_fields.value(field).fault->text();
}

void BotForm::setChoosing(bool choosing)
{
    m_choose->setEnabled(!choosing);
}

void BotForm::setOffers(const QList<BotOffer> &offers)
{
    QLineEdit *line = provider() == u"coze" ? m_botId : m_model;
    auto *menu = new QMenu(m_choose);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const BotOffer &offer : offers) {
        QString words = offer.name.isEmpty() ? offer.id : QString(offer.name + QStringLiteral("  ·  ") + offer.id);
        if (!offer.group.isEmpty())
            words = offer.group + QStringLiteral(" / ") + words;
        connect(menu->addAction(words.replace(u'&', QStringLiteral("&&"))), &QAction::triggered, line, [this, line, id = offer.id] {
            line->setText(id);
            Q_EMIT edited();
        });
    }
    if (offers.isEmpty())
        menu->addAction(tr("The provider has nothing to choose from"))->setEnabled(false);
    menu->popup(m_choose->mapToGlobal(QPoint(0, m_choose->height())));
}

void BotForm::retranslate()
{
    const std::pair<const char *, QString> labels[] = {{"provider", tr("Provider")}, {"name", tr("Name")}, {"id", tr("Id")}, {"base_url", tr("Address")}, {"token", tr("Token")},
                                                       {"bot_id", tr("Bot id")}, {"model", tr("Model")}, {"streaming", tr("Streaming")}, {"raw_log", QString()}};
    for (const auto &[name, label] : labels) {
        const Field &field = m_fields[QString::fromLatin1(name)];
        field.label->setText(label);
        field.control->setAccessibleName(label);
    }
    m_provider->setItemText(0, tr("Coze"));
    m_provider->setItemText(1, tr("OpenAI-compatible (Ollama, llama.cpp, vLLM, DeepSeek …)"));
    m_provider->setItemText(2, tr("Echo, built in"));
    m_tokenPlace->setItemText(0, tr("Keychain"));
    m_tokenPlace->setItemText(1, tr("File"));
    m_tokenPlace->setItemText(2, tr("Environment"));
    m_tokenPlace->setItemText(3, tr("None"));
    m_tokenPlace->setAccessibleName(tr("Where the token is"));
    m_streaming->setItemText(0, tr("Automatic"));
    m_streaming->setItemText(1, tr("Stream only"));
    m_streaming->setItemText(2, tr("Fetch whole answers"));
    m_rawLog->setText(tr("Keep the provider's bytes in the data directory, without secrets"));
    m_rawLog->setAccessibleName(m_rawLog->text());
    m_choose->setText(tr("Choose…"));
    m_name->setPlaceholderText(tr("What people read"));
    m_id->setPlaceholderText(tr("What programs call it: A-Z a-z 0-9 _ - :"));
    showFieldsOfProvider();
}

void BotForm::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace pipit
