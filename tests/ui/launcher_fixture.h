// SPDX-License-Identifier: GPL-3.0-or-later
// A window on the launcher, with the program's own node, a real one.
#pragma once

#include "app/desktop/embedded_node.h"
#include "client/servers.h"
#include "core/private_file.h"
#include "keychain/keychain.h"
#include "tests/ui/test_servers.h"
#include "ui/launcher/launcher_page.h"
#include "ui/locale/language.h"
#include "ui/main_window.h"
#include "ui/theme/dialogs.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QSettings>
#include <QTcpServer>
#include <QTest>

namespace pipit {

using State = NodeStatus::State;

inline constexpr int limitMs = 60'000;

inline quint16 freePort()
{
    QTcpServer server;
    if (!server.listen(QHostAddress::LocalHost))
        qFatal("no port");
    return server.serverPort();
}

// The window with its own node, as the program puts them together; again: as at its next start.
struct Own {
    QTemporaryDir directory;
    QSettings settings{directory.filePath(u"desktop.ini"_s), QSettings::IniFormat};
    Language language;
    TestKeychain keychain;
    std::unique_ptr<NodeSettings> nodeSettings;
    std::unique_ptr<ServerBook> book;
    std::unique_ptr<Servers> servers;
    std::unique_ptr<MainWindow> window;

    explicit Own(const QByteArray &toml = {})
    {
        nodeSettings = std::make_unique<NodeSettings>(&settings, directory.path(), true);
        if (!toml.isEmpty() && !writePrivateFile(directory.filePath(u"pipit.toml"_s), toml))
            qFatal("no file");
        settings.setValue("node/port", freePort());
    }
    void start()
    {
        window.reset();
        servers.reset();
        book = std::make_unique<ServerBook>(&settings);
        servers = std::make_unique<Servers>(book.get(), ServersOptions{.directory = directory.path(), .reconnectInterval = 20ms, .makeNode = [this] { return std::make_unique<EmbeddedNode>(nodeSettings.get()); }, .nodeSettings = nodeSettings.get(), .secrets = keychain.store()});
        window = std::make_unique<MainWindow>(&language, &settings);
        window->setServers(servers.get());
        window->resize(1280, 800);
        window->show();
        servers->start();
        window->showPage(u"server"_s);
    }
    bool isRunning(int port = 0)
    {
        return QTest::qWaitFor([&] { return servers->ownNode()->status().state == State::Running && (port == 0 || status().url.port() == port); }, limitMs);
    }
    bool is(State state)
    {
        return QTest::qWaitFor([&] { return status().state == state; }, limitMs);
    }
    const NodeStatus &status() const { return servers->ownNode()->status(); }
    LauncherPage *page() const { return static_cast<LauncherPage *>(window->page(u"server"_s)); }
    template<typename Widget>
    Widget *part(const char *name) const
    {
        return page()->findChild<Widget *>(QString::fromLatin1(name));
    }
    bool press(const char *name) const
    {
        auto *button = part<QAbstractButton>(name);
        if (!button || !button->isVisible() || !button->isEnabled())
            return false;
        button->click();
        return true;
    }
    QString words(const char *name) const
    {
        const auto *label = part<QLabel>(name);
        return label && label->isVisible() ? label->text() : QString();
    }
    void choose(const char *name, int index) const
    {
        auto *box = part<QComboBox>(name);
        box->setCurrentIndex(index);
        Q_EMIT box->activated(index);
    }
};

// Nothing of this machine's is asked, and whoever is asked agrees.
inline void leaveTheMachineAlone()
{
    leaveKeychainAlone();
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    dialogs::setConfirm([](QWidget *, const QString &, const QString &, const QString &) { return true; });
}

} // namespace pipit
