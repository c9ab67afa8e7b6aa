// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/disk_calls.h"

#include <io.h>
#include <windows.h>

namespace pipit::files {

namespace {

std::filesystem::path native(std::filesystem::path path)
{
    return path.make_preferred();
}

// For a file that a reader holds open and that therefore cannot be replaced.
bool touch(const std::filesystem::path &path)
{
    const HANDLE file = CreateFileW(path.c_str(), FILE_WRITE_ATTRIBUTES, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING, 0, nullptr);
    if (file == INVALID_HANDLE_VALUE)
        return false;
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    const bool touched = SetFileTime(file, nullptr, nullptr, &now);
    CloseHandle(file);
    return touched;
}

} // namespace

bool meansFull(int fault)
{
    return fault == ERROR_DISK_FULL || fault == ERROR_HANDLE_DISK_FULL;
}

int syncDescriptor(int descriptor)
{
    return FlushFileBuffers(reinterpret_cast<HANDLE>(_get_osfhandle(descriptor))) ? 0 : int(GetLastError());
}

// NTFS keeps a journal of names, and MOVEFILE_WRITE_THROUGH waits for it.
int syncNames(const std::filesystem::path &)
{
    return 0;
}

int renameOver(const std::filesystem::path &from, const std::filesystem::path &to)
{
    const std::filesystem::path source = native(from), target = native(to);
    if (MoveFileExW(source.c_str(), target.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
        return 0;
    const DWORD code = GetLastError();
    // The same name is the same content here.
    if ((code == ERROR_SHARING_VIOLATION || code == ERROR_ACCESS_DENIED) && touch(target) && DeleteFileW(source.c_str()))
        return 0;
    return int(code);
}

RenameOutcome renameUnlessThere(const std::filesystem::path &from, const std::filesystem::path &to)
{
    if (MoveFileExW(native(from).c_str(), native(to).c_str(), MOVEFILE_WRITE_THROUGH))
        return {};
    const DWORD code = GetLastError();
    if (code == ERROR_ALREADY_EXISTS || code == ERROR_FILE_EXISTS)
        return {.isThere = true};
    return {.fault = int(code)};
}

} // namespace pipit::files
