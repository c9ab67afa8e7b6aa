// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/export/export_bar.h"

#include "client/ops/figure_csv.h"
#include "client/ops/ops_feed.h"
#include "core/in_pool.h"
#include "ui/chat/messages/message_export.h"
#include "ui/console/export/chart_sheet.h"
#include "ui/theme/dialogs.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QBuffer>
#include <QCoroFuture>
#include <QDir>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPointer>
#include <QSaveFile>
#include <QToolButton>

namespace pipit {

namespace {

Result<Done> writeWhole(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit())
        return Error{ErrorCode::Unavailable, file.errorString()};
    return Done();
}

// On a thread of its own: the picture of a day takes a second.
QFuture<QByteArray> encoded(const QImage &image)
{
    return inPool(*QThreadPool::globalInstance(), [image] {
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        image.save(&buffer, "PNG");
        return bytes;
    });
}

bool hasFigures(const ExportBar::Source &source)
{
    return source.feed && !source.feed->figures().isEmpty();
}

ChartSheet sheetOf(const ExportBar::Source &source)
{
    return ChartSheet(source.feed, source.axis->fromMs(), source.axis->toMs(), source.name);
}

} // namespace

ExportBar::ExportBar(std::function<Source()> source, QWidget *parent)
    : QWidget(parent), m_source(std::move(source)), m_progress(new QLabel), m_cancel(new QToolButton), m_button(new QToolButton), m_menu(new QMenu(this)),
      m_picture(m_menu->addAction(QString(), this, &ExportBar::exportPicture)), m_vectors(m_menu->addAction(QString(), this, &ExportBar::exportVectors)), m_figures(m_menu->addAction(QString(), this, &ExportBar::exportFigures)),
      m_incident(m_menu->addAction(QString(), this, &ExportBar::gather))
{
    m_menu->insertSeparator(m_incident);
    m_picture->setObjectName("exportPicture");
    m_vectors->setObjectName("exportVectors");
    m_figures->setObjectName("exportFigures");
    m_incident->setObjectName("exportIncident");
    setLook(m_progress, "tone", "dim");
    m_cancel->setObjectName("exportCancel");
    m_button->setObjectName("exportButton");
    m_button->setIcon(themedIcon("arrow-down"));
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_button->setPopupMode(QToolButton::InstantPopup);
    m_button->setMenu(m_menu);
    for (QToolButton *button : {m_cancel, m_button})
        setLook(button, "kind", "pill");
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_progress, m_cancel, m_button})
        layout->addWidget(widget);
    connect(m_menu, &QMenu::aboutToShow, this, &ExportBar::takeSource);
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        if (m_bundle)
            m_bundle->cancel();
    });
    retranslate();
}

ExportBar::~ExportBar() = default;

void ExportBar::takeSource()
{
    const Source source = m_source();
    for (QAction *action : {m_picture, m_vectors, m_figures})
        action->setEnabled(hasFigures(source));
    m_incident->setEnabled(source.feed && source.api && !m_bundle);
}

// pipit-charts-NODE-2026-11-30T0912.png
QString ExportBar::askPath(const QString &title, const QString &kind, const QString &suffix)
{
    const QString node = fileNamePart(m_source().name).replace(u' ', u'-'), now = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-ddTHHmm"));
    return dialogs::saveFile(this, title, QStringLiteral("pipit-%1-%2-%3.%4").arg(kind, node.isEmpty() ? QStringLiteral("node") : node, now, suffix));
}

void ExportBar::exportPicture()
{
    const QString path = askPath(tr("Charts as PNG"), QStringLiteral("charts"), QStringLiteral("png"));
    if (const Source source = m_source(); !path.isEmpty() && hasFigures(source)) // there was time for it to go
        savePicture(sheetOf(source).picture(), path);
}

QCoro::Task<> ExportBar::savePicture(QImage image, QString path)
{
    const QPointer<ExportBar> self(this);
    auto encoding = encoded(image);
    const QByteArray bytes = co_await encoding;
    if (self)
        tell(writeWhole(path, bytes), path);
}

void ExportBar::exportVectors()
{
    const QString path = askPath(tr("Charts as SVG"), QStringLiteral("charts"), QStringLiteral("svg"));
    if (const Source source = m_source(); !path.isEmpty() && hasFigures(source))
        tell(writeWhole(path, sheetOf(source).svg()), path);
}

void ExportBar::exportFigures()
{
    const QString path = askPath(tr("Figures as CSV"), QStringLiteral("figures"), QStringLiteral("csv"));
    if (const Source source = m_source(); !path.isEmpty() && hasFigures(source))
        tell(writeWhole(path, csvOf(source.feed->figures(), source.axis->fromMs(), source.axis->toMs())), path);
}

void ExportBar::tell(const Result<Done> &written, const QString &path)
{
    const QString shown = QDir::toNativeSeparators(path);
    if (written)
        Q_EMIT notice(tr("Exported to %1.").arg(shown));
    else
        Q_EMIT notice(tr("Nothing was exported, because %1 cannot be written: %2. Choose another folder, or make room on the disk, and export it again.").arg(shown, written.error().message));
}

void ExportBar::gather()
{
    const QString path = askPath(tr("Incident bundle"), QStringLiteral("incident"), QStringLiteral("zip"));
    const Source source = m_source();
    if (path.isEmpty() || !source.feed || !source.api || m_bundle)
        return;
    IncidentBundle::Source gathered{.node = source.api->urlOf(QStringLiteral("/")), .token = source.api->streamOf(QStringLiteral("/")).token, .name = source.name, .secrets = source.secrets};
    if (hasFigures(source))
        gathered.charts = sheetOf(source).svg();
    m_bundle = std::make_unique<IncidentBundle>(std::move(gathered), *source.feed);
    connect(m_bundle.get(), &IncidentBundle::progressed, this, &ExportBar::showProgress);
    connect(m_bundle.get(), &IncidentBundle::finished, this, [this, path](const Result<Done> &result, const QStringList &missing) { finish(path, result, missing); });
    m_bundle->write(path);
    showProgress();
}

void ExportBar::finish(const QString &path, const Result<Done> &result, const QStringList &missing)
{
    m_bundle.release()->deleteLater(); // it is what tells this
    showProgress();
    if (result && !missing.isEmpty())
        Q_EMIT notice(tr("Exported to %1, without %2: README.txt in it says why.").arg(QDir::toNativeSeparators(path), missing.join(QStringLiteral(", "))));
    else if (!result && result.error().code == ErrorCode::Cancelled)
        Q_EMIT notice(tr("The incident bundle was cancelled; nothing was written."));
    else
        tell(result, path);
}

void ExportBar::showProgress()
{
    if (m_bundle)
        m_progress->setText(tr("Gathering: %1 of %2").arg(m_bundle->done()).arg(m_bundle->parts()));
    m_progress->setVisible(m_bundle != nullptr);
    m_cancel->setVisible(m_bundle != nullptr);
}

void ExportBar::retranslate()
{
    m_button->setText(tr("Export"));
    m_picture->setText(tr("Charts as PNG…"));
    m_vectors->setText(tr("Charts as SVG…"));
    m_figures->setText(tr("Figures as CSV…"));
    m_incident->setText(tr("Incident bundle…"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setAccessibleName(tr("Cancel the incident bundle"));
    showProgress();
}

void ExportBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace pipit
