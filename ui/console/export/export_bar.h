// SPDX-License-Identifier: GPL-3.0-or-later
// Takes with it what the console shows: the charts as a picture or as vectors, the figures as CSV, or everything that helps to understand an
// incident in one file. While that is gathered, how far it is and a button that ends it stand beside.
//
// Contract: a bundle that is under way goes on when another node is shown. Thread rule: the GUI thread.
#pragma once

#include "client/ops/incident_bundle.h"

#include <QWidget>

#include <functional>
#include <memory>

class QAction;
class QLabel;
class QMenu;
class QToolButton;

namespace pipit {

class OpsFeed;
class TimeAxis;

class ExportBar : public QWidget
{
    Q_OBJECT

public:
    // What is shown when somebody asks for it. Not owned.
    struct Source {
        const OpsFeed *feed = nullptr; // none: there is nothing to take
        const TimeAxis *axis = nullptr; // of the charts, as they are shown
        ApiClient *api = nullptr;
        QString name = {};             // of the node
        QList<QByteArray> secrets = {}; // that this program holds
    };
    explicit ExportBar(std::function<Source()> source, QWidget *parent = nullptr);
    ~ExportBar() override;

    QMenu *menu() const { return m_menu; }
    bool isGathering() const { return m_bundle != nullptr; }

Q_SIGNALS:
    void notice(const QString &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    void takeSource();
    void exportPicture();
    void exportVectors();
    void exportFigures();
    void gather();
    QCoro::Task<> savePicture(QImage image, QString path);
    void finish(const QString &path, const Result<Done> &result, const QStringList &missing);
    void showProgress();
    void tell(const Result<Done> &written, const QString &path);
    QString askPath(const QString &title, const QString &kind, const QString &suffix);
    void retranslate();

    const std::function<Source()> m_source;
    QLabel *m_progress;
    QToolButton *m_cancel;
    QToolButton *m_button;
    QMenu *m_menu;
    QAction *m_picture, *m_vectors, *m_figures, *m_incident;
    std::unique_ptr<IncidentBundle> m_bundle; // under way
};

} // namespace pipit
