// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/disk_trace.h"

#include "tests/faults/disk_model.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <cstring>
#include <stdexcept>

using namespace Qt::StringLiterals;

namespace pipit::test {

namespace {

constexpr std::uint64_t sectorBytes = 512;

[[noreturn]] void giveUp(const QString &path, const QString &why)
{
    throw std::runtime_error(QString(path + u": "_s + why).toStdString());
}

QFile::Permissions permissionsOf(std::uint32_t mode)
{
    QFile::Permissions permissions;
    for (const auto &[bit, permission] : {std::pair(0400u, QFile::ReadOwner), {0200u, QFile::WriteOwner}, {0100u, QFile::ExeOwner}, {040u, QFile::ReadGroup}, {020u, QFile::WriteGroup},
                                          {010u, QFile::ExeGroup}, {04u, QFile::ReadOther}, {02u, QFile::WriteOther}, {01u, QFile::ExeOther}}) {
        if (mode & bit)
            permissions |= permission;
    }
    return permissions;
}

// One number for two, each bit of which looks thrown: the finaliser of SplitMix64.
std::uint64_t mixed(std::uint64_t seed, std::uint64_t number)
{
    std::uint64_t bits = seed * 0x9e3779b97f4a7c15 + number;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
    return bits ^ (bits >> 31);
}

class Image
{
public:
    Image(const DiskModel &model, quint64 seed) : m_model(model), m_seed(seed) { readNames(); }

    void write(int object, const QString &path) const
    {
        const DiskObject &made = m_model.objects()[std::size_t(object)];
        if (!made.isFolder) {
            writeFile(made, path);
        } else {
            if (!QDir().mkdir(path))
                giveUp(path, u"the folder cannot be made"_s);
            for (const auto &[name, inside] : m_names[std::size_t(object)])
                write(inside, QString(path + u'/' + QFile::decodeName(name)));
        }
        // Last: a folder may be one that is not to be written to.
        QFile::setPermissions(path, made.mode == 0 && !made.start.isEmpty() ? QFile::permissions(made.start) : permissionsOf(made.mode));
    }

private:
    bool survives(bool lasts, std::size_t number) const { return lasts || m_seed == 1 || (m_seed > 1 && (mixed(m_seed, number) & 1)); }

    void readNames()
    {
        for (const DiskObject &object : m_model.objects())
            m_names.push_back(object.namesAtStart);
        for (const NameChange &change : m_model.names()) {
            if (!survives(change.lasts, change.number))
                continue;
            if (change.fromFolder >= 0) {
                auto &names = m_names[std::size_t(change.fromFolder)];
                if (const auto found = names.find(change.from); found != names.end() && found->second == change.object)
                    names.erase(found);
            }
            if (change.toFolder >= 0)
                m_names[std::size_t(change.toFolder)][change.to] = change.object;
        }
    }

    void writeFile(const DiskObject &made, const QString &path) const
    {
        if (made.changes.empty() && !made.start.isEmpty()) {
            if (!QFile::copy(made.start, path))
                giveUp(path, u"the file cannot be copied"_s);
            return;
        }
        QByteArray content;
        if (!made.start.isEmpty()) {
            QFile before(made.start);
            if (!before.open(QIODevice::ReadOnly))
                giveUp(made.start, before.errorString());
            content = before.readAll();
        }
        for (const DiskChange &change : made.changes)
            apply(change, content);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly) || file.write(content) != content.size() || !file.flush())
            giveUp(path, file.errorString());
    }

    void apply(const DiskChange &change, QByteArray &content) const
    {
        const auto end = qsizetype(change.place + change.bytes);
        if (change.call == DiskCall::Resized || change.call == DiskCall::Grown) {
            if (survives(change.lasts, change.number) && (change.call == DiskCall::Resized || content.size() < end))
                content.resize(end, '\0');
            return;
        }
        const std::uint64_t thrown = mixed(m_seed, change.number);
        const bool isWhole = change.lasts || m_seed == 1 || (m_seed > 1 && thrown % 5 < 2);
        const bool isTorn = m_seed > 1 && thrown % 5 == 4;
        if (!isWhole && !isTorn)
            return;
        if (content.size() < end)
            content.resize(end, '\0');
        for (std::uint64_t at = change.place; at < change.place + change.bytes;) {
            const std::uint64_t sector = at / sectorBytes;
            const std::uint64_t next = std::min((sector + 1) * sectorBytes, change.place + change.bytes);
            if (isWhole || (mixed(thrown, sector) & 1))
                std::memcpy(content.data() + at, change.data + (at - change.place), next - at);
            at = next;
        }
    }

    const DiskModel &m_model;
    const quint64 m_seed;
    std::vector<std::map<QByteArray, int>> m_names; // of each folder
};

} // namespace

DiskTrace::DiskTrace(QString start, const QString &trace) : m_start(std::move(start)), m_file(trace)
{
    if (!m_file.open(QIODevice::ReadOnly))
        giveUp(trace, m_file.errorString());
    m_size = m_file.size();
    m_data = m_size == 0 ? nullptr : reinterpret_cast<const char *>(m_file.map(0, m_size));
    if (m_size != 0 && !m_data)
        giveUp(trace, m_file.errorString());
}

bool DiskTrace::isRecord(qint64 at, qint64 end) const
{
    DiskRecord record;
    if (at + qint64(sizeof record) > end)
        return false;
    std::memcpy(&record, m_data + at, sizeof record);
    return record.magic == DiskRecord::wanted && record.check == record.checkOfFields();
}

// Whether what stands there is a record, or the beginning of one, or nothing.
bool DiskTrace::canBegin(qint64 at) const
{
    const qint64 left = m_size - at;
    const DiskRecord wanted;
    return left >= qint64(sizeof wanted) ? isRecord(at, m_size) : std::memcmp(m_data + at, &wanted.magic, std::size_t(std::min<qint64>(left, sizeof wanted.magic))) == 0;
}

qint64 DiskTrace::nextRecord(qint64 from, qint64 end) const
{
    while (from < end && !isRecord(from, end))
        ++from;
    return from;
}

// A process that is killed while it writes a record leaves the beginning of one; where others go on, theirs follow.
void DiskTrace::forEach(qint64 position, const std::function<void(const DiskRecord &, const char *, qint64)> &visit) const
{
    const qint64 end = std::min(position, m_size);
    for (qint64 at = nextRecord(0, end); at < end;) {
        DiskRecord record;
        std::memcpy(&record, m_data + at, sizeof record);
        const qint64 body = at + qint64(sizeof record), next = body + qint64(record.bodyBytes());
        const bool isWhole = next <= m_size && canBegin(next);
        if (isWhole && next <= end)
            visit(record, m_data + body, next);
        at = isWhole ? next : nextRecord(body, end);
    }
}

QList<qint64> DiskTrace::syncs() const
{
    QList<qint64> positions;
    forEach(m_size, [&](const DiskRecord &record, const char *, qint64 end) {
        if (record.call == DiskCall::SyncDone)
            positions << end;
    });
    return positions;
}

void DiskTrace::imageAt(qint64 position, const QString &folder, const DiskImageOptions &options) const
{
    DiskModel model(m_start, options.ignoresSyncs, options.ext4Names);
    forEach(position, [&](const DiskRecord &record, const char *body, qint64) { model.add(record, body); });
    if (!model.fault().isEmpty())
        throw std::runtime_error("no image can be made: " + model.fault().toStdString());
    Image(model, options.seed).write(0, folder);
}

QProcessEnvironment onDisk(const QString &folder, const QString &trace, const QString &control)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PIPIT_DISK_DIRECTORY"_s, QFileInfo(folder).canonicalFilePath());
    if (!trace.isEmpty())
        environment.insert(u"PIPIT_DISK_TRACE"_s, trace);
    if (!control.isEmpty())
        environment.insert(u"PIPIT_DISK_CONTROL"_s, control);
    const QString others = environment.value(u"LD_PRELOAD"_s);
    environment.insert(u"LD_PRELOAD"_s, others.isEmpty() ? QStringLiteral(PIPIT_DISK_SHIM) : QString(QStringLiteral(PIPIT_DISK_SHIM) + u':' + others));
    // A sanitizer wants to be the first library of its process, or to be told that it need not.
    const QString asan = environment.value(u"ASAN_OPTIONS"_s);
    environment.insert(u"ASAN_OPTIONS"_s, asan.isEmpty() ? u"verify_asan_link_order=0"_s : QString(asan + u":verify_asan_link_order=0"_s));
    return environment;
}

void copyFolder(const QString &from, const QString &to)
{
    if (!QDir().mkdir(to))
        giveUp(to, u"the folder cannot be made"_s);
    for (const QFileInfo &entry : QDir(from).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        const QString copy = QString(to + u'/' + entry.fileName());
        if (entry.isDir())
            copyFolder(entry.filePath(), copy);
        else if (!QFile::copy(entry.filePath(), copy))
            giveUp(copy, u"the file cannot be copied"_s);
    }
    QFile::setPermissions(to, QFile::permissions(from));
}

} // namespace pipit::test
