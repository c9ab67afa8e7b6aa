// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/launcher/start_card.h"

#include "client/servers.h"
#include "ui/desktop/autostart.h"
#include "ui/preferences/preferences.h"
#include "ui/theme/dialogs.h"
#include "ui/theme/style.h"
#include "ui/theme/toggle.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSystemTrayIcon>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

namespace pipit {

StartCard::StartCard(const SettingsContext &context, QWidget *parent)
    : LauncherCard(parent), m_context(context), m_title(heading()), m_folderLabel(wordsLabel("dim")), m_folder(new TextField), m_open(m_folder->addButton()), m_change(m_folder->addButton()), m_folderNote(wordsLabel("dim")),
      m_autostartLabel(wordsLabel("")), m_autostart(new Toggle), m_inTrayLabel(wordsLabel("")), m_inTray(new Toggle), m_trayNote(wordsLabel("dim")), m_problem(wordsLabel("bad"))
{
    m_autostart->setObjectName("startAutostart");
    m_inTray->setObjectName("startInTray");
    m_change->setObjectName("startChange");
    m_trayNote->setObjectName("startTrayNote");
    m_folderNote->setObjectName("startFolderNote");
    m_problem->setObjectName("startProblem");
    for (QWidget *widget : std::initializer_list<QWidget *>{m_title, m_folderLabel, m_folder, m_folderNote})
        column()->addWidget(widget);
    for (const auto &[label, box] : {std::pair(m_autostartLabel, m_autostart), std::pair(m_inTrayLabel, m_inTray)}) {
        auto *row = new QHBoxLayout;
        row->setSpacing(12);
        row->addWidget(label, 1);
        row->addWidget(box, 0, Qt::AlignTop);
        label->setBuddy(box);
        column()->addLayout(row);
    }
    column()->addWidget(m_trayNote);
    column()->addWidget(m_problem);
    m_problem->hide();
    connect(m_open, &QToolButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_folder->text())); });
    connect(m_change, &QToolButton::clicked, this, &StartCard::chooseFolder);
    connect(m_autostart, &QCheckBox::toggled, this, &StartCard::setAutostart);
    connect(m_inTray, &QCheckBox::toggled, this, [this](bool isOn) { m_context.preferences->set(preference::closeToTray, isOn); });
    connect(m_context.preferences, &Preferences::changed, this, [this](const QByteArray &name) {
        if (name == preference::closeToTray)
            refresh();
    });
    retell();
}

void StartCard::chooseFolder()
{
    const QString path = dialogs::openFolder(this, tr("Where the node keeps its data"), m_folder->text());
    if (path.isEmpty() || path == m_folder->text())
        return;
    const QString consequences = tr("The node starts anew with what is in %1, which may be nothing. What is in the folder that it has now stays there.").arg(path);
    if (!dialogs::confirm(this, tr("Keep the data in another folder?"), consequences, tr("Use it")))
        return;
    const auto kept = m_context.servers->nodeSettings()->setDataDir(path);
    m_problem->setVisible(!kept);
    if (!kept)
        m_problem->setText(kept.error().message);
    refresh();
}

void StartCard::setAutostart(bool isOn)
{
    const NodeSettings *settings = m_context.servers->nodeSettings();
    const auto done = autostart::setOn(isOn, settings->isDirectoryGiven() ? QStringList{QStringLiteral("--data"), settings->directory()} : QStringList());
    m_problem->setVisible(!done);
    if (!done)
        m_problem->setText(done.error().message);
    refresh();
}

void StartCard::refresh()
{
    const NodeSettings::View view = m_context.servers->nodeSettings()->view();
    m_folder->setText(view.dataDir);
    m_change->setEnabled(view.dataDirBy.isEmpty() && !view.fault);
    m_folderNote->setText(view.dataDirBy.isEmpty() ? QString() : tr("The folder is decided by %1.").arg(view.dataDirBy));
    m_folderNote->setVisible(!view.dataDirBy.isEmpty());
    const QSignalBlocker quietAutostart(m_autostart), quietTray(m_inTray);
    m_autostart->setChecked(autostart::isOn());
    m_autostart->setToolTip(autostart::place());
    // Without a tray, a window that hides is gone.
    const bool hasTray = QSystemTrayIcon::isSystemTrayAvailable();
    m_inTray->setEnabled(hasTray);
    m_inTray->setChecked(hasTray && m_context.preferences->isOn(preference::closeToTray));
    m_trayNote->setVisible(!hasTray);
}

void StartCard::retell()
{
    m_title->setText(tr("Place and start"));
    m_folderLabel->setText(tr("Data folder"));
    m_folder->line()->setAccessibleName(tr("Data folder"));
    m_open->setText(tr("Open"));
    m_open->setAccessibleName(tr("Open the data folder"));
    m_change->setText(tr("Change…"));
    m_change->setAccessibleName(tr("Change the data folder"));
    m_autostartLabel->setText(tr("Start with the session"));
    m_inTrayLabel->setText(tr("Keep serving when the window is closed"));
    m_autostart->setAccessibleName(m_autostartLabel->text());
    m_inTray->setAccessibleName(m_inTrayLabel->text());
    m_trayNote->setText(tr("This desktop has no tray: a window that is closed could not be brought back."));
    refresh();
}

} // namespace pipit
