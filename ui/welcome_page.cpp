// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/welcome_page.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace pipit {

namespace {

constexpr int columnMax = 560;

} // namespace

WelcomePage::WelcomePage(QWidget *parent)
    : QWidget(parent), m_title(wordsLabel("title")), m_text(wordsLabel("dim")), m_models(new QComboBox), m_busy(wordsLabel("dim"))
{
    auto *column = new QWidget;
    column->setMaximumWidth(Theme::scaled(columnMax));
    auto *inColumn = new QVBoxLayout(column);
    inColumn->setContentsMargins(0, 24, 0, 24);
    inColumn->setSpacing(12);
    inColumn->addStretch(1);
    inColumn->addWidget(m_title);
    inColumn->addWidget(m_text);
    inColumn->addSpacing(8);
    m_echo = makeWay(inColumn);
    m_model = makeWay(inColumn);
    m_provider = makeWay(inColumn);
    m_server = makeWay(inColumn);
    setLook(m_echo.button, "kind", "primary");
    setFocusProxy(m_echo.button);
    auto *inModel = static_cast<QHBoxLayout *>(m_model.card->layout());
    m_models->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_models->setMaximumWidth(Theme::scaled(180));
    inModel->insertWidget(inModel->count() - 1, m_models);
    m_busy->hide();
    inColumn->addWidget(m_busy);
    inColumn->addStretch(2);

    auto *page = new QWidget;
    page->setObjectName("page");
    auto *centred = new QHBoxLayout(page);
    centred->setContentsMargins(20, 0, 20, 0);
    centred->addWidget(column);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(page);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);

    connect(m_echo.button, &QPushButton::clicked, this, &WelcomePage::echoChosen);
    connect(m_model.button, &QPushButton::clicked, this, [this] {
        if (m_found.isEmpty()) {
            m_isLooking = true;
            retranslate();
            Q_EMIT lookAgain();
        } else {
            Q_EMIT modelChosen(m_models->currentText());
        }
    });
    connect(m_provider.button, &QPushButton::clicked, this, &WelcomePage::providerChosen);
    connect(m_server.button, &QPushButton::clicked, this, &WelcomePage::serverChosen);
    retranslate();
}

WelcomePage::Way WelcomePage::makeWay(QLayout *column)
{
    Way way{new QWidget, wordsLabel("strong"), wordsLabel("dim"), new QPushButton};
    setArea(way.card, "card");
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(way.title);
    words->addWidget(way.text);
    auto *inCard = new QHBoxLayout(way.card);
    inCard->setContentsMargins(16, 12, 16, 12);
    inCard->setSpacing(12);
    inCard->addLayout(words, 1);
    inCard->addWidget(way.button);
    column->addWidget(way.card);
    return way;
}

void WelcomePage::setModels(const QStringList &models)
{
    m_isLooking = false;
    m_found = models;
    m_models->clear();
    m_models->addItems(models);
    retranslate();
}

void WelcomePage::setBotsChangeable(bool changeable)
{
    m_areBotsChangeable = changeable;
    retranslate();
}

void WelcomePage::setBusy(const QString &text)
{
    m_busy->setText(text);
    m_busy->setVisible(!text.isEmpty());
    for (const Way &way : {m_echo, m_model, m_provider, m_server})
        way.button->setEnabled(text.isEmpty());
    if (text.isEmpty())
        retranslate();
}

void WelcomePage::retranslate()
{
    m_title->setText(tr("Welcome to Pipit"));
    m_text->setText(tr("Choose who answers you first. You can add the others at any time in the settings."));
    m_echo.title->setText(tr("Try it at once"));
    m_echo.text->setText(tr("Echo is built in and says what you say. It needs no account, and shows how answers arrive."));
    m_echo.button->setText(tr("Start with Echo"));
    m_model.title->setText(tr("A model on this computer"));
    m_model.text->setText(m_isLooking        ? tr("Looking for Ollama…")
                          : m_found.isEmpty() ? tr("Ollama was not found here. Start it, with a model such as “ollama run qwen3”, and look again.")
                                              : tr("Ollama is running. What you write stays on this computer."));
    m_model.button->setText(m_found.isEmpty() ? tr("Look again") : tr("Use it"));
    m_model.button->setEnabled(!m_isLooking);
    m_model.button->setAccessibleName(m_found.isEmpty() ? tr("Look for Ollama again") : tr("Use the model of Ollama"));
    m_models->setVisible(m_found.size() > 0);
    m_models->setAccessibleName(tr("Model"));
    m_provider.title->setText(tr("Coze, or another provider"));
    m_provider.text->setText(tr("With a token of your account at Coze, DeepSeek or any other that speaks OpenAI's language."));
    m_provider.button->setText(tr("Set it up"));
    m_server.title->setText(tr("A server of your team"));
    m_server.text->setText(tr("With its address and a token, or with an invitation link."));
    m_server.button->setText(tr("Connect"));
    for (const Way &way : {m_model, m_provider})
        way.card->setVisible(m_areBotsChangeable);
}

void WelcomePage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

// Side by side where there is room for the words.
void WelcomePage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const auto direction = width() < Theme::scaled(520) ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight;
    for (const Way &way : {m_echo, m_model, m_provider, m_server})
        static_cast<QHBoxLayout *>(way.card->layout())->setDirection(direction);
}

} // namespace pipit
