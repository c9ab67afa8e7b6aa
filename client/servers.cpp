// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/servers.h"

#include "client/api_client.h"
#include "client/local_store.h"

#include <QDir>
#include <QFileInfo>

#include <chrono>

namespace pipit {

namespace {

constexpr std::chrono::seconds longestWrite{2};

} // namespace

Servers::Servers(ServerBook *book, ServersOptions options, QObject *parent)
    : QObject(parent), m_book(book), m_options(std::move(options)), m_givenId(m_options.givenUrl.isEmpty() ? QString() : ServerBook::idOf(m_options.givenUrl))
{
    if (m_options.nodeSettings) {
        connect(m_options.nodeSettings, &NodeSettings::changed, this, [this] {
            if (m_node && m_node->status().state != NodeStatus::State::Stopped)
                startOwnNode();
        });
    }
}

const QString &Servers::own()
{
    static const QString id = QString::fromLatin1(ServerBook::ownId);
    return id;
}

Servers::~Servers()
{
    // Requests under way end first, while everything is still there.
    for (ApiClient *api : findChildren<ApiClient *>(QString(), Qt::FindDirectChildrenOnly))
        api->close();
}

QString Servers::secretName(const QString &id)
{
    return QStringLiteral("server ") + id;
}

void Servers::start()
{
    if (!m_givenId.isEmpty())
        connectTo(m_givenId, m_options.givenUrl, m_options.givenToken);
    for (const ServerEntry &entry : m_book->entries()) {
        if (entry.isOn && entry.id != m_givenId && !(entry.isOwn && !m_givenId.isEmpty()))
            begin(entry);
    }
}

void Servers::begin(const ServerEntry &entry)
{
    if (entry.isOwn)
        return beginOwn();
    if (!open(entry.id, {}, {}))
        return;
    Live &asked = m_live[entry.id];
    asked.state = ServerView::Token::Asking;
    asked.isReading = true;
    Q_EMIT listChanged();
    m_options.secrets.read(secretName(entry.id), this, [this, id = entry.id, url = entry.url](const Result<QByteArray> &kept) {
        const auto live = m_live.find(id);
        if (live == m_live.end() || !live->second.isReading)
            return; // removed, or signed in meanwhile
        live->second.isReading = false;
        live->second.state = kept ? ServerView::Token::Kept : ServerView::Token::Missing;
        if (!kept && kept.error().code != ErrorCode::NotFound)
            live->second.keychainFault = kept.error().message;
        goOn(live->second, url, kept ? *kept : QByteArray());
        Q_EMIT listChanged();
    });
}

// With another token, or with the first one.
void Servers::goOn(Live &live, const QUrl &url, const QByteArray &token)
{
    live.token = token;
    if (!live.connection->url().isEmpty())
        return live.connection->setToken(token);
    live.connection->setNode(url, token);
    live.connection->start();
}

void Servers::connectTo(const QString &id, const QUrl &url, const QByteArray &token)
{
    if (open(id, url, token))
        m_live[id].connection->start();
}

// With what is kept of it on this computer; the node is asked for nothing yet.
bool Servers::open(const QString &id, const QUrl &url, const QByteArray &token)
{
    if (!QDir().mkpath(m_options.directory)) {
        m_startError = Error{ErrorCode::Unavailable, tr("The directory %1 cannot be made; choose another with --data.").arg(m_options.directory)};
        Q_EMIT listChanged();
        return false;
    }
    disconnectFrom(id); // two would not share the outbox
    Live &live = m_live[id];
    live.token = token;
    const QDir directory(m_options.directory);
    live.connection = std::make_unique<Connection>(ConnectionOptions{
        .url = url,
        .token = token,
        .outboxFile = directory.filePath(QStringLiteral("outbox-%1.db").arg(id)),
        .localFile = localFile(id),
        .connectionTimeout = m_options.connectionTimeout,
        .reconnectInterval = m_options.reconnectInterval,
        .maxReconnectAttempts = m_options.maxReconnectAttempts,
        .transport = m_options.transport,
    });
    Q_EMIT connectionMade(id);
    return true;
}

void Servers::disconnectFrom(const QString &id)
{
    const auto live = m_live.find(id);
    if (live == m_live.end() || !live->second.connection)
        return;
    Q_EMIT connectionEnds(id);
    live->second.connection.reset();
}

ServerView Servers::view(const QString &id) const
{
    ServerView view{.id = id, .name = {}, .url = {}};
    if (const ServerEntry *entry = m_book->find(id)) {
        view.name = entry->name;
        view.url = entry->url;
        view.isOwn = entry->isOwn;
        view.isOn = entry->isOn && (!entry->isOwn || m_givenId.isEmpty());
    }
    if (id == m_givenId) {
        view.url = m_options.givenUrl;
        view.isGiven = true;
        if (view.name.isEmpty())
            view.name = view.url.authority();
    }
    if (view.isOwn) {
        view.startError = m_startError;
        view.nodeState = m_node ? m_node->status().state : NodeStatus::State::Stopped;
    }
    if (const auto live = m_live.find(id); live != m_live.end()) {
        view.token = live->second.state;
        view.keychainFault = live->second.keychainFault;
        view.connection = live->second.connection.get();
    }
    if (view.isOwn && view.connection)
        view.url = view.connection->url();
    return view;
}

QList<ServerView> Servers::all() const
{
    QList<ServerView> views;
    if (!m_givenId.isEmpty())
        views << view(m_givenId);
    for (const ServerEntry &entry : m_book->entries()) {
        if (entry.id != m_givenId)
            views << view(entry.id);
    }
    return views;
}

QList<ServerView> Servers::list() const
{
    QList<ServerView> views = all();
    views.removeIf([](const ServerView &view) { return !view.isOn; });
    return views;
}

QUrl Servers::urlOf(const QString &id) const
{
    return view(id).url;
}

void Servers::rename(const QString &id, const QString &name)
{
    m_book->rename(id, name);
    Q_EMIT listChanged();
}

int Servers::unsent(const QString &id) const
{
    const Connection *connection = view(id).connection;
    return connection ? connection->pendingCount() : 0;
}

QString Servers::localFile(const QString &id) const
{
    return QDir(m_options.directory).filePath(QStringLiteral("local-%1.db").arg(id));
}

// Whoever keeps something of a server names its file WHAT-ID.db.
QStringList Servers::localCopies(const QString &id) const
{
    const QDir directory(m_options.directory);
    QStringList paths;
    for (const QString &file : directory.entryList({QStringLiteral("*-%1.db*").arg(id)}, QDir::Files)) {
        if (!file.startsWith(u"outbox-"))
            paths << directory.filePath(file);
    }
    return paths;
}

qint64 Servers::localBytes(const QString &id) const
{
    qint64 bytes = 0;
    for (const QString &file : localCopies(id))
        bytes += QFileInfo(file).size();
    return bytes;
}

void Servers::deleteLocalCopy(const QString &id)
{
    const auto live = m_live.find(id);
    const bool isOpen = live != m_live.end() && live->second.connection;
    const QUrl url = isOpen ? live->second.connection->url() : QUrl();
    disconnectFrom(id); // it has them open
    const QStringList copies = localCopies(id);
    const QString file = localFile(id);
    // What is nowhere else stays: drafts, what was pinned, what was muted.
    QHash<QString, QString> drafts;
    QHash<QString, SessionMarks> marks;
    if (copies.contains(file)) {
        const LocalStore kept(file);
        drafts = kept.drafts();
        marks = kept.marks();
    }
    for (const QString &copy : copies)
        QFile::remove(copy);
    if (!drafts.isEmpty() || !marks.isEmpty()) {
        LocalStore fresh(file);
        for (auto draft = drafts.cbegin(); draft != drafts.cend(); ++draft)
            fresh.saveDraft(draft.key(), *draft);
        for (auto mark = marks.cbegin(); mark != marks.cend(); ++mark)
            fresh.setMarks(mark.key(), *mark);
        fresh.flush(longestWrite);
    }
    if (isOpen && open(id, url, QByteArray(live->second.token)) && !url.isEmpty())
        live->second.connection->start();
}

void Servers::remove(const QString &id)
{
    const ServerEntry *entry = m_book->find(id);
    if (!entry || entry->isOwn)
        return;
    disconnectFrom(id);
    m_live.erase(id);
    m_book->remove(id);
    m_options.secrets.remove(secretName(id), this, [this](const Result<Done> &removed) {
        if (!removed && removed.error().code != ErrorCode::NotFound)
            Q_EMIT notice(tr("The token could not be taken out of the keychain: %1").arg(removed.error().message));
    });
    QStringList files = localCopies(id);
    const QDir directory(m_options.directory);
    for (const QString &file : directory.entryList({QStringLiteral("outbox-%1.db*").arg(id)}, QDir::Files))
        files << directory.filePath(file);
    for (const QString &file : std::as_const(files))
        QFile::remove(file);
    QDir(directory.filePath(QStringLiteral("outbox-%1.db.files").arg(id))).removeRecursively();
    // Where it was the last that was on, the own node is back.
    if (list().isEmpty())
        (void)setOwnNodeOn(true);
    Q_EMIT listChanged();
}

} // namespace pipit
