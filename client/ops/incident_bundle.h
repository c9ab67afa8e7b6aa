// SPDX-License-Identifier: GPL-3.0-or-later
// What helps to understand an incident on a node, in one .zip: its figures, alerts, streams, answers, log, configuration, what its doctor
// finds, and which versions these are. README.txt in it says what is in each file, what was struck out, and what is missing and why.
//
// - What cannot be had is missing, and the rest is written: a node that hardly answers is what such a file is made of.
// - Every text of it goes through one SecretFilter, the charts too.
// - It asks by a client of its own, one question after another, each with a limit (10 s, the doctor 75 s), and goes on when the window has let
//   go of the node. A file of it has 16 MB at most; a longer one is cut off, and it is said.
// - The file is there whole or not at all, and only its owner can read it.
// Thread rule: the thread that made it; needs an event loop. Destroying it cancels it, without a word. Errors: of finished(); Cancelled, or
// Unavailable where the file cannot be written.
#pragma once

#include "client/api_client.h"
#include "client/ops/secret_filter.h"
#include "client/zip_writer.h"

#include <QJsonObject>
#include <QObject>

#include <atomic>
#include <memory>

namespace pipit {

class OpsFeed;

class IncidentBundle : public QObject
{
    Q_OBJECT

public:
    struct Source {
        QUrl node;
        QByteArray token;
        QString name = {};                // as the window calls the node
        QList<QByteArray> secrets = {};   // that this program holds, beside the token
        QByteArray charts = {};           // as SVG; empty: there are none
    };

    // The figures and alerts are those that the feed has now.
    IncidentBundle(Source source, const OpsFeed &feed, QObject *parent = nullptr);
    ~IncidentBundle() override;

    void write(const QString &path); // once
    void cancel();

    int done() const { return m_done; } // of parts()
    int parts() const;

Q_SIGNALS:
    void progressed();
    // `missing`: names of files that could not be had.
    void finished(const pipit::Result<pipit::Done> &result, const QStringList &missing);

private:
    struct Part {
        const char *name;
        const char *what; // of README.txt
        const char *path; // what the node is asked for; null: it is here already
        const char *query = "";
    };
    static const QList<Part> &all();

    QCoro::Task<> collect(QString path);
    QCoro::Task<Result<QByteArray>> logText();
    void add(const QString &name, QByteArray content, const QString &what);
    void miss(const QString &name, const Error &error);
    void takeMasks(const QJsonObject &config);
    QByteArray versions() const;
    void finish(const Result<Done> &result);

    Source m_source;
    ApiClient m_api;
    QByteArray m_figures, m_alerts;
    QList<ZippedFile> m_files;
    QStringList m_about;            // a paragraph of README.txt for each
    QStringList m_missing;
    QString m_missingText; // with the reasons
    QStringList m_masks;            // beginnings of addresses that the node shows no further
    QJsonObject m_node;             // what it says of itself
    int m_done = 0;
    const std::shared_ptr<std::atomic<bool>> m_isCancelled = std::make_shared<std::atomic<bool>>(false);
};

} // namespace pipit
