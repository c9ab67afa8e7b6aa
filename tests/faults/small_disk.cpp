// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/small_disk.h"

#include "tests/faults/trial.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;

namespace pipit::test {

namespace {

bool s_haveOwnMounts = false;

} // namespace

void haveOwnMounts()
{
    s_haveOwnMounts = ::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

SmallDisk::SmallDisk(qint64 mebibytes) : m_mebibytes(mebibytes)
{
    const QByteArray options = "mode=1777,size=" + QByteArray::number(m_mebibytes) + "m";
    if (!s_haveOwnMounts || ::mount("pipit-faults", m_directory.path().toUtf8().constData(), "tmpfs", 0, options.constData()) != 0)
        throw NotHere(u"no file system may be mounted (run it as root)"_s);
}

SmallDisk::~SmallDisk()
{
    setReadOnly(false);
    ::umount2(m_directory.path().toUtf8().constData(), MNT_DETACH);
}

void SmallDisk::fill()
{
    const int file = ::open(ballast().toUtf8().constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0)
        return; // not even a name fits any more
    static const std::array<char, 4096> block{};
    while (::write(file, block.data(), block.size()) > 0) { }
    ::close(file);
}

void SmallDisk::makeRoom()
{
    ::unlink(ballast().toUtf8().constData());
}

void SmallDisk::setReadOnly(bool readOnly)
{
    if (::mount(nullptr, m_directory.path().toUtf8().constData(), nullptr, MS_REMOUNT | (readOnly ? MS_RDONLY : 0), nullptr) != 0 && readOnly)
        throw std::runtime_error(std::string("the disk cannot be made read-only: ") + std::strerror(errno));
}

} // namespace pipit::test
