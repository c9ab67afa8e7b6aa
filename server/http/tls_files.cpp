// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/tls_files.h"

#include "core/message.h"

#include <QLoggingCategory>

#include <chrono>

using namespace Qt::StringLiterals;

namespace pipit::http {

namespace {

Q_LOGGING_CATEGORY(lcTls, "pipit.http.tls")

using namespace std::chrono_literals;

constexpr std::chrono::seconds lookEvery{3};
constexpr qint64 dayMs = std::chrono::milliseconds(24h).count();
constexpr qint64 tellBeforeMs = 14 * dayMs;
constexpr qsizetype certFile = 0, keyFile = 1;

} // namespace

TlsFiles::TlsFiles(const TlsConfig &config, std::function<qint64()> nowMs)
    : m_files({{.setting = u"tls.cert_file"_s, .path = config.certFile}, {.setting = u"tls.key_file"_s, .path = config.keyFile, .isSecret = true}})
    , m_nowMs(std::move(nowMs))
{
    connect(&m_timer, &QTimer::timeout, this, &TlsFiles::lookAgain);
}

Result<std::unique_ptr<TlsFiles>> TlsFiles::make(const TlsConfig &config, std::function<qint64()> nowMs)
{
    std::unique_ptr<TlsFiles> files(new TlsFiles(config, std::move(nowMs)));
    if (const auto looked = files->look(); !looked)
        return looked.error();
    files->tellOfExpiry();
    files->m_timer.start(lookEvery);
    return files;
}

Result<Done> TlsFiles::look()
{
    return m_files.look([this](const QList<QByteArray> &contents) { return take(contents[certFile], contents[keyFile]); });
}

Result<Done> TlsFiles::take(const QByteArray &certificates, const QByteArray &key)
{
    auto made = TlsContext::make(certificates, key);
    if (!made)
        return m_files.fault(made.error().field == u"tls.key_file" ? keyFile : certFile, made.error().message);
    m_context = std::move(*made);
    m_tellNextMs = 0;
    qCInfo(lcTls).noquote() << "HTTPS with the certificate of" << m_context->subject() << "until" << isoTime(m_context->expiresAtMs());
    return Done();
}

void TlsFiles::lookAgain()
{
    if (const auto fault = m_files.newFault(look()))
        qCWarning(lcTls).noquote() << *fault << "The certificate that was read before stays in force.";
    tellOfExpiry();
}

void TlsFiles::tellOfExpiry()
{
    const qint64 now = m_nowMs(), left = m_context->expiresAtMs() - now;
    if (left > tellBeforeMs || now < m_tellNextMs)
        return;
    m_tellNextMs = now + dayMs;
    qCWarning(lcTls).noquote() << m_files.nameOf(certFile) << (left > 0 ? u"expires in %1 days, on"_s.arg(left / dayMs) : u"has expired on"_s) << isoTime(m_context->expiresAtMs())
                               << "Clients refuse an expired certificate; a renewed one is taken without a restart.";
}

} // namespace pipit::http
