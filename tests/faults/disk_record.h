// SPDX-License-Identifier: GPL-3.0-or-later
// What tests/faults/disk_shim_linux.cpp writes down and tests/faults/disk_trace.h reads: one record for each call that changes or
// syncs a folder. A record is the struct, then `pathBytes` and `otherBytes` of paths (below the folder, no zero at the end; empty:
// the folder itself, or none), then `dataBytes`. In the byte order of the machine. No Qt.
#pragma once

#include <cstdint>
#include <initializer_list>

namespace pipit::test {

enum class DiskCall : std::uint32_t {
    Opened = 1,   // `path` has this inode
    Made,         // a new file; without a path it has no name yet (O_TMPFILE)
    FolderMade,
    Linked,       // the inode has the name `path`, too; `other`: one that it had, if that is known
    Renamed,      // from `path` to `other`
    Unlinked,     // files and folders
    Written,      // `data` at `place`
    Resized,      // to `place` bytes
    Grown,        // to `place` bytes, where it was smaller
    ModeSet,      // `place`: permission bits
    SyncBegun,    // `token` tells which sync; of an inode, or of all (inode 0)
    SyncDone,
    SyncFailed,
    Unfollowable, // `data`: what was done to `path` that no image can show
};

struct DiskRecord {
    static constexpr std::uint32_t isDurable = 1; // written with O_SYNC, O_DSYNC or their like

    std::uint32_t magic = wanted;
    std::uint32_t check = 0; // of the other fields
    DiskCall call = DiskCall::Opened;
    std::uint32_t flags = 0;
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t place = 0;
    std::uint64_t token = 0;
    std::uint32_t mode = 0; // as stat() gives it
    std::uint32_t pathBytes = 0;
    std::uint32_t otherBytes = 0;
    std::uint32_t dataBytes = 0;

    static constexpr std::uint32_t wanted = 0x6b736944;
    std::uint64_t bodyBytes() const { return std::uint64_t(pathBytes) + otherBytes + dataBytes; }
    std::uint32_t checkOfFields() const
    {
        std::uint64_t sum = 0xcbf29ce484222325;
        for (const std::uint64_t field : {std::uint64_t(magic), std::uint64_t(call), std::uint64_t(flags), device, inode, place, token, std::uint64_t(mode),
                                          std::uint64_t(pathBytes), std::uint64_t(otherBytes), std::uint64_t(dataBytes)})
            sum = (sum ^ field) * 0x100000001b3 + (sum >> 47);
        return std::uint32_t(sum ^ (sum >> 32));
    }
};
static_assert(sizeof(DiskRecord) == 64);

} // namespace pipit::test
