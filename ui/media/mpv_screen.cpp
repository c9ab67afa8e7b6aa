// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/media/mpv_screen.h"

namespace pipit {

namespace {

constexpr int rowAlignment = 16; // pixels of 4 bytes; other rows take a slower way through libmpv

} // namespace

std::unique_ptr<MpvScreen> MpvScreen::create(const MpvLibrary &mpv, mpv_handle *handle, int &fault)
{
    std::unique_ptr<MpvScreen> screen(new MpvScreen(mpv));
    screen->m_painter.setMaxThreadCount(1);
    mpv_render_param parameters[] = {{MPV_RENDER_PARAM_API_TYPE, const_cast<char *>(MPV_RENDER_API_TYPE_SW)}, {MPV_RENDER_PARAM_INVALID, nullptr}};
    fault = mpv.renderContextCreate(&screen->m_context, handle, parameters);
    if (fault < 0)
        return nullptr;
    mpv.renderContextSetUpdateCallback(screen->m_context, [](void *self) {
        auto *it = static_cast<MpvScreen *>(self);
        it->m_painter.start([it] { it->draw(Why::NewFrame); });
    }, screen.get());
    return screen;
}

MpvScreen::~MpvScreen()
{
    if (!m_context)
        return;
    m_mpv.renderContextSetUpdateCallback(m_context, nullptr, nullptr);
    m_painter.waitForDone();
    m_mpv.renderContextFree(m_context);
}

void MpvScreen::setSize(const QSize &pixels)
{
    const std::lock_guard lock(m_mutex);
    if (std::exchange(m_size, pixels) != pixels && !pixels.isEmpty())
        m_painter.start([this] { draw(Why::NewSize); });
}

// In the painter's thread.
void MpvScreen::draw(Why why)
{
    const bool isNew = m_mpv.renderContextUpdate(m_context) & MPV_RENDER_UPDATE_FRAME;
    if (!isNew && why == Why::NewFrame)
        return;
    QSize size;
    {
        const std::lock_guard lock(m_mutex);
        size = m_size;
    }
    if (size.isEmpty()) {
        int skip = 1; // it waits for somebody to take the picture
        mpv_render_param parameters[] = {{MPV_RENDER_PARAM_SKIP_RENDERING, &skip}, {MPV_RENDER_PARAM_INVALID, nullptr}};
        m_mpv.renderContextRender(m_context, parameters);
        return;
    }
    QImage frame((size.width() + rowAlignment - 1) / rowAlignment * rowAlignment, size.height(), QImage::Format_RGB32);
    if (frame.isNull())
        return;
    int sides[] = {size.width(), size.height()};
    std::size_t stride = std::size_t(frame.bytesPerLine());
    mpv_render_param parameters[] = {
        {MPV_RENDER_PARAM_SW_SIZE, sides},
        {MPV_RENDER_PARAM_SW_FORMAT, const_cast<char *>("bgr0")},
        {MPV_RENDER_PARAM_SW_STRIDE, &stride},
        {MPV_RENDER_PARAM_SW_POINTER, frame.bits()},
        {MPV_RENDER_PARAM_INVALID, nullptr},
    };
    if (m_mpv.renderContextRender(m_context, parameters) < 0)
        return;
    const QImage whole = frame.width() == size.width() ? frame : frame.copy(QRect(QPoint(), size));
    const std::lock_guard lock(m_mutex);
    if (std::exchange(m_latest, whole).isNull())
        QMetaObject::invokeMethod(this, &MpvScreen::hand, Qt::QueuedConnection);
}

void MpvScreen::hand()
{
    QImage frame;
    {
        const std::lock_guard lock(m_mutex);
        frame = std::exchange(m_latest, {});
    }
    Q_EMIT frameCame(frame);
}

} // namespace pipit
