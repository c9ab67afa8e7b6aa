// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/socket_bio.h"

#include "server/http/descriptor.h"

#include <cstdint>
#include <memory>

namespace pipit::http {

namespace {

stream::NativeSocket socketOf(BIO *bio)
{
    return stream::NativeSocket(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

int outcomeOf(BIO *bio, const Transfer &transfer, void (*retry)(BIO *), std::size_t *moved)
{
    BIO_clear_retry_flags(bio);
    *moved = transfer.bytes;
    if (transfer.outcome == Transfer::Outcome::Blocked)
        retry(bio);
    else if (transfer.outcome == Transfer::Outcome::Ended)
        BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    return transfer.outcome == Transfer::Outcome::Moved;
}

int readBio(BIO *bio, char *bytes, std::size_t size, std::size_t *moved)
{
    return outcomeOf(bio, receiveInto(socketOf(bio), bytes, size), [](BIO *one) { BIO_set_retry_read(one); }, moved);
}

int writeBio(BIO *bio, const char *bytes, std::size_t size, std::size_t *moved)
{
    return outcomeOf(bio, sendFrom(socketOf(bio), bytes, size), [](BIO *one) { BIO_set_retry_write(one); }, moved);
}

long controlBio(BIO *bio, int command, long, void *)
{
    if (command == BIO_CTRL_EOF)
        return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0;
    return command == BIO_CTRL_FLUSH;
}

const BIO_METHOD *method()
{
    static const std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)> made = [] {
        std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)> one(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "pipit socket"), &BIO_meth_free);
        BIO_meth_set_read_ex(one.get(), &readBio);
        BIO_meth_set_write_ex(one.get(), &writeBio);
        BIO_meth_set_ctrl(one.get(), &controlBio);
        return one;
    }();
    return made.get();
}

} // namespace

BIO *socketBio(stream::NativeSocket socket)
{
    BIO *const bio = BIO_new(method());
    BIO_set_data(bio, reinterpret_cast<void *>(std::intptr_t(socket)));
    BIO_set_init(bio, 1);
    return bio;
}

} // namespace pipit::http
