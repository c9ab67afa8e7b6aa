// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/streams/stream_details.h"

#include "client/api_client.h"
#include "ui/console/streams/stream_story.h"
#include "ui/console/streams/streams_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace pipit {

namespace {

constexpr int eventsShown = 2'000;
constexpr int eventsWaiting = 500;

} // namespace

StreamDetails::StreamDetails(QWidget *parent)
    : QWidget(parent), m_title(wordsLabel("strong")), m_story(wordsLabel("dim")), m_listen(new QPushButton), m_close(new QPushButton), m_pause(new QToolButton), m_state(wordsLabel("dim")), m_heard(new QPlainTextEdit)
{
    setArea(this, "card");
    m_story->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_listen->setObjectName("tapListen");
    m_close->setObjectName("tapClose");
    m_heard->setObjectName("tapText");
    m_heard->setReadOnly(true);
    m_heard->setMaximumBlockCount(eventsShown);
    m_heard->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_heard->setFrameShape(QFrame::NoFrame);
    m_heard->setUndoRedoEnabled(false);
    Theme::measure(m_heard, [this] {
        m_heard->setFont(Theme::code());
        m_heard->setMinimumHeight(Theme::scaled(80));
    });
    setLook(m_pause, "kind", "ghost");
    m_pause->setIcon(themedIcon("pause"));
    m_pause->setCheckable(true);
    connect(m_listen, &QPushButton::clicked, this, [this] { m_tap ? stopListening() : listen(); });
    connect(m_close, &QPushButton::clicked, this, [this] { Q_EMIT closeRequested(m_stream.id); });
    connect(m_pause, &QToolButton::toggled, this, &StreamDetails::setPaused);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_listen);
    buttons->addWidget(m_close);
    buttons->addWidget(m_pause);
    buttons->addWidget(m_state, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 10, 14, 10);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_story);
    layout->addLayout(buttons);
    layout->addWidget(m_heard, 1);
    retranslate();
    clear();
}

void StreamDetails::setClient(ApiClient *api)
{
    if (m_api != api)
        clear();
    m_api = api;
}

void StreamDetails::clear()
{
    stopListening();
    m_stream = {};
    hide();
}

void StreamDetails::showStream(const NodeStream &stream, const QList<NodeStream> &others)
{
    if (stream.id != m_stream.id) {
        stopListening();
        m_heard->clear();
    }
    m_stream = stream;
    m_others = others;
    m_title->setText(tr("Stream %1 of %2 (%3)").arg(stream.id).arg(stream.displayName(), StreamsModel::viaText(stream)));
    m_story->setText(storyText());
    const bool isHeard = stream.canBeClosed() && stream.isOfMessages;
    m_listen->setEnabled(isHeard || m_tap);
    m_close->setEnabled(stream.canBeClosed());
    sayTap();
    show();
}

QString StreamDetails::storyText() const
{
    return StreamStory::sentences(m_stream, m_others).join(u'\n');
}

bool StreamDetails::isComplete() const
{
    return !m_stream.isOpen() && StreamStory::successor(m_stream, m_others);
}

QString StreamDetails::heardText() const
{
    return m_heard->toPlainText();
}

void StreamDetails::listen()
{
    if (!m_api || m_tap)
        return;
    m_heard->clear();
    m_passedOver = 0;
    SseOptions options = m_api->streamOf(QStringLiteral("/api/ops/connections/%1/tap").arg(m_stream.id));
    options.reconnect = false; // a stream that has ended is not heard again
    m_tap = std::make_unique<SseClient>(options);
    connect(m_tap.get(), &SseClient::event, this, &StreamDetails::heard);
    connect(m_tap.get(), &SseClient::stateChanged, this, &StreamDetails::sayTap, Qt::QueuedConnection);
    m_tap->start();
    sayTap();
}

void StreamDetails::stopListening()
{
    if (m_tap)
        m_tap.release()->deleteLater(); // it may be the one that says so
    m_waiting.clear();
    m_pause->setChecked(false);
    sayTap();
}

// Events as they are on the wire, one to a line.
void StreamDetails::heard(const SseEvent &event)
{
    if (event.type != "tap")
        return;
    const QJsonObject said = QJsonDocument::fromJson(event.data).object();
    QString text = said.value(u"text").toString().trimmed();
    text.replace(QStringLiteral("\n\n"), QStringLiteral("  ⏎  ")).replace(u'\n', u' ');
    add(QDateTime::fromMSecsSinceEpoch(said.value(u"atMs").toInteger()).toString(QStringLiteral("HH:mm:ss.zzz")) + QStringLiteral("  ") + text);
}

void StreamDetails::add(const QString &line)
{
    if (!m_pause->isChecked()) {
        m_heard->appendPlainText(line);
    } else if (m_waiting.size() < eventsWaiting) {
        m_waiting << line;
        sayTap();
    } else {
        ++m_passedOver;
        sayTap();
    }
}

void StreamDetails::setPaused(bool isPaused)
{
    if (!isPaused) {
        const QStringList lines = std::exchange(m_waiting, {});
        for (const QString &line : lines)
            m_heard->appendPlainText(line);
        if (const int passedOver = std::exchange(m_passedOver, 0); passedOver > 0)
            m_heard->appendPlainText(tr("(%n event(s) came while there was no room)", nullptr, passedOver));
    }
    sayTap();
}

void StreamDetails::sayTap()
{
    m_listen->setText(m_tap ? tr("Stop listening") : tr("Listen in"));
    m_pause->setVisible(m_tap != nullptr);
    m_heard->setVisible(m_tap || !m_heard->document()->isEmpty());
    if (!m_tap) {
        m_state->setText(m_stream.isOpen() || m_stream.id == 0 ? QString() : tr("ended"));
        return;
    }
    switch (m_tap->state()) {
    case SseClient::State::Failed: m_state->setText(m_tap->error().message); break;
    case SseClient::State::Ended: m_state->setText(tr("The stream has ended.")); break;
    case SseClient::State::Open: m_state->setText(m_pause->isChecked() ? tr("Paused; %n event(s) wait.", nullptr, int(m_waiting.size()) + m_passedOver) : tr("Hears what this stream is sent.")); break;
    default: m_state->setText(tr("Connecting…"));
    }
}

void StreamDetails::retranslate()
{
    m_close->setText(tr("Disconnect"));
    m_close->setToolTip(tr("The stream is ended with the reason closed_by_operator. Its client may come back, and goes on where it was."));
    m_pause->setToolTip(tr("Pause"));
    m_pause->setAccessibleName(tr("Pause"));
    m_heard->setAccessibleName(tr("What the stream is sent"));
    if (m_stream.id != 0)
        showStream(m_stream, m_others);
    sayTap();
}

void StreamDetails::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace pipit
