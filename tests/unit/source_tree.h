// SPDX-License-Identifier: GPL-3.0-or-later
// The source tree as text: files, what they include, and what in them breaks the rules of the house.
//
// The floors are read from docs/architecture.md, so that the description cannot drift from what is checked.
// Thread rule: a value on one thread. Source: docs/architecture.md, CONTRIBUTING.md.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace pipit::house {

using Faults = std::vector<std::string>; // one sentence each, beginning with the file

class SourceTree
{
public:
    explicit SourceTree(std::filesystem::path root);

    std::size_t fileCount() const { return m_files.size(); }

    // A room includes only rooms on lower floors; nobody but server and app looks into server.
    Faults upwardIncludes() const;
    // No file and no folder that includes itself through others.
    Faults circles() const;
    // No Qt header, not even through another file, below any of these paths.
    Faults qtIncludes(const std::vector<std::string> &paths) const;
    // No header with one of these names below the path.
    Faults includesOf(const std::set<std::string> &headers, const std::string &path) const;
    // The system's headers stand in files that are for one system by their name (x_linux, x_macos, x_windows, x_unix), and such a file has
    // counterparts for the other two (x_other for all the rest).
    Faults systemsWithoutCounterpart() const;
    // Every file names its licence in its first lines.
    Faults withoutLicence() const;
    Faults longerThan(std::size_t lines) const;
    // No aggregate and no lambda with copies is made inside a co_await: g++ 12 destroys what such a temporary holds twice.
    Faults temporariesInAwaits() const;
    // No co_return names what is not the coroutine's own (x.y, *x, m_x): QCoro moves from it.
    Faults movingReturns() const;
    // No file below server/http decides by a role or a session pattern: the rules are in server/auth/rules.h.
    Faults rulesInRoutes() const;
    // No two headers of the programs define a type of the same name in the same namespace: the linker would take one of them for both.
    Faults typesOfOneName() const;
    // A note of work to be done says why it is not done.
    Faults bareToDos() const;
    // The first drawing of docs/architecture.md has an arrow "a --> b" exactly where room a includes b and none of the rooms that it
    // includes does, and what is called PATH in its drawings (a label that begins so) is there.
    Faults wrongDrawings() const;

private:
    struct File {
        std::vector<std::string> lines;
        std::vector<std::string> own;    // included files of the project, from its root
        std::vector<std::string> foreign; // included headers of others
    };
    using Graph = std::map<std::string, std::set<std::string>>;

    void read(const std::filesystem::path &file);
    void readFloors();
    Graph includesOfRooms() const;
    std::string roomOf(const std::string &file) const;

    std::filesystem::path m_root;
    std::map<std::string, File> m_files; // by path from the root, with '/'
    std::map<std::string, int> m_floors; // by room, such as server/http
    std::string m_floorFault;
};

} // namespace pipit::house
