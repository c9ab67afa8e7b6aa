// SPDX-License-Identifier: GPL-3.0-or-later
// Brings a window with recorded data into one of its states, as people and networks would: for pictures, and to look at.
//
// A page is one of windowPages(), or one with a state or a section behind a slash. Thread rule: the GUI thread. Errors: make() as
// DemoData's; what the state needs and does not come is not waited for here (see Screenshot).
#pragma once

#include "app/desktop/demo_data.h"
#include "app/desktop/options.h"
#include "client/connection.h"

#include <QCoroTask>

#include <functional>
#include <map>
#include <memory>

class QTcpServer;

namespace pipit {

class ChatPage;
class Desktop;
class MainWindow;
struct PageState;

class PageStage : public QObject
{
    Q_OBJECT

public:
    static bool isPage(const QString &name);
    static QStringList pages(); // all that there are

    ~PageStage() override;

    // Recorded data, and options that lead to it.
    static Result<std::unique_ptr<PageStage>> make(DesktopOptions &options);
    void begin(Desktop *desktop); // not owned; outlives this
    bool isThere() const { return m_isThere; } // and painted soon

    // For the states.
    Desktop *desktop() const { return m_desktop; }
    MainWindow *window() const;
    ChatPage *chat() const;
    Connection *connection() const; // of the server that is shown; once the window has settled
    QCoro::Task<> until(std::function<bool()> isSo);
    QCoro::Task<> settled();
    QCoro::Task<Connection *> guest(QString sub, QString name); // somebody else, with a stream of their own, from then on; null: not let in
    void stopNode(); // the one that was started elsewhere
    QString feedOfNewer(); // on this computer, with a version after the running one; empty: no port can be listened at

private:
    PageStage() = default;
    QCoro::Task<> play();

    const PageState *m_state = nullptr;
    std::unique_ptr<DemoData> m_demo;
    std::unique_ptr<QTcpServer> m_silent;
    std::unique_ptr<QTcpServer> m_feed;
    std::map<QString, std::unique_ptr<Connection>> m_guests; // by their subs
    Desktop *m_desktop = nullptr;
    bool m_isThere = false;
    bool m_isEnding = false;
};

} // namespace pipit
