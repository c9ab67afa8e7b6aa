// SPDX-License-Identifier: GPL-3.0-or-later
// As cmake/pch.h, for rooms with coroutines.
#pragma once

#include "cmake/pch.h"

#include <QCoroFuture>
#include <QCoroTask>
#include <QDateTime>
#include <QFuture>
#include <QHash>
#include <QLoggingCategory>
#include <QPointer>
#include <QPromise>
