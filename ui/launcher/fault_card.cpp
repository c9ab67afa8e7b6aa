// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/launcher/fault_card.h"

#include "ui/theme/flow_layout.h"
#include "ui/theme/style.h"

#include <QDesktopServices>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace pipit {

FaultCard::FaultCard(Servers *servers, QWidget *parent) : LauncherCard(parent), m_servers(servers), m_title(heading()), m_text(wordsLabel("")), m_start(new QPushButton), m_back(new QPushButton), m_file(new QPushButton)
{
    setLook(this, "tone", "bad");
    setLook(m_title, "tone", "bad");
    m_text->setObjectName("faultText");
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_start->setObjectName("faultStart");
    m_back->setObjectName("faultBack");
    m_file->setObjectName("faultFile");
    auto *buttons = new QWidget;
    auto *flow = new FlowLayout(8, buttons);
    for (QPushButton *button : {m_start, m_back, m_file})
        flow->addWidget(button);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_title, m_text, buttons})
        column()->addWidget(widget);
    connect(m_start, &QPushButton::clicked, m_servers, &Servers::startOwnNode);
    connect(m_back, &QPushButton::clicked, this, [this] {
        if (const auto done = m_servers->nodeSettings()->goBack(); !done)
            Q_EMIT problem(done.error().message);
    });
    connect(m_file, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_servers->nodeSettings()->file())); });
    retell();
}

void FaultCard::refresh()
{
    const OwnNode *node = m_servers->ownNode();
    const auto fault = node ? node->status().fault : std::nullopt;
    setVisible(fault.has_value());
    if (!fault)
        return;
    m_text->setText(fault->message);
    const NodeSettings *settings = m_servers->nodeSettings();
    m_back->setVisible(settings && settings->canGoBack());
    m_file->setVisible(settings && fault->code == ErrorCode::InvalidRequest && QFile::exists(settings->file()));
}

void FaultCard::retell()
{
    m_title->setText(tr("The node does not run"));
    m_start->setText(tr("Start again"));
    m_back->setText(tr("Back to what it was"));
    m_file->setText(tr("Open pipit.toml"));
    refresh();
}

} // namespace pipit
