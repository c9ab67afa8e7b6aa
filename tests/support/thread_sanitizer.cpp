// SPDX-License-Identifier: GPL-3.0-or-later
// What the thread sanitizer has to be told of a Qt that was not built for it; linked into every program of that build.
//
// Qt's headers tell it of QMutex. What only the library's code does is put in front of the library here.
#include <QFutureInterface>
#include <QObject>
#include <QThread>

#include <sanitizer/tsan_interface.h>

#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>

#include <cstdarg>

extern "C" void AnnotateIgnoreWritesBegin(const char *file, int line);
extern "C" void AnnotateIgnoreWritesEnd(const char *file, int line);

namespace {

template<typename Function>
Function *next(const char *name)
{
    return reinterpret_cast<Function *>(dlsym(RTLD_NEXT, name));
}

// A function on its way to another thread: what its sender did comes before it, and it comes before what follows its end.
class Handed : public QtPrivate::QSlotObjectBase
{
public:
    explicit Handed(QSlotObjectBase *inner) : QSlotObjectBase(&step), m_inner(inner) { }

private:
    static void step(int which, QSlotObjectBase *self, QObject *receiver, void **arguments, bool *)
    {
        __tsan_acquire(self);
        auto *const handed = static_cast<Handed *>(self);
        if (which == Call) {
            handed->m_inner->call(receiver, arguments);
            __tsan_release(self);
            __tsan_release(handed->m_inner);
        } else if (which == Destroy) {
            handed->m_inner->destroyIfLastRef();
            delete handed;
        }
    }

    QSlotObjectBase *const m_inner;
};

} // namespace

// How std::timed_mutex is locked; the sanitizer of GCC 12 sees only that it is unlocked.
extern "C" int pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock, const timespec *until)
{
    static const auto real = next<int(pthread_mutex_t *, clockid_t, const timespec *)>("pthread_mutex_clocklock");
    __tsan_mutex_pre_lock(mutex, __tsan_mutex_try_lock);
    const int result = real(mutex, clock, until);
    __tsan_mutex_post_lock(mutex, result == 0 ? __tsan_mutex_try_lock : __tsan_mutex_try_lock | __tsan_mutex_try_lock_failed, 0);
    return result;
}

bool QMetaObject::invokeMethodImpl(QObject *object, QtPrivate::QSlotObjectBase *slot, Qt::ConnectionType type, void *result)
{
    static const auto real = next<bool(QObject *, QtPrivate::QSlotObjectBase *, Qt::ConnectionType, void *)>("_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv");
    auto *const handed = new Handed(slot);
    __tsan_release(handed);
    // The event that carries it is freed by the other thread.
    const bool isElsewhere = type == Qt::QueuedConnection || type == Qt::BlockingQueuedConnection || (type == Qt::AutoConnection && object->thread() != QThread::currentThread());
    if (isElsewhere)
        AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
    const bool isDone = real(object, handed, type, result);
    if (isElsewhere)
        AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
    __tsan_acquire(slot);
    return isDone;
}

// The last owner of a result, who destroys it, comes after all others.
bool QFutureInterfaceBase::derefT() const noexcept
{
    static const auto real = next<bool(const QFutureInterfaceBase *)>("_ZNK20QFutureInterfaceBase6derefTEv");
    void *const counter = d;
    __tsan_release(counter);
    const bool isAlive = real(this);
    __tsan_acquire(counter);
    return isAlive;
}

// QProcess starts a program in a child that shares this memory. The sanitizer takes such a child for a forked one, stops
// looking at it, and by that at the parent's thread. So it becomes a forked one.
extern "C" int clone(int (*function)(void *), void *stack, int flags, void *argument, ...)
{
    static const auto real = next<int(int (*)(void *), void *, int, void *, pid_t *, void *, pid_t *)>("clone");
    va_list rest;
    va_start(rest, argument);
    const auto parentId = va_arg(rest, pid_t *);
    const auto storage = va_arg(rest, void *);
    const auto childId = va_arg(rest, pid_t *);
    va_end(rest);
    return real(function, stack, flags & ~(CLONE_VM | CLONE_VFORK), argument, parentId, storage, childId);
}
