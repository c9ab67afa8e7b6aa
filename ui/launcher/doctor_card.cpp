// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/launcher/doctor_card.h"

#include "ui/locale/sizes.h"
#include "ui/theme/flow_layout.h"
#include "ui/theme/style.h"

#include <QDateTime>
#include <QDesktopServices>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPointer>
#include <QPushButton>
#include <QRegularExpression>
#include <QToolButton>
#include <QVBoxLayout>

namespace pipit {

namespace {

constexpr std::chrono::seconds examinationTime{60}; // as the node gives it
constexpr std::chrono::seconds answerTimeOfDoctor{10};

// What to do is a sentence, with a command in it or as a whole: that is what somebody pastes.
QString commandIn(const QString &next)
{
    static const QRegularExpression quoted(QStringLiteral("`([^`]+)`"));
    if (const auto match = quoted.match(next); match.hasMatch())
        return match.captured(1);
    static const QRegularExpression sql(QStringLiteral("(?:ALTER|SELECT|REVOKE|GRANT) .+$"));
    const auto match = sql.match(next);
    return match.hasMatch() ? match.captured(0) : next;
}

StateMark *markOf(const QString &level)
{
    if (level == u"good")
        return new StateMark("check", &Tokens::good);
    return level == u"warning" ? new StateMark("warning", &Tokens::warn) : new StateMark("error", &Tokens::bad);
}

} // namespace

DoctorCard::DoctorCard(QWidget *parent) : LauncherCard(parent), m_api({}, {}, answerTimeOfDoctor), m_title(heading()), m_again(new QPushButton), m_note(wordsLabel("dim"))
{
    m_again->setObjectName("doctorAgain");
    m_note->setObjectName("doctorNote");
    auto *top = new QHBoxLayout;
    top->addWidget(m_title, 1);
    top->addWidget(m_again);
    column()->addLayout(top);
    column()->addWidget(m_note);
    connect(m_again, &QPushButton::clicked, this, &DoctorCard::check);
    retell();
}

DoctorCard::~DoctorCard()
{
    m_api.close();
}

void DoctorCard::setNode(const QUrl &url, const QByteArray &token, const QString &dataDir, const QDateTime &since)
{
    setVisible(!url.isEmpty());
    m_dataDir = dataDir;
    if (m_url == url && m_since == since)
        return;
    m_url = url;
    m_since = since;
    m_api.cancelRequests();
    m_api.setNode(url, token);
    m_isChecking = false;
    m_findings = {};
    m_fault.clear();
    retell();
    if (!url.isEmpty())
        check();
}

void DoctorCard::check()
{
    if (!m_isChecking && !m_url.isEmpty())
        ask();
}

QCoro::Task<> DoctorCard::ask()
{
    const QPointer<DoctorCard> self(this);
    const QDateTime since = m_since;
    m_isChecking = true;
    retell();
    const auto answer = co_await m_api.get(QStringLiteral("/api/ops/doctor"), {}, examinationTime);
    if (!self || since != m_since || (!answer && answer.error().code == ErrorCode::Cancelled))
        co_return;
    m_isChecking = false;
    m_findings = answer ? answer->value(u"findings").toArray() : QJsonArray();
    m_fault = answer ? QString() : answer.error().message;
    retell();
    Q_EMIT checked();
}

QString DoctorCard::nameOf(const QString &check)
{
    static const std::pair<QLatin1StringView, QString (*)()> names[] = {
        {QLatin1StringView("connect"), [] { return tr("The database answers"); }},
        {QLatin1StringView("server"), [] { return tr("Database server"); }},
        {QLatin1StringView("settings"), [] { return tr("Durable settings"); }},
        {QLatin1StringView("pooler"), [] { return tr("Nothing keeps notifications back"); }},
        {QLatin1StringView("notify"), [] { return tr("Notification there and back"); }},
        {QLatin1StringView("queue"), [] { return tr("Queue of notifications"); }},
        {QLatin1StringView("schema"), [] { return tr("Tables"); }},
        {QLatin1StringView("trigger"), [] { return tr("Triggers"); }},
        {QLatin1StringView("grants"), [] { return tr("Rights of other roles"); }},
        {QLatin1StringView("lock"), [] { return tr("Lock of the log's order"); }},
        {QLatin1StringView("provisional"), [] { return tr("Messages of other programs"); }},
        {QLatin1StringView("nodes"), [] { return tr("Nodes on this database"); }},
        {QLatin1StringView("derived"), [] { return tr("Search index"); }},
        {QLatin1StringView("commit"), [] { return tr("Written to disk"); }},
        {QLatin1StringView("files"), [] { return tr("Uploaded files"); }},
        {QLatin1StringView("integrity"), [] { return tr("Pages are whole"); }},
        {QLatin1StringView("disk"), [] { return tr("Room on the disk"); }},
    };
    for (const auto &[name, words] : names) {
        if (check == name)
            return words();
    }
    return check;
}

QString DoctorCard::figureOf(const QJsonObject &figures)
{
    for (const char *name : {"commitMs", "roundTripMs", "connectMs", "clockSkewMs"}) {
        if (const QJsonValue value = figures.value(QLatin1StringView(name)); value.isDouble())
            return tr("%1 ms").arg(QLocale().toString(value.toDouble(), 'f', value.toDouble() < 10 ? 2 : 0));
    }
    if (const QJsonValue value = figures.value(u"freeBytes"); value.isDouble())
        return tr("%1 free").arg(sizeText(value.toInteger()));
    if (const QJsonValue value = figures.value(u"bytes"); value.isDouble())
        return sizeText(value.toInteger());
    if (const QJsonValue value = figures.value(u"usagePercent"); value.isDouble())
        return tr("%1 %").arg(QLocale().toString(value.toDouble(), 'f', 1));
    return {};
}

void DoctorCard::addRemedies(const QJsonObject &finding, QWidget *place)
{
    auto *flow = new FlowLayout(8, place);
    const auto add = [&](const char *name, const QString &words) {
        auto *button = new QToolButton;
        button->setObjectName(QString::fromLatin1(name));
        button->setText(words);
        button->setAccessibleName(nameOf(finding.value(u"check").toString()) + QStringLiteral(": ") + words);
        setLook(button, "kind", "pill");
        flow->addWidget(button);
        return button;
    };
    const QString check = finding.value(u"check").toString(), next = finding.value(u"next").toString();
    const QJsonObject figures = finding.value(u"figures").toObject();
    // A node brings the tables up to date when it starts.
    if (check == u"schema" && figures.value(u"found").toInteger() < figures.value(u"wanted").toInteger())
        connect(add("remedyRestart", tr("Restart the node")), &QToolButton::clicked, this, &DoctorCard::restartRequested);
    if ((check == u"disk" || check == u"files" || check == u"integrity") && !m_dataDir.isEmpty())
        connect(add("remedyFolder", tr("Open the folder")), &QToolButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_dataDir)); });
    if (!next.isEmpty()) {
        const QString command = commandIn(next);
        QToolButton *copy = add("remedyCopy", command == next ? tr("Copy what to do") : tr("Copy the command"));
        copy->setToolTip(command);
        connect(copy, &QToolButton::clicked, copy, [copy, command] { copyWith(copy, command); });
    }
}

void DoctorCard::addFinding(int &row, const QJsonObject &finding)
{
    auto *grid = static_cast<QGridLayout *>(m_list->layout());
    const QString level = finding.value(u"level").toString(), text = finding.value(u"text").toString();
    const QString words = level == u"good" ? tr("good") : level == u"warning" ? tr("warning") : tr("failure");
    StateMark *mark = markOf(level);
    auto *name = wordsLabel("");
    name->setText(nameOf(finding.value(u"check").toString()));
    name->setToolTip(text);
    name->setAccessibleName(QStringLiteral("%1, %2: %3").arg(name->text(), words, text));
    auto *figure = new QLabel(figureOf(finding.value(u"figures").toObject()));
    figure->setTextFormat(Qt::PlainText);
    setLook(figure, "tone", "dim");
    grid->addWidget(mark, row, 0, Qt::AlignTop);
    grid->addWidget(name, row, 1);
    grid->addWidget(figure, row, 2, Qt::AlignTop | Qt::AlignRight);
    ++row;
    if (level == u"good")
        return;
    auto *seen = wordsLabel(level == u"warning" ? "warn" : "bad");
    seen->setText(text);
    auto *next = wordsLabel("dim");
    next->setText(finding.value(u"next").toString());
    auto *remedies = new QWidget;
    addRemedies(finding, remedies);
    for (QWidget *widget : std::initializer_list<QWidget *>{seen, next, remedies})
        grid->addWidget(widget, row++, 1, 1, 2);
}

void DoctorCard::showFindings()
{
    delete m_list;
    m_list = new QWidget;
    m_list->setObjectName("doctorList");
    auto *grid = new QGridLayout(m_list);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(7);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const QJsonValue finding : std::as_const(m_findings))
        addFinding(row, finding.toObject());
    column()->addWidget(m_list);
}

void DoctorCard::retell()
{
    m_title->setText(tr("Health check"));
    m_again->setText(tr("Check again"));
    m_again->setEnabled(!m_isChecking);
    m_note->setText(m_isChecking ? tr("The node looks its database and files over…") : m_fault);
    m_note->setVisible(!m_note->text().isEmpty());
    setLook(m_note, "tone", m_isChecking ? "dim" : "bad");
    showFindings();
}

} // namespace pipit
