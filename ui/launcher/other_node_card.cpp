// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/launcher/other_node_card.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace pipit {

OtherNodeCard::OtherNodeCard(Servers *servers, QString id, QWidget *parent)
    : LauncherCard(parent), m_servers(servers), m_id(std::move(id)), m_dot(new StateDot), m_name(heading()), m_standing(wordsLabel("dim")), m_address(new TextField), m_copy(m_address->addButton()), m_figures(wordsLabel("dim")), m_show(new QPushButton)
{
    auto *top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(m_dot);
    top->addWidget(m_name, 1);
    top->addWidget(m_show);
    column()->addLayout(top);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_standing, m_address, m_figures})
        column()->addWidget(widget);
    connect(m_copy, &QToolButton::clicked, this, [this] { copyWith(m_copy, m_address->text()); });
    connect(m_show, &QPushButton::clicked, this, [this] { Q_EMIT showRequested(m_id); });
    connect(m_servers, &Servers::listChanged, this, &OtherNodeCard::refresh);
    connect(m_servers, &Servers::connectionMade, this, [this](const QString &made) {
        if (made == m_id)
            watch();
    });
    retell();
    watch();
}

void OtherNodeCard::watch()
{
    const Connection *connection = m_servers->view(m_id).connection;
    if (!connection)
        return;
    connect(connection, &Connection::statusChanged, this, &OtherNodeCard::refresh);
    connect(connection, &Connection::statsChanged, this, &OtherNodeCard::refresh);
    refresh();
}

void OtherNodeCard::refresh()
{
    const ServerView server = m_servers->view(m_id);
    const ServerWords::Standing standing = ServerWords::standingOf(server);
    m_dot->setTone(standing.tone);
    m_name->setText(ServerWords::nameOf(server));
    m_standing->setText(standing.reason.isEmpty() ? standing.word : QString(standing.word + QStringLiteral(". ") + standing.reason));
    m_address->setText(server.url.toString());
    const bool isLive = server.connection && server.connection->status().state == ConnectionStatus::State::Live && !server.connection->stats().store.isEmpty();
    m_figures->setVisible(isLive);
    if (isLive)
        m_figures->setText(QStringLiteral("%1 · %2").arg(server.connection->stats().store, tr("%n stream(s)", nullptr, int(server.connection->stats().openStreams))));
}

void OtherNodeCard::retell()
{
    m_copy->setText(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy the address"));
    m_address->line()->setAccessibleName(tr("Address"));
    m_show->setText(tr("Conversations"));
    refresh();
}

} // namespace pipit
