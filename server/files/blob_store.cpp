// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/blob_store.h"

#include "core/private_file.h"
#include "core/text_limits.h"
#include "server/files/durable.h"

#include <QDir>
#include <QFileInfo>
#include <QUuid>

#include <system_error>

namespace pipit::files {

namespace {

constexpr auto leftoverAge = std::chrono::hours(1);
constexpr auto idFile = "pipit-files.id";

Error notASha256()
{
    return Error{ErrorCode::InvalidRequest, QStringLiteral("A stored content is named by the 64 lower-case hexadecimal digits of its SHA-256.")};
}

Error notStored()
{
    return Error{ErrorCode::NotFound, QStringLiteral("The content of this file is not stored here; it was removed, or another node keeps its files elsewhere.")};
}

Error cannotUse(const QString &directory, const QString &why)
{
    return Error{ErrorCode::Unavailable, QStringLiteral("The directory for files %1 cannot be used: %2.").arg(directory, why)};
}

// Whether there is something that no store of files has made; what file systems put there by themselves aside.
bool holdsOtherThings(const QDir &directory)
{
    if (directory.exists(QStringLiteral("incoming")) || directory.exists(QLatin1StringView(idFile)))
        return false;
    QStringList names = directory.entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    names.removeAll(QStringLiteral("lost+found"));
    return !names.isEmpty();
}

std::optional<Error> prepare(const QString &path)
{
    const QDir directory(path);
    if (directory.exists() && holdsOtherThings(directory))
        return cannotUse(path, QStringLiteral("it holds other things; name an empty one, or one that does not exist yet"));
    QStringList made;
    for (QString missing = path; !QFileInfo::exists(missing); missing = QFileInfo(missing).path())
        made << missing;
    if (!directory.mkpath(QStringLiteral(".")))
        return cannotUse(path, QStringLiteral("it cannot be made; name another, or make it for the user that this node runs as"));
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    if (!isPrivateFile(path))
        return cannotUse(path, QStringLiteral("others can read it, and that cannot be changed; let it belong to the user that this node runs as, with mode 0700"));
    if (!directory.mkpath(QStringLiteral("incoming")))
        return cannotUse(path, QStringLiteral("it cannot be written to; let it belong to the user that this node runs as"));
    // A blob's way down is durable only together with these names.
    for (const QString &name : made) {
        if (auto synced = syncDirectory(QFileInfo(name).path()); !synced)
            return synced.error();
    }
    return std::nullopt;
}

} // namespace

BlobStore::BlobStore(BlobTree tree, const BlobLimits &limits)
    : m_tree(std::move(tree)), m_limits(limits), m_usage(std::make_shared<BlobUsage>(m_tree, limits.totalBytes))
{
}

BlobStore::~BlobStore()
{
    m_usage->stop();
    if (m_counter.joinable())
        m_counter.join();
}

Result<std::unique_ptr<BlobStore>> BlobStore::open(const QString &directory, const BlobLimits &limits)
{
    if (limits.fileBytes <= 0 || limits.totalBytes < 0 || limits.freeBytes < 0)
        return Error{ErrorCode::InvalidRequest, QStringLiteral("The limits of files must be positive; a total or a free room of 0 stands for none.")};
    const QString path = QDir(directory).absolutePath();
    if (auto fault = prepare(path))
        return *fault;

    std::unique_ptr<BlobStore> store(new BlobStore(BlobTree(path), limits));
    store->m_tree.removeLeftovers(leftoverAge);
    if (store->m_usage->beginCount({}))
        store->m_usage->count();
    return store;
}

void BlobStore::countIfDue()
{
    const std::lock_guard lock(m_counterMutex);
    if (!m_usage->beginCount(m_limits.countedFor))
        return;
    if (m_counter.joinable())
        m_counter.join();
    const auto walk = [tree = m_tree, usage = m_usage] {
        tree.removeLeftovers(leftoverAge);
        usage->count();
    };
    try {
        m_counter = std::thread(walk);
    } catch (const std::system_error &) {
        walk(); // the system has no thread left: late is better than never
    }
}

Result<std::unique_ptr<Upload>> BlobStore::begin()
{
    countIfDue();
    if (auto fault = noRoomNow(m_tree, m_limits, *m_usage))
        return *fault;
    return Upload::open(m_tree, m_limits, m_usage);
}

Result<std::unique_ptr<QFile>> BlobStore::read(const QByteArray &sha256) const
{
    if (!isSha256(sha256))
        return notASha256();
    auto file = std::make_unique<QFile>(m_tree.pathOf(sha256));
    if (file->open(QIODevice::ReadOnly))
        return file;
    if (!file->exists() && m_tree.isThere())
        return notStored();
    return Error{ErrorCode::Unavailable, QStringLiteral("The file cannot be read now: %1. Try again, and tell the node's operator if it stays so.").arg(file->errorString())};
}

Result<Done> BlobStore::remove(const QByteArray &sha256, std::chrono::seconds minimumAge)
{
    if (!isSha256(sha256))
        return notASha256();
    const QString path = m_tree.pathOf(sha256);
    const auto removed = m_usage->settle(sha256, 0, [&]() -> Result<qint64> {
        const QFileInfo info(path);
        if (!info.exists())
            return notStored();
        if (minimumAge.count() > 0 && info.lastModified().addSecs(minimumAge.count()) > QDateTime::currentDateTimeUtc())
            return Error{ErrorCode::Conflict, QStringLiteral("This content was stored anew just now, and stays.")};
        const qint64 size = info.size();
        QFile file(path);
        if (!file.remove())
            return Error{ErrorCode::Unavailable, QStringLiteral("The file cannot be removed: %1. Try again, and tell the node's operator if it stays so.").arg(file.errorString())};
        return -size;
    });
    if (!removed)
        return removed;
    return syncDirectory(QFileInfo(path).path());
}

Result<QList<BlobInfo>> BlobStore::list(const QByteArray &after, qsizetype atMost) const
{
    if (!after.isEmpty() && !isSha256(after))
        return notASha256();
    QList<BlobInfo> page;
    const int firstTop = after.isEmpty() ? 0 : BlobTree::topOf(after);
    for (int top = firstTop; top < 256 && page.size() < atMost; ++top) {
        const auto leaves = m_tree.leavesOf(top);
        const int firstLeaf = !after.isEmpty() && top == firstTop ? BlobTree::leafOf(after) : 0;
        for (int leaf = firstLeaf; leaf < 256 && page.size() < atMost; ++leaf) {
            if (!leaves.test(std::size_t(leaf)))
                continue;
            for (const BlobInfo &blob : m_tree.blobsIn(top, leaf)) {
                if (blob.sha256 > after && page.size() < atMost)
                    page.append(blob);
            }
        }
    }
    if (!m_tree.isThere())
        return cannotUse(m_tree.directory(), QStringLiteral("it is gone; see whether its disk is mounted"));
    return page;
}

QString BlobStore::idPath() const
{
    return QDir(m_tree.directory()).filePath(QLatin1StringView(idFile));
}

std::optional<QString> BlobStore::idIn(const QString &directory)
{
    QFile file(QString(directory + u'/' + QLatin1StringView(idFile)));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return QString::fromUtf8(file.read(1024)).trimmed();
}

Result<Done> BlobStore::claim(const QString &id)
{
    if (id.isEmpty() || id.size() > 200 || id != id.trimmed() || faultOfName(id))
        return Error{ErrorCode::InvalidRequest, QStringLiteral("The id of a directory for files must be one line of 1 to 200 characters.")};
    if (!QFileInfo::exists(idPath())) {
        // Written whole before it has its name, and given the name only where there is none: two nodes may do this at once.
        const QString fresh = QString(m_tree.incoming() + u'/' + QUuid::createUuid().toString(QUuid::Id128));
        QFile file(fresh);
        const QByteArray line = id.toUtf8() + '\n';
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered, QFile::ReadOwner | QFile::WriteOwner) || file.write(line) != line.size())
            return cannotUse(m_tree.directory(), file.errorString());
        if (auto synced = syncFile(file); !synced)
            return synced;
        file.close();
        if (auto moved = moveUnlessThere(fresh, idPath()); !moved)
            return moved.error();
        else if (!*moved)
            file.remove();
        if (auto synced = syncDirectory(m_tree.directory()); !synced)
            return synced;
    }
    const auto found = this->id();
    if (!found)
        return cannotUse(m_tree.directory(), QStringLiteral("its file %1 cannot be read").arg(QLatin1StringView(idFile)));
    if (*found != id)
        return Error{ErrorCode::Conflict, QStringLiteral("The directory %1 holds the files of another Pipit (%2, this one is %3). Name another directory, or the database that belongs to it.").arg(m_tree.directory(), forEcho(*found), forEcho(id))};
    return Done();
}

} // namespace pipit::files
