// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/servers.h"

#include "client/api_client.h"
#include "client/local_store.h"
#include "core/pipit_link.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <chrono>

namespace pipit {

namespace {

constexpr std::chrono::seconds longestWrite{2};

Error closed()
{
    return {ErrorCode::Cancelled, QStringLiteral("The program is ending.")};
}

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

// Who answers there is a Pipit node, and takes the token.
QCoro::Task<Result<QString>> Servers::check(QUrl node, QByteArray token)
{
    auto *api = new ApiClient(node, token, m_options.connectionTimeout, this);
    const auto answer = co_await api->get(QStringLiteral("/api/auth/session"));
    if (!answer && answer.error().code == ErrorCode::Cancelled)
        co_return answer.error();
    api->deleteLater();
    if (!answer)
        co_return answer.error();
    if (!answer->value(u"caller").isObject())
        co_return Error{ErrorCode::Protocol, QStringLiteral("%1 answers with something that no Pipit node says; is this its address?").arg(node.authority())};
    co_return answer->value(u"caller").toObject().value(u"sub").toString();
}

QCoro::Task<Result<QByteArray>> Servers::redeem(QUrl node, QString ticket)
{
    auto *api = new ApiClient(node, {}, m_options.connectionTimeout, this);
    const QJsonObject body{{QStringLiteral("ticket"), ticket}};
    const auto answer = co_await api->post(QStringLiteral("/api/auth/session"), body);
    if (!answer && answer.error().code == ErrorCode::Cancelled)
        co_return answer.error();
    api->deleteLater();
    if (!answer)
        co_return answer.error();
    const QByteArray token = answer->value(u"token").toString().toUtf8();
    if (token.isEmpty())
        co_return Error{ErrorCode::InvalidRequest, QStringLiteral("The node took this for a ticket of somebody who has a token already; it gives no new one. Ask for an invitation."), QStringLiteral("link")};
    co_return token;
}

Result<QString> Servers::addChecked(const QUrl &url, const QByteArray &token, const QString &name)
{
    const auto added = m_book->add(url, name);
    if (!added)
        return added.error();
    keep(*added, token);
    connectTo(*added, url, token);
    Q_EMIT listChanged();
    return *added;
}

QCoro::Task<Result<QString>> Servers::add(QString address, QByteArray token, QString name)
{
    const auto url = ServerBook::checkedUrl(address);
    if (!url)
        co_return url.error();
    if (m_book->find(ServerBook::idOf(*url)) || m_book->isFull())
        co_return m_book->add(*url, name).error();
    const auto good = co_await check(*url, token);
    if (!good)
        co_return good.error();
    co_return addChecked(*url, token, name);
}

QCoro::Task<Result<QString>> Servers::join(QString link, QString name)
{
    const auto invitation = readPipitLink(link);
    if (!invitation)
        co_return invitation.error();
    if (invitation->kind != PipitLink::Kind::Invitation)
        co_return Error{ErrorCode::InvalidRequest, QStringLiteral("This link leads to a session; it is no invitation. An invitation begins with pipit:join?"), QStringLiteral("link")};
    const auto url = ServerBook::checkedUrl(invitation->node.toString());
    if (!url)
        co_return url.error();
    // Before the ticket is used up.
    if (m_book->find(ServerBook::idOf(*url)) || m_book->isFull())
        co_return m_book->add(*url, name).error();
    const auto token = co_await redeem(*url, invitation->ticket);
    if (!token)
        co_return token.error();
    co_return addChecked(*url, *token, name);
}

QCoro::Task<Result<Done>> Servers::signIn(QString id, QString tokenOrLink)
{
    const QString given = tokenOrLink.trimmed();
    const QUrl url = urlOf(id);
    QByteArray token = given.toUtf8();
    if (given.startsWith(u"pipit:")) {
        const auto invitation = readPipitLink(given);
        if (!invitation)
            co_return invitation.error();
        const auto node = ServerBook::checkedUrl(invitation->node.toString());
        if (invitation->kind != PipitLink::Kind::Invitation || !node || *node != url)
            co_return Error{ErrorCode::InvalidRequest, QStringLiteral("This is no invitation to %1.").arg(url.authority()), QStringLiteral("link")};
        const auto redeemed = co_await redeem(url, invitation->ticket);
        if (!redeemed)
            co_return redeemed.error();
        token = *redeemed;
    }
    const auto caller = co_await check(url, token);
    if (!caller)
        co_return caller.error();
    if (!m_live.contains(id))
        co_return closed(); // removed meanwhile
    // What waits to be sent was written by somebody.
    if (const Connection *connection = m_live[id].connection.get(); connection && connection->pendingCount() > 0 && !connection->ownSenderId().isEmpty() && connection->ownSenderId() != *caller) {
        if (given.startsWith(u"pipit:"))
            co_return Error{ErrorCode::Conflict, tr("This invitation is for %1, but %n message(s) of %2 were not sent yet; they would go out as somebody else's. Discard them, and ask for another invitation.", nullptr, connection->pendingCount()).arg(*caller, connection->ownSenderId()), QStringLiteral("link")};
        co_return Error{ErrorCode::Conflict, tr("This token is %1's, but %n message(s) of %2 were not sent yet; they would go out as somebody else's. Sign in as %2, or discard them first.", nullptr, connection->pendingCount()).arg(*caller, connection->ownSenderId()), QStringLiteral("token")};
    }
    if (id != m_givenId || m_book->find(id))
        keep(id, token);
    // One that is there goes on with it: what it shows, and what waits in its outbox, stays.
    Live &live = m_live[id];
    if (live.connection)
        goOn(live, url, token);
    else
        connectTo(id, url, token);
    Q_EMIT listChanged();
    co_return Done{};
}

// In the keychain, if that takes it; else for this run.
void Servers::keep(const QString &id, const QByteArray &token)
{
    Live &live = m_live[id];
    live.token = token;
    live.keychainFault.clear();
    live.isReading = false; // what it still says is about the one before
    live.state = token.isEmpty() ? ServerView::Token::None : ServerView::Token::Asking;
    if (token.isEmpty())
        return;
    m_options.secrets.write(secretName(id), token, this, [this, id, token](const Result<Done> &kept) {
        const auto found = m_live.find(id);
        if (found == m_live.end() || found->second.token != token)
            return;
        found->second.state = kept ? ServerView::Token::Kept : ServerView::Token::ThisRun;
        if (!kept)
            found->second.keychainFault = kept.error().message;
        Q_EMIT listChanged();
    });
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
