// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of the own node's bots: which there are and whether each can be asked, and a form to add, try, change one.
// Thread rule: the GUI thread. The editor is not owned.
#pragma once

#include "client/connection.h"
#include "ui/settings/bot_editor.h"

#include <QWidget>

#include <vector>

class QLabel;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace pipit {

class BotForm;

class BotsSection : public QWidget
{
    Q_OBJECT

public:
    explicit BotsSection(BotEditor *editor, QWidget *parent = nullptr);

    void load();                                          // the file, anew
    void setAvailability(const QList<BotInfo> &bots);     // as Connection::bots() has it

    BotForm *form() const { return m_form; }
    QListWidget *list() const { return m_list; }
    bool isFormOpen() const;
    QString outcome() const;                              // of the last test, or why something did not work
    QString answer() const;

    void add();
    void edit();
    void test();
    void save();

Q_SIGNALS:
    void saved();

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeListPage();
    QWidget *makeFormPage();
    void fillList();
    const BotConfig *current() const;
    void open(const BotConfig &bot, const QString &id);
    void close();
    void askToRemove(bool asking);
    QCoro::Task<> testNow();
    QCoro::Task<> saveNow();
    QCoro::Task<> removeNow(QString id);
    QCoro::Task<> askForOffers();
    void setBusy(bool busy);
    void tell(const QString &text, bool isBad, const QString &answer = {});
    void retranslate();

    BotEditor *const m_editor;
    std::vector<BotConfig> m_bots;
    QList<BotInfo> m_known;
    QString m_edited;      // its id; empty: a new one
    int m_opened = 0;      // forms so far: what comes for an earlier one is dropped
    bool m_busy = false;

    QStackedWidget *m_stack;
    QLabel *m_intro;
    QListWidget *m_list;
    QLabel *m_listProblem;
    QPushButton *m_add;
    QPushButton *m_edit;
    QPushButton *m_remove;
    QPushButton *m_removeNow;
    QPushButton *m_keep;
    QLabel *m_heading;
    BotForm *m_form;
    QLabel *m_outcome;
    QLabel *m_answer;
    QPushButton *m_test;
    QPushButton *m_save;
    QPushButton *m_cancel;
};

} // namespace pipit
