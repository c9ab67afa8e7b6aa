// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/messages/message_details.h"

#include "ui/chat/messages/message_words.h"
#include "ui/locale/times.h"
#include "ui/theme/style.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace pipit {

MessageDetails::MessageDetails(const ChatRow &row, const PaintTimes &painted, qint64 questionMs, QWidget *parent) : QDialog(parent), m_form(new QFormLayout)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Details"));
    m_form->setHorizontalSpacing(24);

    add(tr("From"), row.senderName);
    if (row.createdAtMs > 0)
        add(tr("Time"), QLocale().toString(QDateTime::fromMSecsSinceEpoch(row.createdAtMs), QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz")));
    if (row.id > 0)
        add(tr("Number in the log"), QString::number(row.id));
    add(tr("Kind"), row.contentType);
    add(tr("Length"), tr("%n character(s)", nullptr, int(row.text.size())));
    for (const auto &[key, name] : {std::pair(u"model", tr("Model")), std::pair(u"finishReason", tr("Ended because")), std::pair(u"error", tr("Error"))})
        add(name, row.metadata.value(QStringView(key)).toString());
    for (const auto &[key, name] : {std::pair(u"inputTokens", tr("Tokens of the question")), std::pair(u"outputTokens", tr("Tokens of the answer"))}) {
        if (const QJsonValue count = row.metadata.value(QStringView(key)); count.isDouble())
            add(name, QLocale().toString(count.toInteger()));
    }
    for (const auto &[name, time] : clockOf(row))
        add(name, time);
    // By this computer's clock; where it and the node's differ too much, nothing is said.
    for (const auto &[at, name] : {std::pair(painted.firstWordsMs, tr("First words on the screen")), std::pair(painted.wholeMs, tr("All of it on the screen"))}) {
        if (questionMs > 0 && at >= questionMs)
            add(name, duration(at - questionMs));
    }

    auto *buttons = new QDialogButtonBox;
    QPushButton *copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
    QPushButton *close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_lines.join(u'\n')); });
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(16);
    layout->addLayout(m_form);
    layout->addWidget(buttons);
}

void MessageDetails::add(const QString &name, const QString &value)
{
    if (value.isEmpty())
        return;
    auto *label = new QLabel(value);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *title = new QLabel(name);
    setLook(title, "tone", "dim");
    m_form->addRow(title, label);
    m_lines << name + QStringLiteral(": ") + value;
}

} // namespace pipit
