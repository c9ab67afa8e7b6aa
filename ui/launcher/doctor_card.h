// SPDX-License-Identifier: GPL-3.0-or-later
// What the own node finds when it looks its database and files over (GET /api/ops/doctor): each finding with its figure; of one that is
// not well, what was seen, what to do, and a button for what can be done from here. Thread rule: the GUI thread.
#pragma once

#include "client/api_client.h"
#include "ui/launcher/launcher_card.h"

#include <QJsonArray>

class QGridLayout;
class QPushButton;

namespace pipit {

class DoctorCard : public LauncherCard
{
    Q_OBJECT

public:
    explicit DoctorCard(QWidget *parent = nullptr);
    ~DoctorCard() override;

    // Empty: there is none. Another start of the node is another one: it is asked anew.
    void setNode(const QUrl &url, const QByteArray &token, const QString &dataDir, const QDateTime &since);
    void check();
    bool isChecking() const { return m_isChecking; }
    const QJsonArray &findings() const { return m_findings; }

Q_SIGNALS:
    void restartRequested();
    void checked();

protected:
    void retell() override;

private:
    QCoro::Task<> ask();
    void showFindings();
    void addFinding(int &row, const QJsonObject &finding);
    void addRemedies(const QJsonObject &finding, QWidget *place);
    static QString nameOf(const QString &check);
    static QString figureOf(const QJsonObject &figures);

    ApiClient m_api;
    QUrl m_url;
    QString m_dataDir;
    QDateTime m_since;
    QJsonArray m_findings;
    QString m_fault;
    bool m_isChecking = false;
    QLabel *m_title;
    QPushButton *m_again;
    QLabel *m_note;
    QWidget *m_list = nullptr;
};

} // namespace pipit
