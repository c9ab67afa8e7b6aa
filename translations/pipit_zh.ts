<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>pipit::AnswerColumns</name>
    <message>
        <source>%1, version %2</source>
        <comment>name of a bot, number</comment>
        <translation>%1，版本 %2</translation>
    </message>
    <message>
        <source>Answers to “%1”</source>
        <translation>对“%1”的回答</translation>
    </message>
    <message>
        <source>Back to the conversation (Esc)</source>
        <translation>返回对话（Esc）</translation>
    </message>
    <message>
        <source>Back to the conversation</source>
        <translation>返回对话</translation>
    </message>
</context>
<context>
    <name>pipit::CardBlock</name>
    <message numerus="yes">
        <source>%1… (%n more character(s))</source>
        <translation>
            <numerusform>%1…（还有 %n 个字符）</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::ChatHeader</name>
    <message>
        <source>Show the sessions</source>
        <translation>显示会话列表</translation>
    </message>
    <message>
        <source>Rename this session (F2)</source>
        <translation>重命名此会话（F2）</translation>
    </message>
    <message>
        <source>Rename this session</source>
        <translation>重命名此会话</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>More about this session</source>
        <translation>此会话的更多操作</translation>
    </message>
</context>
<context>
    <name>pipit::ChatPage</name>
    <message>
        <source>The session was not renamed: %1</source>
        <translation>会话未能重命名：%1</translation>
    </message>
    <message>
        <source>No session was created: %1</source>
        <translation>未能新建会话：%1</translation>
    </message>
    <message>
        <source>The node did not start</source>
        <translation>节点未能启动</translation>
    </message>
    <message>
        <source>Mend this and try again.</source>
        <translation>请先解决此问题，然后重试。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>This could not be loaded</source>
        <translation>无法加载</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Ask something</source>
        <translation>提一个问题吧</translation>
    </message>
    <message>
        <source>Write below, or begin with one of the prompts. Enter sends.</source>
        <translation>在下方输入，或从一个提示词开始。按 Enter 发送。</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>What you write is kept and sent when the node can be reached.</source>
        <translation>您写的内容会保留，连上节点后自动发送。</translation>
    </message>
    <message>
        <source>No session yet</source>
        <translation>还没有会话</translation>
    </message>
    <message>
        <source>A session holds one conversation with a bot or with people.</source>
        <translation>一个会话就是与机器人或他人的一段对话。</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>新建会话</translation>
    </message>
    <message>
        <source>Older messages could not be loaded: %1</source>
        <translation>更早的消息无法加载：%1</translation>
    </message>
    <message>
        <source>The bot was not asked again: %1</source>
        <translation>未能再次提问：%1</translation>
    </message>
    <message>
        <source>The connection was closed.</source>
        <translation>连接已关闭。</translation>
    </message>
    <message>
        <source>Export as Markdown</source>
        <translation>导出为 Markdown</translation>
    </message>
    <message>
        <source>Nothing was exported, because %1 cannot be written: %2. Choose another folder, or make room on the disk, and export it again.</source>
        <translation>没有导出任何内容，因为无法写入 %1：%2。请选择其他文件夹或腾出磁盘空间，然后重新导出。</translation>
    </message>
    <message>
        <source>That message cannot be shown: it was removed, or it belongs to another version of what was said. Look through the versions around it.</source>
        <translation>无法显示那条消息：它已被删除，或属于所说内容的另一个版本。请查看它附近的其他版本。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Mark as read</source>
        <translation>标为已读</translation>
    </message>
    <message>
        <source>Take out of the archive</source>
        <translation>移出归档</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>HTML page</source>
        <translation>HTML 网页</translation>
    </message>
    <message>
        <source>JSON, to import it again</source>
        <translation>JSON，可再次导入</translation>
    </message>
    <message>
        <source>Import a session…</source>
        <translation>导入会话…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>The session was not moved: %1</source>
        <translation>会话未移动：%1</translation>
    </message>
    <message>
        <source>Delete “%1” for good?</source>
        <translation>要永久删除“%1”吗？</translation>
    </message>
    <message>
        <source>All its messages and files are erased, for everybody who takes part in it. This cannot be undone; export it first if somebody may need it.</source>
        <translation>其中的所有消息和文件都会对所有参与者清除。此操作无法撤销；如果有人可能需要，请先导出。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>The session was not deleted: %1</source>
        <translation>会话未删除：%1</translation>
    </message>
</context>
<context>
    <name>pipit::CodeBlock</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
</context>
<context>
    <name>pipit::CommandPalette</name>
    <message>
        <source>Go to a session, or do something</source>
        <translation>前往会话或执行操作</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>匹配项</translation>
    </message>
    <message>
        <source>Nothing fits these letters.</source>
        <translation>没有匹配项。</translation>
    </message>
</context>
<context>
    <name>pipit::Composer</name>
    <message>
        <source>%1 (not available: %2)</source>
        <translation>%1（不可用：%2）</translation>
    </message>
    <message>
        <source>Nobody (just post)</source>
        <translation>无人回答（仅发布）</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Stop this answer</source>
        <translation>停止这个回答</translation>
    </message>
    <message>
        <source>Send (Enter); Shift+Enter starts a new line</source>
        <translation>发送（Enter）；Shift+Enter 换行</translation>
    </message>
    <message>
        <source>Write to %1</source>
        <translation>给 %1 发消息</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Who answers</source>
        <translation>由谁回答</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>输入消息</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save the edit (Enter); Esc leaves the message as it was</source>
        <translation>保存修改（Enter）；Esc 保持原样</translation>
    </message>
    <message>
        <source>Edit of a message</source>
        <translation>修改消息</translation>
    </message>
    <message>
        <source>Nothing to save: write something, or press Esc to leave it as it was.</source>
        <translation>没有可保存的内容：请输入文字，或按 Esc 保持原样。</translation>
    </message>
    <message>
        <source>Save this one first, or press Esc to leave it as it was.</source>
        <translation>请先保存这一条，或按 Esc 保持原样。</translation>
    </message>
</context>
<context>
    <name>pipit::ConnectionBanner</name>
    <message>
        <source>%1 (%2)</source>
        <comment>what happens, and why</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Connection lost. Reconnecting now, %1/%2</source>
        <translation>连接断开，正在重连 %1/%2</translation>
    </message>
    <message numerus="yes">
        <source>Connected again. Caught up, %n message(s)</source>
        <translation>
            <numerusform>已重新连接，补上 %n 条消息</numerusform>
        </translation>
    </message>
    <message>
        <source>Connected again. Nothing was missed</source>
        <translation>已重新连接，没有遗漏</translation>
    </message>
    <message numerus="yes">
        <source>Connection lost. Reconnecting %1/%2 in %n second(s)</source>
        <translation>
            <numerusform>连接断开，正在重连 %1/%2 · %n 秒后重试</numerusform>
        </translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation>立即重试</translation>
    </message>
    <message numerus="yes">
        <source>No connection after %n attempt(s). Retries when the network comes back</source>
        <translation>
            <numerusform>重连 %n 次均未成功，网络恢复后会再试</numerusform>
        </translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The node refuses this connection</source>
        <translation>节点拒绝了此连接</translation>
    </message>
</context>
<context>
    <name>pipit::Desktop</name>
    <message>
        <source>The directory %1 cannot be made; choose another with --data.</source>
        <translation>无法创建目录 %1，请用 --data 另选一个。</translation>
    </message>
</context>
<context>
    <name>pipit::DesktopNotifier</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>pipit::EditLine</name>
    <message>
        <source>Editing: %1</source>
        <translation>正在修改：%1</translation>
    </message>
    <message>
        <source>Leave it as it was (Esc)</source>
        <translation>保持原样（Esc）</translation>
    </message>
</context>
<context>
    <name>pipit::EmbeddedNode</name>
    <message>
        <source>Port %1 is taken by another program; this node listens on port %2.</source>
        <translation>端口 %1 已被其他程序占用，本节点改用端口 %2。</translation>
    </message>
</context>
<context>
    <name>pipit::FileContent</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>已保存为 %1</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>未保存：%1</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
</context>
<context>
    <name>pipit::FindBar</name>
    <message>
        <source>Looking…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第 %1 个，共 %2 个</translation>
    </message>
    <message>
        <source>Find in this session</source>
        <translation>在本会话中查找</translation>
    </message>
    <message>
        <source>Older hit (Enter)</source>
        <translation>更早的结果（Enter）</translation>
    </message>
    <message>
        <source>Newer hit (Shift+Enter)</source>
        <translation>更新的结果（Shift+Enter）</translation>
    </message>
    <message>
        <source>Close (Escape)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Looking further back…</source>
        <translation>正在更早的消息中查找…</translation>
    </message>
</context>
<context>
    <name>pipit::GrowingFile</name>
    <message>
        <source>It cannot be kept in the folder for temporary files: %1. Make room there and try again.</source>
        <translation>无法保存到临时文件夹：%1。请腾出空间后重试。</translation>
    </message>
</context>
<context>
    <name>pipit::HtmlExport</name>
    <message numerus="yes">
        <source>Exported from Pipit on %1; %n message(s)</source>
        <translation>
            <numerusform>于 %1 从 Pipit 导出；%n 条消息</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::MainWindow</name>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>not running</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>reconnecting</source>
        <translation>正在重连</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>Pipit</source>
        <translation>Pipit</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>Theme and language</source>
        <translation>主题与语言</translation>
    </message>
    <message>
        <source>Open this node to the network…</source>
        <translation>向网络开放此节点…</translation>
    </message>
    <message>
        <source>Other computers will be able to reach this node. Whoever has a token can read and write what that token is for; nobody else can.

Without a certificate (tls.cert_file in pipit.toml) nothing is encrypted on the way: in a network that you do not trust, others can read your messages and your token.</source>
        <translation>其他计算机将能访问此节点。持有令牌者可以读写该令牌所允许的内容；其他人不能。

没有证书（pipit.toml 中的 tls.cert_file）时，传输过程不加密：在您不信任的网络里，他人可以读到您的消息和令牌。</translation>
    </message>
    <message>
        <source>Open this node to the network?</source>
        <translation>向网络开放此节点？</translation>
    </message>
    <message>
        <source>From the next start on, other computers can reach this node.</source>
        <translation>从下次启动起，其他计算机可以访问此节点。</translation>
    </message>
    <message>
        <source>From the next start on, only this computer can reach this node.</source>
        <translation>从下次启动起，只有本机可以访问此节点。</translation>
    </message>
</context>
<context>
    <name>pipit::MediaPlayer</name>
    <message>
        <source>It is larger than 2 GiB, too large to be played here. Save the file and open it with another player.</source>
        <translation>文件超过 2 GiB，太大而无法在此播放。请保存文件后用其他播放器打开。</translation>
    </message>
    <message>
        <source>It is damaged, or there is nothing in it that can be played. Save the file to look at it with another program.</source>
        <translation>文件已损坏，或其中没有可播放的内容。请保存文件后用其他程序查看。</translation>
    </message>
    <message>
        <source>Not all of it can be decoded here (codec: %1).</source>
        <translation>其中一部分无法在此解码（编解码器：%1）。</translation>
    </message>
</context>
<context>
    <name>pipit::MessageAccessible</name>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>Success</source>
        <translation>成功</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>In reply to an earlier message</source>
        <translation>回复较早的一条消息</translation>
    </message>
    <message>
        <source>In reply to %1: %2</source>
        <translation>回复 %1：%2</translation>
    </message>
    <message>
        <source>Reasoning: %1</source>
        <translation>思考过程：%1</translation>
    </message>
    <message>
        <source>Has reasoning</source>
        <translation>有思考过程</translation>
    </message>
    <message>
        <source>Version %1 of %2</source>
        <translation>第 %1 版，共 %2 版</translation>
    </message>
    <message>
        <source>Only its beginning is shown</source>
        <translation>仅显示开头部分</translation>
    </message>
</context>
<context>
    <name>pipit::MessageDetails</name>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来自</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Number in the log</source>
        <translation>日志编号</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n 个字符</numerusform>
        </translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Ended because</source>
        <translation>结束原因</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Tokens of the question</source>
        <translation>提问 token 数</translation>
    </message>
    <message>
        <source>Tokens of the answer</source>
        <translation>回答 token 数</translation>
    </message>
    <message>
        <source>First words on the screen</source>
        <translation>首字上屏</translation>
    </message>
    <message>
        <source>All of it on the screen</source>
        <translation>全部上屏</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>pipit::MessageLayout</name>
    <message>
        <source>An earlier message</source>
        <translation>较早的消息</translation>
    </message>
</context>
<context>
    <name>pipit::MessageModel</name>
    <message>
        <source>Removed by an operator</source>
        <translation>已被管理员移除</translation>
    </message>
</context>
<context>
    <name>pipit::MessageNotices</name>
    <message numerus="yes">
        <source>%n more notification(s)</source>
        <translation>
            <numerusform>还有 %n 条通知</numerusform>
        </translation>
    </message>
    <message>
        <source>The latest, %1: %2</source>
        <translation>最新一条，%1：%2</translation>
    </message>
</context>
<context>
    <name>pipit::MessageSearch</name>
    <message>
        <source>%1: %2</source>
        <comment>sender and the words that were found</comment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>pipit::MessageView</name>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n 条新消息</numerusform>
        </translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>最新</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy selection</source>
        <translation>复制所选</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copy selection as Markdown</source>
        <translation>以 Markdown 复制所选内容</translation>
    </message>
    <message>
        <source>Quote</source>
        <translation>引用</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Hide the reasoning</source>
        <translation>隐藏思考过程</translation>
    </message>
    <message>
        <source>Show the reasoning</source>
        <translation>显示思考过程</translation>
    </message>
    <message>
        <source>Earlier version</source>
        <translation>上一个版本</translation>
    </message>
    <message>
        <source>Later version</source>
        <translation>下一个版本</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Save the file</source>
        <translation>保存文件</translation>
    </message>
    <message>
        <source>Show all of it</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>Go to what is quoted</source>
        <translation>转到被引用的消息</translation>
    </message>
    <message>
        <source>Export selection…</source>
        <translation>导出所选内容…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>打开链接</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>复制代码</translation>
    </message>
    <message>
        <source>Copy what went wrong</source>
        <translation>复制错误信息</translation>
    </message>
    <message>
        <source>Ask another bot</source>
        <translation>询问另一个机器人</translation>
    </message>
    <message>
        <source>Ask a bot</source>
        <translation>询问机器人</translation>
    </message>
    <message>
        <source>Compare the answers</source>
        <translation>比较回答</translation>
    </message>
</context>
<context>
    <name>pipit::MessageWords</name>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>First token %1</source>
        <translation>首字 %1</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 tokens/s</translation>
    </message>
    <message>
        <source>Took %1</source>
        <translation>用时 %1</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>Waiting for the connection</source>
        <translation>等待连接</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>正在发送</translation>
    </message>
    <message>
        <source>Not sent: %1</source>
        <translation>未发送：%1</translation>
    </message>
    <message>
        <source>Waiting for its turn</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>正在思考</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>正在回答</translation>
    </message>
    <message>
        <source>Fetching the answer</source>
        <translation>正在取回答案</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>已编辑</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n 个字符</numerusform>
        </translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>思考过程</translation>
    </message>
    <message numerus="yes">
        <source>Show all (%n more character(s))</source>
        <translation>
            <numerusform>显示全部（还有 %n 个字符）</numerusform>
        </translation>
    </message>
    <message>
        <source>Asked the provider</source>
        <translation>已向提供方提问</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>Provider&apos;s first byte</source>
        <translation>提供方首字节</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>首个 token</translation>
    </message>
    <message>
        <source>Last token</source>
        <translation>末个 token</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>已保存</translation>
    </message>
    <message numerus="yes">
        <source>%n unread message(s)</source>
        <translation>
            <numerusform>%n 条未读</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Caught up: %n message(s)</source>
        <translation>
            <numerusform>已补上 %n 条消息</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::MpvLibrary</name>
    <message>
        <source>Sound and video are played by libmpv, which is not there. Install it (Debian and Ubuntu: libmpv2; macOS: brew install mpv), or save the file and open it with another player.</source>
        <translation>声音和视频由 libmpv 播放，但系统中没有它。请安装（Debian 和 Ubuntu：libmpv2；macOS：brew install mpv），或保存文件后用其他播放器打开。</translation>
    </message>
</context>
<context>
    <name>pipit::MpvPlayer</name>
    <message>
        <source>libmpv does not start (%1). Save the file and open it with another player.</source>
        <translation>libmpv 无法启动（%1）。请保存文件后用其他播放器打开。</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>This system cannot decode it (codec: %1). Save the file and open it with another player.</source>
        <translation>本系统无法解码（编解码器：%1）。请保存文件后用其他播放器打开。</translation>
    </message>
    <message>
        <source>This is no sound or video that can be played here (%1). Save the file to look at it with another program.</source>
        <translation>这不是此处能播放的声音或视频（%1）。请保存文件后用其他程序查看。</translation>
    </message>
</context>
<context>
    <name>pipit::PictureBlock</name>
    <message>
        <source>Pictures cannot be shown here.</source>
        <translation>此处无法显示图片。</translation>
    </message>
    <message>
        <source>A picture at %1</source>
        <translation>位于 %1 的图片</translation>
    </message>
    <message>
        <source>Whoever runs it would learn your address.</source>
        <translation>加载后，对方会知道您的网络地址。</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Show the picture</source>
        <translation>显示图片</translation>
    </message>
    <message>
        <source>Open the picture</source>
        <translation>打开图片</translation>
    </message>
</context>
<context>
    <name>pipit::PictureStore</name>
    <message>
        <source>There is no connection to a node.</source>
        <translation>没有连接到节点。</translation>
    </message>
    <message>
        <source>This is no picture that can be shown here (%1).</source>
        <translation>这不是可以显示的图片（%1）。</translation>
    </message>
    <message>
        <source>The picture is too large to be shown: %1 by %2 pixels.</source>
        <translation>图片太大，无法显示：%1 × %2 像素。</translation>
    </message>
    <message>
        <source>The picture is damaged (%1).</source>
        <translation>图片已损坏（%1）。</translation>
    </message>
    <message>
        <source>PNG, JPEG, GIF, WebP and BMP can</source>
        <translation>支持 PNG、JPEG、GIF、WebP 和 BMP</translation>
    </message>
</context>
<context>
    <name>pipit::PictureViewer</name>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>%1 × %2 pixels, %3 %</source>
        <translation>%1 × %2 像素，%3 %</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>保存图片</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>已保存为 %1</translation>
    </message>
    <message>
        <source>It was not saved as %1: %2</source>
        <translation>未能保存为 %1：%2</translation>
    </message>
    <message>
        <source>This is a small picture of it. The picture itself is not shown: %1</source>
        <translation>这是缩小的图片。原图未显示：%1</translation>
    </message>
</context>
<context>
    <name>pipit::PlayerContent</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Loading, %1 %</source>
        <translation>正在加载，%1 %</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>Back 10 seconds</source>
        <translation>后退 10 秒</translation>
    </message>
    <message>
        <source>Forward 10 seconds</source>
        <translation>前进 10 秒</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation>打开声音</translation>
    </message>
    <message>
        <source>Quieter</source>
        <translation>调低音量</translation>
    </message>
    <message>
        <source>Louder</source>
        <translation>调高音量</translation>
    </message>
</context>
<context>
    <name>pipit::ProgressContent</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>pipit::SearchHits</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Messages that were found</source>
        <translation>找到的消息</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Messages could not be searched: %1</source>
        <translation>无法搜索消息：%1</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>No message holds these words.</source>
        <translation>没有消息包含这些词。</translation>
    </message>
</context>
<context>
    <name>pipit::SessionFiles</name>
    <message>
        <source>Another session is being exported or imported; wait for that, or stop it.</source>
        <translation>正在导出或导入另一个会话；请等待其完成，或将其停止。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Export the session</source>
        <translation>导出会话</translation>
    </message>
    <message>
        <source>Exporting “%1”</source>
        <translation>正在导出“%1”</translation>
    </message>
    <message>
        <source>Nothing was exported: %1</source>
        <translation>未导出任何内容：%1</translation>
    </message>
    <message>
        <source>Nothing was exported, because %1 cannot be written: %2. Choose another folder, or make room on the disk, and export it again.</source>
        <translation>未导出任何内容，因为无法写入 %1：%2。请选择其他文件夹或腾出磁盘空间，然后再次导出。</translation>
    </message>
    <message>
        <source>Exported to %1.</source>
        <translation>已导出到 %1。</translation>
    </message>
    <message>
        <source>Import a session</source>
        <translation>导入会话</translation>
    </message>
    <message>
        <source>Sessions exported as JSON (*.json)</source>
        <translation>以 JSON 导出的会话 (*.json)</translation>
    </message>
    <message>
        <source>Nothing was imported, because %1 cannot be read: %2.</source>
        <translation>未导入任何内容，因为无法读取 %1：%2。</translation>
    </message>
    <message>
        <source>Nothing was imported from %1: %2</source>
        <translation>未从 %1 导入任何内容：%2</translation>
    </message>
    <message>
        <source>Importing “%1”</source>
        <translation>正在导入“%1”</translation>
    </message>
    <message>
        <source>The import was stopped. Import the same file again to go on.</source>
        <translation>导入已停止。再次导入同一文件即可继续。</translation>
    </message>
    <message>
        <source>The import did not come to its end: %1</source>
        <translation>导入未完成：%1</translation>
    </message>
    <message>
        <source>Imported %1 messages; %2 were left out, because this node does not take them.</source>
        <translation>已导入 %1 条消息；%2 条被略过，因为此节点不接受它们。</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) imported.</source>
        <translation>
            <numerusform>已导入 %n 条消息。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::SessionList</name>
    <message>
        <source>No sessions yet. Start one with +.</source>
        <translation>还没有会话，点 + 新建一个。</translation>
    </message>
    <message>
        <source>Nothing found for “%1”.</source>
        <translation>没有找到“%1”。</translation>
    </message>
    <message>
        <source>New session (Ctrl+N)</source>
        <translation>新建会话（Ctrl+N）</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>新建会话</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Search sessions and messages</source>
        <translation>搜索会话和消息</translation>
    </message>
    <message>
        <source>Hide archived sessions</source>
        <translation>隐藏已归档的会话</translation>
    </message>
    <message numerus="yes">
        <source>%n archived session(s)</source>
        <translation>
            <numerusform>%n 个已归档的会话</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::SessionListModel</name>
    <message>
        <source>No messages yet</source>
        <translation>还没有消息</translation>
    </message>
    <message>
        <source>Removed by an operator</source>
        <translation>已被管理员移除</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>sender and last message of a session</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Answering…</source>
        <translation>正在回答…</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n 条未读</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::StateContent</name>
    <message>
        <source>Shared note</source>
        <translation>共享备注</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空</translation>
    </message>
</context>
<context>
    <name>pipit::StatusBar</name>
    <message>
        <source>Own node</source>
        <translation>本机节点</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message numerus="yes">
        <source>%n stream(s)</source>
        <translation>
            <numerusform>%n 条连接</numerusform>
        </translation>
    </message>
    <message>
        <source>push p99 %1 ms</source>
        <translation>推送 p99 %1 ms</translation>
    </message>
    <message numerus="yes">
        <source>%n unsent</source>
        <translation>
            <numerusform>待发 %n 条</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::Times</name>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
</context>
<context>
    <name>pipit::TrayIcon</name>
    <message numerus="yes">
        <source>Pipit, %n unread</source>
        <translation>
            <numerusform>Pipit，%n 条未读</numerusform>
        </translation>
    </message>
    <message>
        <source>Show Pipit</source>
        <translation>显示 Pipit</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>新建会话</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>pipit::WelcomePage</name>
    <message>
        <source>Welcome to Pipit</source>
        <translation>欢迎使用 Pipit</translation>
    </message>
    <message>
        <source>Choose who answers you first. You can add the others at any time in the settings.</source>
        <translation>选择先由谁来回答你。其他的可以随时在设置中添加。</translation>
    </message>
    <message>
        <source>Try it at once</source>
        <translation>马上试试</translation>
    </message>
    <message>
        <source>Echo is built in and says what you say. It needs no account, and shows how answers arrive.</source>
        <translation>Echo 是内置的，会重复你说的话。它不需要账号，可以看到回答是如何到达的。</translation>
    </message>
    <message>
        <source>Start with Echo</source>
        <translation>从 Echo 开始</translation>
    </message>
    <message>
        <source>A model on this computer</source>
        <translation>这台电脑上的模型</translation>
    </message>
    <message>
        <source>Looking for Ollama…</source>
        <translation>正在查找 Ollama…</translation>
    </message>
    <message>
        <source>Ollama was not found here. Start it, with a model such as “ollama run qwen3”, and look again.</source>
        <translation>没有在这里找到 Ollama。请启动它并运行一个模型，例如“ollama run qwen3”，然后再次查找。</translation>
    </message>
    <message>
        <source>Ollama is running. What you write stays on this computer.</source>
        <translation>Ollama 正在运行。你写的内容不会离开这台电脑。</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>再次查找</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Look for Ollama again</source>
        <translation>再次查找 Ollama</translation>
    </message>
    <message>
        <source>Use the model of Ollama</source>
        <translation>使用 Ollama 的模型</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Coze, or another provider</source>
        <translation>Coze 或其他提供商</translation>
    </message>
    <message>
        <source>With a token of your account at Coze, DeepSeek or any other that speaks OpenAI&apos;s language.</source>
        <translation>使用你在 Coze、DeepSeek 或任何兼容 OpenAI 接口的提供商的账号令牌。</translation>
    </message>
    <message>
        <source>Set it up</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>A server of your team</source>
        <translation>你团队的服务器</translation>
    </message>
    <message>
        <source>With its address and a token, or with an invitation link.</source>
        <translation>使用其地址和令牌，或邀请链接。</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
</context>
</TS>
