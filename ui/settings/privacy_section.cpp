// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/privacy_section.h"

#include "client/servers.h"
#include "ui/locale/sizes.h"
#include "ui/preferences/preferences.h"
#include "ui/servers/server_words.h"
#include "ui/theme/dialogs.h"
#include "ui/theme/style.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace pipit {

PrivacySection::PrivacySection(const SettingsContext &context)
    : SettingsForm(&PrivacySection::title), m_servers(context.servers), m_copies(nullptr)
{
    Preferences *preferences = context.preferences;
    const auto add = [&](Words label, const char *name, Words explanation) {
        addSwitch(std::move(label), preferences->isOn(name), [preferences, name](bool isOn) { preferences->set(name, isOn); }, std::move(explanation));
    };
    add([] { return tr("Tell others that you are writing"); }, preference::sendTyping, [] { return tr("They see that you write, not what."); });
    add([] { return tr("Tell others what you have read"); }, preference::sendRead, [] { return tr("Off: your other windows do not learn it either."); });
    add([] { return tr("Keep drafts"); }, preference::keepDrafts, [] { return tr("What you have begun to write in a session is there again after the program has ended."); });

    addHeading([] { return tr("On this computer"); });
    addNote([] { return tr("Copies of sessions, for reading without a connection. What was not sent yet is kept apart from them and stays."); });
    auto *copies = new QWidget;
    m_copies = new QVBoxLayout(copies);
    m_copies->setContentsMargins(0, 0, 0, 0);
    addWidget(copies);
    connect(m_servers, &Servers::listChanged, this, &PrivacySection::showCopies);
    say(copies, [this] { showCopies(); });
}

void PrivacySection::showEvent(QShowEvent *event)
{
    SettingsForm::showEvent(event);
    showCopies(); // they grow
}

void PrivacySection::showCopies()
{
    while (QLayoutItem *item = m_copies->takeAt(0)) {
        item->widget()->hide(); // at once: the next row takes its place
        item->widget()->deleteLater();
        delete item;
    }
    for (const ServerView &server : m_servers->all()) {
        const qint64 bytes = m_servers->localBytes(server.id);
        auto *row = new QWidget;
        auto *inRow = new QHBoxLayout(row);
        inRow->setContentsMargins(0, 0, 0, 0);
        const QString name = ServerWords::nameOf(server);
        auto *label = new QLabel(bytes == 0 ? tr("%1: nothing").arg(name) : tr("%1: %2").arg(name, sizeText(bytes)));
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        auto *remove = new QPushButton(tr("Delete…"));
        setLook(remove, "kind", "pill");
        remove->setAccessibleName(tr("Delete the local copy of %1").arg(name));
        remove->setEnabled(bytes > 0);
        inRow->addWidget(label, 1);
        inRow->addWidget(remove);
        m_copies->addWidget(row);
        connect(remove, &QPushButton::clicked, this, [this, id = server.id, name] {
            if (!dialogs::confirm(this, tr("Delete the local copy of %1?").arg(name), tr("Without a connection to it nothing can be read then, until it has been loaded again. What is on the server stays there."), tr("Delete")))
                return;
            m_servers->deleteLocalCopy(id);
            showCopies();
        });
    }
}

} // namespace pipit
