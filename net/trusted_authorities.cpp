// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/trusted_authorities.h"

#include <QFile>
#include <QSslConfiguration>

namespace pipit {

Result<Done> trustAuthoritiesIn(const QString &pemFile)
{
    static const QSslConfiguration system = QSslConfiguration::defaultConfiguration();
    QSslConfiguration configuration = system;
    if (!pemFile.isEmpty()) {
        QFile file(pemFile);
        if (!file.open(QIODevice::ReadOnly))
            return Error{ErrorCode::InvalidRequest, QStringLiteral("The file of certificates %1 cannot be read: %2.").arg(pemFile, file.errorString())};
        const auto certificates = QSslCertificate::fromDevice(&file);
        if (certificates.isEmpty())
            return Error{ErrorCode::InvalidRequest, QStringLiteral("The file of certificates %1 holds none in PEM form.").arg(pemFile)};
        configuration.addCaCertificates(certificates);
    }
    QSslConfiguration::setDefaultConfiguration(configuration);
    return Done{};
}

} // namespace pipit
