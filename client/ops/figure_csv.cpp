// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/ops/figure_csv.h"

#include "client/ops/figure_history.h"
#include "core/message.h"

#include <QLocale>

#include <cmath>

namespace pipit {

namespace {

constexpr double wholeUntil = 9'007'199'254'740'992; // 2^53: a double knows every whole number below

QByteArray quoted(const QString &name)
{
    QByteArray field = name.toUtf8();
    if (!field.contains('"') && !field.contains(',') && !field.contains('\n') && !field.contains('\r'))
        return field;
    return '"' + field.replace("\"", "\"\"") + '"';
}

// Whole ones without an exponent; others as short as they can be read back the same.
QByteArray exactly(double value)
{
    if (value == std::trunc(value) && std::abs(value) < wholeUntil)
        return QByteArray::number(qint64(value));
    return QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
}

} // namespace

QByteArray csvOf(const FigureHistory &figures, qint64 fromMs, qint64 toMs)
{
    QByteArray csv = "time";
    for (const QString &field : figures.fields().mid(1))
        csv += ',' + quoted(field);
    csv += "\r\n";
    figures.visit(fromMs, toMs, [&csv](qint64 atMs, const std::vector<double> &values) {
        csv += isoTime(atMs).toLatin1();
        for (const double value : values)
            csv += ',' + exactly(value);
        csv += "\r\n";
    });
    return csv;
}

} // namespace pipit
