<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>MessageLine</name>
    <message>
        <source>%1: %2</source>
        <comment>sender and last message of a session</comment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Ctrl</source>
        <translation>Ctrl</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>Alt</source>
        <translation>Alt</translation>
    </message>
</context>
<context>
    <name>pipit::Actions</name>
    <message>
        <source>There is no such action.</source>
        <translation>没有这个操作。</translation>
    </message>
    <message>
        <source>%1 is for “%2”.</source>
        <translation>%1 已用于“%2”。</translation>
    </message>
</context>
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
    <name>pipit::ApiClient</name>
    <message>
        <source>%1 cannot be reached: %2.</source>
        <translation>无法连接 %1：%2。</translation>
    </message>
</context>
<context>
    <name>pipit::AppearanceSection</name>
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
        <source>The high contrast of your system wins over this.</source>
        <translation>系统的高对比度优先于此设置。</translation>
    </message>
    <message>
        <source>%1 px (usual)</source>
        <translation>%1 px（默认）</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>On top of the size that your system asks for. Everything else grows with it.</source>
        <translation>在系统要求的大小之上。其他一切随之缩放。</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>宽松</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>紧凑</translation>
    </message>
    <message>
        <source>Compact shows more messages and sessions at once.</source>
        <translation>紧凑时一次显示更多消息和会话。</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
</context>
<context>
    <name>pipit::AttachmentBar</name>
    <message numerus="yes">
        <source>%n attachment(s)</source>
        <translation>
            <numerusform>%n 个附件</numerusform>
        </translation>
    </message>
    <message>
        <source>Pasted text</source>
        <translation>粘贴的文字</translation>
    </message>
    <message>
        <source>It is sent with the text, or as a file where it is too long for that.</source>
        <translation>它会随文字一起发送；若太长，则作为文件发送。</translation>
    </message>
    <message>
        <source>Take it out</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Take out %1</source>
        <translation>移除 %1</translation>
    </message>
</context>
<context>
    <name>pipit::Attachments</name>
    <message>
        <source>The picture on the clipboard cannot be read. Copy it again, or save it and attach the file.</source>
        <translation>剪贴板中的图片无法读取。请重新复制，或保存后添加文件。</translation>
    </message>
    <message>
        <source>The picture on the clipboard is larger than %1 MiB. Save it and attach the file.</source>
        <translation>剪贴板中的图片超过 %1 MiB。请保存后添加文件。</translation>
    </message>
    <message>
        <source>Pasted picture %1</source>
        <translation>粘贴的图片 %1</translation>
    </message>
    <message numerus="yes">
        <source>Only %n file(s) go at once; the rest was left out. Send these first.</source>
        <translation>
            <numerusform>一次只能发送 %n 个文件，其余的未添加。请先发送这些。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is a folder. Attach the files in it, or an archive of it.</source>
        <translation>%1 是文件夹。请添加其中的文件，或它的压缩包。</translation>
    </message>
    <message>
        <source>%1 cannot be read. Look at its rights, or copy it elsewhere and attach that.</source>
        <translation>%1 无法读取。请检查它的权限，或复制到别处再添加。</translation>
    </message>
    <message>
        <source>%1 is empty. There is nothing of it to send.</source>
        <translation>%1 是空文件，没有可发送的内容。</translation>
    </message>
    <message>
        <source>Pasted text</source>
        <translation>粘贴的文字</translation>
    </message>
</context>
<context>
    <name>pipit::BotForm</name>
    <message>
        <source>A file that only you can read</source>
        <translation>只有你能读的文件</translation>
    </message>
    <message>
        <source>The name of a variable</source>
        <translation>变量的名字</translation>
    </message>
    <message>
        <source>The provider&apos;s token</source>
        <translation>提供方的令牌</translation>
    </message>
    <message>
        <source>In the keychain; type another to replace it</source>
        <translation>已在钥匙串中；输入新的即可替换</translation>
    </message>
    <message>
        <source>The provider has nothing to choose from</source>
        <translation>提供方没有可选项</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>提供方</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>标识</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Bot id</source>
        <translation>机器人标识</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation>流式传输</translation>
    </message>
    <message>
        <source>Coze</source>
        <translation>Coze</translation>
    </message>
    <message>
        <source>OpenAI-compatible (Ollama, llama.cpp, vLLM, DeepSeek …)</source>
        <translation>兼容 OpenAI（Ollama、llama.cpp、vLLM、DeepSeek …）</translation>
    </message>
    <message>
        <source>Echo, built in</source>
        <translation>Echo，内置</translation>
    </message>
    <message>
        <source>Keychain</source>
        <translation>钥匙串</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Where the token is</source>
        <translation>令牌在哪里</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Stream only</source>
        <translation>仅流式</translation>
    </message>
    <message>
        <source>Fetch whole answers</source>
        <translation>取回完整回答</translation>
    </message>
    <message>
        <source>Keep the provider&apos;s bytes in the data directory, without secrets</source>
        <translation>把提供方的原始数据存入数据目录，不含密钥</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>What people read</source>
        <translation>人们看到的名字</translation>
    </message>
    <message>
        <source>What programs call it: A-Z a-z 0-9 _ - :</source>
        <translation>程序用的名字：A-Z a-z 0-9 _ - :</translation>
    </message>
</context>
<context>
    <name>pipit::BotsSection</name>
    <message>
        <source>not asked yet</source>
        <translation>还没问过</translation>
    </message>
    <message>
        <source>can be asked</source>
        <translation>可以提问</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>New bot</source>
        <translation>新机器人</translation>
    </message>
    <message>
        <source>Bot %1</source>
        <translation>机器人 %1</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>正在询问…</translation>
    </message>
    <message>
        <source>First token after %1, all of it after %2.</source>
        <translation>首个词元用时 %1，全部用时 %2。</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>The bots of this computer&apos;s own node. They are in its pipit.toml; tokens are in the system&apos;s keychain.</source>
        <translation>本机节点的机器人。它们写在节点的 pipit.toml 里；令牌在系统钥匙串中。</translation>
    </message>
    <message>
        <source>Add a bot</source>
        <translation>添加机器人</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Bots</source>
        <translation>机器人</translation>
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
    <name>pipit::ChartList</name>
    <message>
        <source>/s</source>
        <comment>after a number: in each second</comment>
        <translation>/秒</translation>
    </message>
    <message>
        <source>ms</source>
        <comment>milliseconds, after a number</comment>
        <translation>毫秒</translation>
    </message>
    <message>
        <source>Open streams</source>
        <translation>打开的流</translation>
    </message>
    <message>
        <source>open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>catching up</source>
        <translation>补发中</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>阻塞</translation>
    </message>
    <message>
        <source>long polls</source>
        <translation>长轮询</translation>
    </message>
    <message>
        <source>Commit to wire</source>
        <translation>提交到发送</translation>
    </message>
    <message>
        <source>Opened, and closed by reason</source>
        <translation>打开，以及按原因关闭</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Messages and deliveries</source>
        <translation>消息与投递</translation>
    </message>
    <message>
        <source>published</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>投递</translation>
    </message>
    <message>
        <source>sends</source>
        <translation>发送次数</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Commit to wire, how often</source>
        <translation>提交到发送的分布</translation>
    </message>
    <message>
        <source>Bots: first token</source>
        <translation>机器人：首个词元</translation>
    </message>
    <message>
        <source>s</source>
        <comment>seconds, after a number</comment>
        <translation>秒</translation>
    </message>
    <message>
        <source>answers under way</source>
        <translation>进行中的回答</translation>
    </message>
    <message>
        <source>Queues and cursor lag</source>
        <translation>队列与游标滞后</translation>
    </message>
    <message>
        <source>writes waiting</source>
        <translation>等待写入</translation>
    </message>
    <message>
        <source>cursor lag</source>
        <translation>游标滞后</translation>
    </message>
    <message>
        <source>queued kB</source>
        <translation>排队 kB</translation>
    </message>
    <message>
        <source>Resumes</source>
        <translation>续传</translation>
    </message>
    <message>
        <source>continued</source>
        <translation>接续</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>resident</source>
        <translation>常驻</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>of one core</source>
        <translation>占一个核心</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Commit and event loop, p99</source>
        <translation>提交与事件循环，p99</translation>
    </message>
    <message>
        <source>commit</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>event loop</source>
        <translation>事件循环</translation>
    </message>
</context>
<context>
    <name>pipit::ChatHeader</name>
    <message>
        <source>Show the sessions</source>
        <translation>显示会话列表</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>More about this session</source>
        <translation>此会话的更多操作</translation>
    </message>
    <message>
        <source>The note of this session</source>
        <translation>本会话的备注</translation>
    </message>
    <message>
        <source>Who is in this session</source>
        <translation>此会话中的人</translation>
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
        <translation>你写的内容会保留，连上节点后自动发送。</translation>
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
    <message>
        <source>%1 was not attached: %2</source>
        <translation>%1 未能添加：%2</translation>
    </message>
    <message>
        <source>The copy on this computer ends here. Older messages come when the node can be reached.</source>
        <translation>此电脑上的副本到此为止。连接到节点后会加载更早的消息。</translation>
    </message>
    <message>
        <source>The newest messages could not be loaded: %1</source>
        <translation>无法加载最新消息：%1</translation>
    </message>
    <message>
        <source>The copy of your sessions on this computer was damaged (%1). It was set aside as %2, and a new one is made from the node.</source>
        <translation>此电脑上的会话副本已损坏（%1）。它已移到 %2，并会从节点重新生成一份。</translation>
    </message>
    <message>
        <source>The copy of your sessions, %1, was made by a later version of Pipit. It is left as it is, and nothing can be read offline until Pipit is updated.</source>
        <translation>会话副本 %1 由更新版本的 Pipit 生成。它将保持原样；在更新 Pipit 之前，无法离线阅读。</translation>
    </message>
    <message>
        <source>The copy of your sessions, %1, cannot be written: %2. Drafts are lost with the window until there is room on the disk, and the right to write there.</source>
        <translation>会话副本 %1 无法写入：%2。在磁盘有空间且有写入权限之前，草稿会随窗口关闭而丢失。</translation>
    </message>
    <message>
        <source>Who is here is not known: %1</source>
        <translation>无法得知谁在线：%1</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消置顶</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>取消静音</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>已退出登录</translation>
    </message>
    <message>
        <source>The node does not know the token of this computer any more.</source>
        <translation>节点不再认识这台电脑的令牌。</translation>
    </message>
    <message>
        <source>Sign in again to read on; what you write is kept until then.</source>
        <translation>重新登录后可继续阅读；在此之前写的内容会保留。</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>重新登录</translation>
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
    <name>pipit::CompletionPopup</name>
    <message>
        <source>Suggestions</source>
        <translation>建议</translation>
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
        <translation>给%1发消息</translation>
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
    <message>
        <source>Save the edit (Ctrl+Enter); Esc leaves the message as it was</source>
        <translation>保存编辑（Ctrl+Enter）；按 Esc 保留原消息</translation>
    </message>
    <message>
        <source>Send (Ctrl+Enter); Enter starts a new line</source>
        <translation>发送（Ctrl+Enter）；按 Enter 换行</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Nothing can be attached to an edit. Save it first, or press Esc, and attach it then.</source>
        <translation>编辑消息时不能添加文件。请先保存，或按 Esc，然后再添加。</translation>
    </message>
    <message numerus="yes">
        <source>Only %n file(s) go at once; the rest was left out. Send these first.</source>
        <translation>
            <numerusform>一次只能发送 %n 个文件，其余的未添加。请先发送这些。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1; @ for a bot, / for a prompt</source>
        <comment>what the field is for; what it can do</comment>
        <translation>%1，@ 选择机器人，/ 使用提示词</translation>
    </message>
</context>
<context>
    <name>pipit::ComposerCompletion</name>
    <message>
        <source>Change these prompts…</source>
        <translation>修改这些提示词…</translation>
    </message>
</context>
<context>
    <name>pipit::ComposerSection</name>
    <message>
        <source>Send with</source>
        <translation>发送键</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Shift+Enter always starts a new line, and where Ctrl+Enter sends, so does Enter alone. Nothing is sent while an input method still composes a word.</source>
        <translation>Shift+Enter 总是换行；选择用 Ctrl+Enter 发送时，单按 Enter 也换行。输入法正在组词时都不会发送。</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Texts to begin with: as buttons above an empty message, and behind a / at its beginning.</source>
        <translation>用于开头的文本：显示为空消息上方的按钮，也可在开头输入 / 选择。</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>输入</translation>
    </message>
</context>
<context>
    <name>pipit::Connection</name>
    <message>
        <source>The node is stopping or starting anew.</source>
        <translation>节点正在停止或重新启动。</translation>
    </message>
    <message>
        <source>The node carries as many streams as it can; another attempt follows.</source>
        <translation>该节点承载的流已达上限；稍后会再次尝试。</translation>
    </message>
    <message>
        <source>This computer took what came too slowly.</source>
        <translation>这台电脑接收得太慢。</translation>
    </message>
    <message>
        <source>The token has expired.</source>
        <translation>令牌已过期。</translation>
    </message>
    <message>
        <source>The token was taken back.</source>
        <translation>令牌已被收回。</translation>
    </message>
    <message>
        <source>The node ended the stream: %1.</source>
        <translation>节点结束了流：%1。</translation>
    </message>
    <message>
        <source>The node does not know the token: it has expired, was taken back, or is of another node.</source>
        <translation>节点不认识这个令牌：它已过期、被收回，或属于另一个节点。</translation>
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
    <message>
        <source>Streaming does not get through. Messages arrive by polling, and answers when they are complete</source>
        <translation>流式连接不通。消息改为轮询接收，回答完成后才显示</translation>
    </message>
    <message>
        <source>You are signed out of this node</source>
        <translation>已退出登录此节点</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>重新登录</translation>
    </message>
</context>
<context>
    <name>pipit::ConsoleBoard</name>
    <message>
        <source>/s</source>
        <comment>after a number: in each second</comment>
        <translation>/秒</translation>
    </message>
    <message>
        <source>%1 delivered</source>
        <translation>投递 %1</translation>
    </message>
    <message>
        <source>nothing sent</source>
        <translation>没有发送</translation>
    </message>
    <message>
        <source>%1 lost or doubled</source>
        <translation>丢失或重复 %1</translation>
    </message>
    <message>
        <source>%1 under way</source>
        <translation>进行中 %1</translation>
    </message>
    <message>
        <source>The alert “%1” has another limit now, until the node starts anew. To keep it, write it into [[alerts]] of pipit.toml.</source>
        <translation>警报“%1”现在有了新的界限，直到节点重新启动。要保留它，请写入 pipit.toml 的 [[alerts]]。</translation>
    </message>
    <message>
        <source>Open streams</source>
        <translation>打开的流</translation>
    </message>
    <message>
        <source>Messages / s</source>
        <translation>消息／秒</translation>
    </message>
    <message>
        <source>Commit → wire p50 / p99</source>
        <translation>提交 → 发送 p50 / p99</translation>
    </message>
    <message>
        <source>Resumes: continued / reset</source>
        <translation>续传：接续／重置</translation>
    </message>
    <message>
        <source>Bots: first token p95</source>
        <translation>机器人：首个词元 p95</translation>
    </message>
</context>
<context>
    <name>pipit::ConsolePage</name>
    <message>
        <source>The node does not answer; what is shown is what it said last. %1</source>
        <translation>节点没有应答；显示的是它最后说的。%1</translation>
    </message>
    <message>
        <source>%1 is not running</source>
        <translation>%1 没有运行</translation>
    </message>
    <message>
        <source>The page of the server says what can be done.</source>
        <translation>服务器页面会说明可以怎么做。</translation>
    </message>
    <message>
        <source>Nothing is told of %1</source>
        <translation>无法得知 %1 的情况</translation>
    </message>
    <message>
        <source>Figures are told to operators only: sign in with an operator&apos;s token in Settings, Servers.</source>
        <translation>只有运维人员能看到数据：请在“设置”的“服务器”中用运维令牌登录。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation>%1 没有应答</translation>
    </message>
    <message>
        <source>It is tried again by itself.</source>
        <translation>会自动再试。</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>现在就试</translation>
    </message>
    <message>
        <source>No server</source>
        <translation>没有服务器</translation>
    </message>
    <message>
        <source>Add one in Settings, Servers, or switch the server of this computer on.</source>
        <translation>请在“设置”的“服务器”中添加一个，或打开本机的服务器。</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
    <message>
        <source>no server</source>
        <translation>没有服务器</translation>
    </message>
    <message>
        <source>Node: %1</source>
        <translation>节点：%1</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 分钟</translation>
    </message>
    <message>
        <source>15 min</source>
        <translation>15 分钟</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 小时</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>流</translation>
    </message>
    <message>
        <source>Bots</source>
        <translation>机器人</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
</context>
<context>
    <name>pipit::DesktopBots</name>
    <message>
        <source>The node of this program is not running. Start it, and try again.</source>
        <translation>本程序的节点没有运行。请启动它，再试一次。</translation>
    </message>
    <message>
        <source>The keychain did not take the token: %1 Unlock it and save again; or put the token in a file that only you can read, or in an environment variable, and choose that.</source>
        <translation>钥匙串没有收下令牌：%1 请解锁后再保存；或把令牌放进只有你能读的文件或环境变量，并选择那一项。</translation>
    </message>
    <message>
        <source>The node has not started again within %1 s. Start the program anew.</source>
        <translation>节点在 %1 秒内没有重新启动。请重新启动程序。</translation>
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
    <name>pipit::DoctorCard</name>
    <message>
        <source>The database answers</source>
        <translation>数据库有响应</translation>
    </message>
    <message>
        <source>Database server</source>
        <translation>数据库服务器</translation>
    </message>
    <message>
        <source>Durable settings</source>
        <translation>落盘设置</translation>
    </message>
    <message>
        <source>Nothing keeps notifications back</source>
        <translation>通知不被拦截</translation>
    </message>
    <message>
        <source>Notification there and back</source>
        <translation>NOTIFY 往返</translation>
    </message>
    <message>
        <source>Queue of notifications</source>
        <translation>通知队列</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>数据表</translation>
    </message>
    <message>
        <source>Triggers</source>
        <translation>触发器</translation>
    </message>
    <message>
        <source>Rights of other roles</source>
        <translation>其他角色的权限</translation>
    </message>
    <message>
        <source>Lock of the log&apos;s order</source>
        <translation>日志顺序锁</translation>
    </message>
    <message>
        <source>Messages of other programs</source>
        <translation>其他程序的消息</translation>
    </message>
    <message>
        <source>Nodes on this database</source>
        <translation>此数据库上的节点</translation>
    </message>
    <message>
        <source>Search index</source>
        <translation>搜索索引</translation>
    </message>
    <message>
        <source>Written to disk</source>
        <translation>落盘</translation>
    </message>
    <message>
        <source>Uploaded files</source>
        <translation>上传的文件</translation>
    </message>
    <message>
        <source>Pages are whole</source>
        <translation>页面完整</translation>
    </message>
    <message>
        <source>Room on the disk</source>
        <translation>磁盘空间</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Restart the node</source>
        <translation>重启节点</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Copy what to do</source>
        <translation>复制处理办法</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>good</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>failure</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>体检</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>再查一次</translation>
    </message>
    <message>
        <source>The node looks its database and files over…</source>
        <translation>节点正在检查数据库和文件…</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>剩余 %1</translation>
    </message>
</context>
<context>
    <name>pipit::DrainCard</name>
    <message>
        <source>Stop now</source>
        <translation>立即停止</translation>
    </message>
    <message>
        <source>The clients were sent away</source>
        <translation>客户端已送走</translation>
    </message>
    <message>
        <source>The clients are sent away</source>
        <translation>正在送走客户端</translation>
    </message>
    <message>
        <source>%1 of %2 streams are open, after %3 of %4.</source>
        <translation>还有 %1 条连接（共 %2 条），已过 %3，上限 %4。</translation>
    </message>
    <message>
        <source>All %1 streams ended within %2; they come back when the node is there again.</source>
        <translation>全部 %1 条连接在 %2 内结束；节点恢复后它们会回来。</translation>
    </message>
    <message>
        <source>%1 of %2 streams were still open after %3, and were cut.</source>
        <translation>还有 %1 条连接（共 %2 条）在 %3 后仍未结束，已切断。</translation>
    </message>
</context>
<context>
    <name>pipit::DropArea</name>
    <message>
        <source>Drop it here to attach it</source>
        <translation>拖放到此处即可添加</translation>
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
    <message>
        <source>In reply to %1: %2</source>
        <translation>回复 %1：%2</translation>
    </message>
    <message>
        <source>No reply to this (Esc)</source>
        <translation>取消回复（Esc）</translation>
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
    <name>pipit::ExportBar</name>
    <message>
        <source>Charts as PNG</source>
        <translation>图表存为 PNG</translation>
    </message>
    <message>
        <source>Charts as SVG</source>
        <translation>图表存为 SVG</translation>
    </message>
    <message>
        <source>Figures as CSV</source>
        <translation>数据存为 CSV</translation>
    </message>
    <message>
        <source>Exported to %1.</source>
        <translation>已导出到 %1。</translation>
    </message>
    <message>
        <source>Nothing was exported, because %1 cannot be written: %2. Choose another folder, or make room on the disk, and export it again.</source>
        <translation>未导出任何内容，因为无法写入 %1：%2。请选择其他文件夹或腾出磁盘空间，然后再次导出。</translation>
    </message>
    <message>
        <source>Incident bundle</source>
        <translation>故障资料包</translation>
    </message>
    <message>
        <source>Exported to %1, without %2: README.txt in it says why.</source>
        <translation>已导出到 %1，但缺少 %2：其中的 README.txt 说明了原因。</translation>
    </message>
    <message>
        <source>The incident bundle was cancelled; nothing was written.</source>
        <translation>已取消收集故障资料包；没有写入任何内容。</translation>
    </message>
    <message>
        <source>Gathering: %1 of %2</source>
        <translation>正在收集：%1/%2</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Charts as PNG…</source>
        <translation>图表存为 PNG…</translation>
    </message>
    <message>
        <source>Charts as SVG…</source>
        <translation>图表存为 SVG…</translation>
    </message>
    <message>
        <source>Figures as CSV…</source>
        <translation>数据存为 CSV…</translation>
    </message>
    <message>
        <source>Incident bundle…</source>
        <translation>故障资料包…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel the incident bundle</source>
        <translation>取消收集故障资料包</translation>
    </message>
</context>
<context>
    <name>pipit::FaultCard</name>
    <message>
        <source>The node does not run</source>
        <translation>节点没有运行</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <source>Back to what it was</source>
        <translation>恢复原来的设置</translation>
    </message>
    <message>
        <source>Open pipit.toml</source>
        <translation>打开 pipit.toml</translation>
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
    <name>pipit::FirstStart</name>
    <message>
        <source>Hello! How does this work?</source>
        <translation>你好！这是怎么用的？</translation>
    </message>
    <message>
        <source>Setting up %1…</source>
        <translation>正在设置 %1…</translation>
    </message>
    <message>
        <source>Hello! What can you do?</source>
        <translation>你好！你能做什么？</translation>
    </message>
    <message>
        <source>%1 was not set up: %2</source>
        <translation>%1 未能设置：%2</translation>
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
    <name>pipit::HealthRow</name>
    <message>
        <source>asking…</source>
        <translation>询问中…</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>有响应</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>无响应</translation>
    </message>
    <message>
        <source>store</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>hears of other nodes</source>
        <translation>能收到其他节点的通知</translation>
    </message>
    <message>
        <source>does not hear of other nodes</source>
        <translation>收不到其他节点的通知</translation>
    </message>
    <message numerus="yes">
        <source>%n stream(s)</source>
        <translation>
            <numerusform>%n 条连接</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>not ready</source>
        <translation>未就绪</translation>
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
    <name>pipit::HttpExchange</name>
    <message>
        <source>The server closed the connection without an answer.</source>
        <translation>服务器没有应答就关闭了连接。</translation>
    </message>
    <message>
        <source>The connection ended in the middle of the answer.</source>
        <translation>连接在应答中途断开。</translation>
    </message>
</context>
<context>
    <name>pipit::LanguageSection</name>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation>窗口语言</translation>
    </message>
    <message>
        <source>Messages stay as they were written. Dates and figures follow your system where it speaks the same language.</source>
        <translation>消息保持原文。系统使用同一语言时，日期和数字跟随系统。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
</context>
<context>
    <name>pipit::LauncherCard</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>pipit::LogBar</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>All levels</source>
        <translation>全部级别</translation>
    </message>
    <message>
        <source>Info and graver</source>
        <translation>信息及以上</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>警告和错误</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>仅错误</translation>
    </message>
    <message>
        <source>From which level on</source>
        <translation>从哪个级别起</translation>
    </message>
    <message>
        <source>Of which areas</source>
        <translation>哪些区域</translation>
    </message>
    <message>
        <source>All areas</source>
        <translation>全部区域</translation>
    </message>
    <message numerus="yes">
        <source>%n area(s)</source>
        <translation>
            <numerusform>%n 个区域</numerusform>
        </translation>
    </message>
    <message>
        <source>Search…</source>
        <translation>搜索…</translation>
    </message>
    <message>
        <source>Show lines with this text</source>
        <translation>显示含有此文字的行</translation>
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
        <source>Next hit (F3)</source>
        <translation>下一处（F3）</translation>
    </message>
    <message>
        <source>Previous hit (Shift+F3)</source>
        <translation>上一处（Shift+F3）</translation>
    </message>
    <message>
        <source>Pause: new lines wait</source>
        <translation>暂停：新的行先不显示</translation>
    </message>
    <message numerus="yes">
        <source>Go on (%n new line(s))</source>
        <translation>
            <numerusform>继续（%n 行新日志）</numerusform>
        </translation>
    </message>
    <message>
        <source>Wrap long lines</source>
        <translation>长行自动换行</translation>
    </message>
    <message>
        <source>Copy the selected lines</source>
        <translation>复制所选的行</translation>
    </message>
    <message>
        <source>Copy all shown lines</source>
        <translation>复制所有显示的行</translation>
    </message>
    <message>
        <source>Copy the selected lines, or all that are shown</source>
        <translation>复制所选的行；未选时复制所有显示的行</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Lines up to now do not come back</source>
        <translation>到目前为止的行不会再出现</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>pipit::LogModel</name>
    <message>
        <source>The node was started anew.</source>
        <translation>节点已重新启动。</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) are missing here: the node kept them no longer.</source>
        <translation>
            <numerusform>此处缺少 %n 行：节点已不再保留。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::LogPanel</name>
    <message>
        <source>No node is running.</source>
        <translation>没有正在运行的节点。</translation>
    </message>
    <message>
        <source>Its log stands here once one does.</source>
        <translation>节点运行后，日志显示在这里。</translation>
    </message>
    <message>
        <source>These are the last lines of the one that was.</source>
        <translation>以下是上一个节点的最后几行。</translation>
    </message>
    <message>
        <source>The node is out of reach.</source>
        <translation>无法连接节点。</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>The log is for operators.</source>
        <translation>日志仅供操作员查看。</translation>
    </message>
    <message>
        <source>This token is none of an operator&apos;s. Use one that is: pipitctl token create --role operator makes one.</source>
        <translation>此令牌不属于操作员。请改用操作员的令牌：可用 pipitctl token create --role operator 创建。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The node does not know this token.</source>
        <translation>节点不认识此令牌。</translation>
    </message>
    <message>
        <source>This node does not tell its log.</source>
        <translation>此节点不提供日志。</translation>
    </message>
    <message>
        <source>It is of an older version than this window. Its log is where it was started from.</source>
        <translation>它的版本比此窗口旧。请到启动它的地方查看日志。</translation>
    </message>
    <message>
        <source>The log cannot be read.</source>
        <translation>无法读取日志。</translation>
    </message>
    <message numerus="yes">
        <source>Next attempt in %n second(s).</source>
        <translation>
            <numerusform>%n 秒后再次尝试。</numerusform>
        </translation>
    </message>
    <message>
        <source>Trying…</source>
        <translation>正在尝试…</translation>
    </message>
    <message>
        <source>No line fits.</source>
        <translation>没有符合条件的行。</translation>
    </message>
    <message>
        <source>Lines are there, of other levels or areas, or without this text.</source>
        <translation>有其他级别或区域的行，或不含此文字的行。</translation>
    </message>
    <message>
        <source>Show all lines</source>
        <translation>显示所有行</translation>
    </message>
    <message>
        <source>Paused.</source>
        <translation>已暂停。</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) came meanwhile.</source>
        <translation>
            <numerusform>其间新增 %n 行。</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>The log is being fetched…</source>
        <translation>正在获取日志…</translation>
    </message>
    <message>
        <source>Nothing was logged yet.</source>
        <translation>还没有日志。</translation>
    </message>
    <message>
        <source>Each line stands here as soon as it comes.</source>
        <translation>每一行一产生就显示在这里。</translation>
    </message>
</context>
<context>
    <name>pipit::LogView</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message numerus="yes">
        <source>%n new line(s)</source>
        <translation>
            <numerusform>%n 行新日志</numerusform>
        </translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>最新</translation>
    </message>
    <message>
        <source>%1, warning, %2: %3</source>
        <comment>time, area, words of a line of the log</comment>
        <translation>%1，警告，%2：%3</translation>
    </message>
    <message>
        <source>%1, error, %2: %3</source>
        <comment>time, area, words of a line of the log</comment>
        <translation>%1，错误，%2：%3</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <comment>time, area, words of a line of the log</comment>
        <translation>%1，%2：%3</translation>
    </message>
    <message>
        <source>Look for “%1”</source>
        <translation>搜索“%1”</translation>
    </message>
    <message>
        <source>Copy “%1”</source>
        <translation>复制“%1”</translation>
    </message>
    <message>
        <source>Copy the selected lines</source>
        <translation>复制所选的行</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>pipit::MainWindow</name>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Pipit</source>
        <translation>Pipit</translation>
    </message>
    <message>
        <source>This link leads to a session of %1, which is not among your servers.</source>
        <translation>此链接指向 %1 的会话，但它不在你的服务器之列。</translation>
    </message>
    <message>
        <source>Go to or do something</source>
        <translation>前往或执行</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>新建会话</translation>
    </message>
    <message>
        <source>Search sessions and messages</source>
        <translation>搜索会话和消息</translation>
    </message>
    <message>
        <source>Previous session</source>
        <translation>上一个会话</translation>
    </message>
    <message>
        <source>Next session</source>
        <translation>下一个会话</translation>
    </message>
    <message>
        <source>Rename the session</source>
        <translation>重命名会话</translation>
    </message>
    <message>
        <source>Find in this session</source>
        <translation>在此会话中查找</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>写消息</translation>
    </message>
    <message>
        <source>Session note</source>
        <translation>会话备注</translation>
    </message>
    <message>
        <source>Export the session as Markdown</source>
        <translation>将会话导出为 Markdown</translation>
    </message>
    <message>
        <source>Export the session as an HTML page</source>
        <translation>将会话导出为 HTML 网页</translation>
    </message>
    <message>
        <source>Export the session as JSON</source>
        <translation>将会话导出为 JSON</translation>
    </message>
    <message>
        <source>Import a session</source>
        <translation>导入会话</translation>
    </message>
    <message>
        <source>Add a server</source>
        <translation>添加服务器</translation>
    </message>
    <message>
        <source>Theme: like the system</source>
        <translation>主题：跟随系统</translation>
    </message>
    <message>
        <source>Theme: light</source>
        <translation>主题：浅色</translation>
    </message>
    <message>
        <source>Theme: dark</source>
        <translation>主题：深色</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>显示 %1</translation>
    </message>
    <message>
        <source>Show server %1</source>
        <translation>显示服务器 %1</translation>
    </message>
    <message>
        <source>Search messages for “%1”</source>
        <translation>搜索包含“%1”的消息</translation>
    </message>
    <message>
        <source>archived</source>
        <translation>已归档</translation>
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
    <name>pipit::MembersPopup</name>
    <message>
        <source>Asking who is here…</source>
        <translation>正在查询谁在线…</translation>
    </message>
    <message>
        <source>Who is in this session</source>
        <translation>此会话中的人</translation>
    </message>
    <message>
        <source>%1 (you)</source>
        <translation>%1（你）</translation>
    </message>
    <message>
        <source>Nobody has written here yet.</source>
        <translation>这里还没有人发言。</translation>
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
    <message>
        <source>%1 changed the note</source>
        <translation>%1 修改了备注</translation>
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
    <message>
        <source>Alert: %1</source>
        <translation>告警：%1</translation>
    </message>
    <message>
        <source>Alert over: %1</source>
        <translation>告警已解除：%1</translation>
    </message>
    <message>
        <source>%1 is %2; its limit is %3.</source>
        <translation>%1 为 %2，界限为 %3。</translation>
    </message>
    <message>
        <source>New message</source>
        <translation>新消息</translation>
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
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
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
    <message>
        <source>Sending, %1 %</source>
        <translation>正在发送，%1 %</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
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
    <name>pipit::NodeCard</name>
    <message>
        <source>Open the page in the browser</source>
        <translation>在浏览器中打开页面</translation>
    </message>
    <message>
        <source>The node&apos;s own page in the browser, signed in once with a ticket</source>
        <translation>在浏览器中打开节点自己的页面，用一次性凭证登录</translation>
    </message>
    <message>
        <source>Browser page</source>
        <translation>浏览器页面</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>SQLite</source>
        <translation>SQLite</translation>
    </message>
    <message>
        <source>PostgreSQL of its own</source>
        <translation>自带的 PostgreSQL</translation>
    </message>
    <message>
        <source>PostgreSQL by its address…</source>
        <translation>按地址连接 PostgreSQL…</translation>
    </message>
    <message>
        <source>The database is decided by %1.</source>
        <translation>数据库由 %1 决定。</translation>
    </message>
    <message>
        <source>Who may reach it is decided by %1.</source>
        <translation>对外开放由 %1 决定。</translation>
    </message>
    <message>
        <source>Whoever has a token reaches it from other computers, at this computer&apos;s address and port %1.</source>
        <translation>其他计算机上持有令牌的人可以通过本机地址和端口 %1 访问。</translation>
    </message>
    <message>
        <source>The node starts anew with the other database and shows what is in that one. What is in this one stays where it is; pipitctl move carries it over.</source>
        <translation>节点会用另一个数据库重新启动，并显示那里的内容。现有数据库的内容留在原处；可用 pipitctl move 搬过去。</translation>
    </message>
    <message>
        <source>Use another database?</source>
        <translation>改用另一个数据库？</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Every client is told to come back later, one by one within %1 s; then the node stops. The conversations of this window wait until it is started again.</source>
        <translation>在 %1 秒内逐个通知客户端稍后再来，然后节点停止。本窗口的会话会等到它再次启动。</translation>
    </message>
    <message>
        <source>Send the clients away and stop?</source>
        <translation>送走客户端并停止？</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>排空</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>Open to</source>
        <translation>对外开放</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Copy the token</source>
        <translation>复制令牌</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Hide the token</source>
        <translation>隐藏令牌</translation>
    </message>
    <message>
        <source>Show the token</source>
        <translation>显示令牌</translation>
    </message>
    <message>
        <source>Address of the database</source>
        <translation>数据库地址</translation>
    </message>
    <message>
        <source>This computer only</source>
        <translation>仅本机</translation>
    </message>
    <message>
        <source>The network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重启</translation>
    </message>
    <message>
        <source>Drain…</source>
        <translation>排空…</translation>
    </message>
    <message>
        <source>Copy curl line</source>
        <translation>复制 curl 命令</translation>
    </message>
</context>
<context>
    <name>pipit::NodeRun</name>
    <message>
        <source>The node has stopped because of a fault in it (%1). Start it again. If that happens often, tell the makers, with the log.</source>
        <translation>节点因内部故障停止（%1）。请重新启动。如果经常发生，请连同日志告知开发者。</translation>
    </message>
</context>
<context>
    <name>pipit::NodeSettings</name>
    <message>
        <source>%1 cannot be written to. Choose a folder of your own.</source>
        <translation>无法写入 %1。请选择您自己的文件夹。</translation>
    </message>
    <message>
        <source>This is no address of a PostgreSQL. It begins with postgres://</source>
        <translation>这不是 PostgreSQL 的地址。它应以 postgres:// 开头</translation>
    </message>
    <message>
        <source>This is no address of a database: %1</source>
        <translation>这不是数据库地址：%1</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation>无法读取 %1：%2。</translation>
    </message>
    <message>
        <source>%1 was changed meanwhile, and that would be lost. Start the server with it, or mend it there.</source>
        <translation>%1 在此期间被修改过，恢复会丢失这些修改。请用它启动服务器，或在文件里改正。</translation>
    </message>
</context>
<context>
    <name>pipit::NodeWords</name>
    <message>
        <source>This computer&apos;s node is stopped</source>
        <translation>本机节点已停止</translation>
    </message>
    <message>
        <source>This computer&apos;s node is starting</source>
        <translation>本机节点正在启动</translation>
    </message>
    <message>
        <source>This computer&apos;s node is running</source>
        <translation>本机节点正在运行</translation>
    </message>
    <message>
        <source>This computer&apos;s node sends its clients away</source>
        <translation>本机节点正在送走客户端</translation>
    </message>
    <message>
        <source>This computer&apos;s node is stopping</source>
        <translation>本机节点正在停止</translation>
    </message>
    <message>
        <source>This computer&apos;s node is not running</source>
        <translation>本机节点没有运行</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 天 %2 小时</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>SQLite · %1 (%2)</source>
        <translation>SQLite · %1 (%2)</translation>
    </message>
    <message>
        <source>SQLite · %1</source>
        <translation>SQLite · %1</translation>
    </message>
    <message>
        <source>PostgreSQL of its own</source>
        <translation>自带的 PostgreSQL</translation>
    </message>
</context>
<context>
    <name>pipit::NoteComments</name>
    <message>
        <source>Comments</source>
        <translation>评论</translation>
    </message>
    <message>
        <source>Comments (%1)</source>
        <translation>评论（%1）</translation>
    </message>
    <message>
        <source>Add a comment</source>
        <translation>添加评论</translation>
    </message>
    <message>
        <source>Comments need a saved note</source>
        <translation>先保存备注，才能评论</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>评论</translation>
    </message>
</context>
<context>
    <name>pipit::NoteConflict</name>
    <message>
        <source>%1 changed the note while you were writing. Nothing is lost: choose what it shall say.</source>
        <translation>你在写的时候，%1 改了备注。什么都没有丢：请选择要保留的内容。</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>You, not saved yet</source>
        <translation>你，尚未保存</translation>
    </message>
    <message>
        <source>The note as %1 saved it</source>
        <translation>%1 保存的备注</translation>
    </message>
    <message>
        <source>The note as you wrote it</source>
        <translation>你写的备注</translation>
    </message>
    <message>
        <source>Keep mine (replaces theirs)</source>
        <translation>用我的（替换对方的）</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>用对方的</translation>
    </message>
    <message>
        <source>What you wrote is dropped.</source>
        <translation>你写的内容会被丢弃。</translation>
    </message>
    <message>
        <source>Edit both together</source>
        <translation>合在一起编辑</translation>
    </message>
</context>
<context>
    <name>pipit::NotePanel</name>
    <message>
        <source>mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>Not added: %1 What you wrote is kept here.</source>
        <translation>未添加：%1 你写的内容保留在这里。</translation>
    </message>
    <message>
        <source>No note yet. Write here what everybody in this session should find: a plan, a decision, a list.</source>
        <translation>还没有备注。把本会话每个人都该看到的写在这里：计划、决定、清单。</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>写备注</translation>
    </message>
    <message>
        <source>%1 changed the note while you are writing. Saving will show you both.</source>
        <translation>你在写的时候，%1 改了备注。保存时会把两份都给你看。</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Not saved: %1 What you wrote is kept here; save it again when the node can be reached.</source>
        <translation>未保存：%1 你写的内容保留在这里；能连上节点后再保存一次。</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>未保存：%1</translation>
    </message>
    <message>
        <source>The note could not be loaded: %1</source>
        <translation>备注无法加载：%1</translation>
    </message>
    <message>
        <source>%1 is editing</source>
        <translation>%1 正在编辑</translation>
    </message>
    <message>
        <source>%1 are editing</source>
        <translation>%1 正在编辑</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Close the note</source>
        <translation>关闭备注</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>What you wrote is dropped.</source>
        <translation>你写的内容会被丢弃。</translation>
    </message>
    <message>
        <source>Save (Ctrl+Enter)</source>
        <translation>保存（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Markdown, for everybody in this session</source>
        <translation>Markdown，本会话的每个人都能看到</translation>
    </message>
    <message>
        <source>The note&apos;s text</source>
        <translation>备注内容</translation>
    </message>
</context>
<context>
    <name>pipit::NotificationsSection</name>
    <message>
        <source>Desktop notifications</source>
        <translation>桌面通知</translation>
    </message>
    <message>
        <source>Only for what comes while you do not look at its session. They make no sound.</source>
        <translation>只通知你没有在看的会话中的新内容。没有声音。</translation>
    </message>
    <message>
        <source>Show what was written</source>
        <translation>显示内容</translation>
    </message>
    <message>
        <source>Off: they only say that there is a new message. For screens that others see.</source>
        <translation>关闭时只提示有新消息，适合他人也能看到的屏幕。</translation>
    </message>
    <message>
        <source>Stay in the tray when the window is closed</source>
        <translation>关闭窗口后留在托盘</translation>
    </message>
    <message>
        <source>Messages go on arriving, and the node inside goes on serving others. Quit is in the tray&apos;s menu.</source>
        <translation>消息会继续到达，内置节点也会继续为他人服务。退出在托盘菜单中。</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>勿扰</translation>
    </message>
    <message>
        <source>Quiet until %1. Nothing is lost: the list of sessions counts what came.</source>
        <translation>勿扰到 %1。不会丢失任何内容：会话列表会计数。</translation>
    </message>
    <message>
        <source>Nothing holds notifications back now.</source>
        <translation>现在不限制通知。</translation>
    </message>
    <message>
        <source>For an hour</source>
        <translation>一小时</translation>
    </message>
    <message>
        <source>Until the morning</source>
        <translation>到早上</translation>
    </message>
    <message>
        <source>Not any more</source>
        <translation>取消勿扰</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
</context>
<context>
    <name>pipit::OtherNodeCard</name>
    <message numerus="yes">
        <source>%n stream(s)</source>
        <translation>
            <numerusform>%n 条连接</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>会话</translation>
    </message>
</context>
<context>
    <name>pipit::PeopleWords</name>
    <message>
        <source>, </source>
        <comment>between two names</comment>
        <translation>、</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 等另外 %n 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n here</source>
        <translation>
            <numerusform>%1 · %n 人在线</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is writing…</source>
        <translation>%1 正在输入…</translation>
    </message>
    <message>
        <source>%1 and %2 are writing…</source>
        <translation>%1 和 %2 正在输入…</translation>
    </message>
    <message>
        <source>Several people are writing…</source>
        <translation>多人正在输入…</translation>
    </message>
    <message>
        <source>bot</source>
        <translation>机器人</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>管理员</translation>
    </message>
    <message>
        <source>here</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>wrote: %1</source>
        <comment>a time</comment>
        <translation>发言：%1</translation>
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
        <translation>加载后，对方会知道你的网络地址。</translation>
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
    <name>pipit::PortCard</name>
    <message>
        <source>Port %1 is taken</source>
        <translation>端口 %1 已被占用</translation>
    </message>
    <message>
        <source>By process %1.</source>
        <translation>由进程 %1 占用。</translation>
    </message>
    <message>
        <source>By %1 (process %2).</source>
        <translation>由 %1（进程 %2）占用。</translation>
    </message>
    <message>
        <source>It is a Pipit.</source>
        <translation>它是一个 Pipit。</translation>
    </message>
    <message>
        <source>Until something else is chosen, this node listens on port %1.</source>
        <translation>在另作选择之前，本节点使用端口 %1。</translation>
    </message>
    <message>
        <source>The port is decided by %1.</source>
        <translation>端口由 %1 决定。</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>改用 %1</translation>
    </message>
    <message>
        <source>Another port…</source>
        <translation>换一个端口…</translation>
    </message>
    <message>
        <source>Use that node</source>
        <translation>使用那个节点</translation>
    </message>
    <message>
        <source>Use this port</source>
        <translation>使用这个端口</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
</context>
<context>
    <name>pipit::PrivacySection</name>
    <message>
        <source>Tell others that you are writing</source>
        <translation>告知他人你正在输入</translation>
    </message>
    <message>
        <source>They see that you write, not what.</source>
        <translation>他们只看到你在输入，看不到内容。</translation>
    </message>
    <message>
        <source>Tell others what you have read</source>
        <translation>告知他人你已读到哪里</translation>
    </message>
    <message>
        <source>Off: your other windows do not learn it either.</source>
        <translation>关闭时，你的其他窗口也不会知道。</translation>
    </message>
    <message>
        <source>Keep drafts</source>
        <translation>保留草稿</translation>
    </message>
    <message>
        <source>What you have begun to write in a session is there again after the program has ended.</source>
        <translation>在会话中写了一半的内容，程序重启后仍在。</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在这台计算机上</translation>
    </message>
    <message>
        <source>Copies of sessions, for reading without a connection. What was not sent yet is kept apart from them and stays.</source>
        <translation>会话的副本，供离线阅读。尚未发送的内容另行保存，不受影响。</translation>
    </message>
    <message>
        <source>%1: nothing</source>
        <translation>%1：无</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Delete the local copy of %1</source>
        <translation>删除 %1 的本地副本</translation>
    </message>
    <message>
        <source>Delete the local copy of %1?</source>
        <translation>删除 %1 的本地副本？</translation>
    </message>
    <message>
        <source>Without a connection to it nothing can be read then, until it has been loaded again. What is on the server stays there.</source>
        <translation>此后没有连接时将无法阅读，直到重新加载。服务器上的内容不变。</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>隐私</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
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
    <name>pipit::PromptRow</name>
    <message>
        <source>Prompts</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Change these prompts</source>
        <translation>修改这些提示词</translation>
    </message>
</context>
<context>
    <name>pipit::PromptsEditor</name>
    <message>
        <source>New prompt</source>
        <translation>新提示词</translation>
    </message>
    <message>
        <source>Add a prompt</source>
        <translation>添加提示词</translation>
    </message>
    <message>
        <source>Take it out</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Further up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Further down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Restore the built-in prompts</source>
        <translation>恢复内置提示词</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>As a button above an empty message</source>
        <translation>作为空消息上方的按钮</translation>
    </message>
</context>
<context>
    <name>pipit::ReleaseFeed</name>
    <message>
        <source>What stands there has a document type, which no feed has. Give the address of an Atom feed.</source>
        <translation>该处的内容带有文档类型声明，而订阅源不会有。请填写一个 Atom 订阅源的地址。</translation>
    </message>
    <message>
        <source>What stands there has hundreds of attributes or namespaces in one place, which no feed has. Give the address of an Atom feed.</source>
        <translation>该处的内容在一处有数百个属性或命名空间，而订阅源不会有。请填写一个 Atom 订阅源的地址。</translation>
    </message>
    <message>
        <source>What stands there is no XML (%1). Give the address of an Atom feed.</source>
        <translation>该处的内容不是 XML（%1）。请填写一个 Atom 订阅源的地址。</translation>
    </message>
    <message>
        <source>What stands there is no Atom feed, but begins with &lt;%1&gt;. Give the address of an Atom feed.</source>
        <translation>该处的内容以 &lt;%1&gt; 开头，不是 Atom 订阅源。请填写一个 Atom 订阅源的地址。</translation>
    </message>
    <message>
        <source>The feed breaks off in line %1 (%2). Look whether it is whole.</source>
        <translation>订阅源在第 %1 行中断（%2）。请检查它是否完整。</translation>
    </message>
    <message>
        <source>No entry of the feed has a version such as v1.2.3 in its address or its title. Give the address of a feed of releases.</source>
        <translation>订阅源中没有一条在地址或标题里带有 v1.2.3 这样的版本号。请填写版本发布订阅源的地址。</translation>
    </message>
</context>
<context>
    <name>pipit::RunTimeline</name>
    <message>
        <source>sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>first byte</source>
        <translation>首个字节</translation>
    </message>
    <message>
        <source>first token</source>
        <translation>首个词元</translation>
    </message>
    <message>
        <source>last token</source>
        <translation>末个词元</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>No answer yet.</source>
        <translation>还没有回答。</translation>
    </message>
</context>
<context>
    <name>pipit::RunsModel</name>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>streaming</source>
        <translation>流式中</translation>
    </message>
    <message>
        <source>polling</source>
        <translation>轮询中</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Bot</source>
        <translation>机器人</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>首个词元</translation>
    </message>
    <message>
        <source>Whole</source>
        <translation>全程</translation>
    </message>
    <message>
        <source>Error code</source>
        <translation>错误码</translation>
    </message>
    <message>
        <source>Log id</source>
        <translation>日志号</translation>
    </message>
</context>
<context>
    <name>pipit::RunsPanel</name>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n 次尝试</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 tokens in, %2 out</source>
        <translation>输入 %1 个词元，输出 %2 个</translation>
    </message>
    <message>
        <source>Code: %1</source>
        <translation>错误码：%1</translation>
    </message>
    <message>
        <source>Log id: %1</source>
        <translation>日志号：%1</translation>
    </message>
    <message>
        <source>Answers of the bots</source>
        <translation>机器人的回答</translation>
    </message>
    <message>
        <source>Last answer, one clock</source>
        <translation>最近的回答，同一时钟</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
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
    <name>pipit::ServerCard</name>
    <message numerus="yes">
        <source>%n unsent</source>
        <translation>
            <numerusform>%n 条未发送</numerusform>
        </translation>
    </message>
    <message>
        <source>Its token and what is kept of its sessions on this computer are deleted. What is on the server stays there.</source>
        <translation>将删除它的令牌以及这台计算机上保存的会话。服务器上的内容不变。</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) that were not sent yet would be lost.</source>
        <translation>
            <numerusform>%n 条尚未发送的消息将丢失。</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove %1?</source>
        <translation>移除 %1？</translation>
    </message>
    <message>
        <source>Other computers will be able to reach this node. Whoever has a token can read and write what that token is for; nobody else can.

Without a certificate (tls.cert_file in pipit.toml) nothing is encrypted on the way: in a network that you do not trust, others can read your messages and your token.</source>
        <translation>其他计算机将能访问此节点。持有令牌者可以读写该令牌所允许的内容；其他人不能。

没有证书（pipit.toml 中的 tls.cert_file）时，传输过程不加密：在你不信任的网络里，他人可以读到你的消息和令牌。</translation>
    </message>
    <message>
        <source>Open this node to the network?</source>
        <translation>向网络开放此节点？</translation>
    </message>
    <message>
        <source>Start it with the window</source>
        <translation>随窗口启动此节点</translation>
    </message>
    <message>
        <source>Other computers may reach it</source>
        <translation>允许其他计算机访问</translation>
    </message>
    <message>
        <source>The node starts anew when you change this; that takes a moment.</source>
        <translation>更改后节点会重新启动，需要片刻。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>重新登录</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Token, or invitation link</source>
        <translation>令牌或邀请链接</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Open to the network</source>
        <translation>向网络开放</translation>
    </message>
    <message>
        <source>This is decided by %1.</source>
        <translation>这由 %1 决定。</translation>
    </message>
</context>
<context>
    <name>pipit::ServerRail</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n 条未读</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::ServerWords</name>
    <message>
        <source>This computer</source>
        <translation>这台计算机</translation>
    </message>
    <message>
        <source>off</source>
        <translation>已关闭</translation>
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
        <source>waiting for the keychain</source>
        <translation>正在等待钥匙串</translation>
    </message>
    <message>
        <source>connected by polling</source>
        <translation>已通过轮询连接</translation>
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
        <source>signed out</source>
        <translation>已退出登录</translation>
    </message>
    <message>
        <source>Your token is kept in memory only, so you will be asked for it again at the next start. %1</source>
        <translation>你的令牌只保存在内存中，下次启动时会再次询问。%1</translation>
    </message>
    <message>
        <source>Your token could not be read, so you have to sign in again. %1</source>
        <translation>无法读取你的令牌，请重新登录。%1</translation>
    </message>
    <message>
        <source>The keychain has no token for this server, or it is locked. Sign in again.</source>
        <translation>钥匙串中没有此服务器的令牌，或钥匙串已锁定。请重新登录。</translation>
    </message>
    <message>
        <source>The certificate of this node is not trusted. %1 If its authority is your own, name the file with its certificate below.</source>
        <translation>此节点的证书不受信任。%1 如果是你自己的证书颁发机构，请在下方填写其证书文件。</translation>
    </message>
    <message>
        <source>Nobody answers there. %1 Look at the address again, and whether the node is running.</source>
        <translation>那里没有回应。%1 请再检查地址，以及节点是否在运行。</translation>
    </message>
    <message>
        <source>There is no Pipit node at this address. %1</source>
        <translation>此地址没有 Pipit 节点。%1</translation>
    </message>
    <message>
        <source>This invitation cannot be taken up: it was used already, is too old, or is for another node. Ask for another.</source>
        <translation>此邀请无法使用：已被使用、已过期，或属于其他节点。请索取新的邀请。</translation>
    </message>
    <message>
        <source>The node does not know this token: it may have ended, or was taken back. Ask whoever runs the node for another, or for an invitation.</source>
        <translation>节点不认识此令牌：它可能已过期或被收回。请向节点的管理者索取新的令牌或邀请。</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>draining</source>
        <translation>正在排空</translation>
    </message>
</context>
<context>
    <name>pipit::Servers</name>
    <message>
        <source>The directory %1 cannot be made; choose another with --data.</source>
        <translation>无法创建目录 %1，请用 --data 另选一个。</translation>
    </message>
    <message>
        <source>The token could not be taken out of the keychain: %1</source>
        <translation>无法从钥匙串中删除令牌：%1</translation>
    </message>
    <message>
        <source>This is the only server. Add another first; then this node can be switched off.</source>
        <translation>这是唯一的服务器。请先添加另一个，然后才能关闭此节点。</translation>
    </message>
    <message numerus="yes">
        <source>This invitation is for %1, but %n message(s) of %2 were not sent yet; they would go out as somebody else&apos;s. Discard them, and ask for another invitation.</source>
        <translation>
            <numerusform>这份邀请属于 %1，但 %2 还有 %n 条消息没有发送；它们会以他人的名义发出。请先放弃这些消息，再请对方发一份新邀请。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This token is %1&apos;s, but %n message(s) of %2 were not sent yet; they would go out as somebody else&apos;s. Sign in as %2, or discard them first.</source>
        <translation>
            <numerusform>这个令牌属于 %1，但 %2 还有 %n 条消息没有发送；它们会以他人的名义发出。请以 %2 的身份登录，或先放弃这些消息。</numerusform>
        </translation>
    </message>
    <message>
        <source>It was stopped, and stays so until somebody starts it.</source>
        <translation>它已被停止，在有人启动之前保持停止。</translation>
    </message>
</context>
<context>
    <name>pipit::ServersSection</name>
    <message>
        <source>Another server</source>
        <translation>其他服务器</translation>
    </message>
    <message>
        <source>By its address and a token, or by an invitation link, which has both in it and is good once. Tokens are kept in the keychain of your system, and nowhere else.</source>
        <translation>用地址和令牌添加，或用邀请链接（两者都在其中，只能使用一次）。令牌只保存在系统的钥匙串中，别处都不保存。</translation>
    </message>
    <message>
        <source>Address or invitation</source>
        <translation>地址或邀请</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>As the address</source>
        <translation>与地址相同</translation>
    </message>
    <message>
        <source>In the invitation</source>
        <translation>在邀请中</translation>
    </message>
    <message>
        <source>Asking the node…</source>
        <translation>正在询问节点…</translation>
    </message>
    <message>
        <source>Take up the invitation</source>
        <translation>接受邀请</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Your own authorities</source>
        <translation>自己的颁发机构</translation>
    </message>
    <message>
        <source>A PEM file with certificates to trust beside the system&apos;s, for servers whose authority is your own. Connections that are made from now on follow it.</source>
        <translation>PEM 文件，其中的证书与系统证书一样受信任，用于由你自己的机构颁发证书的服务器。此后建立的连接会采用它。</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Certificates to trust</source>
        <translation>要信任的证书</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer);;All files (*)</source>
        <translation>证书 (*.pem *.crt *.cer);;所有文件 (*)</translation>
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
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>The sessions are not here yet.</source>
        <translation>会话还没有加载。</translation>
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
        <source>Answering…</source>
        <translation>正在回答…</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n 条未读</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 changed the note</source>
        <translation>%1 修改了备注</translation>
    </message>
    <message>
        <source>Draft: %1</source>
        <translation>草稿：%1</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>已置顶</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>已静音</translation>
    </message>
</context>
<context>
    <name>pipit::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>All settings</source>
        <translation>全部设置</translation>
    </message>
    <message>
        <source>Back to all settings</source>
        <translation>返回全部设置</translation>
    </message>
    <message>
        <source>Sections of the settings</source>
        <translation>设置分类</translation>
    </message>
</context>
<context>
    <name>pipit::ShortcutsSection</name>
    <message>
        <source>Click on keys, or reach them with Tab, and press others. Backspace leaves an action without any.</source>
        <translation>点击按键，或用 Tab 选中，然后按下新的按键。退格键清除该操作的按键。</translation>
    </message>
    <message>
        <source>Search actions</source>
        <translation>搜索操作</translation>
    </message>
    <message>
        <source>As they were at first</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>Keys for “%1”</source>
        <translation>“%1”的按键</translation>
    </message>
    <message>
        <source>As at first: %1</source>
        <translation>恢复默认：%1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Use them here</source>
        <translation>用在这里</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>pipit::SseClient</name>
    <message>
        <source>The server did not answer within %1 s.</source>
        <translation>服务器 %1 秒内没有应答。</translation>
    </message>
    <message>
        <source>The server has been silent for %1 s.</source>
        <translation>服务器已 %1 秒没有动静。</translation>
    </message>
    <message>
        <source>%1 answers with %2, not with text/event-stream; is this the address of an event stream?</source>
        <translation>%1 应答的是 %2，而不是 text/event-stream；这是事件流的地址吗？</translation>
    </message>
    <message>
        <source>The server ended the stream.</source>
        <translation>服务器结束了流。</translation>
    </message>
    <message>
        <source>No answer from %1: %2</source>
        <translation>%1 没有应答：%2</translation>
    </message>
    <message>
        <source>The server refuses the stream (%1): %2</source>
        <translation>服务器拒绝了流（%1）：%2</translation>
    </message>
    <message>
        <source>%1 answers %2 %3, not with an event stream.</source>
        <translation>%1 的应答是 %2 %3，而不是事件流。</translation>
    </message>
</context>
<context>
    <name>pipit::StartCard</name>
    <message>
        <source>Where the node keeps its data</source>
        <translation>节点存放数据的位置</translation>
    </message>
    <message>
        <source>The node starts anew with what is in %1, which may be nothing. What is in the folder that it has now stays there.</source>
        <translation>节点会用 %1 中的内容重新启动，那里可能是空的。现有文件夹中的内容留在原处。</translation>
    </message>
    <message>
        <source>Keep the data in another folder?</source>
        <translation>把数据放到另一个文件夹？</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>The folder is decided by %1.</source>
        <translation>文件夹由 %1 决定。</translation>
    </message>
    <message>
        <source>Place and start</source>
        <translation>位置与启动</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open the data folder</source>
        <translation>打开数据文件夹</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Change the data folder</source>
        <translation>更改数据文件夹</translation>
    </message>
    <message>
        <source>Start with the session</source>
        <translation>登录时自动启动</translation>
    </message>
    <message>
        <source>Keep serving when the window is closed</source>
        <translation>关闭窗口后继续服务</translation>
    </message>
    <message>
        <source>This desktop has no tray: a window that is closed could not be brought back.</source>
        <translation>此桌面没有托盘：窗口关闭后无法再打开。</translation>
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
        <source>%n connection(s)</source>
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
    <name>pipit::StreamDetails</name>
    <message>
        <source>Stream %1 of %2 (%3)</source>
        <translation>流 %1，属于 %2（%3）</translation>
    </message>
    <message numerus="yes">
        <source>(%n event(s) came while there was no room)</source>
        <translation>
            <numerusform>（暂存已满，%n 个事件没有显示）</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop listening</source>
        <translation>停止旁听</translation>
    </message>
    <message>
        <source>Listen in</source>
        <translation>旁听</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>The stream has ended.</source>
        <translation>流已结束。</translation>
    </message>
    <message numerus="yes">
        <source>Paused; %n event(s) wait.</source>
        <translation>
            <numerusform>已暂停；%n 个事件等待显示。</numerusform>
        </translation>
    </message>
    <message>
        <source>Hears what this stream is sent.</source>
        <translation>正在旁听这个流收到的内容。</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开</translation>
    </message>
    <message>
        <source>The stream is ended with the reason closed_by_operator. Its client may come back, and goes on where it was.</source>
        <translation>流将以 closed_by_operator 为由结束。客户端可以回来，并从原处继续。</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>What the stream is sent</source>
        <translation>这个流收到的内容</translation>
    </message>
</context>
<context>
    <name>pipit::StreamStory</name>
    <message>
        <source>The client closed the connection.</source>
        <translation>客户端关闭了连接。</translation>
    </message>
    <message>
        <source>The client no longer acknowledged what was sent.</source>
        <translation>客户端不再确认收到的内容。</translation>
    </message>
    <message>
        <source>The connection broke while something was being sent.</source>
        <translation>发送时连接中断。</translation>
    </message>
    <message>
        <source>More was waiting for the client than streams.queue_bytes allows.</source>
        <translation>等待客户端接收的内容超过 streams.queue_bytes 所允许的。</translation>
    </message>
    <message>
        <source>The history after the client&apos;s cursor could not be read.</source>
        <translation>客户端游标之后的历史无法读取。</translation>
    </message>
    <message>
        <source>The token by which the client was named has expired.</source>
        <translation>标识客户端的令牌已过期。</translation>
    </message>
    <message>
        <source>The token by which the client was named was taken back.</source>
        <translation>标识客户端的令牌已被收回。</translation>
    </message>
    <message>
        <source>The stream had a last event, and it was sent.</source>
        <translation>流有最后一个事件，并且已经发出。</translation>
    </message>
    <message>
        <source>The node was stopping.</source>
        <translation>节点正在停止。</translation>
    </message>
    <message>
        <source>The node carries as many streams as limits.streams allows.</source>
        <translation>节点承载的流已达 limits.streams 的上限。</translation>
    </message>
    <message>
        <source>An operator has closed it; its client may come back.</source>
        <translation>运维人员关闭了它；客户端可以回来。</translation>
    </message>
    <message>
        <source>%1: opened by %2 from %3.</source>
        <translation>%1：%2 从 %3 打开。</translation>
    </message>
    <message>
        <source>%1: opened by %2 from %3, with %4.</source>
        <translation>%1：%2 从 %3 用 %4 打开。</translation>
    </message>
    <message>
        <source>It carries no messages: a console&apos;s, or a test&apos;s.</source>
        <translation>它不承载消息：来自控制台或测试。</translation>
    </message>
    <message numerus="yes">
        <source>It went on from cursor %1 and was sent %n message(s) again.</source>
        <translation>
            <numerusform>它从游标 %1 继续，补发了 %n 条消息。</numerusform>
        </translation>
    </message>
    <message>
        <source>Its cursor was of no use (%1): it was told to load its history again.</source>
        <translation>它的游标无效（%1）：被告知重新加载历史。</translation>
    </message>
    <message>
        <source>It came with cursor %1, and has not caught up yet.</source>
        <translation>它带着游标 %1 而来，还没有补上。</translation>
    </message>
    <message>
        <source>It came without a cursor, and hears what is new.</source>
        <translation>它没有带游标，只接收新消息。</translation>
    </message>
    <message>
        <source>It had caught up after %1.</source>
        <translation>%1 后已补上。</translation>
    </message>
    <message numerus="yes">
        <source>Its socket took no more %n time(s); at most %1 waited.</source>
        <translation>
            <numerusform>套接字 %n 次写满；最多有 %1 在等待。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) were delivered; its cursor is %1.</source>
        <translation>
            <numerusform>已投递 %n 条消息；游标是 %1。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) wait for it: %1.</source>
        <translation>
            <numerusform>%n 条消息在等它：%1。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: ended as %2. %3</source>
        <translation>%1：以 %2 结束。%3</translation>
    </message>
    <message>
        <source>Its client was back after %1</source>
        <translation>它的客户端在 %1 后回来</translation>
    </message>
    <message numerus="yes">
        <source>%1, and was sent %n message(s) again.</source>
        <translation>
            <numerusform>%1，补发了 %n 条消息。</numerusform>
        </translation>
    </message>
    <message>
        <source>Its client has not come back to this node.</source>
        <translation>它的客户端没有回到这个节点。</translation>
    </message>
</context>
<context>
    <name>pipit::StreamsModel</name>
    <message>
        <source>(console, test)</source>
        <translation>（控制台、测试）</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n 个会话</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 等另外 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>long poll</source>
        <translation>长轮询</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>调用者</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Via</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Cursor</source>
        <translation>游标</translation>
    </message>
    <message>
        <source>Lag</source>
        <translation>滞后</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>已投递</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>pipit::StreamsPanel</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Story</source>
        <translation>经过</translation>
    </message>
    <message>
        <source>Listen in</source>
        <translation>旁听</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开</translation>
    </message>
    <message>
        <source>All of %1</source>
        <translation>%1 的全部</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>流</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开的</translation>
    </message>
    <message>
        <source>Ended lately</source>
        <translation>最近结束的</translation>
    </message>
    <message>
        <source>Which streams</source>
        <translation>哪些流</translation>
    </message>
    <message>
        <source>Caller, session, address…</source>
        <translation>调用者、会话、地址…</translation>
    </message>
    <message>
        <source>Find streams</source>
        <translation>查找流</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>排序方式</translation>
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
    <name>pipit::TrialWords</name>
    <message>
        <source>Cut a stream</source>
        <translation>切断一条流</translation>
    </message>
    <message>
        <source>Freeze a reader</source>
        <translation>冻结一个读取方</translation>
    </message>
    <message>
        <source>Drop the listener</source>
        <translation>断开监听连接</translation>
    </message>
    <message>
        <source>Restart the local PostgreSQL</source>
        <translation>重启本地 PostgreSQL</translation>
    </message>
    <message>
        <source>Storm of %1 reconnects</source>
        <translation>%1 条流同时重连</translation>
    </message>
    <message>
        <source>the node does not run</source>
        <translation>节点没有运行</translation>
    </message>
    <message>
        <source>only with PostgreSQL</source>
        <translation>仅限 PostgreSQL</translation>
    </message>
    <message>
        <source>only with a PostgreSQL of its own</source>
        <translation>仅限节点自带的 PostgreSQL</translation>
    </message>
    <message>
        <source>It is being cancelled…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>Streams are being opened…</source>
        <translation>正在打开流…</translation>
    </message>
    <message>
        <source>Messages flow…</source>
        <translation>消息正在传送…</translation>
    </message>
    <message>
        <source>The stream was cut…</source>
        <translation>流已被切断…</translation>
    </message>
    <message>
        <source>One reader does not read…</source>
        <translation>有一个读取方停止读取…</translation>
    </message>
    <message>
        <source>The listening connection was ended…</source>
        <translation>监听连接已被终止…</translation>
    </message>
    <message>
        <source>PostgreSQL is being restarted…</source>
        <translation>正在重启 PostgreSQL…</translation>
    </message>
    <message>
        <source>All streams were cut at once…</source>
        <translation>所有流已被同时切断…</translation>
    </message>
    <message>
        <source>Until everything has come…</source>
        <translation>等待所有消息到达…</translation>
    </message>
    <message>
        <source>The trial&apos;s messages are being deleted…</source>
        <translation>正在删除试验的消息…</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>It was ended before there was a verdict.</source>
        <translation>试验在得出结论之前被结束。</translation>
    </message>
    <message>
        <source>Its session %1 could not be deleted; the next trial does it.</source>
        <translation>它的会话 %1 未能删除；下一次试验会删除它。</translation>
    </message>
    <message>
        <source>The stream was cut in the middle of %1 messages. It was back after %2 with its cursor, and had caught up after %3; %4 of %1 came, none twice.</source>
        <translation>流在 %1 条消息传送途中被切断。%2 后带着游标恢复，%3 后补齐；%1 条中收到 %4 条，没有重复。</translation>
    </message>
    <message>
        <source>A reader stopped reading. When %1 waited for it (limit: %2), the node closed it as slow_consumer; this program&apos;s memory grew by %3 at most. The reader beside it waited %4 at most for a message. The frozen one came back and has all %5 messages, none twice.</source>
        <translation>一个读取方停止读取。积压达到 %1（上限 %2）时，节点以 slow_consumer 关闭了它；本程序的内存最多增加 %3。旁边的读取方等一条消息最多 %4。被冻结的读取方已恢复，%5 条消息全部收到，没有重复。</translation>
    </message>
    <message>
        <source>The connection on which the node listens was ended; another was there after %1. Of %2 messages, half of them written with plain SQL, %3 came, the latest after %4, none twice.</source>
        <translation>节点的监听连接被终止；%1 后建立了新的连接。%2 条消息（一半直接用 SQL 写入）中收到 %3 条，最晚的用了 %4，没有重复。</translation>
    </message>
    <message>
        <source>PostgreSQL was back after %1. %2 messages were accepted, some of them sent again because the node had said not_stored or in_doubt (%3 times in all); each is there once.</source>
        <translation>PostgreSQL 在 %1 后恢复。%2 条消息已被接受，其中一些因节点回答 not_stored 或 in_doubt 而重新发送（共 %3 次）；每条恰好一份。</translation>
    </message>
    <message>
        <source>PostgreSQL was back after %1. %2 messages were accepted, the latest after %3; each is there once.</source>
        <translation>PostgreSQL 在 %1 后恢复。%2 条消息已被接受，最晚的用了 %3；每条恰好一份。</translation>
    </message>
    <message>
        <source>%1 streams were cut at once. The last of them was back after %2 and had caught up after %3; %4 of %5 messages came, none twice.</source>
        <translation>%1 条流被同时切断。最后一条在 %2 后恢复，%3 后补齐；%5 条消息中收到 %4 条，没有重复。</translation>
    </message>
    <message>
        <source>%1 of %2 streams came back and went on from their cursor.</source>
        <translation>%2 条流中有 %1 条恢复并从游标处继续。</translation>
    </message>
    <message>
        <source>The frozen reader was closed, and did not come back with its cursor.</source>
        <translation>被冻结的读取方已被关闭，但没有带着游标恢复。</translation>
    </message>
    <message>
        <source>The connection on which the node listens was ended, and no other was there in time.</source>
        <translation>节点的监听连接被终止，没有及时建立新的连接。</translation>
    </message>
    <message>
        <source>PostgreSQL was stopped, and was not back in time.</source>
        <translation>PostgreSQL 已停止，没有及时恢复。</translation>
    </message>
    <message>
        <source>It could not be tried: %1</source>
        <translation>无法试验：%1</translation>
    </message>
    <message>
        <source>The node took %1 of %2 messages (%3).</source>
        <translation>节点接受了 %2 条消息中的 %1 条（%3）。</translation>
    </message>
    <message>
        <source>%1 of %2 messages came; %3 were lost.</source>
        <translation>%2 条消息中收到 %1 条；丢失 %3 条。</translation>
    </message>
    <message>
        <source>All %1 messages came, but %2 came twice.</source>
        <translation>%1 条消息全部收到，但有 %2 条重复。</translation>
    </message>
    <message>
        <source>All %1 messages came, but %2 came out of order.</source>
        <translation>%1 条消息全部收到，但有 %2 条顺序错乱。</translation>
    </message>
    <message>
        <source>The node kept the reader that did not read: %1 waited for it, and the limit is %2.</source>
        <translation>节点没有关闭停止读取的读取方：积压已达 %1，上限为 %2。</translation>
    </message>
    <message>
        <source>This program&apos;s memory grew by %1, and %2 waited for the frozen reader; %3 is the most that the limits explain.</source>
        <translation>本程序的内存增加了 %1，被冻结的读取方积压 %2；按上限最多应为 %3。</translation>
    </message>
    <message>
        <source>The reader beside the frozen one waited %1 for a message; %2 is the limit.</source>
        <translation>旁边的读取方等一条消息用了 %1；上限为 %2。</translation>
    </message>
    <message>
        <source>All %1 messages came, but the latest after %2; %3 is the limit.</source>
        <translation>%1 条消息全部收到，但最晚的用了 %2；上限为 %3。</translation>
    </message>
    <message>
        <source>It was not over in time; %1 of %2 messages had come by then.</source>
        <translation>试验没有按时结束；到那时 %2 条消息中已收到 %1 条。</translation>
    </message>
    <message>
        <source>See what the health check and the node&apos;s log say, and try it again.</source>
        <translation>请查看体检和节点日志，然后再试一次。</translation>
    </message>
    <message>
        <source>See what the health check says: the database may be slow, or its disk full.</source>
        <translation>请查看体检：数据库可能很慢，或磁盘已满。</translation>
    </message>
    <message>
        <source>See whether the database takes connections (max_connections), and restart the node.</source>
        <translation>请确认数据库还接受连接（max_connections），然后重启节点。</translation>
    </message>
    <message>
        <source>Restart the node. Why PostgreSQL did not start is in the file postgres/server.log of the data directory.</source>
        <translation>请重启节点。PostgreSQL 未能启动的原因在数据目录的 postgres/server.log 文件中。</translation>
    </message>
    <message>
        <source>See in the node&apos;s log why streams were refused.</source>
        <translation>请在节点日志中查看流被拒绝的原因。</translation>
    </message>
    <message>
        <source>This must never be. See whether something stands between the node and its readers; if not, keep the node&apos;s log and tell the makers.</source>
        <translation>这绝不应发生。请检查节点与读取方之间是否有其他程序；若没有，请保留节点日志并告知开发者。</translation>
    </message>
    <message>
        <source>Make streams.queue_bytes in pipit.toml smaller, so that one reader cannot take the memory of all.</source>
        <translation>请调小 pipit.toml 中的 streams.queue_bytes，以免一个读取方占用所有人的内存。</translation>
    </message>
    <message>
        <source>Make streams.queue_bytes in pipit.toml smaller. If that does not help, keep the node&apos;s log and tell the makers.</source>
        <translation>请调小 pipit.toml 中的 streams.queue_bytes。若无效，请保留节点日志并告知开发者。</translation>
    </message>
    <message>
        <source>Try it again while this computer has nothing else to do. If it stays so, tell the makers.</source>
        <translation>请在此电脑空闲时再试一次。若仍如此，请告知开发者。</translation>
    </message>
    <message>
        <source>See what the health check says of notifications: something may keep them back.</source>
        <translation>请查看体检中有关通知的内容：可能有东西拦住了通知。</translation>
    </message>
</context>
<context>
    <name>pipit::TrialsCard</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Faults to try</source>
        <translation>试验故障</translation>
    </message>
    <message>
        <source>Try a fault…</source>
        <translation>选择故障…</translation>
    </message>
    <message>
        <source>See with your own eyes what becomes of a fault: each takes some seconds, under a small load of its own, in sessions that nobody else sees and that are deleted afterwards.</source>
        <translation>亲眼看看出现故障时会怎样：每次试验只需几秒，自带少量负载，使用他人看不到的会话，结束后即删除。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>pipit::UpdateNotice</name>
    <message>
        <source>Pipit %1 is there.</source>
        <translation>Pipit %1 已发布。</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>新增内容</translation>
    </message>
    <message>
        <source>Skip this version</source>
        <translation>跳过此版本</translation>
    </message>
</context>
<context>
    <name>pipit::UpdateWatch</name>
    <message>
        <source>%1 has not answered within %2 s. Look whether it can be reached from here; Pipit asks again tomorrow.</source>
        <translation>%1 在 %2 秒内没有应答。请检查从这里能否访问它；Pipit 明天会再询问。</translation>
    </message>
    <message>
        <source>This is not an address of http or https without a user name. Write one such as https://example.org/pipit/releases.atom.</source>
        <translation>这不是一个不带用户名的 http 或 https 地址。请填写类似 https://example.org/pipit/releases.atom 的地址。</translation>
    </message>
    <message>
        <source>What %1 sends is larger than 1 MiB, which no feed of releases is. Look whether the address is right.</source>
        <translation>%1 发来的内容超过 1 MiB，版本发布订阅源不会这么大。请检查地址是否正确。</translation>
    </message>
    <message>
        <source>%1 leads on to %2, where Pipit does not follow: only to https, or from http to the same host. Give that address itself if you trust it.</source>
        <translation>%1 转向 %2，Pipit 不会跟随：只跟随到 https，或从 http 到同一主机。如果信任该地址，请直接填写它。</translation>
    </message>
    <message>
        <source>%1 leads on and on. Give the address at which the feed is.</source>
        <translation>%1 一再转向别处。请填写订阅源所在的地址。</translation>
    </message>
    <message>
        <source>%1 has no certificate that is trusted here: %2. Where its authority is your own, name its file in the settings of the servers.</source>
        <translation>%1 的证书在这里不受信任：%2。如果是你自己的颁发机构，请在“服务器”设置中指定它的文件。</translation>
    </message>
    <message>
        <source>%1 cannot be reached: %2. Look at the address and at your network; Pipit asks again tomorrow.</source>
        <translation>无法访问 %1：%2。请检查地址和网络；Pipit 明天会再询问。</translation>
    </message>
    <message>
        <source>%1 answers with %2 instead of a feed. Look whether the address is right; Pipit asks again tomorrow.</source>
        <translation>%1 返回的是 %2，而不是订阅源。请检查地址是否正确；Pipit 明天会再询问。</translation>
    </message>
</context>
<context>
    <name>pipit::UpdatesSection</name>
    <message>
        <source>This is Pipit %1. It looks for a newer version once a day, in the feed that is named here, and tells of it; it downloads and installs nothing. Without a feed it asks nobody.</source>
        <translation>这是 Pipit %1。它每天在此处指定的订阅源中查看一次有没有新版本，有就告诉你；它不下载也不安装任何东西。没有指定订阅源时，它不向任何人询问。</translation>
    </message>
    <message>
        <source>Address of the feed</source>
        <translation>订阅源地址</translation>
    </message>
    <message>
        <source>An Atom feed: the releases.atom of a code host, or a file on a server of your own.</source>
        <translation>Atom 订阅源：代码托管站的 releases.atom，或你自己服务器上的一个文件。</translation>
    </message>
    <message>
        <source>This is decided by %1.</source>
        <translation>这由 %1 决定。</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>立即检查</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>新增内容</translation>
    </message>
    <message>
        <source>Asked: %1.</source>
        <comment>time of day, or the day</comment>
        <translation>询问时间：%1。</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>正在询问…</translation>
    </message>
    <message>
        <source>Pipit %1 is there.</source>
        <translation>Pipit %1 已发布。</translation>
    </message>
    <message>
        <source>There is no newer version.</source>
        <translation>没有更新的版本。</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>two sentences</comment>
        <translation>%1%2</translation>
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
