// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/launcher/health_row.h"

#include "ui/locale/sizes.h"
#include "ui/theme/flow_layout.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QStorageInfo>
#include <QVBoxLayout>

namespace pipit {

using Tone = ServerWords::Tone;

namespace {

constexpr qint64 littleRoom = 1LL << 30; // bytes, as the doctor has it

} // namespace

HealthRow::HealthRow(QWidget *parent) : QWidget(parent), m_reason(wordsLabel("warn"))
{
    auto *dots = new QWidget;
    auto *flow = new FlowLayout(14, dots);
    for (Item &item : m_items) {
        item = {new QWidget, new StateDot, new QLabel};
        auto *row = new QHBoxLayout(item.widget);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(6);
        row->addWidget(item.dot);
        row->addWidget(item.label);
        item.label->setTextFormat(Qt::PlainText);
        setLook(item.label, "tone", "dim");
        Theme::measure(item.label, [label = item.label] { label->setFont(Theme::small()); });
        flow->addWidget(item.widget);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 2, 0, 0);
    column->setSpacing(4);
    column->addWidget(dots);
    column->addWidget(m_reason);
    retell();
}

void HealthRow::setHealth(const NodeHealth &health, const QString &dataDir)
{
    m_health = health;
    m_dataDir = dataDir;
    retell();
}

void HealthRow::show(Part part, Tone tone, const QString &words)
{
    const Item &item = m_items[std::size_t(part)];
    item.dot->setTone(tone);
    item.label->setText(words);
    item.widget->setVisible(!words.isEmpty());
}

QString HealthRow::words() const
{
    QStringList words;
    for (const Item &item : m_items) {
        if (!item.label->text().isEmpty())
            words << item.label->text();
    }
    return words.join(QStringLiteral(", "));
}

void HealthRow::retell()
{
    const bool isUp = m_health.isKnown && m_health.unreachable.isEmpty();
    const bool isReady = isUp && m_health.unready.isEmpty();
    show(Node, isReady ? Tone::Good : isUp ? Tone::Warn : m_health.isKnown ? Tone::Bad : Tone::Off, !m_health.isKnown ? tr("asking…") : isReady ? tr("answers") : isUp ? tr("not ready") : tr("does not answer"));
    const QString store = m_health.store.isEmpty() ? tr("store") : m_health.store;
    // Where it is not ready, the reason says whether the store is to blame.
    show(Store, isReady ? Tone::Good : Tone::Off, isUp ? store : QString());
    show(Listener, m_health.isListening.value_or(false) ? Tone::Good : Tone::Warn, isUp && m_health.isListening ? (*m_health.isListening ? tr("hears of other nodes") : tr("does not hear of other nodes")) : QString());
    show(Streams, Tone::Good, isUp ? tr("%n stream(s)", nullptr, int(m_health.openStreams)) : QString());
    const QStorageInfo disk(m_dataDir);
    const bool isDisk = !m_dataDir.isEmpty() && disk.isValid();
    show(Disk, disk.bytesAvailable() < littleRoom ? Tone::Warn : Tone::Good, isDisk ? tr("%1 free").arg(sizeText(disk.bytesAvailable())) : QString());
    QStringList reasons;
    if (!m_health.unreachable.isEmpty())
        reasons << m_health.unreachable;
    if (isUp && !m_health.unready.isEmpty())
        reasons << m_health.unready;
    m_reason->setText(reasons.join(u' '));
    m_reason->setVisible(!reasons.isEmpty());
    setAccessibleName(words());
}

void HealthRow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retell();
}

} // namespace pipit
