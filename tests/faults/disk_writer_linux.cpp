// SPDX-License-Identifier: GPL-3.0-or-later
// Does to the files of the folder where it stands what its arguments say, one after the other, and ends without a word, as if killed.
//
// make FILE · write FILE PLACE TEXT · append FILE TEXT · durable FILE TEXT (O_DSYNC) · stream FILE TEXT (stdio) · size FILE BYTES · sync FILE-OR-FOLDER ·
// try-sync FILE (may fail) · rename FROM TO · link FROM TO · unlink FILE · folder NAME · nameless FILE TEXT · map FILE · sql FILE STATEMENT ·
// blob FOLDER TEXT (an upload into a node's store of files).
// Errors: exit code 1, with the argument on stderr.
#include "server/files/blob_store.h"

#include <QCoreApplication>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QStringList>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <map>

using namespace Qt::StringLiterals;

namespace {

std::map<QString, int> files; // open

int opened(const QString &name, int flags = 0)
{
    if (const auto found = files.find(name); found != files.end() && flags == 0)
        return found->second;
    int file = ::open(name.toUtf8().constData(), O_RDWR | flags | O_CLOEXEC, 0644);
    if (file < 0 && errno == EISDIR)
        file = ::open(name.toUtf8().constData(), O_RDONLY | O_CLOEXEC);
    return files[name] = file;
}

bool writes(int file, const QByteArray &text)
{
    return ::write(file, text.constData(), std::size_t(text.size())) == text.size();
}

bool does(const QString &what)
{
    const QStringList words = what.split(u' ');
    const auto word = [&words](int at) { return words.value(at).toUtf8(); };
    const QByteArray name = word(1);
    const QString rest = words.mid(2).join(u' ');
    if (words[0] == "make"_L1)
        return opened(words[1], O_CREAT | O_EXCL) >= 0;
    if (words[0] == "write"_L1)
        return ::pwrite(opened(words[1]), word(3).constData(), std::size_t(word(3).size()), word(2).toLongLong()) == word(3).size();
    if (words[0] == "append"_L1)
        return writes(opened(words[1], O_APPEND), word(2));
    if (words[0] == "durable"_L1)
        return writes(opened(words[1], O_DSYNC), word(2));
    if (words[0] == "stream"_L1) {
        std::FILE *stream = std::fopen(name.constData(), "w");
        return stream && std::fputs(word(2).constData(), stream) >= 0 && std::fclose(stream) == 0;
    }
    if (words[0] == "size"_L1)
        return ::ftruncate(opened(words[1]), word(2).toLongLong()) == 0;
    if (words[0] == "sync"_L1)
        return ::fsync(opened(words[1])) == 0;
    if (words[0] == "try-sync"_L1)
        return ::fsync(opened(words[1])) == 0 || true;
    if (words[0] == "rename"_L1)
        return std::rename(name.constData(), word(2).constData()) == 0;
    if (words[0] == "link"_L1)
        return ::link(name.constData(), word(2).constData()) == 0;
    if (words[0] == "unlink"_L1)
        return ::unlink(name.constData()) == 0;
    if (words[0] == "folder"_L1)
        return ::mkdir(name.constData(), 0755) == 0;
    if (words[0] == "nameless"_L1) {
        const int file = ::open(".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0644);
        const QByteArray link = "/proc/self/fd/" + QByteArray::number(file);
        return writes(file, word(2)) && ::fsync(file) == 0 && ::linkat(AT_FDCWD, link.constData(), AT_FDCWD, name.constData(), AT_SYMLINK_FOLLOW) == 0;
    }
    if (words[0] == "map"_L1)
        return ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, opened(words[1]), 0) != MAP_FAILED;
    if (words[0] == "blob"_L1) {
        const auto store = pipit::files::BlobStore::open(words[1], {.fileBytes = 1'000});
        if (!store)
            return false;
        const auto upload = (*store)->begin();
        return upload && (*upload)->write(word(2)) && (*upload)->finish();
    }
    if (words[0] == "sql"_L1) {
        QSqlDatabase database = QSqlDatabase::database(words[1], false);
        if (!database.isValid()) {
            database = QSqlDatabase::addDatabase(u"QSQLITE"_s, words[1]);
            database.setDatabaseName(words[1]);
        }
        return (database.isOpen() || database.open()) && QSqlQuery(database).exec(rest);
    }
    return false;
}

} // namespace

int main(int count, char **arguments)
{
    const QCoreApplication application(count, arguments);
    for (const QString &what : QCoreApplication::arguments().sliced(1)) {
        if (!does(what)) {
            std::fprintf(stderr, "disk_writer: %s\n", what.toUtf8().constData());
            ::_exit(1);
        }
    }
    ::_exit(0);
}
