// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps what the program logs while it lives, instead of printing it. One at a time.
#pragma once

#include <QStringList>
#include <QtGlobal>

namespace pipit {

class LogCapture
{
public:
    LogCapture()
    {
        lines().clear();
        m_before = qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &text) { lines() << text; });
    }
    ~LogCapture() { qInstallMessageHandler(m_before); }
    LogCapture(const LogCapture &) = delete;
    LogCapture &operator=(const LogCapture &) = delete;

    bool has(QStringView text) const { return count(text) > 0; }
    qsizetype count(QStringView text) const { return lines().filter(text.toString()).size(); }

private:
    static QStringList &lines()
    {
        static QStringList list;
        return list;
    }

    QtMessageHandler m_before;
};

} // namespace pipit
