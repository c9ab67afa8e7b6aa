// SPDX-License-Identifier: GPL-3.0-or-later
// What in the text of single files breaks the rules of the house.
#include "tests/unit/source_tree.h"

#include <algorithm>
#include <regex>

namespace pipit::house {

namespace fs = std::filesystem;

Faults SourceTree::withoutLicence() const
{
    Faults faults;
    for (const auto &[file, content] : m_files) {
        // A script's first line belongs to the kernel.
        const auto last = content.lines.begin() + std::min<std::ptrdiff_t>(2, std::ssize(content.lines));
        static const std::regex mark("SPDX-License-Identifier: GPL-3\\.0-or-later( -->)?$");
        if (std::none_of(content.lines.begin(), last, [](const std::string &line) { return std::regex_search(line, mark); }))
            faults.push_back(file + ": does not begin with its SPDX line");
    }
    return faults;
}

Faults SourceTree::longerThan(std::size_t lines) const
{
    Faults faults;
    for (const auto &[file, content] : m_files) {
        if (content.lines.size() > lines)
            faults.push_back(file + ": has " + std::to_string(content.lines.size()) + " lines; split it by what changes together");
    }
    return faults;
}

Faults SourceTree::temporariesInAwaits() const
{
    // A brace after ')' or ']' is a lambda's body; captures of `this` and of references hold nothing.
    static const std::regex aggregate(R"(\bco_await\b[^;{]*[\w(,>]\s*\{\s*[^}\s])");
    static const std::regex choice(R"(\?[^:;]*\bco_await\b)");
    static const std::regex condition(R"(\b(if|while)\s*\(\s*!?\s*co_await\b)"); // where it is the last one, GCC 12 resumes what is gone
    static const std::regex closure(R"(\bco_await\b[^;{]*[(,]\s*\[(?!\]|this\]|&))");
    Faults faults;
    for (const auto &[file, content] : m_files) {
        if (fs::path(file).extension() != ".cpp" && fs::path(file).extension() != ".h")
            continue;
        for (std::size_t i = 0; i < content.lines.size(); ++i) {
            const std::string &line = content.lines[i];
            if (line.find("co_await") == std::string::npos || line.find("//") < line.find("co_await") || line.find('"') < line.find("co_await"))
                continue;
            std::string statement = line.substr(line.find("co_await"));
            for (std::size_t next = i + 1; statement.find(';') == std::string::npos && next < std::min(i + 10, content.lines.size()); ++next)
                statement += content.lines[next];
            if (std::regex_search(line, choice))
                faults.push_back(file + ':' + std::to_string(i + 1) + ": awaits in one branch of ?:; write it with if");
            if (std::regex_search(line, condition))
                faults.push_back(file + ':' + std::to_string(i + 1) + ": awaits in a condition; give the answer a name on the line before");
            if (std::regex_search(statement, aggregate) || std::regex_search(statement, closure))
                faults.push_back(file + ':' + std::to_string(i + 1) + ": makes an aggregate or a lambda with copies inside a co_await; give it a name on the line before");
        }
    }
    return faults;
}

Faults SourceTree::movingReturns() const
{
    static const std::regex another(R"(\bco_return\s+(\*+[\w.>-]+|m_\w+|\w+((\.|->)\w+|\[[^\]]*\])+)\s*;)");
    Faults faults;
    for (const auto &[file, content] : m_files) {
        for (std::size_t i = 0; i < content.lines.size(); ++i) {
            if (std::regex_search(content.lines[i], another))
                faults.push_back(file + ':' + std::to_string(i + 1) + ": returns what is not the coroutine's own, and QCoro moves from it; return a copy, as in T(x.y)");
        }
    }
    return faults;
}

Faults SourceTree::rulesInRoutes() const
{
    static const std::regex rule(R"(role\s*(==|!=)|(\.|->)maySee\(|Role::)");
    Faults faults;
    for (const auto &[file, content] : m_files) {
        if (!file.starts_with("server/http/"))
            continue;
        for (std::size_t i = 0; i < content.lines.size(); ++i) {
            if (std::regex_search(content.lines[i], rule))
                faults.push_back(file + ':' + std::to_string(i + 1) + ": decides who may do what; that is for server/auth/rules.h");
        }
    }
    return faults;
}

Faults SourceTree::typesOfOneName() const
{
    static const std::regex space(R"(^namespace ([\w:]+))"), type(R"(^(?:class|struct|enum class) (\w+)\s*(?:final\s*)?(?:$|\{|:[^:]))");
    std::map<std::string, std::string> known; // the header that has it, by the type's full name
    Faults faults;
    for (const auto &[file, content] : m_files) {
        if (!file.ends_with(".h") || file.starts_with("tests/"))
            continue;
        std::string in;
        std::smatch found;
        for (const std::string &line : content.lines) {
            if (line.starts_with("namespace ") && std::regex_search(line, found, space)) {
                in = found[1];
            } else if ((line.starts_with("class ") || line.starts_with("struct ") || line.starts_with("enum class ")) && !line.ends_with(';') && std::regex_search(line, found, type)) {
                const auto [place, isNew] = known.try_emplace(in + "::" + found[1].str(), file);
                if (!isNew)
                    faults.push_back(file + ": defines " + place->first + ", as " + place->second + " does");
            }
        }
    }
    return faults;
}

Faults SourceTree::bareToDos() const
{
    static const std::regex note(R"(\b(TO)" R"(DO|FIX)" R"(ME)\b)");
    Faults faults;
    for (const auto &[file, content] : m_files) {
        for (std::size_t i = 0; i < content.lines.size(); ++i) {
            // The letters first: a regular expression on every line of the house takes seconds.
            const std::string &line = content.lines[i];
            const bool maybe = line.find("DO") != std::string::npos || line.find("ME") != std::string::npos;
            if (maybe && std::regex_search(line, note) && line.find("because") == std::string::npos)
                faults.push_back(file + ':' + std::to_string(i + 1) + ": work left undone, without its reason");
        }
    }
    return faults;
}

} // namespace pipit::house
