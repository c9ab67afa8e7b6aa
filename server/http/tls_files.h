// SPDX-License-Identifier: GPL-3.0-or-later
// The node's certificate, from the files of tls.cert_file and tls.key_file, renewed while the node runs.
//
// The files are looked at every few seconds, by their content, and taken together. A pair that does not fit, as between the
// writing of one and of the other, leaves the old one in force, with one line in the log, and is taken as soon as it fits. A
// certificate that expires within two weeks is told in the log, once a day.
// Thread rule: the thread that made it; looking reads the two files. Errors: of make(), Unavailable with `field` the setting.
#pragma once

#include "core/config.h"
#include "core/watched_files.h"
#include "server/http/tls_context.h"

#include <QDateTime>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

namespace pipit::http {

class TlsFiles : public QObject
{
    Q_OBJECT

public:
    // `nowMs`: since the epoch.
    static Result<std::unique_ptr<TlsFiles>> make(const TlsConfig &config, std::function<qint64()> nowMs = &QDateTime::currentMSecsSinceEpoch);

    // The one in force.
    std::shared_ptr<const TlsContext> context() const { return m_context; }

    // What the timer does.
    void lookAgain();

private:
    TlsFiles(const TlsConfig &config, std::function<qint64()> nowMs);

    Result<Done> look();
    Result<Done> take(const QByteArray &certificates, const QByteArray &key);
    void tellOfExpiry();

    WatchedFiles m_files;
    const std::function<qint64()> m_nowMs;
    std::shared_ptr<const TlsContext> m_context;
    qint64 m_tellNextMs = 0; // of its expiry
    QTimer m_timer;
};

} // namespace pipit::http
