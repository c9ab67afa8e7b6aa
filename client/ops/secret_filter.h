// SPDX-License-Identifier: GPL-3.0-or-later
// Takes secrets out of texts that leave for people who are to help: those that are known, and whatever looks like one.
//
// Struck out, with *** in their place: the secrets that are given (also their first eight characters or more); what follows `Bearer` and
// `Authorization`, and cookies; JSON Web Tokens, Pipit's own tokens, keys of providers, private keys; passwords in URLs; the values of names that end with
// token, ticket, password, secret or key of an interface, written as NAME=VALUE or as a member of JSON; and what follows an address of which a
// node shows only the beginning (…/***). Rather a word too many than one too few: prose may lose one. JSON stays JSON.
// Thread rule: a value on one thread.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace pipit {

class SecretFilter
{
public:
    explicit SecretFilter(QList<QByteArray> secrets = {}) : m_secrets(std::move(secrets)) { }

    // "https://hooks.example.org/": whatever comes behind it.
    void addBeginning(const QString &beginning) { m_beginnings << beginning; }

    struct Filtered {
        QByteArray text;
        int struck = 0; // how many places
    };
    Filtered filtered(const QByteArray &utf8) const;

private:
    QList<QByteArray> m_secrets;
    QStringList m_beginnings;
};

} // namespace pipit
