// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/server_book.h"

#include "net/network_access.h"

#include <QCryptographicHash>
#include <QSettings>

#include <algorithm>

namespace pipit {

namespace {

constexpr qsizetype mostServers = 32;
constexpr qsizetype longestName = 60;

QString nameFor(const QUrl &url, const QString &wanted)
{
    const QString name = wanted.simplified().left(longestName);
    return name.isEmpty() ? url.authority() : name;
}

} // namespace

ServerBook::ServerBook(QSettings *settings) : m_settings(settings)
{
    load();
}

QString ServerBook::idOf(const QUrl &url)
{
    return QString::fromLatin1(QCryptographicHash::hash(url.toEncoded(), QCryptographicHash::Sha256).toHex().first(12));
}

Result<QUrl> ServerBook::checkedUrl(const QString &text)
{
    QString written = text.trimmed();
    if (!written.contains(u"://") && !written.isEmpty())
        written.prepend(QStringLiteral("http://"));
    QUrl url(written, QUrl::StrictMode);
    if (const auto fault = faultOfHttpUrl(url))
        return Error{ErrorCode::InvalidRequest, *fault, QStringLiteral("url")};
    url = url.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::NormalizePathSegments | QUrl::StripTrailingSlash);
    if (url.path() == u"/")
        url.setPath({});
    return url;
}

const ServerEntry *ServerBook::find(const QString &id) const
{
    const auto found = std::ranges::find(m_entries, id, &ServerEntry::id);
    return found == m_entries.end() ? nullptr : &*found;
}

ServerEntry *ServerBook::findMutable(const QString &id)
{
    const auto found = std::ranges::find(m_entries, id, &ServerEntry::id);
    return found == m_entries.end() ? nullptr : &*found;
}

bool ServerBook::isFull() const
{
    return m_entries.size() >= mostServers;
}

Result<QString> ServerBook::add(const QUrl &url, const QString &name)
{
    const QString id = idOf(url);
    if (const ServerEntry *known = find(id))
        return Error{ErrorCode::Conflict, QStringLiteral("%1 is among your servers already, as %2. To use another token there, sign in again.").arg(url.toString(), known->name), QStringLiteral("url")};
    if (isFull())
        return Error{ErrorCode::InvalidRequest, QStringLiteral("There are %1 servers already; remove one first.").arg(mostServers)};
    m_entries.append({.id = id, .name = nameFor(url, name), .url = url});
    save();
    return id;
}

void ServerBook::rename(const QString &id, const QString &name)
{
    ServerEntry *entry = findMutable(id);
    if (!entry)
        return;
    entry->name = entry->isOwn ? name.simplified().left(longestName) : nameFor(entry->url, name);
    save();
}

void ServerBook::remove(const QString &id)
{
    m_entries.removeIf([&id](const ServerEntry &entry) { return entry.id == id && !entry.isOwn; });
    save();
}

void ServerBook::setOwnNodeOn(bool isOn)
{
    m_entries.first().isOn = isOn;
    save();
}

void ServerBook::load()
{
    m_entries = {ServerEntry{.id = QString::fromLatin1(ownId), .name = m_settings->value("node/name").toString().simplified().left(longestName), .isOwn = true, .isOn = m_settings->value("node/isOn", true).toBool()}};
    const int count = m_settings->beginReadArray("servers");
    for (int i = 0; i < count && m_entries.size() < mostServers; ++i) {
        m_settings->setArrayIndex(i);
        const auto url = checkedUrl(m_settings->value("url").toString());
        if (!url || find(idOf(*url)))
            continue;
        m_entries.append({.id = idOf(*url), .name = nameFor(*url, m_settings->value("name").toString()), .url = *url});
    }
    m_settings->endArray();
    // Nothing else would be there to talk to.
    if (m_entries.size() == 1)
        m_entries.first().isOn = true;
}

void ServerBook::save()
{
    m_settings->setValue("node/name", m_entries.first().name);
    m_settings->setValue("node/isOn", m_entries.first().isOn);
    m_settings->remove("servers");
    m_settings->beginWriteArray("servers", int(m_entries.size()) - 1);
    for (qsizetype i = 1; i < m_entries.size(); ++i) {
        m_settings->setArrayIndex(int(i) - 1);
        m_settings->setValue("name", m_entries[i].name);
        m_settings->setValue("url", m_entries[i].url.toString());
    }
    m_settings->endArray();
    m_settings->sync();
}

} // namespace pipit
