// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/sections.h"

#include "ui/settings/appearance_section.h"
#include "ui/settings/bots_section.h"
#include "ui/settings/composer_section.h"
#include "ui/settings/language_section.h"
#include "ui/settings/notifications_section.h"
#include "ui/settings/privacy_section.h"
#include "ui/settings/servers_section.h"
#include "ui/settings/settings_form.h"
#include "ui/settings/shortcuts_section.h"
#include "ui/settings/updates_section.h"

namespace pipit {

namespace {

// A section: a class with title() that is made from the context.
template<typename Section>
SettingsSection section(const char *id)
{
    return {QString::fromLatin1(id), &Section::title, [](const SettingsContext &context) -> QWidget * { return new Section(context); }};
}

QString botsTitle()
{
    return BotsSection::tr("Bots");
}

QWidget *makeBotsSection(const SettingsContext &context)
{
    auto *bots = new BotsSection(context.bots);
    const auto follow = [bots, servers = context.servers](const QString &id) {
        const ServerView server = servers->view(id);
        if (!server.isOwn || !server.connection)
            return;
        const Connection *connection = server.connection;
        QObject::connect(connection, &Connection::botsChanged, bots, [bots, connection] { bots->setAvailability(connection->bots()); });
        bots->setAvailability(connection->bots());
    };
    if (context.servers) {
        QObject::connect(context.servers, &Servers::connectionMade, bots, follow);
        follow(QString::fromLatin1(ServerBook::ownId));
    }
    bots->load();
    auto *form = new SettingsForm(&botsTitle);
    form->addWidget(bots);
    return form;
}

} // namespace

QList<SettingsSection> settingsSections(const SettingsContext &context)
{
    QList<SettingsSection> sections{
        section<ServersSection>("servers"),
        section<AppearanceSection>("appearance"),
        section<LanguageSection>("language"),
        section<ComposerSection>("writing"),
        section<NotificationsSection>("notifications"),
        section<ShortcutsSection>("shortcuts"),
        section<PrivacySection>("privacy"),
    };
    if (context.bots)
        sections.insert(1, {QStringLiteral("bots"), &botsTitle, &makeBotsSection});
    if (context.updates)
        sections << section<UpdatesSection>("updates");
    return sections;
}

} // namespace pipit
