// SPDX-License-Identifier: GPL-3.0-or-later
// Puts the desktop together: the window first, then the node inside (or another's address), then the connection.
// Thread rule: the GUI thread. Errors are shown in the window.
#pragma once

#include "app/desktop/options.h"
#include "client/connection.h"
#include "ui/language.h"
#include "ui/main_window.h"

#include <QSettings>

#include <memory>

namespace pipit {

class EmbeddedNode;

class Desktop : public QObject
{
    Q_OBJECT

public:
    explicit Desktop(const DesktopOptions &options);
    ~Desktop() override;

    MainWindow *window() const { return m_window.get(); }

    // After the window has been painted once.
    void start();

private:
    void startNode();
    void connectTo(const QUrl &url, const QByteArray &token, bool ownNode);

    DesktopOptions m_options;
    QString m_dataDir;
    QSettings m_settings;
    Language m_language;
    // In this order, so that the window goes first, then the connection, then the node that it talks to.
    std::unique_ptr<EmbeddedNode> m_node;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace pipit
