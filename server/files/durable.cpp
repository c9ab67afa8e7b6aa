// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/durable.h"

#include "server/files/disk_calls.h"

namespace pipit::files {

namespace {

std::filesystem::path pathOf(const QString &path)
{
    return path.toStdU16String();
}

Error errorOf(int fault)
{
    return meansFull(fault) ? diskFull() : diskFailed(qt_error_string(fault));
}

Result<Done> outcomeOf(int fault)
{
    if (fault != 0)
        return errorOf(fault);
    return Done();
}

} // namespace

Error diskFull()
{
    return Error{ErrorCode::NoRoom, QStringLiteral("The node's disk is full. Tell its operator, who can make room.")};
}

Error diskFailed(const QString &systemsWords)
{
    return Error{ErrorCode::Unavailable, QStringLiteral("The node's disk failed: %1. Try again, and tell its operator if it stays so.").arg(systemsWords)};
}

Result<Done> syncFile(QFile &file)
{
    return outcomeOf(syncDescriptor(file.handle()));
}

Result<Done> syncDirectory(const QString &path)
{
    return outcomeOf(syncNames(pathOf(path)));
}

Result<Done> moveOver(const QString &from, const QString &to)
{
    return outcomeOf(renameOver(pathOf(from), pathOf(to)));
}

Result<bool> moveUnlessThere(const QString &from, const QString &to)
{
    const RenameOutcome outcome = renameUnlessThere(pathOf(from), pathOf(to));
    if (outcome.fault != 0)
        return errorOf(outcome.fault);
    return !outcome.isThere;
}

} // namespace pipit::files
