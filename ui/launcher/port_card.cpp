// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/launcher/port_card.h"

#include "ui/theme/flow_layout.h"
#include "ui/theme/style.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace pipit {

PortCard::PortCard(Servers *servers, QWidget *parent)
    : LauncherCard(parent), m_servers(servers), m_title(heading()), m_text(wordsLabel("dim")), m_use(new QPushButton), m_other(new QPushButton), m_attach(new QPushButton), m_portRow(new QWidget), m_port(new QSpinBox), m_usePort(new QPushButton)
{
    setLook(this, "tone", "warn");
    setLook(m_title, "tone", "warn");
    m_title->setObjectName("portTitle");
    m_text->setObjectName("portText");
    m_use->setObjectName("portUse");
    m_other->setObjectName("portOther");
    m_attach->setObjectName("portAttach");
    m_port->setObjectName("portNumber");
    m_usePort->setObjectName("portUseNumber");
    m_port->setRange(1, 65535);
    m_port->setButtonSymbols(QAbstractSpinBox::NoButtons);
    auto *buttons = new QWidget;
    auto *flow = new FlowLayout(8, buttons);
    for (QPushButton *button : {m_use, m_other, m_attach})
        flow->addWidget(button);
    auto *inRow = new QHBoxLayout(m_portRow);
    inRow->setContentsMargins(0, 0, 0, 0);
    inRow->addWidget(m_port, 1);
    inRow->addWidget(m_usePort);
    m_portRow->hide();
    for (QWidget *widget : std::initializer_list<QWidget *>{m_title, m_text, buttons, m_portRow})
        column()->addWidget(widget);
    connect(m_use, &QPushButton::clicked, this, [this] { m_servers->nodeSettings()->setPort(m_taken->used); });
    connect(m_other, &QPushButton::clicked, this, [this] {
        m_portRow->setVisible(!m_portRow->isVisible());
        m_port->setValue(m_taken->used);
        m_port->setFocus(Qt::OtherFocusReason);
        m_port->selectAll();
    });
    const auto choose = [this] {
        m_portRow->hide();
        m_servers->nodeSettings()->setPort(quint16(m_port->value()));
    };
    connect(m_usePort, &QPushButton::clicked, this, choose);
    connect(m_attach, &QPushButton::clicked, this, [this] { Q_EMIT attachRequested(m_taken->pipit->toString()); });
    retell();
}

void PortCard::refresh()
{
    const OwnNode *node = m_servers->ownNode();
    m_taken = node ? node->status().taken : std::nullopt;
    setVisible(m_taken.has_value());
    retell();
}

void PortCard::retell()
{
    if (!m_taken)
        return;
    m_title->setText(tr("Port %1 is taken").arg(m_taken->wanted));
    QStringList words;
    if (m_taken->holder)
        words << (m_taken->holder->program.isEmpty() ? tr("By process %1.").arg(m_taken->holder->process) : tr("By %1 (process %2).").arg(m_taken->holder->program).arg(m_taken->holder->process));
    else
        words << m_taken->unknown;
    if (m_taken->pipit)
        words << tr("It is a Pipit.");
    words << tr("Until something else is chosen, this node listens on port %1.").arg(m_taken->used);
    const QString by = m_servers->nodeSettings() ? m_servers->nodeSettings()->view().listenBy : QString();
    if (!by.isEmpty())
        words << tr("The port is decided by %1.").arg(by);
    m_text->setText(words.join(u' '));
    m_use->setText(tr("Use %1").arg(m_taken->used));
    m_other->setText(tr("Another port…"));
    m_attach->setText(tr("Use that node"));
    m_usePort->setText(tr("Use this port"));
    m_port->setAccessibleName(tr("Port"));
    m_use->setVisible(by.isEmpty());
    m_other->setVisible(by.isEmpty());
    m_attach->setVisible(m_taken->pipit.has_value());
}

} // namespace pipit
