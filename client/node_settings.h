// SPDX-License-Identifier: GPL-3.0-or-later
// What the own node starts with, and what of it a person chooses in the window: who may reach it, its port, where its data is,
// which database.
//
// Each is kept where it is in force. Who may reach it and the port are the window's own, in its settings file, and count where
// neither pipit.toml nor the environment says where to listen. The data directory and the database stand in pipit.toml, where every
// other program of Pipit reads them too; a database's URL in a private file beside it, because there may be a password in it. What
// the environment or the command line decides cannot be changed here: view() says who does.
// A change is written when the call returns; changed() tells whoever runs the node that it is to start anew.
// Thread rule: the GUI thread. The settings are not owned. Errors: as writeSettings(); InvalidRequest with `field`.
#pragma once

#include "core/config.h"
#include "core/setting_file.h"

#include <QObject>

#include <optional>

class QSettings;

namespace pipit {

class NodeSettings : public QObject
{
    Q_OBJECT

public:
    // `directory`: of the window. `isGiven`: a person named it in the command line; then it is the node's too.
    NodeSettings(QSettings *settings, QString directory, bool isGiven, QObject *parent = nullptr);

    // With what the window chooses. Errors: as loadProgramConfig().
    Result<Config> config() const;
    QString directory() const { return m_directory; } // of the window
    bool isDirectoryGiven() const { return m_isGiven; }
    QString file() const; // the pipit.toml that counts

    struct View {
        bool isOpen = false;       // whoever is on the network may reach it
        quint16 port = 0;
        QString listenBy = {};     // who decides both; empty: this
        QString dataDir = {};
        QString dataDirBy = {};
        DatabaseKind database = DatabaseKind::Sqlite;
        QString databaseName = {}; // without its secret
        QString databaseBy = {};
        std::optional<Error> fault = {}; // of the configuration: nothing can be chosen until it is mended
    };
    View view() const;

    void setOpenToNetwork(bool isOpen);
    void setPort(quint16 port);
    Result<Done> setDataDir(const QString &path); // absolute; the window's own: as if it had never been set
    // The URL is for Postgres; the others have none.
    Result<Done> setDatabase(DatabaseKind kind, const QString &url = {});

    // After a change of the data directory or the database with which the node does not start.
    bool canGoBack() const { return m_before.has_value(); }
    Result<Done> goBack();
    void settle() { m_before.reset(); } // it started with them

    // Whether it was running when somebody last decided: so it is at the next start of the program.
    bool isWanted() const;
    void setWanted(bool isWanted);

Q_SIGNALS:
    void changed();

private:
    struct Before {
        std::optional<QByteArray> file; // none: there was none
        std::optional<QByteArray> url;
        std::optional<QByteArray> since = {}; // what the file has said from then on
    };

    QString urlFile() const;
    Result<Done> write(const SettingTexts &values, const std::optional<QString> &url);
    Result<Done> putUrlBack(const std::optional<QByteArray> &url);

    QSettings *m_settings;
    const QString m_directory;
    const bool m_isGiven;
    std::optional<Before> m_before;
};

} // namespace pipit
