// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/source_tree.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <regex>

namespace pipit::house {

namespace fs = std::filesystem;

namespace {

constexpr const char *folders[] = {"core", "net", "keychain", "server", "client", "ui", "app", "cmake", "packaging", "tests", "docs", ".ci"};
constexpr const char *rooms[] = {"core", "net", "keychain", "server", "client", "ui", "app"};

bool isSource(const fs::path &file)
{
    static const std::set<std::string> extensions{".h", ".cpp", ".cmake", ".mjs", ".js", ".sh", ".txt", ".py", ".html", ".conf", ".service"};
    return extensions.contains(file.extension().string()) || file.filename() == "run" || file.filename() == "check";
}

bool isUnder(const std::string &file, const std::string &path)
{
    return file == path || file.starts_with(path + '/');
}

std::string folderOf(const std::string &file)
{
    return fs::path(file).parent_path().generic_string();
}

// The rooms of server are called by their own names alone.
std::string roomCalled(const fs::path &root, const std::string &name)
{
    return fs::exists(root / "server" / name) ? "server/" + name : name;
}

// Every circle of a graph once, as "a -> b -> a".
Faults circlesIn(const std::map<std::string, std::set<std::string>> &graph)
{
    Faults faults;
    std::set<std::string> done;
    std::vector<std::string> path;
    const std::function<void(const std::string &)> visit = [&](const std::string &node) {
        if (const auto seen = std::find(path.begin(), path.end(), node); seen != path.end()) {
            std::string circle;
            for (auto it = seen; it != path.end(); ++it)
                circle += *it + " -> ";
            faults.push_back(circle + node + ": a circle of includes");
            return;
        }
        if (done.contains(node))
            return;
        path.push_back(node);
        if (const auto edges = graph.find(node); edges != graph.end()) {
            for (const auto &next : edges->second)
                visit(next);
        }
        path.pop_back();
        done.insert(node);
    };
    for (const auto &[node, edges] : graph)
        visit(node);
    return faults;
}

} // namespace

SourceTree::SourceTree(fs::path root) : m_root(std::move(root))
{
    for (const auto &entry : fs::directory_iterator(m_root)) {
        if (entry.is_regular_file() && isSource(entry.path()))
            read(entry.path());
    }
    for (const char *folder : folders) {
        if (!fs::exists(m_root / folder))
            continue;
        for (auto it = fs::recursive_directory_iterator(m_root / folder); it != fs::recursive_directory_iterator(); ++it) {
            if (it->is_directory() && it->path().filename() == "node_modules")
                it.disable_recursion_pending();
            else if (it->is_regular_file() && isSource(it->path()))
                read(it->path());
        }
    }
    readFloors();
}

void SourceTree::read(const fs::path &file)
{
    static const std::regex include(R"(^\s*#\s*include\s*(["<])([^">]+)[">])");
    File &entry = m_files[file.lexically_relative(m_root).generic_string()];
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        if (std::smatch match; line.find('#') != std::string::npos && std::regex_search(line, match, include))
            (match[1] == "\"" ? entry.own : entry.foreign).push_back(match[2]);
        entry.lines.push_back(std::move(line));
    }
}

void SourceTree::readFloors()
{
    std::ifstream in(m_root / "docs/architecture.md");
    const std::string start = "Floors, from the ground:";
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with(start))
            continue;
        int floor = 0;
        static const std::regex name("`([^`]+)`|·");
        for (auto it = std::sregex_iterator(line.begin(), line.end(), name); it != std::sregex_iterator(); ++it) {
            if (!(*it)[1].matched) {
                ++floor;
                continue;
            }
            std::istringstream names((*it)[1]);
            for (std::string room; names >> room;)
                m_floors[roomCalled(m_root, room)] = floor;
        }
    }
    if (m_floors.empty())
        m_floorFault = "docs/architecture.md: has no line that begins with \"" + start + '"';
}

std::string SourceTree::roomOf(const std::string &file) const
{
    std::string best;
    for (const auto &[room, floor] : m_floors) {
        if (isUnder(file, room) && room.size() > best.size())
            best = room;
    }
    return best;
}

SourceTree::Graph SourceTree::includesOfRooms() const
{
    Graph graph;
    for (const auto &[file, content] : m_files) {
        const std::string from = roomOf(file);
        for (const auto &target : content.own) {
            if (const std::string to = roomOf(target); !from.empty() && !to.empty() && from != to)
                graph[from].insert(to);
        }
    }
    return graph;
}

Faults SourceTree::wrongDrawings() const
{
    static const std::regex arrow(R"(^\s*(\w+) --> (\w+)$)"), label(R"rx(\["([a-z_]+(?:/[a-z_]+)+)[":])rx");
    Faults faults;
    std::set<std::string> drawn;
    int drawings = 0;
    bool isDrawing = false;
    std::ifstream in(m_root / "docs/architecture.md");
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("```")) {
            isDrawing = line == "```mermaid";
            drawings += isDrawing;
            continue;
        }
        if (!isDrawing)
            continue;
        if (std::smatch match; drawings == 1 && std::regex_match(line, match, arrow))
            drawn.insert(roomCalled(m_root, match[1]) + " --> " + roomCalled(m_root, match[2]));
        for (auto it = std::sregex_iterator(line.begin(), line.end(), label); it != std::sregex_iterator(); ++it) {
            if (const std::string path = (*it)[1]; !fs::exists(m_root / path) && !fs::exists(m_root / (path + ".h")))
                faults.push_back("docs/architecture.md: there is no " + path);
        }
    }

    const Graph includes = includesOfRooms();
    std::set<std::string> wanted;
    for (const auto &[from, targets] : includes) {
        std::set<std::string> beyond; // what the targets include, and so on
        std::vector<std::string> ahead(targets.begin(), targets.end());
        while (!ahead.empty()) {
            const auto next = includes.find(ahead.back());
            ahead.pop_back();
            if (next == includes.end())
                continue;
            for (const auto &room : next->second) {
                if (beyond.insert(room).second)
                    ahead.push_back(room);
            }
        }
        for (const auto &to : targets) {
            if (!beyond.contains(to))
                wanted.insert(from + " --> " + to);
        }
    }
    for (const auto &edge : wanted) {
        if (!drawn.contains(edge))
            faults.push_back("docs/architecture.md: the drawing lacks " + edge);
    }
    for (const auto &edge : drawn) {
        if (!wanted.contains(edge))
            faults.push_back("docs/architecture.md: the drawing has " + edge + ", which is not so or follows from others");
    }
    return faults;
}

Faults SourceTree::upwardIncludes() const
{
    if (!m_floorFault.empty())
        return {m_floorFault};
    Faults faults;
    for (const auto &[file, content] : m_files) {
        if (std::ranges::none_of(rooms, [&file](const char *room) { return isUnder(file, room); }))
            continue;
        const std::string from = roomOf(file);
        if (from.empty()) {
            faults.push_back(file + ": stands in no room of docs/architecture.md");
            continue;
        }
        for (const auto &target : content.own) {
            const std::string to = roomOf(target);
            if (to.empty())
                faults.push_back(file + ": includes " + target + ", which is not written from the project's root or is in no room");
            else if (from != to && m_floors.at(from) <= m_floors.at(to))
                faults.push_back(file + ": includes " + target + ", which is not on a lower floor");
            else if (isUnder(to, "server") && !isUnder(from, "server") && from != "app")
                faults.push_back(file + ": includes " + target + "; only app looks into server");
        }
    }
    return faults;
}

Faults SourceTree::circles() const
{
    Graph files;
    Graph between;
    for (const auto &[file, content] : m_files) {
        for (const auto &target : content.own) {
            if (!m_files.contains(target))
                continue;
            files[file].insert(target);
            if (folderOf(file) != folderOf(target))
                between[folderOf(file)].insert(folderOf(target));
        }
    }
    Faults faults = circlesIn(files);
    std::ranges::move(circlesIn(between), std::back_inserter(faults));
    return faults;
}

Faults SourceTree::qtIncludes(const std::vector<std::string> &paths) const
{
    Faults faults;
    for (const auto &[start, content] : m_files) {
        if (std::ranges::none_of(paths, [&start = start](const std::string &path) { return isUnder(start, path); }))
            continue;
        std::set<std::string> reached{start};
        std::vector<std::string> ahead{start};
        while (!ahead.empty()) {
            const std::string file = ahead.back();
            ahead.pop_back();
            const auto found = m_files.find(file);
            if (found == m_files.end())
                continue;
            for (const auto &header : found->second.foreign) {
                // No standard or system header begins with a capital Q.
                if (header.starts_with('Q') || header.starts_with("qt"))
                    faults.push_back(start + ": has no Qt, but gets <" + header + "> from " + file);
            }
            for (const auto &target : found->second.own) {
                if (reached.insert(target).second)
                    ahead.push_back(target);
            }
        }
    }
    return faults;
}

Faults SourceTree::includesOf(const std::set<std::string> &headers, const std::string &path) const
{
    Faults faults;
    for (const auto &[file, content] : m_files) {
        if (!isUnder(file, path))
            continue;
        for (const auto &header : content.foreign) {
            if (headers.contains(fs::path(header).filename().string()))
                faults.push_back(file + ": includes <" + header + ">, which has no place below " + path);
        }
    }
    return faults;
}

Faults SourceTree::systemsWithoutCounterpart() const
{
    static const std::regex system(R"(^(sys|net|netinet|arpa|linux|mach)/|^(unistd|fcntl|poll|pwd|grp|netdb|termios|pthread|malloc|dlfcn|dirent|ifaddrs|sched|spawn|syslog|libproc|io|windows|winsock2|ws2tcpip|iphlpapi|psapi|shlobj|csignal|signal)(\.h)?$)");
    static const std::regex named(R"(^(.*)_(linux|macos|windows|unix|other)\.(cpp|h)$)");
    Faults faults;
    for (const auto &[file, content] : m_files) {
        if (roomOf(file).empty())
            continue;
        std::smatch name;
        if (!std::regex_match(file, name, named)) {
            for (const auto &header : content.foreign) {
                if (std::regex_search(header, system))
                    faults.push_back(file + ": includes <" + header + ">, and is not of one system by its name");
            }
            continue;
        }
        const auto isThere = [&](const char *which) { return m_files.contains(name.str(1) + '_' + which + '.' + name.str(3)); };
        const bool isUnixThere = isThere("unix") || (isThere("linux") && isThere("macos"));
        if (!isThere("other") && !(isUnixThere && isThere("windows")))
            faults.push_back(file + ": lacks its counterparts for the other systems");
        if (isThere("other") && !isThere("linux") && !isThere("macos") && !isThere("windows") && !isThere("unix"))
            faults.push_back(file + ": is for the other systems, and there is none for any");
    }
    return faults;
}

} // namespace pipit::house
