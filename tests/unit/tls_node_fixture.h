// SPDX-License-Identifier: GPL-3.0-or-later
// A whole node that speaks HTTPS, with an authority of the test's own, and clients that trust only that.
#pragma once

#include "core/private_file.h"
#include "tests/support/certificate_maker.h"
#include "tests/unit/node_fixture.h"

namespace pipit::test {

class TlsNodeFixture : public NodeFixture
{
protected:
    TlsNodeFixture()
    {
        config.tls = {.certFile = directory.filePath(QStringLiteral("cert.pem")), .keyFile = directory.filePath(QStringLiteral("key.pem"))};
        tls = &trusted;
        put(authority.issue());
    }

    void putCertificate(const QByteArray &pem) const { ASSERT_TRUE(writePrivateFile(config.tls.certFile, pem).ok()); }
    void putKey(const QByteArray &pem) const { ASSERT_TRUE(writePrivateFile(config.tls.keyFile, pem).ok()); }
    void put(const Issued &issued, const QByteArray &chain = {}) const
    {
        putCertificate(issued.certificate + chain);
        putKey(issued.key);
    }

    std::unique_ptr<http::TestClient> connected() const { return std::make_unique<http::TestClient>(port(), &trusted); }

    // What a new connection is shown; null where it has none.
    QSslCertificate shown() const
    {
        const auto client = connected();
        http::waitUntil([&] { return client->isEncrypted() || client->isGone(); });
        return client->isEncrypted() ? client->session().peerCertificate() : QSslCertificate();
    }

    inline static const Issuer authority = Issuer::root();
    const QSslConfiguration trusted = authority.trusted();
};

} // namespace pipit::test
