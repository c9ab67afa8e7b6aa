// SPDX-License-Identifier: GPL-3.0-or-later
// The bots of the desktop's own node: its pipit.toml, the keychain, and the node that takes up what was changed.
//
// A change is tried against what the node would say of it before the file is written; a node that does not start with it gets the
// file back as it was. What waits in the outbox goes out once the node is there again.
// Thread rule: the GUI thread; the keychain is asked on another. Errors: as BotEditor.
#pragma once

#include "ui/settings/bot_editor.h"

#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <optional>

namespace pipit {

class EmbeddedNode;

class DesktopBots : public QObject, public BotEditor
{
    Q_OBJECT

public:
    explicit DesktopBots(QString dataDir, QObject *parent = nullptr);
    ~DesktopBots() override;

    void setNode(EmbeddedNode *node); // may be replaced, and go

    Result<std::vector<BotConfig>> bots() override;
    QCoro::Task<Result<Done>> save(QString id, BotConfig bot, BotToken token) override;
    QCoro::Task<Result<Done>> remove(QString id) override;
    QCoro::Task<Result<BotAnswer>> test(BotConfig bot, BotToken token) override;
    QCoro::Task<Result<QList<BotOffer>>> offers(BotConfig bot, BotToken token) override;

private:
    QString path() const;
    QString secretNameOf(const QString &botId) const;
    std::optional<Error> faultOf(BotConfig bot) const;
    QCoro::Task<Result<Done>> takeUp(QByteArray before, bool existed);
    QCoro::Task<Result<Done>> restart();
    QCoro::Task<Result<QJsonObject>> ask(QString path, BotConfig bot, BotToken token);
    QCoro::Task<Result<Done>> keep(QString name, QByteArray secret);
    QCoro::Task<Result<Done>> forget(QString name);

    const QString m_dataDir;
    QPointer<EmbeddedNode> m_node;
    QThreadPool m_keychain; // one at a time
};

} // namespace pipit
