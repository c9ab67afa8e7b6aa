// SPDX-License-Identifier: GPL-3.0-or-later
// Whole nodes, and a window with one of them and the settings of its servers open.
#pragma once

#include "client/api_client.h"
#include "client/wait_for.h"
#include "server/server.h"
#include "tests/ui/test_servers.h"
#include "ui/servers/server_rail.h"
#include "ui/settings/server_card.h"

#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

namespace pipit {

struct ServersNode {
    QTemporaryDir directory;
    std::unique_ptr<Server> server;

    explicit ServersNode(const TlsConfig &tls = {})
    {
        Config config;
        config.server.dataDir = directory.path();
        config.server.listen = u"127.0.0.1:0"_s;
        config.tls = tls;
        config.bots = {{.id = u"echo"_s, .provider = u"echo"_s, .name = u"Echo"_s, .pieceInterval = 1ms}};
        config.server.canaryS = 0;
        server = std::make_unique<Server>(config);
        if (const auto started = server->start(); !started)
            qFatal("%s", qUtf8Printable(started.error().message));
    }
    QUrl url() const { return server->url(); }
    QByteArray token() const { return server->operatorToken(); }
    QString invitation() const
    {
        ApiClient api(url(), token(), 10s);
        const QJsonObject guest{{u"role"_s, u"user"_s}, {u"sub"_s, u"guest"_s}, {u"sessions"_s, QJsonArray{u"*"_s}}};
        const auto answer = waitFor(api.post(u"/api/auth/tickets"_s, {{u"invite"_s, guest}, {u"validS"_s, 600}}));
        if (!answer)
            qFatal("%s", qUtf8Printable(answer.error().message));
        return u"pipit:join?node=%1&ticket=%2"_s.arg(url().toString(), answer->value(u"ticket").toString());
    }
    void say(const QString &session, const QString &text) const
    {
        ApiClient api(url(), token(), 10s);
        const QJsonObject body{{u"sessionId"_s, session}, {u"content"_s, text}, {u"senderType"_s, u"system"_s}};
        if (const auto answer = waitFor(api.post(u"/api/messages"_s, body)); !answer)
            qFatal("%s", qUtf8Printable(answer.error().message));
    }
};

// The window with an own node, and the settings of its servers open.
struct ServersFixture : TestWindow {
    ServersNode own;

    ServersFixture()
    {
        ownUrl = own.url();
        ownToken = own.token();
    }
    void open()
    {
        start();
        window->showSettings(u"servers"_s);
    }
    void add(const QString &address, const QString &token = {}, const QString &name = {})
    {
        window->showSettings(u"servers"_s);
        inSettings<QLineEdit>(u"serverAddress"_s)->setText(address);
        inSettings<QLineEdit>(u"serverToken"_s)->setText(token);
        inSettings<QLineEdit>(u"serverName"_s)->setText(name);
        inSettings<QPushButton>(u"serverAdd"_s)->click();
    }
    QString problem() const
    {
        const auto *label = inSettings<QLabel>(u"serverProblem"_s);
        return label->isVisible() ? label->text() : QString();
    }
    bool isLive(int index) const
    {
        const QList<ServerView> list = servers->list();
        return index < list.size() && list[index].connection && list[index].connection->status().state == ConnectionStatus::State::Live;
    }
    ServerCard *card(const QString &id) const
    {
        for (ServerCard *candidate : window->settingsPage()->section()->findChildren<ServerCard *>()) {
            if (candidate->id() == id && candidate->isVisible())
                return candidate;
        }
        return nullptr;
    }
    static QPushButton *button(QWidget *in, const QString &text)
    {
        for (QPushButton *candidate : in->findChildren<QPushButton *>()) {
            if (candidate->text() == text && candidate->isVisible())
                return candidate;
        }
        return nullptr;
    }
    QList<QToolButton *> tiles() const
    {
        const auto *rail = window->findChild<ServerRail *>();
        return rail->isVisible() ? rail->findChildren<QToolButton *>() : QList<QToolButton *>();
    }
    QString all(QWidget *in) const
    {
        QStringList words;
        for (const QLabel *label : in->findChildren<QLabel *>()) {
            if (label->isVisible())
                words << label->text();
        }
        return words.join(u'\n');
    }
};

} // namespace pipit
