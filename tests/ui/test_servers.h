// SPDX-License-Identifier: GPL-3.0-or-later
// A window with servers, without a program around it: a keychain in memory that may refuse, and an own node that is only said to be one.
#pragma once

#include "client/servers.h"
#include "client/update_watch.h"
#include "ui/locale/language.h"
#include "ui/main_window.h"
#include "ui/settings/settings_page.h"

#include <QHash>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

namespace pipit {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

struct TestKeychain {
    QHash<QString, QByteArray> secrets;
    std::optional<Error> fault;   // of every call
    bool isSilent = false;        // nothing is answered

    template<typename T>
    void tell(QObject *context, const SecretStore::Told<T> &told, const Result<T> &result)
    {
        if (!isSilent)
            QTimer::singleShot(0, context, [told, result] { told(result); });
    }
    SecretStore store()
    {
        return {.read = [this](const QString &name, QObject *context, SecretStore::Told<QByteArray> told) {
                    tell<QByteArray>(context, told, fault ? Result<QByteArray>(*fault) : secrets.contains(name) ? Result<QByteArray>(secrets.value(name)) : Result<QByteArray>(Error{ErrorCode::NotFound, u"none"_s}));
                },
                .write = [this](const QString &name, const QByteArray &secret, QObject *context, SecretStore::Told<Done> told) {
                    if (!fault && !isSilent)
                        secrets.insert(name, secret);
                    tell<Done>(context, told, fault ? Result<Done>(*fault) : Result<Done>(Done{}));
                },
                .remove = [this](const QString &name, QObject *context, SecretStore::Told<Done> told) {
                    secrets.remove(name);
                    tell<Done>(context, told, Done{});
                }};
    }
};

// An own node whose address and token a test gives; without an address it does not start.
class TestNode : public OwnNode
{
public:
    // All of them are looked at when it starts, and outlive it.
    TestNode(const QUrl *url, const QByteArray *token, int *starts) : m_given(url), m_givenToken(token), m_starts(starts) { }
    void start() override
    {
        ++*m_starts;
        m_status.state = State::Starting;
        QTimer::singleShot(0, this, [this] {
            m_status.url = *m_given;
            m_status.token = *m_givenToken;
            m_status.state = m_given->isEmpty() ? State::Failed : State::Running;
            Q_EMIT changed();
            m_given->isEmpty() ? Q_EMIT failed(Error{ErrorCode::Unavailable, u"no room"_s}) : Q_EMIT started();
        });
    }
    void stop() override
    {
        m_status.state = State::Stopped;
        Q_EMIT changed();
    }
    void drain() override { stop(); }

private:
    const QUrl *m_given;
    const QByteArray *m_givenToken;
    int *m_starts;
};

struct TestWindow {
    QTemporaryDir directory;
    QSettings settings{directory.filePath(u"desktop.ini"_s), QSettings::IniFormat};
    Language language;
    TestKeychain keychain;
    QUrl ownUrl;
    QByteArray ownToken;
    int starts = 0; // of the own node
    std::optional<ServerBook> book;
    NodeSettings nodeSettings{&settings, directory.path(), true};
    std::unique_ptr<Servers> servers;
    QString decidedFeed, decidedBy; // by whom else than the person; empty: nobody
    std::unique_ptr<UpdateWatch> updates;
    std::unique_ptr<MainWindow> window;

    // As the program does; again: as at its next start.
    void start()
    {
        window.reset();
        servers.reset();
        book.emplace(&settings);
        servers = std::make_unique<Servers>(&*book, ServersOptions{.directory = directory.path(), .reconnectInterval = 20ms, .makeNode = [this] { return std::make_unique<TestNode>(&ownUrl, &ownToken, &starts); }, .nodeSettings = &nodeSettings, .secrets = keychain.store()});
        updates = std::make_unique<UpdateWatch>(u"0.1.0"_s);
        if (!decidedBy.isEmpty())
            updates->setFeed(decidedFeed, decidedBy);
        window = std::make_unique<MainWindow>(&language, &settings);
        window->setUpdates(updates.get());
        window->setServers(servers.get());
        window->resize(1000, 700);
        window->show();
        servers->start();
    }

    template<typename Widget>
    Widget *inSettings(const QString &name) const
    {
        return window->settingsPage()->section()->template findChild<Widget *>(name);
    }
};

} // namespace pipit
