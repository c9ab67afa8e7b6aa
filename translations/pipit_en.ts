<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
<context>
    <name>pipit::AttachmentBar</name>
    <message numerus="yes">
        <source>%n attachment(s)</source>
        <translation>
            <numerusform>%n attachment</numerusform>
            <numerusform>%n attachments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::Attachments</name>
    <message numerus="yes">
        <source>Only %n file(s) go at once; the rest was left out. Send these first.</source>
        <translation>
            <numerusform>Only %n file goes at once; the rest was left out. Send this one first.</numerusform>
            <numerusform>Only %n files go at once; the rest was left out. Send these first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::CardBlock</name>
    <message numerus="yes">
        <source>%1… (%n more character(s))</source>
        <translation>
            <numerusform>%1… (%n more character)</numerusform>
            <numerusform>%1… (%n more characters)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::Composer</name>
    <message numerus="yes">
        <source>Only %n file(s) go at once; the rest was left out. Send these first.</source>
        <translation>
            <numerusform>Only %n file goes at once; the rest was left out. Send this one first.</numerusform>
            <numerusform>Only %n files go at once; the rest was left out. Send these first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::ConnectionBanner</name>
    <message numerus="yes">
        <source>Connected again. Caught up, %n message(s)</source>
        <translation>
            <numerusform>Connected again. Caught up, %n message</numerusform>
            <numerusform>Connected again. Caught up, %n messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Connection lost. Reconnecting %1/%2 in %n second(s)</source>
        <translation>
            <numerusform>Connection lost. Reconnecting %1/%2 in %n second</numerusform>
            <numerusform>Connection lost. Reconnecting %1/%2 in %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No connection after %n attempt(s). Retries when the network comes back</source>
        <translation>
            <numerusform>No connection after %n attempt. Retries when the network comes back</numerusform>
            <numerusform>No connection after %n attempts. Retries when the network comes back</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::HealthRow</name>
    <message numerus="yes">
        <source>%n stream(s)</source>
        <translation>
            <numerusform>%n stream</numerusform>
            <numerusform>%n streams</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::HtmlExport</name>
    <message numerus="yes">
        <source>Exported from Pipit on %1; %n message(s)</source>
        <translation>
            <numerusform>Exported from Pipit on %1; %n message</numerusform>
            <numerusform>Exported from Pipit on %1; %n messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::LogBar</name>
    <message numerus="yes">
        <source>%n area(s)</source>
        <translation>
            <numerusform>%n area</numerusform>
            <numerusform>%n areas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Go on (%n new line(s))</source>
        <translation>
            <numerusform>Go on (%n new line)</numerusform>
            <numerusform>Go on (%n new lines)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::LogModel</name>
    <message numerus="yes">
        <source>%n line(s) are missing here: the node kept them no longer.</source>
        <translation>
            <numerusform>%n line is missing here: the node kept it no longer.</numerusform>
            <numerusform>%n lines are missing here: the node kept them no longer.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::LogPanel</name>
    <message numerus="yes">
        <source>Next attempt in %n second(s).</source>
        <translation>
            <numerusform>Next attempt in %n second.</numerusform>
            <numerusform>Next attempt in %n seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) came meanwhile.</source>
        <translation>
            <numerusform>%n line came meanwhile.</numerusform>
            <numerusform>%n lines came meanwhile.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::LogView</name>
    <message numerus="yes">
        <source>%n new line(s)</source>
        <translation>
            <numerusform>%n new line</numerusform>
            <numerusform>%n new lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::MessageDetails</name>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n character</numerusform>
            <numerusform>%n characters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::MessageNotices</name>
    <message numerus="yes">
        <source>%n more notification(s)</source>
        <translation>
            <numerusform>%n more notification</numerusform>
            <numerusform>%n more notifications</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::MessageView</name>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n new message</numerusform>
            <numerusform>%n new messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::MessageWords</name>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n character</numerusform>
            <numerusform>%n characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show all (%n more character(s))</source>
        <translation>
            <numerusform>Show all (%n more character)</numerusform>
            <numerusform>Show all (%n more characters)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unread message(s)</source>
        <translation>
            <numerusform>%n unread message</numerusform>
            <numerusform>%n unread messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Caught up: %n message(s)</source>
        <translation>
            <numerusform>Caught up: %n message</numerusform>
            <numerusform>Caught up: %n messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::OtherNodeCard</name>
    <message numerus="yes">
        <source>%n stream(s)</source>
        <translation>
            <numerusform>%n stream</numerusform>
            <numerusform>%n streams</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::PeopleWords</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n here</source>
        <translation>
            <numerusform>%1 · %n here</numerusform>
            <numerusform>%1 · %n here</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::RunsPanel</name>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n attempt</numerusform>
            <numerusform>%n attempts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::ServerCard</name>
    <message numerus="yes">
        <source>%n unsent</source>
        <translation>
            <numerusform>%n unsent</numerusform>
            <numerusform>%n unsent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) that were not sent yet would be lost.</source>
        <translation>
            <numerusform>%n message that was not sent yet would be lost.</numerusform>
            <numerusform>%n messages that were not sent yet would be lost.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::ServerRail</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::Servers</name>
    <message numerus="yes">
        <source>This invitation is for %1, but %n message(s) of %2 were not sent yet; they would go out as somebody else&apos;s. Discard them, and ask for another invitation.</source>
        <translation>
            <numerusform>This invitation is for %1, but %n message of %2 was not sent yet; it would go out as somebody else&apos;s. Discard it, and ask for another invitation.</numerusform>
            <numerusform>This invitation is for %1, but %n messages of %2 were not sent yet; they would go out as somebody else&apos;s. Discard them, and ask for another invitation.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This token is %1&apos;s, but %n message(s) of %2 were not sent yet; they would go out as somebody else&apos;s. Sign in as %2, or discard them first.</source>
        <translation>
            <numerusform>This token is %1&apos;s, but %n message of %2 was not sent yet; it would go out as somebody else&apos;s. Sign in as %2, or discard it first.</numerusform>
            <numerusform>This token is %1&apos;s, but %n messages of %2 were not sent yet; they would go out as somebody else&apos;s. Sign in as %2, or discard them first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::SessionFiles</name>
    <message numerus="yes">
        <source>%n message(s) imported.</source>
        <translation>
            <numerusform>%n message imported.</numerusform>
            <numerusform>%n messages imported.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::SessionList</name>
    <message numerus="yes">
        <source>%n archived session(s)</source>
        <translation>
            <numerusform>%n archived session</numerusform>
            <numerusform>%n archived sessions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::SessionListModel</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::StatusBar</name>
    <message numerus="yes">
        <source>%n connection(s)</source>
        <translation>
            <numerusform>%n connection</numerusform>
            <numerusform>%n connections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unsent</source>
        <translation>
            <numerusform>%n unsent</numerusform>
            <numerusform>%n unsent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::StreamDetails</name>
    <message numerus="yes">
        <source>(%n event(s) came while there was no room)</source>
        <translation>
            <numerusform>(%n event came while there was no room)</numerusform>
            <numerusform>(%n events came while there was no room)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paused; %n event(s) wait.</source>
        <translation>
            <numerusform>Paused; %n event waits.</numerusform>
            <numerusform>Paused; %n events wait.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::StreamStory</name>
    <message numerus="yes">
        <source>It went on from cursor %1 and was sent %n message(s) again.</source>
        <translation>
            <numerusform>It went on from cursor %1 and was sent %n message again.</numerusform>
            <numerusform>It went on from cursor %1 and was sent %n messages again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its socket took no more %n time(s); at most %1 waited.</source>
        <translation>
            <numerusform>Its socket took no more %n time; at most %1 waited.</numerusform>
            <numerusform>Its socket took no more %n times; at most %1 waited.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) were delivered; its cursor is %1.</source>
        <translation>
            <numerusform>%n message was delivered; its cursor is %1.</numerusform>
            <numerusform>%n messages were delivered; its cursor is %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) wait for it: %1.</source>
        <translation>
            <numerusform>%n message waits for it: %1.</numerusform>
            <numerusform>%n messages wait for it: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, and was sent %n message(s) again.</source>
        <translation>
            <numerusform>%1, and was sent %n message again.</numerusform>
            <numerusform>%1, and was sent %n messages again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::StreamsModel</name>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n session</numerusform>
            <numerusform>%n sessions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::TrayIcon</name>
    <message numerus="yes">
        <source>Pipit, %n unread</source>
        <translation>
            <numerusform>Pipit, %n unread</numerusform>
            <numerusform>Pipit, %n unread</numerusform>
        </translation>
    </message>
</context>
</TS>
