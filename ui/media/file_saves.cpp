// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/media/file_saves.h"

#include <QElapsedTimer>
#include <QPointer>

namespace pipit {

namespace {

constexpr qsizetype mostSaves = 200;
constexpr int saveTellMs = 100;

} // namespace

void FileSaves::setSource(Fetch fetch)
{
    m_fetch = std::move(fetch);
}

std::optional<FileSaves::Save> FileSaves::of(const QString &address) const
{
    const auto found = m_saves.constFind(address);
    return found == m_saves.cend() ? std::nullopt : std::optional(*found);
}

void FileSaves::start(const QString &address, const QString &path)
{
    if (const auto known = of(address); !m_fetch || (known && known->state == Save::State::UnderWay))
        return;
    if (m_saves.size() >= mostSaves)
        m_saves.removeIf([](const QHash<QString, Save>::iterator &save) { return save->state != Save::State::UnderWay; });
    m_saves.insert(address, {.path = path});
    Q_EMIT changed(address);
    save(address, path);
}

void FileSaves::cancel(const QString &address)
{
    if (m_saves.remove(address) > 0)
        Q_EMIT changed(address);
}

QCoro::Task<> FileSaves::save(QString address, QString path)
{
    const QPointer<FileSaves> self(this);
    QElapsedTimer told;
    told.start();
    // One that is no longer known was cancelled.
    const auto goesOn = [self, address, path, &told](qint64 received, qint64 total) {
        const auto known = self ? self->m_saves.find(address) : QHash<QString, Save>::iterator();
        if (!self || known == self->m_saves.end() || known->path != path || known->state != Save::State::UnderWay)
            return false;
        known->received = received;
        known->total = total;
        if (told.elapsed() >= saveTellMs) {
            told.start();
            Q_EMIT self->changed(address);
        }
        return true;
    };
    const Result<Done> saved = co_await m_fetch(address, path, goesOn);
    if (!self)
        co_return;
    const auto known = m_saves.find(address);
    if (known == m_saves.end() || known->path != path)
        co_return;
    known->state = saved ? Save::State::Saved : Save::State::Failed;
    known->reason = saved ? QString() : saved.error().message;
    Q_EMIT changed(address);
}

} // namespace pipit
