<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES" sourcelanguage="en">
<context>
    <name>MessageLine</name>
    <message>
        <source>%1: %2</source>
        <comment>sender and last message of a session</comment>
        <translation>%1: %2</translation>
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
        <translation>Mayús</translation>
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
        <translation>No existe esa acción.</translation>
    </message>
    <message>
        <source>%1 is for “%2”.</source>
        <translation>%1 es para «%2».</translation>
    </message>
</context>
<context>
    <name>pipit::AnswerColumns</name>
    <message>
        <source>%1, version %2</source>
        <comment>name of a bot, number</comment>
        <translation>%1, versión %2</translation>
    </message>
    <message>
        <source>Answers to “%1”</source>
        <translation>Respuestas a «%1»</translation>
    </message>
    <message>
        <source>Back to the conversation (Esc)</source>
        <translation>Volver a la conversación (Esc)</translation>
    </message>
    <message>
        <source>Back to the conversation</source>
        <translation>Volver a la conversación</translation>
    </message>
</context>
<context>
    <name>pipit::ApiClient</name>
    <message>
        <source>%1 cannot be reached: %2.</source>
        <translation>No se puede llegar a %1: %2.</translation>
    </message>
</context>
<context>
    <name>pipit::AppearanceSection</name>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>The high contrast of your system wins over this.</source>
        <translation>El contraste alto de tu sistema tiene prioridad.</translation>
    </message>
    <message>
        <source>%1 px (usual)</source>
        <translation>%1 px (habitual)</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Tamaño del texto</translation>
    </message>
    <message>
        <source>On top of the size that your system asks for. Everything else grows with it.</source>
        <translation>Además del tamaño que pide tu sistema. Todo lo demás crece con él.</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>Densidad</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>Cómoda</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Compacta</translation>
    </message>
    <message>
        <source>Compact shows more messages and sessions at once.</source>
        <translation>La compacta muestra más mensajes y sesiones a la vez.</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Apariencia</translation>
    </message>
</context>
<context>
    <name>pipit::AttachmentBar</name>
    <message numerus="yes">
        <source>%n attachment(s)</source>
        <translation>
            <numerusform>%n archivo adjunto</numerusform>
            <numerusform>%n archivos adjuntos</numerusform>
        </translation>
    </message>
    <message>
        <source>Pasted text</source>
        <translation>Texto pegado</translation>
    </message>
    <message>
        <source>It is sent with the text, or as a file where it is too long for that.</source>
        <translation>Se envía con el texto, o como archivo si es demasiado largo.</translation>
    </message>
    <message>
        <source>Take it out</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Take out %1</source>
        <translation>Quitar %1</translation>
    </message>
</context>
<context>
    <name>pipit::Attachments</name>
    <message>
        <source>The picture on the clipboard cannot be read. Copy it again, or save it and attach the file.</source>
        <translation>La imagen del portapapeles no se puede leer. Cópiala otra vez, o guárdala y adjunta el archivo.</translation>
    </message>
    <message>
        <source>The picture on the clipboard is larger than %1 MiB. Save it and attach the file.</source>
        <translation>La imagen del portapapeles ocupa más de %1 MiB. Guárdala y adjunta el archivo.</translation>
    </message>
    <message>
        <source>Pasted picture %1</source>
        <translation>Imagen pegada %1</translation>
    </message>
    <message numerus="yes">
        <source>Only %n file(s) go at once; the rest was left out. Send these first.</source>
        <translation>
            <numerusform>Solo va %n archivo a la vez; el resto se ha dejado fuera. Envía antes este.</numerusform>
            <numerusform>Solo van %n archivos a la vez; el resto se ha dejado fuera. Envía antes estos.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is a folder. Attach the files in it, or an archive of it.</source>
        <translation>%1 es una carpeta. Adjunta sus archivos, o un archivo comprimido con ellos.</translation>
    </message>
    <message>
        <source>%1 cannot be read. Look at its rights, or copy it elsewhere and attach that.</source>
        <translation>%1 no se puede leer. Mira sus permisos, o cópialo a otro sitio y adjunta la copia.</translation>
    </message>
    <message>
        <source>%1 is empty. There is nothing of it to send.</source>
        <translation>%1 está vacío. No hay nada que enviar.</translation>
    </message>
    <message>
        <source>Pasted text</source>
        <translation>Texto pegado</translation>
    </message>
</context>
<context>
    <name>pipit::BotForm</name>
    <message>
        <source>A file that only you can read</source>
        <translation>Un archivo que solo tú puedes leer</translation>
    </message>
    <message>
        <source>The name of a variable</source>
        <translation>El nombre de una variable</translation>
    </message>
    <message>
        <source>The provider&apos;s token</source>
        <translation>El token del proveedor</translation>
    </message>
    <message>
        <source>In the keychain; type another to replace it</source>
        <translation>En el llavero; escribe otro para sustituirlo</translation>
    </message>
    <message>
        <source>The provider has nothing to choose from</source>
        <translation>El proveedor no tiene nada que elegir</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Proveedor</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Id</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Bot id</source>
        <translation>Id del bot</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation>Transmisión</translation>
    </message>
    <message>
        <source>Coze</source>
        <translation>Coze</translation>
    </message>
    <message>
        <source>OpenAI-compatible (Ollama, llama.cpp, vLLM, DeepSeek …)</source>
        <translation>Compatible con OpenAI (Ollama, llama.cpp, vLLM, DeepSeek …)</translation>
    </message>
    <message>
        <source>Echo, built in</source>
        <translation>Echo, incluido</translation>
    </message>
    <message>
        <source>Keychain</source>
        <translation>Llavero</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Variable de entorno</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>Where the token is</source>
        <translation>Dónde está el token</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automático</translation>
    </message>
    <message>
        <source>Stream only</source>
        <translation>Solo en directo</translation>
    </message>
    <message>
        <source>Fetch whole answers</source>
        <translation>Recoger respuestas enteras</translation>
    </message>
    <message>
        <source>Keep the provider&apos;s bytes in the data directory, without secrets</source>
        <translation>Guardar los bytes del proveedor en el directorio de datos, sin secretos</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Elegir…</translation>
    </message>
    <message>
        <source>What people read</source>
        <translation>Lo que lee la gente</translation>
    </message>
    <message>
        <source>What programs call it: A-Z a-z 0-9 _ - :</source>
        <translation>Cómo lo llaman los programas: A-Z a-z 0-9 _ - :</translation>
    </message>
</context>
<context>
    <name>pipit::BotsSection</name>
    <message>
        <source>not asked yet</source>
        <translation>aún sin preguntar</translation>
    </message>
    <message>
        <source>can be asked</source>
        <translation>se le puede preguntar</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>Quitar %1</translation>
    </message>
    <message>
        <source>New bot</source>
        <translation>Bot nuevo</translation>
    </message>
    <message>
        <source>Bot %1</source>
        <translation>Bot %1</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Preguntando…</translation>
    </message>
    <message>
        <source>First token after %1, all of it after %2.</source>
        <translation>Primer token tras %1, todo tras %2.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Guardando…</translation>
    </message>
    <message>
        <source>The bots of this computer&apos;s own node. They are in its pipit.toml; tokens are in the system&apos;s keychain.</source>
        <translation>Los bots del nodo propio de este equipo. Están en su pipit.toml; los tokens, en el llavero del sistema.</translation>
    </message>
    <message>
        <source>Add a bot</source>
        <translation>Añadir un bot</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Quitar…</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Conservarlo</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Probar</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Bots</source>
        <translation>Bots</translation>
    </message>
</context>
<context>
    <name>pipit::CardBlock</name>
    <message numerus="yes">
        <source>%1… (%n more character(s))</source>
        <translation>
            <numerusform>%1… (%n carácter más)</numerusform>
            <numerusform>%1… (%n caracteres más)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::ChartList</name>
    <message>
        <source>/s</source>
        <comment>after a number: in each second</comment>
        <translation>/s</translation>
    </message>
    <message>
        <source>ms</source>
        <comment>milliseconds, after a number</comment>
        <translation>ms</translation>
    </message>
    <message>
        <source>Open streams</source>
        <translation>Flujos abiertos</translation>
    </message>
    <message>
        <source>open</source>
        <translation>abiertos</translation>
    </message>
    <message>
        <source>catching up</source>
        <translation>poniéndose al día</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>bloqueados</translation>
    </message>
    <message>
        <source>long polls</source>
        <translation>sondeos largos</translation>
    </message>
    <message>
        <source>Commit to wire</source>
        <translation>Del commit al envío</translation>
    </message>
    <message>
        <source>Opened, and closed by reason</source>
        <translation>Abiertos, y cerrados por motivo</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>abiertos</translation>
    </message>
    <message>
        <source>Messages and deliveries</source>
        <translation>Mensajes y entregas</translation>
    </message>
    <message>
        <source>published</source>
        <translation>publicados</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>entregados</translation>
    </message>
    <message>
        <source>sends</source>
        <translation>envíos</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fallidos</translation>
    </message>
    <message>
        <source>Commit to wire, how often</source>
        <translation>Del commit al envío, con qué frecuencia</translation>
    </message>
    <message>
        <source>Bots: first token</source>
        <translation>Bots: primer token</translation>
    </message>
    <message>
        <source>s</source>
        <comment>seconds, after a number</comment>
        <translation>s</translation>
    </message>
    <message>
        <source>answers under way</source>
        <translation>respuestas en curso</translation>
    </message>
    <message>
        <source>Queues and cursor lag</source>
        <translation>Colas y retraso del cursor</translation>
    </message>
    <message>
        <source>writes waiting</source>
        <translation>escrituras en espera</translation>
    </message>
    <message>
        <source>cursor lag</source>
        <translation>retraso del cursor</translation>
    </message>
    <message>
        <source>queued kB</source>
        <translation>kB en cola</translation>
    </message>
    <message>
        <source>Resumes</source>
        <translation>Reanudaciones</translation>
    </message>
    <message>
        <source>continued</source>
        <translation>continuadas</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>reiniciadas</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Memoria</translation>
    </message>
    <message>
        <source>resident</source>
        <translation>residente</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Procesador</translation>
    </message>
    <message>
        <source>of one core</source>
        <translation>de un núcleo</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Peticiones</translation>
    </message>
    <message>
        <source>all</source>
        <translation>todas</translation>
    </message>
    <message>
        <source>Commit and event loop, p99</source>
        <translation>Commit y bucle de eventos, p99</translation>
    </message>
    <message>
        <source>commit</source>
        <translation>commit</translation>
    </message>
    <message>
        <source>event loop</source>
        <translation>bucle de eventos</translation>
    </message>
</context>
<context>
    <name>pipit::ChatHeader</name>
    <message>
        <source>Show the sessions</source>
        <translation>Mostrar las sesiones</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>More about this session</source>
        <translation>Más sobre esta sesión</translation>
    </message>
    <message>
        <source>The note of this session</source>
        <translation>La nota de esta sesión</translation>
    </message>
    <message>
        <source>Who is in this session</source>
        <translation>Quién está en esta sesión</translation>
    </message>
</context>
<context>
    <name>pipit::ChatPage</name>
    <message>
        <source>The session was not renamed: %1</source>
        <translation>No se cambió el nombre de la sesión: %1</translation>
    </message>
    <message>
        <source>No session was created: %1</source>
        <translation>No se creó ninguna sesión: %1</translation>
    </message>
    <message>
        <source>The node did not start</source>
        <translation>El nodo no arrancó</translation>
    </message>
    <message>
        <source>Mend this and try again.</source>
        <translation>Corrígelo e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Intentar de nuevo</translation>
    </message>
    <message>
        <source>This could not be loaded</source>
        <translation>No se pudo cargar</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Ask something</source>
        <translation>Pregunta algo</translation>
    </message>
    <message>
        <source>Write below, or begin with one of the prompts. Enter sends.</source>
        <translation>Escribe abajo o empieza con una de las sugerencias. Intro envía.</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Sin conexión</translation>
    </message>
    <message>
        <source>What you write is kept and sent when the node can be reached.</source>
        <translation>Lo que escribas se guarda y se envía cuando se pueda llegar al nodo.</translation>
    </message>
    <message>
        <source>No session yet</source>
        <translation>Todavía no hay sesiones</translation>
    </message>
    <message>
        <source>A session holds one conversation with a bot or with people.</source>
        <translation>Una sesión guarda una conversación con un bot o con personas.</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>Nueva sesión</translation>
    </message>
    <message>
        <source>Older messages could not be loaded: %1</source>
        <translation>No se pudieron cargar mensajes anteriores: %1</translation>
    </message>
    <message>
        <source>The bot was not asked again: %1</source>
        <translation>No se volvió a preguntar al bot: %1</translation>
    </message>
    <message>
        <source>The connection was closed.</source>
        <translation>La conexión se cerró.</translation>
    </message>
    <message>
        <source>Export as Markdown</source>
        <translation>Exportar como Markdown</translation>
    </message>
    <message>
        <source>Nothing was exported, because %1 cannot be written: %2. Choose another folder, or make room on the disk, and export it again.</source>
        <translation>No se exportó nada, porque no se puede escribir %1: %2. Elige otra carpeta o libera espacio en el disco y vuelve a exportar.</translation>
    </message>
    <message>
        <source>That message cannot be shown: it was removed, or it belongs to another version of what was said. Look through the versions around it.</source>
        <translation>Ese mensaje no se puede mostrar: se eliminó o pertenece a otra versión de lo dicho. Mire las versiones cercanas.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar el nombre</translation>
    </message>
    <message>
        <source>Mark as read</source>
        <translation>Marcar como leída</translation>
    </message>
    <message>
        <source>Take out of the archive</source>
        <translation>Sacar del archivo</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archivar</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>HTML page</source>
        <translation>Página HTML</translation>
    </message>
    <message>
        <source>JSON, to import it again</source>
        <translation>JSON, para importarla de nuevo</translation>
    </message>
    <message>
        <source>Import a session…</source>
        <translation>Importar una sesión…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Eliminar…</translation>
    </message>
    <message>
        <source>The session was not moved: %1</source>
        <translation>La sesión no se movió: %1</translation>
    </message>
    <message>
        <source>Delete “%1” for good?</source>
        <translation>¿Eliminar «%1» para siempre?</translation>
    </message>
    <message>
        <source>All its messages and files are erased, for everybody who takes part in it. This cannot be undone; export it first if somebody may need it.</source>
        <translation>Se borran todos sus mensajes y archivos para todas las personas que participan. No se puede deshacer; expórtala antes si alguien puede necesitarla.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>The session was not deleted: %1</source>
        <translation>La sesión no se eliminó: %1</translation>
    </message>
    <message>
        <source>%1 was not attached: %2</source>
        <translation>%1 no se adjuntó: %2</translation>
    </message>
    <message>
        <source>The copy on this computer ends here. Older messages come when the node can be reached.</source>
        <translation>La copia de este equipo termina aquí. Los mensajes anteriores llegan cuando se pueda acceder al nodo.</translation>
    </message>
    <message>
        <source>The newest messages could not be loaded: %1</source>
        <translation>No se pudieron cargar los mensajes más recientes: %1</translation>
    </message>
    <message>
        <source>The copy of your sessions on this computer was damaged (%1). It was set aside as %2, and a new one is made from the node.</source>
        <translation>La copia de tus sesiones en este equipo estaba dañada (%1). Se apartó como %2 y se hace una nueva a partir del nodo.</translation>
    </message>
    <message>
        <source>The copy of your sessions, %1, was made by a later version of Pipit. It is left as it is, and nothing can be read offline until Pipit is updated.</source>
        <translation>La copia de tus sesiones, %1, la hizo una versión posterior de Pipit. Se deja como está, y sin conexión no podrás leer nada hasta que actualices Pipit.</translation>
    </message>
    <message>
        <source>The copy of your sessions, %1, cannot be written: %2. Drafts are lost with the window until there is room on the disk, and the right to write there.</source>
        <translation>La copia de tus sesiones, %1, no se puede escribir: %2. Los borradores se pierden al cerrar la ventana hasta que haya sitio en el disco y permiso para escribir allí.</translation>
    </message>
    <message>
        <source>Who is here is not known: %1</source>
        <translation>No se sabe quién está: %1</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Desfijar</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Fijar</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>Activar avisos</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Silenciar</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>Sesión cerrada</translation>
    </message>
    <message>
        <source>The node does not know the token of this computer any more.</source>
        <translation>El nodo ya no reconoce el token de este ordenador.</translation>
    </message>
    <message>
        <source>Sign in again to read on; what you write is kept until then.</source>
        <translation>Vuelve a iniciar sesión para seguir leyendo; lo que escribas se guarda hasta entonces.</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>Iniciar sesión de nuevo</translation>
    </message>
</context>
<context>
    <name>pipit::CodeBlock</name>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>text</source>
        <translation>texto</translation>
    </message>
</context>
<context>
    <name>pipit::CommandPalette</name>
    <message>
        <source>Go to a session, or do something</source>
        <translation>Ir a una sesión o hacer algo</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Comando</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>Lo que coincide</translation>
    </message>
    <message>
        <source>Nothing fits these letters.</source>
        <translation>Nada coincide con estas letras.</translation>
    </message>
</context>
<context>
    <name>pipit::CompletionPopup</name>
    <message>
        <source>Suggestions</source>
        <translation>Propuestas</translation>
    </message>
</context>
<context>
    <name>pipit::Composer</name>
    <message>
        <source>%1 (not available: %2)</source>
        <translation>%1 (no disponible: %2)</translation>
    </message>
    <message>
        <source>Nobody (just post)</source>
        <translation>Nadie (solo publicar)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>Stop this answer</source>
        <translation>Detener esta respuesta</translation>
    </message>
    <message>
        <source>Send (Enter); Shift+Enter starts a new line</source>
        <translation>Enviar (Intro); Mayús+Intro empieza otra línea</translation>
    </message>
    <message>
        <source>Write to %1</source>
        <translation>Escribe a %1</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>Who answers</source>
        <translation>Quién responde</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Escribe un mensaje</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Save the edit (Enter); Esc leaves the message as it was</source>
        <translation>Guardar el cambio (Intro); Esc deja el mensaje como estaba</translation>
    </message>
    <message>
        <source>Edit of a message</source>
        <translation>Edición de un mensaje</translation>
    </message>
    <message>
        <source>Nothing to save: write something, or press Esc to leave it as it was.</source>
        <translation>No hay nada que guardar: escriba algo o pulse Esc para dejarlo como estaba.</translation>
    </message>
    <message>
        <source>Save this one first, or press Esc to leave it as it was.</source>
        <translation>Guarda primero este, o pulsa Esc para dejarlo como estaba.</translation>
    </message>
    <message>
        <source>Save the edit (Ctrl+Enter); Esc leaves the message as it was</source>
        <translation>Guardar la edición (Ctrl+Intro); Esc deja el mensaje como estaba</translation>
    </message>
    <message>
        <source>Send (Ctrl+Enter); Enter starts a new line</source>
        <translation>Enviar (Ctrl+Intro); Intro empieza otra línea</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>Adjuntar archivos</translation>
    </message>
    <message>
        <source>Nothing can be attached to an edit. Save it first, or press Esc, and attach it then.</source>
        <translation>No se puede adjuntar nada a una edición. Guárdala antes, o pulsa Esc, y adjúntalo después.</translation>
    </message>
    <message numerus="yes">
        <source>Only %n file(s) go at once; the rest was left out. Send these first.</source>
        <translation>
            <numerusform>Solo va %n archivo a la vez; el resto se ha dejado fuera. Envía antes este.</numerusform>
            <numerusform>Solo van %n archivos a la vez; el resto se ha dejado fuera. Envía antes estos.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1; @ for a bot, / for a prompt</source>
        <comment>what the field is for; what it can do</comment>
        <translation>%1; @ para un bot, / para una sugerencia</translation>
    </message>
</context>
<context>
    <name>pipit::ComposerCompletion</name>
    <message>
        <source>Change these prompts…</source>
        <translation>Cambiar estas sugerencias…</translation>
    </message>
</context>
<context>
    <name>pipit::ComposerSection</name>
    <message>
        <source>Send with</source>
        <translation>Enviar con</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Intro</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Intro</translation>
    </message>
    <message>
        <source>Shift+Enter always starts a new line, and where Ctrl+Enter sends, so does Enter alone. Nothing is sent while an input method still composes a word.</source>
        <translation>Mayús+Intro siempre empieza otra línea y, si se envía con Ctrl+Intro, Intro solo también. Nada se envía mientras un método de entrada aún compone una palabra.</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>Sugerencias de texto</translation>
    </message>
    <message>
        <source>Texts to begin with: as buttons above an empty message, and behind a / at its beginning.</source>
        <translation>Textos para empezar: como botones encima de un mensaje vacío, y con una / al principio.</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Escritura</translation>
    </message>
</context>
<context>
    <name>pipit::Connection</name>
    <message>
        <source>The node is stopping or starting anew.</source>
        <translation>El nodo se está deteniendo o reiniciando.</translation>
    </message>
    <message>
        <source>The node carries as many streams as it can; another attempt follows.</source>
        <translation>El nodo ya lleva tantos flujos como puede; lo intentará de nuevo en un momento.</translation>
    </message>
    <message>
        <source>This computer took what came too slowly.</source>
        <translation>Este ordenador recibía demasiado despacio.</translation>
    </message>
    <message>
        <source>The token has expired.</source>
        <translation>El token ha caducado.</translation>
    </message>
    <message>
        <source>The token was taken back.</source>
        <translation>El token ha sido retirado.</translation>
    </message>
    <message>
        <source>The node ended the stream: %1.</source>
        <translation>El nodo terminó el flujo: %1.</translation>
    </message>
    <message>
        <source>The node does not know the token: it has expired, was taken back, or is of another node.</source>
        <translation>El nodo no reconoce el token: ha caducado, ha sido retirado o es de otro nodo.</translation>
    </message>
</context>
<context>
    <name>pipit::ConnectionBanner</name>
    <message>
        <source>%1 (%2)</source>
        <comment>what happens, and why</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Connection lost. Reconnecting now, %1/%2</source>
        <translation>Conexión perdida. Reconectando ahora, %1/%2</translation>
    </message>
    <message numerus="yes">
        <source>Connected again. Caught up, %n message(s)</source>
        <translation>
            <numerusform>Conectado de nuevo. Al día, %n mensaje</numerusform>
            <numerusform>Conectado de nuevo. Al día, %n mensajes</numerusform>
        </translation>
    </message>
    <message>
        <source>Connected again. Nothing was missed</source>
        <translation>Conectado de nuevo. No faltaba nada</translation>
    </message>
    <message numerus="yes">
        <source>Connection lost. Reconnecting %1/%2 in %n second(s)</source>
        <translation>
            <numerusform>Conexión perdida. Intento %1/%2 en %n segundo</numerusform>
            <numerusform>Conexión perdida. Intento %1/%2 en %n segundos</numerusform>
        </translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation>Reintentar ahora</translation>
    </message>
    <message numerus="yes">
        <source>No connection after %n attempt(s). Retries when the network comes back</source>
        <translation>
            <numerusform>Sin conexión tras %n intento. Se reintenta cuando vuelva la red</numerusform>
            <numerusform>Sin conexión tras %n intentos. Se reintenta cuando vuelva la red</numerusform>
        </translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>The node refuses this connection</source>
        <translation>El nodo rechaza esta conexión</translation>
    </message>
    <message>
        <source>Streaming does not get through. Messages arrive by polling, and answers when they are complete</source>
        <translation>El streaming no llega hasta aquí. Los mensajes llegan por sondeo, y las respuestas cuando están completas</translation>
    </message>
    <message>
        <source>You are signed out of this node</source>
        <translation>Tu sesión en este nodo ha terminado</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>Iniciar sesión de nuevo</translation>
    </message>
</context>
<context>
    <name>pipit::ConsoleBoard</name>
    <message>
        <source>/s</source>
        <comment>after a number: in each second</comment>
        <translation>/s</translation>
    </message>
    <message>
        <source>%1 delivered</source>
        <translation>%1 entregados</translation>
    </message>
    <message>
        <source>nothing sent</source>
        <translation>nada enviado</translation>
    </message>
    <message>
        <source>%1 lost or doubled</source>
        <translation>%1 perdidos o duplicados</translation>
    </message>
    <message>
        <source>%1 under way</source>
        <translation>%1 en curso</translation>
    </message>
    <message>
        <source>The alert “%1” has another limit now, until the node starts anew. To keep it, write it into [[alerts]] of pipit.toml.</source>
        <translation>La alerta «%1» tiene ahora otro límite, hasta que el nodo vuelva a iniciarse. Para conservarlo, escríbalo en [[alerts]] de pipit.toml.</translation>
    </message>
    <message>
        <source>Open streams</source>
        <translation>Flujos abiertos</translation>
    </message>
    <message>
        <source>Messages / s</source>
        <translation>Mensajes / s</translation>
    </message>
    <message>
        <source>Commit → wire p50 / p99</source>
        <translation>Commit → envío p50 / p99</translation>
    </message>
    <message>
        <source>Resumes: continued / reset</source>
        <translation>Reanudaciones: seguidas / reinicio</translation>
    </message>
    <message>
        <source>Bots: first token p95</source>
        <translation>Bots: primer token p95</translation>
    </message>
</context>
<context>
    <name>pipit::ConsolePage</name>
    <message>
        <source>The node does not answer; what is shown is what it said last. %1</source>
        <translation>El nodo no responde; se muestra lo último que dijo. %1</translation>
    </message>
    <message>
        <source>%1 is not running</source>
        <translation>%1 no está en marcha</translation>
    </message>
    <message>
        <source>The page of the server says what can be done.</source>
        <translation>La página del servidor dice qué se puede hacer.</translation>
    </message>
    <message>
        <source>Nothing is told of %1</source>
        <translation>No se informa nada de %1</translation>
    </message>
    <message>
        <source>Figures are told to operators only: sign in with an operator&apos;s token in Settings, Servers.</source>
        <translation>Las cifras solo se muestran a los operadores: inicie sesión con un token de operador en Ajustes, Servidores.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation>%1 no responde</translation>
    </message>
    <message>
        <source>It is tried again by itself.</source>
        <translation>Se vuelve a intentar automáticamente.</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Probar ahora</translation>
    </message>
    <message>
        <source>No server</source>
        <translation>Ningún servidor</translation>
    </message>
    <message>
        <source>Add one in Settings, Servers, or switch the server of this computer on.</source>
        <translation>Añada uno en Ajustes, Servidores, o encienda el servidor de este equipo.</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Consola</translation>
    </message>
    <message>
        <source>no server</source>
        <translation>ningún servidor</translation>
    </message>
    <message>
        <source>Node: %1</source>
        <translation>Nodo: %1</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 min</translation>
    </message>
    <message>
        <source>15 min</source>
        <translation>15 min</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 h</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 h</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Resumen</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Gráficos</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>Flujos</translation>
    </message>
    <message>
        <source>Bots</source>
        <translation>Bots</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Registro</translation>
    </message>
</context>
<context>
    <name>pipit::DesktopBots</name>
    <message>
        <source>The node of this program is not running. Start it, and try again.</source>
        <translation>El nodo de este programa no está en marcha. Arráncalo y prueba otra vez.</translation>
    </message>
    <message>
        <source>The keychain did not take the token: %1 Unlock it and save again; or put the token in a file that only you can read, or in an environment variable, and choose that.</source>
        <translation>El llavero no aceptó el token: %1 Desbloquéalo y guarda otra vez; o pon el token en un archivo que solo tú puedas leer, o en una variable de entorno, y elige eso.</translation>
    </message>
    <message>
        <source>The node has not started again within %1 s. Start the program anew.</source>
        <translation>El nodo no ha vuelto a arrancar en %1 s. Reinicia el programa.</translation>
    </message>
</context>
<context>
    <name>pipit::DesktopNotifier</name>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
</context>
<context>
    <name>pipit::DoctorCard</name>
    <message>
        <source>The database answers</source>
        <translation>La base de datos responde</translation>
    </message>
    <message>
        <source>Database server</source>
        <translation>Servidor de la base de datos</translation>
    </message>
    <message>
        <source>Durable settings</source>
        <translation>Ajustes duraderos</translation>
    </message>
    <message>
        <source>Nothing keeps notifications back</source>
        <translation>Nada retiene las notificaciones</translation>
    </message>
    <message>
        <source>Notification there and back</source>
        <translation>Notificación de ida y vuelta</translation>
    </message>
    <message>
        <source>Queue of notifications</source>
        <translation>Cola de notificaciones</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tablas</translation>
    </message>
    <message>
        <source>Triggers</source>
        <translation>Disparadores</translation>
    </message>
    <message>
        <source>Rights of other roles</source>
        <translation>Permisos de otros roles</translation>
    </message>
    <message>
        <source>Lock of the log&apos;s order</source>
        <translation>Bloqueo del orden del registro</translation>
    </message>
    <message>
        <source>Messages of other programs</source>
        <translation>Mensajes de otros programas</translation>
    </message>
    <message>
        <source>Nodes on this database</source>
        <translation>Nodos en esta base de datos</translation>
    </message>
    <message>
        <source>Search index</source>
        <translation>Índice de búsqueda</translation>
    </message>
    <message>
        <source>Written to disk</source>
        <translation>Escritura en disco</translation>
    </message>
    <message>
        <source>Uploaded files</source>
        <translation>Archivos subidos</translation>
    </message>
    <message>
        <source>Pages are whole</source>
        <translation>Páginas íntegras</translation>
    </message>
    <message>
        <source>Room on the disk</source>
        <translation>Espacio en el disco</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Restart the node</source>
        <translation>Reiniciar el nodo</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Abrir la carpeta</translation>
    </message>
    <message>
        <source>Copy what to do</source>
        <translation>Copiar qué hacer</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Copiar la orden</translation>
    </message>
    <message>
        <source>good</source>
        <translation>bien</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>aviso</translation>
    </message>
    <message>
        <source>failure</source>
        <translation>fallo</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>Revisión</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Revisar de nuevo</translation>
    </message>
    <message>
        <source>The node looks its database and files over…</source>
        <translation>El nodo revisa su base de datos y sus archivos…</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 libres</translation>
    </message>
</context>
<context>
    <name>pipit::DrainCard</name>
    <message>
        <source>Stop now</source>
        <translation>Detener ya</translation>
    </message>
    <message>
        <source>The clients were sent away</source>
        <translation>Se ha despedido a los clientes</translation>
    </message>
    <message>
        <source>The clients are sent away</source>
        <translation>Se está despidiendo a los clientes</translation>
    </message>
    <message>
        <source>%1 of %2 streams are open, after %3 of %4.</source>
        <translation>Quedan %1 de %2 flujos abiertos; han pasado %3 de %4.</translation>
    </message>
    <message>
        <source>All %1 streams ended within %2; they come back when the node is there again.</source>
        <translation>Los %1 flujos terminaron en %2; volverán cuando el nodo esté de nuevo.</translation>
    </message>
    <message>
        <source>%1 of %2 streams were still open after %3, and were cut.</source>
        <translation>%1 de %2 flujos seguían abiertos tras %3 y se cortaron.</translation>
    </message>
</context>
<context>
    <name>pipit::DropArea</name>
    <message>
        <source>Drop it here to attach it</source>
        <translation>Suéltalo aquí para adjuntarlo</translation>
    </message>
</context>
<context>
    <name>pipit::EditLine</name>
    <message>
        <source>Editing: %1</source>
        <translation>Editando: %1</translation>
    </message>
    <message>
        <source>Leave it as it was (Esc)</source>
        <translation>Dejarlo como estaba (Esc)</translation>
    </message>
    <message>
        <source>In reply to %1: %2</source>
        <translation>En respuesta a %1: %2</translation>
    </message>
    <message>
        <source>No reply to this (Esc)</source>
        <translation>No responder a esto (Esc)</translation>
    </message>
</context>
<context>
    <name>pipit::EmbeddedNode</name>
    <message>
        <source>Port %1 is taken by another program; this node listens on port %2.</source>
        <translation>Otro programa ocupa el puerto %1; este nodo escucha en el puerto %2.</translation>
    </message>
</context>
<context>
    <name>pipit::ExportBar</name>
    <message>
        <source>Charts as PNG</source>
        <translation>Gráficos como PNG</translation>
    </message>
    <message>
        <source>Charts as SVG</source>
        <translation>Gráficos como SVG</translation>
    </message>
    <message>
        <source>Figures as CSV</source>
        <translation>Cifras como CSV</translation>
    </message>
    <message>
        <source>Exported to %1.</source>
        <translation>Exportado a %1.</translation>
    </message>
    <message>
        <source>Nothing was exported, because %1 cannot be written: %2. Choose another folder, or make room on the disk, and export it again.</source>
        <translation>No se exportó nada porque no se puede escribir %1: %2. Elige otra carpeta o libera espacio en el disco y expórtalo de nuevo.</translation>
    </message>
    <message>
        <source>Incident bundle</source>
        <translation>Paquete de incidente</translation>
    </message>
    <message>
        <source>Exported to %1, without %2: README.txt in it says why.</source>
        <translation>Exportado a %1, sin %2: el README.txt que contiene dice por qué.</translation>
    </message>
    <message>
        <source>The incident bundle was cancelled; nothing was written.</source>
        <translation>Se canceló el paquete de incidente; no se escribió nada.</translation>
    </message>
    <message>
        <source>Gathering: %1 of %2</source>
        <translation>Reuniendo: %1 de %2</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Charts as PNG…</source>
        <translation>Gráficos como PNG…</translation>
    </message>
    <message>
        <source>Charts as SVG…</source>
        <translation>Gráficos como SVG…</translation>
    </message>
    <message>
        <source>Figures as CSV…</source>
        <translation>Cifras como CSV…</translation>
    </message>
    <message>
        <source>Incident bundle…</source>
        <translation>Paquete de incidente…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Cancel the incident bundle</source>
        <translation>Cancelar el paquete de incidente</translation>
    </message>
</context>
<context>
    <name>pipit::FaultCard</name>
    <message>
        <source>The node does not run</source>
        <translation>El nodo no está en marcha</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Iniciar de nuevo</translation>
    </message>
    <message>
        <source>Back to what it was</source>
        <translation>Volver a lo de antes</translation>
    </message>
    <message>
        <source>Open pipit.toml</source>
        <translation>Abrir pipit.toml</translation>
    </message>
</context>
<context>
    <name>pipit::FileContent</name>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Guardada como %1</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>Mostrar en su carpeta</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>No guardado: %1</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Guardar como…</translation>
    </message>
</context>
<context>
    <name>pipit::FindBar</name>
    <message>
        <source>Looking…</source>
        <translation>Buscando…</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>No encontrado</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>Find in this session</source>
        <translation>Buscar en esta sesión</translation>
    </message>
    <message>
        <source>Older hit (Enter)</source>
        <translation>Resultado anterior (Intro)</translation>
    </message>
    <message>
        <source>Newer hit (Shift+Enter)</source>
        <translation>Resultado más reciente (Mayús+Intro)</translation>
    </message>
    <message>
        <source>Close (Escape)</source>
        <translation>Cerrar (Esc)</translation>
    </message>
    <message>
        <source>Looking further back…</source>
        <translation>Buscando más atrás…</translation>
    </message>
</context>
<context>
    <name>pipit::FirstStart</name>
    <message>
        <source>Hello! How does this work?</source>
        <translation>¡Hola! ¿Cómo funciona esto?</translation>
    </message>
    <message>
        <source>Setting up %1…</source>
        <translation>Configurando %1…</translation>
    </message>
    <message>
        <source>Hello! What can you do?</source>
        <translation>¡Hola! ¿Qué puedes hacer?</translation>
    </message>
    <message>
        <source>%1 was not set up: %2</source>
        <translation>No se configuró %1: %2</translation>
    </message>
</context>
<context>
    <name>pipit::GrowingFile</name>
    <message>
        <source>It cannot be kept in the folder for temporary files: %1. Make room there and try again.</source>
        <translation>No se puede guardar en la carpeta de archivos temporales: %1. Libere espacio e inténtelo de nuevo.</translation>
    </message>
</context>
<context>
    <name>pipit::HealthRow</name>
    <message>
        <source>asking…</source>
        <translation>preguntando…</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>responde</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>no responde</translation>
    </message>
    <message>
        <source>store</source>
        <translation>almacén</translation>
    </message>
    <message>
        <source>hears of other nodes</source>
        <translation>oye a los otros nodos</translation>
    </message>
    <message>
        <source>does not hear of other nodes</source>
        <translation>no oye a los otros nodos</translation>
    </message>
    <message numerus="yes">
        <source>%n stream(s)</source>
        <translation>
            <numerusform>%n flujo</numerusform>
            <numerusform>%n flujos</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 libres</translation>
    </message>
    <message>
        <source>not ready</source>
        <translation>no está listo</translation>
    </message>
</context>
<context>
    <name>pipit::HtmlExport</name>
    <message numerus="yes">
        <source>Exported from Pipit on %1; %n message(s)</source>
        <translation>
            <numerusform>Exportado de Pipit el %1; %n mensaje</numerusform>
            <numerusform>Exportado de Pipit el %1; %n mensajes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::HttpExchange</name>
    <message>
        <source>The server closed the connection without an answer.</source>
        <translation>El servidor cerró la conexión sin responder.</translation>
    </message>
    <message>
        <source>The connection ended in the middle of the answer.</source>
        <translation>La conexión se cortó en mitad de la respuesta.</translation>
    </message>
</context>
<context>
    <name>pipit::LanguageSection</name>
    <message>
        <source>Like the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation>Idioma de la ventana</translation>
    </message>
    <message>
        <source>Messages stay as they were written. Dates and figures follow your system where it speaks the same language.</source>
        <translation>Los mensajes quedan como se escribieron. Las fechas y cifras siguen a tu sistema si habla el mismo idioma.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
</context>
<context>
    <name>pipit::LauncherCard</name>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
</context>
<context>
    <name>pipit::LogBar</name>
    <message>
        <source>Log</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>All levels</source>
        <translation>Todos los niveles</translation>
    </message>
    <message>
        <source>Info and graver</source>
        <translation>Información y más graves</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Avisos y errores</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>Solo errores</translation>
    </message>
    <message>
        <source>From which level on</source>
        <translation>Desde qué nivel</translation>
    </message>
    <message>
        <source>Of which areas</source>
        <translation>De qué áreas</translation>
    </message>
    <message>
        <source>All areas</source>
        <translation>Todas las áreas</translation>
    </message>
    <message numerus="yes">
        <source>%n area(s)</source>
        <translation>
            <numerusform>%n área</numerusform>
            <numerusform>%n áreas</numerusform>
        </translation>
    </message>
    <message>
        <source>Search…</source>
        <translation>Buscar…</translation>
    </message>
    <message>
        <source>Show lines with this text</source>
        <translation>Mostrar las líneas con este texto</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Sin resultados</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>Next hit (F3)</source>
        <translation>Siguiente resultado (F3)</translation>
    </message>
    <message>
        <source>Previous hit (Shift+F3)</source>
        <translation>Resultado anterior (Mayús+F3)</translation>
    </message>
    <message>
        <source>Pause: new lines wait</source>
        <translation>Pausar: las líneas nuevas esperan</translation>
    </message>
    <message numerus="yes">
        <source>Go on (%n new line(s))</source>
        <translation>
            <numerusform>Continuar (%n línea nueva)</numerusform>
            <numerusform>Continuar (%n líneas nuevas)</numerusform>
        </translation>
    </message>
    <message>
        <source>Wrap long lines</source>
        <translation>Ajustar las líneas largas</translation>
    </message>
    <message>
        <source>Copy the selected lines</source>
        <translation>Copiar las líneas seleccionadas</translation>
    </message>
    <message>
        <source>Copy all shown lines</source>
        <translation>Copiar todas las líneas mostradas</translation>
    </message>
    <message>
        <source>Copy the selected lines, or all that are shown</source>
        <translation>Copiar las líneas seleccionadas o, si no hay, todas las mostradas</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Vaciar</translation>
    </message>
    <message>
        <source>Lines up to now do not come back</source>
        <translation>Las líneas hasta ahora no vuelven</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
</context>
<context>
    <name>pipit::LogModel</name>
    <message>
        <source>The node was started anew.</source>
        <translation>El nodo se ha vuelto a iniciar.</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) are missing here: the node kept them no longer.</source>
        <translation>
            <numerusform>Aquí falta %n línea: el nodo ya no la conservaba.</numerusform>
            <numerusform>Aquí faltan %n líneas: el nodo ya no las conservaba.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::LogPanel</name>
    <message>
        <source>No node is running.</source>
        <translation>No hay ningún nodo en marcha.</translation>
    </message>
    <message>
        <source>Its log stands here once one does.</source>
        <translation>Su registro aparece aquí en cuanto haya uno.</translation>
    </message>
    <message>
        <source>These are the last lines of the one that was.</source>
        <translation>Estas son las últimas líneas del que hubo.</translation>
    </message>
    <message>
        <source>The node is out of reach.</source>
        <translation>No se puede acceder al nodo.</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Probar ahora</translation>
    </message>
    <message>
        <source>The log is for operators.</source>
        <translation>El registro es para operadores.</translation>
    </message>
    <message>
        <source>This token is none of an operator&apos;s. Use one that is: pipitctl token create --role operator makes one.</source>
        <translation>Este token no es de un operador. Use uno que lo sea: pipitctl token create --role operator crea uno.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>The node does not know this token.</source>
        <translation>El nodo no conoce este token.</translation>
    </message>
    <message>
        <source>This node does not tell its log.</source>
        <translation>Este nodo no muestra su registro.</translation>
    </message>
    <message>
        <source>It is of an older version than this window. Its log is where it was started from.</source>
        <translation>Su versión es anterior a la de esta ventana. Su registro está donde se inició.</translation>
    </message>
    <message>
        <source>The log cannot be read.</source>
        <translation>No se puede leer el registro.</translation>
    </message>
    <message numerus="yes">
        <source>Next attempt in %n second(s).</source>
        <translation>
            <numerusform>Próximo intento en %n segundo.</numerusform>
            <numerusform>Próximo intento en %n segundos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Trying…</source>
        <translation>Intentando…</translation>
    </message>
    <message>
        <source>No line fits.</source>
        <translation>Ninguna línea coincide.</translation>
    </message>
    <message>
        <source>Lines are there, of other levels or areas, or without this text.</source>
        <translation>Hay líneas de otros niveles o áreas, o sin este texto.</translation>
    </message>
    <message>
        <source>Show all lines</source>
        <translation>Mostrar todas las líneas</translation>
    </message>
    <message>
        <source>Paused.</source>
        <translation>En pausa.</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) came meanwhile.</source>
        <translation>
            <numerusform>Mientras tanto ha llegado %n línea.</numerusform>
            <numerusform>Mientras tanto han llegado %n líneas.</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>The log is being fetched…</source>
        <translation>Obteniendo el registro…</translation>
    </message>
    <message>
        <source>Nothing was logged yet.</source>
        <translation>Todavía no hay nada registrado.</translation>
    </message>
    <message>
        <source>Each line stands here as soon as it comes.</source>
        <translation>Cada línea aparece aquí en cuanto llega.</translation>
    </message>
</context>
<context>
    <name>pipit::LogView</name>
    <message>
        <source>Log</source>
        <translation>Registro</translation>
    </message>
    <message numerus="yes">
        <source>%n new line(s)</source>
        <translation>
            <numerusform>%n línea nueva</numerusform>
            <numerusform>%n líneas nuevas</numerusform>
        </translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>Lo más reciente</translation>
    </message>
    <message>
        <source>%1, warning, %2: %3</source>
        <comment>time, area, words of a line of the log</comment>
        <translation>%1, aviso, %2: %3</translation>
    </message>
    <message>
        <source>%1, error, %2: %3</source>
        <comment>time, area, words of a line of the log</comment>
        <translation>%1, error, %2: %3</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <comment>time, area, words of a line of the log</comment>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>Look for “%1”</source>
        <translation>Buscar «%1»</translation>
    </message>
    <message>
        <source>Copy “%1”</source>
        <translation>Copiar «%1»</translation>
    </message>
    <message>
        <source>Copy the selected lines</source>
        <translation>Copiar las líneas seleccionadas</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Seleccionar todo</translation>
    </message>
</context>
<context>
    <name>pipit::MainWindow</name>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Consola</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Servidor</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Pipit</source>
        <translation>Pipit</translation>
    </message>
    <message>
        <source>This link leads to a session of %1, which is not among your servers.</source>
        <translation>Este enlace lleva a una sesión de %1, que no está entre tus servidores.</translation>
    </message>
    <message>
        <source>Go to or do something</source>
        <translation>Ir a algo o hacer algo</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>Nueva sesión</translation>
    </message>
    <message>
        <source>Search sessions and messages</source>
        <translation>Buscar sesiones y mensajes</translation>
    </message>
    <message>
        <source>Previous session</source>
        <translation>Sesión anterior</translation>
    </message>
    <message>
        <source>Next session</source>
        <translation>Sesión siguiente</translation>
    </message>
    <message>
        <source>Rename the session</source>
        <translation>Cambiar el nombre de la sesión</translation>
    </message>
    <message>
        <source>Find in this session</source>
        <translation>Buscar en esta sesión</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Escribir un mensaje</translation>
    </message>
    <message>
        <source>Session note</source>
        <translation>Nota de la sesión</translation>
    </message>
    <message>
        <source>Export the session as Markdown</source>
        <translation>Exportar la sesión como Markdown</translation>
    </message>
    <message>
        <source>Export the session as an HTML page</source>
        <translation>Exportar la sesión como página HTML</translation>
    </message>
    <message>
        <source>Export the session as JSON</source>
        <translation>Exportar la sesión como JSON</translation>
    </message>
    <message>
        <source>Import a session</source>
        <translation>Importar una sesión</translation>
    </message>
    <message>
        <source>Add a server</source>
        <translation>Añadir un servidor</translation>
    </message>
    <message>
        <source>Theme: like the system</source>
        <translation>Tema: como el sistema</translation>
    </message>
    <message>
        <source>Theme: light</source>
        <translation>Tema: claro</translation>
    </message>
    <message>
        <source>Theme: dark</source>
        <translation>Tema: oscuro</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>Mostrar %1</translation>
    </message>
    <message>
        <source>Show server %1</source>
        <translation>Mostrar el servidor %1</translation>
    </message>
    <message>
        <source>Search messages for “%1”</source>
        <translation>Buscar «%1» en los mensajes</translation>
    </message>
    <message>
        <source>archived</source>
        <translation>archivada</translation>
    </message>
</context>
<context>
    <name>pipit::MediaPlayer</name>
    <message>
        <source>It is larger than 2 GiB, too large to be played here. Save the file and open it with another player.</source>
        <translation>Ocupa más de 2 GiB, demasiado para reproducirlo aquí. Guarda el archivo y ábrelo con otro reproductor.</translation>
    </message>
    <message>
        <source>It is damaged, or there is nothing in it that can be played. Save the file to look at it with another program.</source>
        <translation>Está dañado o no contiene nada que se pueda reproducir. Guarda el archivo para verlo con otro programa.</translation>
    </message>
    <message>
        <source>Not all of it can be decoded here (codec: %1).</source>
        <translation>No todo se puede decodificar aquí (códec: %1).</translation>
    </message>
</context>
<context>
    <name>pipit::MembersPopup</name>
    <message>
        <source>Asking who is here…</source>
        <translation>Preguntando quién está…</translation>
    </message>
    <message>
        <source>Who is in this session</source>
        <translation>Quién está en esta sesión</translation>
    </message>
    <message>
        <source>%1 (you)</source>
        <translation>%1 (tú)</translation>
    </message>
    <message>
        <source>Nobody has written here yet.</source>
        <translation>Aquí todavía no ha escrito nadie.</translation>
    </message>
</context>
<context>
    <name>pipit::MessageAccessible</name>
    <message>
        <source>Error</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>Información</translation>
    </message>
    <message>
        <source>Success</source>
        <translation>Correcto</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Advertencia</translation>
    </message>
    <message>
        <source>In reply to an earlier message</source>
        <translation>En respuesta a un mensaje anterior</translation>
    </message>
    <message>
        <source>In reply to %1: %2</source>
        <translation>En respuesta a %1: %2</translation>
    </message>
    <message>
        <source>Reasoning: %1</source>
        <translation>Razonamiento: %1</translation>
    </message>
    <message>
        <source>Has reasoning</source>
        <translation>Tiene razonamiento</translation>
    </message>
    <message>
        <source>Version %1 of %2</source>
        <translation>Versión %1 de %2</translation>
    </message>
    <message>
        <source>Only its beginning is shown</source>
        <translation>Solo se muestra el principio</translation>
    </message>
</context>
<context>
    <name>pipit::MessageDetails</name>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Number in the log</source>
        <translation>Número en el registro</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Longitud</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n carácter</numerusform>
            <numerusform>%n caracteres</numerusform>
        </translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Ended because</source>
        <translation>Terminó por</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Tokens of the question</source>
        <translation>Tokens de la pregunta</translation>
    </message>
    <message>
        <source>Tokens of the answer</source>
        <translation>Tokens de la respuesta</translation>
    </message>
    <message>
        <source>First words on the screen</source>
        <translation>Primeras palabras en pantalla</translation>
    </message>
    <message>
        <source>All of it on the screen</source>
        <translation>Todo en pantalla</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>pipit::MessageLayout</name>
    <message>
        <source>An earlier message</source>
        <translation>Un mensaje anterior</translation>
    </message>
</context>
<context>
    <name>pipit::MessageModel</name>
    <message>
        <source>Removed by an operator</source>
        <translation>Eliminado por un operador</translation>
    </message>
    <message>
        <source>%1 changed the note</source>
        <translation>%1 cambió la nota</translation>
    </message>
</context>
<context>
    <name>pipit::MessageNotices</name>
    <message numerus="yes">
        <source>%n more notification(s)</source>
        <translation>
            <numerusform>%n notificación más</numerusform>
            <numerusform>%n notificaciones más</numerusform>
        </translation>
    </message>
    <message>
        <source>The latest, %1: %2</source>
        <translation>La última, %1: %2</translation>
    </message>
    <message>
        <source>Alert: %1</source>
        <translation>Alerta: %1</translation>
    </message>
    <message>
        <source>Alert over: %1</source>
        <translation>Fin de la alerta: %1</translation>
    </message>
    <message>
        <source>%1 is %2; its limit is %3.</source>
        <translation>%1 es %2; su límite es %3.</translation>
    </message>
    <message>
        <source>New message</source>
        <translation>Mensaje nuevo</translation>
    </message>
</context>
<context>
    <name>pipit::MessageSearch</name>
    <message>
        <source>%1: %2</source>
        <comment>sender and the words that were found</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>pipit::MessageView</name>
    <message>
        <source>Conversation</source>
        <translation>Conversación</translation>
    </message>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n mensaje nuevo</numerusform>
            <numerusform>%n mensajes nuevos</numerusform>
        </translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>Lo más reciente</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
    <message>
        <source>Copy selection</source>
        <translation>Copiar la selección</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Copiar como Markdown</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Copiar el enlace</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Copy selection as Markdown</source>
        <translation>Copiar la selección como Markdown</translation>
    </message>
    <message>
        <source>Quote</source>
        <translation>Citar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>Regenerar</translation>
    </message>
    <message>
        <source>Hide the reasoning</source>
        <translation>Ocultar el razonamiento</translation>
    </message>
    <message>
        <source>Show the reasoning</source>
        <translation>Mostrar el razonamiento</translation>
    </message>
    <message>
        <source>Earlier version</source>
        <translation>Versión anterior</translation>
    </message>
    <message>
        <source>Later version</source>
        <translation>Versión posterior</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Save the file</source>
        <translation>Guardar el archivo</translation>
    </message>
    <message>
        <source>Show all of it</source>
        <translation>Mostrar todo</translation>
    </message>
    <message>
        <source>Go to what is quoted</source>
        <translation>Ir a lo citado</translation>
    </message>
    <message>
        <source>Export selection…</source>
        <translation>Exportar la selección…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>Abrir el enlace</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Copiar el código</translation>
    </message>
    <message>
        <source>Copy what went wrong</source>
        <translation>Copiar qué falló</translation>
    </message>
    <message>
        <source>Ask another bot</source>
        <translation>Preguntar a otro bot</translation>
    </message>
    <message>
        <source>Ask a bot</source>
        <translation>Preguntar a un bot</translation>
    </message>
    <message>
        <source>Compare the answers</source>
        <translation>Comparar las respuestas</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Responder</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>pipit::MessageWords</name>
    <message>
        <source>Stopped</source>
        <translation>Detenido</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Interrumpido</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Falló</translation>
    </message>
    <message>
        <source>First token %1</source>
        <translation>Primer token %1</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 tokens/s</translation>
    </message>
    <message>
        <source>Took %1</source>
        <translation>Duró %1</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>Regenerar</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Enviado</translation>
    </message>
    <message>
        <source>Waiting for the connection</source>
        <translation>Esperando la conexión</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Enviando</translation>
    </message>
    <message>
        <source>Not sent: %1</source>
        <translation>No enviado: %1</translation>
    </message>
    <message>
        <source>Waiting for its turn</source>
        <translation>En espera de turno</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>Pensando</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>Respondiendo</translation>
    </message>
    <message>
        <source>Fetching the answer</source>
        <translation>Recuperando la respuesta</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>Editado</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n carácter</numerusform>
            <numerusform>%n caracteres</numerusform>
        </translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Razonamiento</translation>
    </message>
    <message numerus="yes">
        <source>Show all (%n more character(s))</source>
        <translation>
            <numerusform>Mostrar todo (%n carácter más)</numerusform>
            <numerusform>Mostrar todo (%n caracteres más)</numerusform>
        </translation>
    </message>
    <message>
        <source>Asked the provider</source>
        <translation>Preguntado al proveedor</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Aceptado</translation>
    </message>
    <message>
        <source>Provider&apos;s first byte</source>
        <translation>Primer byte del proveedor</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>Primer token</translation>
    </message>
    <message>
        <source>Last token</source>
        <translation>Último token</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>Guardado</translation>
    </message>
    <message numerus="yes">
        <source>%n unread message(s)</source>
        <translation>
            <numerusform>%n mensaje sin leer</numerusform>
            <numerusform>%n mensajes sin leer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Caught up: %n message(s)</source>
        <translation>
            <numerusform>Al día: %n mensaje</numerusform>
            <numerusform>Al día: %n mensajes</numerusform>
        </translation>
    </message>
    <message>
        <source>Sending, %1 %</source>
        <translation>Enviando, %1 %</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>pipit::MpvLibrary</name>
    <message>
        <source>Sound and video are played by libmpv, which is not there. Install it (Debian and Ubuntu: libmpv2; macOS: brew install mpv), or save the file and open it with another player.</source>
        <translation>El sonido y el vídeo se reproducen con libmpv, que no está instalado. Instálelo (Debian y Ubuntu: libmpv2; macOS: brew install mpv) o guarde el archivo y ábralo con otro reproductor.</translation>
    </message>
</context>
<context>
    <name>pipit::MpvPlayer</name>
    <message>
        <source>libmpv does not start (%1). Save the file and open it with another player.</source>
        <translation>libmpv no arranca (%1). Guarda el archivo y ábrelo con otro reproductor.</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>This system cannot decode it (codec: %1). Save the file and open it with another player.</source>
        <translation>Este sistema no puede decodificarlo (códec: %1). Guarda el archivo y ábrelo con otro reproductor.</translation>
    </message>
    <message>
        <source>This is no sound or video that can be played here (%1). Save the file to look at it with another program.</source>
        <translation>No es un sonido ni un vídeo que se pueda reproducir aquí (%1). Guarda el archivo para verlo con otro programa.</translation>
    </message>
</context>
<context>
    <name>pipit::NodeCard</name>
    <message>
        <source>Open the page in the browser</source>
        <translation>Abrir la página en el navegador</translation>
    </message>
    <message>
        <source>The node&apos;s own page in the browser, signed in once with a ticket</source>
        <translation>La página propia del nodo en el navegador, con un pase de un solo uso</translation>
    </message>
    <message>
        <source>Browser page</source>
        <translation>Página web</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
    <message>
        <source>SQLite</source>
        <translation>SQLite</translation>
    </message>
    <message>
        <source>PostgreSQL of its own</source>
        <translation>PostgreSQL propio</translation>
    </message>
    <message>
        <source>PostgreSQL by its address…</source>
        <translation>PostgreSQL por su dirección…</translation>
    </message>
    <message>
        <source>The database is decided by %1.</source>
        <translation>La base de datos la decide %1.</translation>
    </message>
    <message>
        <source>Who may reach it is decided by %1.</source>
        <translation>Quién puede acceder lo decide %1.</translation>
    </message>
    <message>
        <source>Whoever has a token reaches it from other computers, at this computer&apos;s address and port %1.</source>
        <translation>Quien tenga un token accede desde otros equipos, en la dirección de este y el puerto %1.</translation>
    </message>
    <message>
        <source>The node starts anew with the other database and shows what is in that one. What is in this one stays where it is; pipitctl move carries it over.</source>
        <translation>El nodo se inicia de nuevo con la otra base de datos y muestra lo que hay en ella. Lo de esta se queda donde está; pipitctl move lo traslada.</translation>
    </message>
    <message>
        <source>Use another database?</source>
        <translation>¿Usar otra base de datos?</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Usar</translation>
    </message>
    <message>
        <source>Every client is told to come back later, one by one within %1 s; then the node stops. The conversations of this window wait until it is started again.</source>
        <translation>Se avisa a los clientes, uno a uno en %1 s, de que vuelvan más tarde; después el nodo se detiene. Las conversaciones de esta ventana esperan a que se inicie de nuevo.</translation>
    </message>
    <message>
        <source>Send the clients away and stop?</source>
        <translation>¿Despedir a los clientes y detener?</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>Vaciar</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Base de datos</translation>
    </message>
    <message>
        <source>Open to</source>
        <translation>Abierto a</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Copiar la dirección</translation>
    </message>
    <message>
        <source>Copy the token</source>
        <translation>Copiar el token</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Ocultar</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Hide the token</source>
        <translation>Ocultar el token</translation>
    </message>
    <message>
        <source>Show the token</source>
        <translation>Mostrar el token</translation>
    </message>
    <message>
        <source>Address of the database</source>
        <translation>Dirección de la base de datos</translation>
    </message>
    <message>
        <source>This computer only</source>
        <translation>Solo este equipo</translation>
    </message>
    <message>
        <source>The network</source>
        <translation>La red</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Iniciar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Reiniciar</translation>
    </message>
    <message>
        <source>Drain…</source>
        <translation>Vaciar…</translation>
    </message>
    <message>
        <source>Copy curl line</source>
        <translation>Copiar línea curl</translation>
    </message>
</context>
<context>
    <name>pipit::NodeRun</name>
    <message>
        <source>The node has stopped because of a fault in it (%1). Start it again. If that happens often, tell the makers, with the log.</source>
        <translation>El nodo se ha detenido por un fallo interno (%1). Inícielo de nuevo. Si ocurre a menudo, avise a los autores, con el registro.</translation>
    </message>
</context>
<context>
    <name>pipit::NodeSettings</name>
    <message>
        <source>%1 cannot be written to. Choose a folder of your own.</source>
        <translation>No se puede escribir en %1. Elija una carpeta propia.</translation>
    </message>
    <message>
        <source>This is no address of a PostgreSQL. It begins with postgres://</source>
        <translation>Esta no es la dirección de un PostgreSQL. Empieza por postgres://</translation>
    </message>
    <message>
        <source>This is no address of a database: %1</source>
        <translation>Esta no es la dirección de una base de datos: %1</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation>No se puede leer %1: %2.</translation>
    </message>
    <message>
        <source>%1 was changed meanwhile, and that would be lost. Start the server with it, or mend it there.</source>
        <translation>%1 se modificó entretanto y eso se perdería. Inicie el servidor con él o corríjalo allí.</translation>
    </message>
</context>
<context>
    <name>pipit::NodeWords</name>
    <message>
        <source>This computer&apos;s node is stopped</source>
        <translation>El nodo de este equipo está detenido</translation>
    </message>
    <message>
        <source>This computer&apos;s node is starting</source>
        <translation>El nodo de este equipo se está iniciando</translation>
    </message>
    <message>
        <source>This computer&apos;s node is running</source>
        <translation>El nodo de este equipo está en marcha</translation>
    </message>
    <message>
        <source>This computer&apos;s node sends its clients away</source>
        <translation>El nodo de este equipo despide a sus clientes</translation>
    </message>
    <message>
        <source>This computer&apos;s node is stopping</source>
        <translation>El nodo de este equipo se está deteniendo</translation>
    </message>
    <message>
        <source>This computer&apos;s node is not running</source>
        <translation>El nodo de este equipo no está en marcha</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 d %2 h</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
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
        <translation>PostgreSQL propio</translation>
    </message>
</context>
<context>
    <name>pipit::NoteComments</name>
    <message>
        <source>Comments</source>
        <translation>Comentarios</translation>
    </message>
    <message>
        <source>Comments (%1)</source>
        <translation>Comentarios (%1)</translation>
    </message>
    <message>
        <source>Add a comment</source>
        <translation>Añadir un comentario</translation>
    </message>
    <message>
        <source>Comments need a saved note</source>
        <translation>Para comentar, primero guarda la nota</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Comentar</translation>
    </message>
</context>
<context>
    <name>pipit::NoteConflict</name>
    <message>
        <source>%1 changed the note while you were writing. Nothing is lost: choose what it shall say.</source>
        <translation>%1 cambió la nota mientras escribías. No se pierde nada: elige qué debe decir.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>You, not saved yet</source>
        <translation>Tú, sin guardar</translation>
    </message>
    <message>
        <source>The note as %1 saved it</source>
        <translation>La nota como la guardó %1</translation>
    </message>
    <message>
        <source>The note as you wrote it</source>
        <translation>La nota como la escribiste</translation>
    </message>
    <message>
        <source>Keep mine (replaces theirs)</source>
        <translation>Quedarme con la mía (sustituye la otra)</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>Quedarme con la otra</translation>
    </message>
    <message>
        <source>What you wrote is dropped.</source>
        <translation>Lo que escribiste se descarta.</translation>
    </message>
    <message>
        <source>Edit both together</source>
        <translation>Editar las dos juntas</translation>
    </message>
</context>
<context>
    <name>pipit::NotePanel</name>
    <message>
        <source>mine</source>
        <translation>la mía</translation>
    </message>
    <message>
        <source>Not added: %1 What you wrote is kept here.</source>
        <translation>No se añadió: %1 Lo que escribiste se conserva aquí.</translation>
    </message>
    <message>
        <source>No note yet. Write here what everybody in this session should find: a plan, a decision, a list.</source>
        <translation>Aún no hay nota. Escribe aquí lo que todos en esta sesión deberían encontrar: un plan, una decisión, una lista.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Cargando…</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>Escribir una nota</translation>
    </message>
    <message>
        <source>%1 changed the note while you are writing. Saving will show you both.</source>
        <translation>%1 cambió la nota mientras escribes. Al guardar verás las dos.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Guardando…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Not saved: %1 What you wrote is kept here; save it again when the node can be reached.</source>
        <translation>No se guardó: %1 Lo que escribiste se conserva aquí; guárdalo otra vez cuando se pueda llegar al nodo.</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>No guardado: %1</translation>
    </message>
    <message>
        <source>The note could not be loaded: %1</source>
        <translation>No se pudo cargar la nota: %1</translation>
    </message>
    <message>
        <source>%1 is editing</source>
        <translation>%1 está editando</translation>
    </message>
    <message>
        <source>%1 are editing</source>
        <translation>%1 están editando</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Close the note</source>
        <translation>Cerrar la nota</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>What you wrote is dropped.</source>
        <translation>Lo que escribiste se descarta.</translation>
    </message>
    <message>
        <source>Save (Ctrl+Enter)</source>
        <translation>Guardar (Ctrl+Intro)</translation>
    </message>
    <message>
        <source>Markdown, for everybody in this session</source>
        <translation>Markdown, para todos en esta sesión</translation>
    </message>
    <message>
        <source>The note&apos;s text</source>
        <translation>El texto de la nota</translation>
    </message>
</context>
<context>
    <name>pipit::NotificationsSection</name>
    <message>
        <source>Desktop notifications</source>
        <translation>Notificaciones del escritorio</translation>
    </message>
    <message>
        <source>Only for what comes while you do not look at its session. They make no sound.</source>
        <translation>Solo de lo que llega mientras no miras su sesión. No hacen ruido.</translation>
    </message>
    <message>
        <source>Show what was written</source>
        <translation>Mostrar lo escrito</translation>
    </message>
    <message>
        <source>Off: they only say that there is a new message. For screens that others see.</source>
        <translation>Si no, solo dicen que hay un mensaje nuevo. Para pantallas que otros ven.</translation>
    </message>
    <message>
        <source>Stay in the tray when the window is closed</source>
        <translation>Quedarse en la bandeja al cerrar la ventana</translation>
    </message>
    <message>
        <source>Messages go on arriving, and the node inside goes on serving others. Quit is in the tray&apos;s menu.</source>
        <translation>Los mensajes siguen llegando y el nodo interno sigue atendiendo a otros. Salir está en el menú de la bandeja.</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>No molestar</translation>
    </message>
    <message>
        <source>Quiet until %1. Nothing is lost: the list of sessions counts what came.</source>
        <translation>En silencio hasta %1. No se pierde nada: la lista de sesiones cuenta lo que llegó.</translation>
    </message>
    <message>
        <source>Nothing holds notifications back now.</source>
        <translation>Ahora nada retiene las notificaciones.</translation>
    </message>
    <message>
        <source>For an hour</source>
        <translation>Una hora</translation>
    </message>
    <message>
        <source>Until the morning</source>
        <translation>Hasta mañana por la mañana</translation>
    </message>
    <message>
        <source>Not any more</source>
        <translation>Ya no</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Notificaciones</translation>
    </message>
</context>
<context>
    <name>pipit::OtherNodeCard</name>
    <message numerus="yes">
        <source>%n stream(s)</source>
        <translation>
            <numerusform>%n flujo</numerusform>
            <numerusform>%n flujos</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Copiar la dirección</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Conversaciones</translation>
    </message>
</context>
<context>
    <name>pipit::PeopleWords</name>
    <message>
        <source>, </source>
        <comment>between two names</comment>
        <translation>, </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 y %n más</numerusform>
            <numerusform>%1 y %n más</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n here</source>
        <translation>
            <numerusform>%1 · %n en línea</numerusform>
            <numerusform>%1 · %n en línea</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is writing…</source>
        <translation>%1 está escribiendo…</translation>
    </message>
    <message>
        <source>%1 and %2 are writing…</source>
        <translation>%1 y %2 están escribiendo…</translation>
    </message>
    <message>
        <source>Several people are writing…</source>
        <translation>Varias personas están escribiendo…</translation>
    </message>
    <message>
        <source>bot</source>
        <translation>bot</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>operador</translation>
    </message>
    <message>
        <source>here</source>
        <translation>en línea</translation>
    </message>
    <message>
        <source>wrote: %1</source>
        <comment>a time</comment>
        <translation>escribió: %1</translation>
    </message>
</context>
<context>
    <name>pipit::PictureBlock</name>
    <message>
        <source>Pictures cannot be shown here.</source>
        <translation>Aquí no se pueden mostrar imágenes.</translation>
    </message>
    <message>
        <source>A picture at %1</source>
        <translation>Una imagen en %1</translation>
    </message>
    <message>
        <source>Whoever runs it would learn your address.</source>
        <translation>Quien lo administra conocería su dirección.</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Mostrarla</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Show the picture</source>
        <translation>Mostrar la imagen</translation>
    </message>
    <message>
        <source>Open the picture</source>
        <translation>Abrir la imagen</translation>
    </message>
</context>
<context>
    <name>pipit::PictureStore</name>
    <message>
        <source>There is no connection to a node.</source>
        <translation>No hay conexión con un nodo.</translation>
    </message>
    <message>
        <source>This is no picture that can be shown here (%1).</source>
        <translation>No es una imagen que se pueda mostrar aquí (%1).</translation>
    </message>
    <message>
        <source>The picture is too large to be shown: %1 by %2 pixels.</source>
        <translation>La imagen es demasiado grande para mostrarla: %1 por %2 píxeles.</translation>
    </message>
    <message>
        <source>The picture is damaged (%1).</source>
        <translation>La imagen está dañada (%1).</translation>
    </message>
    <message>
        <source>PNG, JPEG, GIF, WebP and BMP can</source>
        <translation>se admiten PNG, JPEG, GIF, WebP y BMP</translation>
    </message>
</context>
<context>
    <name>pipit::PictureViewer</name>
    <message>
        <source>Save as…</source>
        <translation>Guardar como…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Cargando…</translation>
    </message>
    <message>
        <source>%1 × %2 pixels, %3 %</source>
        <translation>%1 × %2 píxeles, %3 %</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>Guardar la imagen</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Guardada como %1</translation>
    </message>
    <message>
        <source>It was not saved as %1: %2</source>
        <translation>No se guardó como %1: %2</translation>
    </message>
    <message>
        <source>This is a small picture of it. The picture itself is not shown: %1</source>
        <translation>Esta es una versión reducida. La imagen original no se muestra: %1</translation>
    </message>
</context>
<context>
    <name>pipit::PlayerContent</name>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Reproducir</translation>
    </message>
    <message>
        <source>Loading, %1 %</source>
        <translation>Cargando, %1 %</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Cargando…</translation>
    </message>
    <message>
        <source>Back 10 seconds</source>
        <translation>Retroceder 10 segundos</translation>
    </message>
    <message>
        <source>Forward 10 seconds</source>
        <translation>Avanzar 10 segundos</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Silenciar</translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation>Activar el sonido</translation>
    </message>
    <message>
        <source>Quieter</source>
        <translation>Más bajo</translation>
    </message>
    <message>
        <source>Louder</source>
        <translation>Más alto</translation>
    </message>
</context>
<context>
    <name>pipit::PortCard</name>
    <message>
        <source>Port %1 is taken</source>
        <translation>El puerto %1 está ocupado</translation>
    </message>
    <message>
        <source>By process %1.</source>
        <translation>Por el proceso %1.</translation>
    </message>
    <message>
        <source>By %1 (process %2).</source>
        <translation>Por %1 (proceso %2).</translation>
    </message>
    <message>
        <source>It is a Pipit.</source>
        <translation>Es un Pipit.</translation>
    </message>
    <message>
        <source>Until something else is chosen, this node listens on port %1.</source>
        <translation>Hasta que se elija otra cosa, este nodo usa el puerto %1.</translation>
    </message>
    <message>
        <source>The port is decided by %1.</source>
        <translation>El puerto lo decide %1.</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>Usar %1</translation>
    </message>
    <message>
        <source>Another port…</source>
        <translation>Otro puerto…</translation>
    </message>
    <message>
        <source>Use that node</source>
        <translation>Usar ese nodo</translation>
    </message>
    <message>
        <source>Use this port</source>
        <translation>Usar este puerto</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Puerto</translation>
    </message>
</context>
<context>
    <name>pipit::PrivacySection</name>
    <message>
        <source>Tell others that you are writing</source>
        <translation>Decir a otros que escribes</translation>
    </message>
    <message>
        <source>They see that you write, not what.</source>
        <translation>Ven que escribes, no qué.</translation>
    </message>
    <message>
        <source>Tell others what you have read</source>
        <translation>Decir a otros qué has leído</translation>
    </message>
    <message>
        <source>Off: your other windows do not learn it either.</source>
        <translation>Si no, tus otras ventanas tampoco lo saben.</translation>
    </message>
    <message>
        <source>Keep drafts</source>
        <translation>Guardar borradores</translation>
    </message>
    <message>
        <source>What you have begun to write in a session is there again after the program has ended.</source>
        <translation>Lo que empezaste a escribir en una sesión sigue ahí cuando el programa vuelve a empezar.</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>En este ordenador</translation>
    </message>
    <message>
        <source>Copies of sessions, for reading without a connection. What was not sent yet is kept apart from them and stays.</source>
        <translation>Copias de sesiones, para leer sin conexión. Lo que aún no se ha enviado se guarda aparte y se queda.</translation>
    </message>
    <message>
        <source>%1: nothing</source>
        <translation>%1: nada</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Borrar…</translation>
    </message>
    <message>
        <source>Delete the local copy of %1</source>
        <translation>Borrar la copia local de %1</translation>
    </message>
    <message>
        <source>Delete the local copy of %1?</source>
        <translation>¿Borrar la copia local de %1?</translation>
    </message>
    <message>
        <source>Without a connection to it nothing can be read then, until it has been loaded again. What is on the server stays there.</source>
        <translation>Después no se podrá leer nada sin conexión, hasta que se cargue de nuevo. Lo que está en el servidor se queda allí.</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privacidad</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
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
        <translation>Sugerencias de texto</translation>
    </message>
    <message>
        <source>Change these prompts</source>
        <translation>Cambiar estas sugerencias</translation>
    </message>
</context>
<context>
    <name>pipit::PromptsEditor</name>
    <message>
        <source>New prompt</source>
        <translation>Sugerencia nueva</translation>
    </message>
    <message>
        <source>Add a prompt</source>
        <translation>Añadir una sugerencia</translation>
    </message>
    <message>
        <source>Take it out</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Further up</source>
        <translation>Más arriba</translation>
    </message>
    <message>
        <source>Further down</source>
        <translation>Más abajo</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>Sugerencias de texto</translation>
    </message>
    <message>
        <source>Restore the built-in prompts</source>
        <translation>Volver a las sugerencias incluidas</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>As a button above an empty message</source>
        <translation>Botón encima de un mensaje vacío</translation>
    </message>
</context>
<context>
    <name>pipit::ReleaseFeed</name>
    <message>
        <source>What stands there has a document type, which no feed has. Give the address of an Atom feed.</source>
        <translation>Lo que hay ahí lleva un tipo de documento, y ningún canal lo lleva. Indica la dirección de un canal Atom.</translation>
    </message>
    <message>
        <source>What stands there has hundreds of attributes or namespaces in one place, which no feed has. Give the address of an Atom feed.</source>
        <translation>Lo que hay ahí tiene cientos de atributos o espacios de nombres en un solo sitio, y ningún canal los tiene. Indica la dirección de un canal Atom.</translation>
    </message>
    <message>
        <source>What stands there is no XML (%1). Give the address of an Atom feed.</source>
        <translation>Lo que hay ahí no es XML (%1). Indica la dirección de un canal Atom.</translation>
    </message>
    <message>
        <source>What stands there is no Atom feed, but begins with &lt;%1&gt;. Give the address of an Atom feed.</source>
        <translation>Lo que hay ahí no es un canal Atom: empieza por &lt;%1&gt;. Indica la dirección de un canal Atom.</translation>
    </message>
    <message>
        <source>The feed breaks off in line %1 (%2). Look whether it is whole.</source>
        <translation>El canal se corta en la línea %1 (%2). Mira si está entero.</translation>
    </message>
    <message>
        <source>No entry of the feed has a version such as v1.2.3 in its address or its title. Give the address of a feed of releases.</source>
        <translation>Ninguna entrada del canal lleva una versión como v1.2.3 en su dirección o en su título. Indica la dirección de un canal de versiones.</translation>
    </message>
</context>
<context>
    <name>pipit::RunTimeline</name>
    <message>
        <source>sent</source>
        <translation>enviada</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>aceptada</translation>
    </message>
    <message>
        <source>first byte</source>
        <translation>primer byte</translation>
    </message>
    <message>
        <source>first token</source>
        <translation>primer token</translation>
    </message>
    <message>
        <source>last token</source>
        <translation>último token</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>guardada</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>en curso</translation>
    </message>
    <message>
        <source>No answer yet.</source>
        <translation>Aún no hay respuesta.</translation>
    </message>
</context>
<context>
    <name>pipit::RunsModel</name>
    <message>
        <source>queued</source>
        <translation>en cola</translation>
    </message>
    <message>
        <source>streaming</source>
        <translation>transmitiendo</translation>
    </message>
    <message>
        <source>polling</source>
        <translation>sondeando</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>completada</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fallidos</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>cancelada</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>interrumpida</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>Preguntada</translation>
    </message>
    <message>
        <source>Bot</source>
        <translation>Bot</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sesión</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>Primer token</translation>
    </message>
    <message>
        <source>Whole</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Error code</source>
        <translation>Código de error</translation>
    </message>
    <message>
        <source>Log id</source>
        <translation>Id. de registro</translation>
    </message>
</context>
<context>
    <name>pipit::RunsPanel</name>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n intento</numerusform>
            <numerusform>%n intentos</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 tokens in, %2 out</source>
        <translation>%1 tokens de entrada, %2 de salida</translation>
    </message>
    <message>
        <source>Code: %1</source>
        <translation>Código: %1</translation>
    </message>
    <message>
        <source>Log id: %1</source>
        <translation>Id. de registro: %1</translation>
    </message>
    <message>
        <source>Answers of the bots</source>
        <translation>Respuestas de los bots</translation>
    </message>
    <message>
        <source>Last answer, one clock</source>
        <translation>Última respuesta, un reloj</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
</context>
<context>
    <name>pipit::SearchHits</name>
    <message>
        <source>Messages</source>
        <translation>Mensajes</translation>
    </message>
    <message>
        <source>Messages that were found</source>
        <translation>Mensajes encontrados</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Messages could not be searched: %1</source>
        <translation>No se pudo buscar en los mensajes: %1</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Buscando…</translation>
    </message>
    <message>
        <source>No message holds these words.</source>
        <translation>Ningún mensaje contiene estas palabras.</translation>
    </message>
</context>
<context>
    <name>pipit::ServerCard</name>
    <message numerus="yes">
        <source>%n unsent</source>
        <translation>
            <numerusform>%n sin enviar</numerusform>
            <numerusform>%n sin enviar</numerusform>
        </translation>
    </message>
    <message>
        <source>Its token and what is kept of its sessions on this computer are deleted. What is on the server stays there.</source>
        <translation>Se borran su token y lo que se guarda de sus sesiones en este ordenador. Lo que está en el servidor se queda allí.</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) that were not sent yet would be lost.</source>
        <translation>
            <numerusform>Se perdería %n mensaje que aún no se ha enviado.</numerusform>
            <numerusform>Se perderían %n mensajes que aún no se han enviado.</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove %1?</source>
        <translation>¿Quitar %1?</translation>
    </message>
    <message>
        <source>Other computers will be able to reach this node. Whoever has a token can read and write what that token is for; nobody else can.

Without a certificate (tls.cert_file in pipit.toml) nothing is encrypted on the way: in a network that you do not trust, others can read your messages and your token.</source>
        <translation>Otros equipos podrán llegar a este nodo. Quien tenga un token puede leer y escribir aquello para lo que sirve ese token; nadie más.

Sin certificado (tls.cert_file en pipit.toml) nada va cifrado por el camino: en una red en la que no confías, otros pueden leer tus mensajes y tu token.</translation>
    </message>
    <message>
        <source>Open this node to the network?</source>
        <translation>¿Abrir este nodo a la red?</translation>
    </message>
    <message>
        <source>Start it with the window</source>
        <translation>Iniciar este nodo con la ventana</translation>
    </message>
    <message>
        <source>Other computers may reach it</source>
        <translation>Otros ordenadores pueden acceder</translation>
    </message>
    <message>
        <source>The node starts anew when you change this; that takes a moment.</source>
        <translation>El nodo se reinicia al cambiarlo; tarda un momento.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar nombre</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>Iniciar sesión de nuevo</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Quitar…</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Iniciar sesión</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Token, or invitation link</source>
        <translation>Token o enlace de invitación</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Open to the network</source>
        <translation>Abrir a la red</translation>
    </message>
    <message>
        <source>This is decided by %1.</source>
        <translation>Esto lo decide %1.</translation>
    </message>
</context>
<context>
    <name>pipit::ServerRail</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n sin leer</numerusform>
            <numerusform>%n sin leer</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::ServerWords</name>
    <message>
        <source>This computer</source>
        <translation>Este ordenador</translation>
    </message>
    <message>
        <source>off</source>
        <translation>apagado</translation>
    </message>
    <message>
        <source>not running</source>
        <translation>no está en marcha</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>iniciando</translation>
    </message>
    <message>
        <source>waiting for the keychain</source>
        <translation>esperando al llavero</translation>
    </message>
    <message>
        <source>connected by polling</source>
        <translation>conectado por sondeo</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>conectado</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>conectando</translation>
    </message>
    <message>
        <source>reconnecting</source>
        <translation>reconectando</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>sin conexión</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>rechazado</translation>
    </message>
    <message>
        <source>signed out</source>
        <translation>sesión cerrada</translation>
    </message>
    <message>
        <source>Your token is kept in memory only, so you will be asked for it again at the next start. %1</source>
        <translation>Tu token solo se guarda en memoria, así que se te pedirá de nuevo al próximo inicio. %1</translation>
    </message>
    <message>
        <source>Your token could not be read, so you have to sign in again. %1</source>
        <translation>No se pudo leer tu token, así que tienes que iniciar sesión de nuevo. %1</translation>
    </message>
    <message>
        <source>The keychain has no token for this server, or it is locked. Sign in again.</source>
        <translation>El llavero no tiene ningún token de este servidor, o está bloqueado. Inicia sesión de nuevo.</translation>
    </message>
    <message>
        <source>The certificate of this node is not trusted. %1 If its authority is your own, name the file with its certificate below.</source>
        <translation>El certificado de este nodo no es de confianza. %1 Si su autoridad es tuya, indica abajo el archivo con su certificado.</translation>
    </message>
    <message>
        <source>Nobody answers there. %1 Look at the address again, and whether the node is running.</source>
        <translation>Allí no responde nadie. %1 Revisa la dirección y si el nodo está en marcha.</translation>
    </message>
    <message>
        <source>There is no Pipit node at this address. %1</source>
        <translation>En esta dirección no hay ningún nodo de Pipit. %1</translation>
    </message>
    <message>
        <source>This invitation cannot be taken up: it was used already, is too old, or is for another node. Ask for another.</source>
        <translation>Esta invitación no se puede aceptar: ya se usó, es demasiado antigua o es de otro nodo. Pide otra.</translation>
    </message>
    <message>
        <source>The node does not know this token: it may have ended, or was taken back. Ask whoever runs the node for another, or for an invitation.</source>
        <translation>El nodo no conoce este token: puede haber caducado o haberse retirado. Pide otro, o una invitación, a quien lleva el nodo.</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>detenido</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>deteniéndose</translation>
    </message>
    <message>
        <source>draining</source>
        <translation>vaciándose</translation>
    </message>
</context>
<context>
    <name>pipit::Servers</name>
    <message>
        <source>The directory %1 cannot be made; choose another with --data.</source>
        <translation>No se puede crear el directorio %1; elige otro con --data.</translation>
    </message>
    <message>
        <source>The token could not be taken out of the keychain: %1</source>
        <translation>No se pudo quitar el token del llavero: %1</translation>
    </message>
    <message>
        <source>This is the only server. Add another first; then this node can be switched off.</source>
        <translation>Es el único servidor. Añade otro antes; después podrás apagar este nodo.</translation>
    </message>
    <message numerus="yes">
        <source>This invitation is for %1, but %n message(s) of %2 were not sent yet; they would go out as somebody else&apos;s. Discard them, and ask for another invitation.</source>
        <translation>
            <numerusform>Esta invitación es para %1, pero %n mensaje de %2 aún no se ha enviado; saldría a nombre de otra persona. Descártalo y pide otra invitación.</numerusform>
            <numerusform>Esta invitación es para %1, pero %n mensajes de %2 aún no se han enviado; saldrían a nombre de otra persona. Descártalos y pide otra invitación.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This token is %1&apos;s, but %n message(s) of %2 were not sent yet; they would go out as somebody else&apos;s. Sign in as %2, or discard them first.</source>
        <translation>
            <numerusform>Este token es de %1, pero %n mensaje de %2 aún no se ha enviado; saldría a nombre de otra persona. Inicia sesión como %2 o descártalo antes.</numerusform>
            <numerusform>Este token es de %1, pero %n mensajes de %2 aún no se han enviado; saldrían a nombre de otra persona. Inicia sesión como %2 o descártalos antes.</numerusform>
        </translation>
    </message>
    <message>
        <source>It was stopped, and stays so until somebody starts it.</source>
        <translation>Se detuvo, y así sigue hasta que alguien lo inicie.</translation>
    </message>
</context>
<context>
    <name>pipit::ServersSection</name>
    <message>
        <source>Another server</source>
        <translation>Otro servidor</translation>
    </message>
    <message>
        <source>By its address and a token, or by an invitation link, which has both in it and is good once. Tokens are kept in the keychain of your system, and nowhere else.</source>
        <translation>Por su dirección y un token, o por un enlace de invitación, que lleva ambos y vale una vez. Los tokens se guardan en el llavero de tu sistema y en ningún otro sitio.</translation>
    </message>
    <message>
        <source>Address or invitation</source>
        <translation>Dirección o invitación</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>As the address</source>
        <translation>Como la dirección</translation>
    </message>
    <message>
        <source>In the invitation</source>
        <translation>En la invitación</translation>
    </message>
    <message>
        <source>Asking the node…</source>
        <translation>Preguntando al nodo…</translation>
    </message>
    <message>
        <source>Take up the invitation</source>
        <translation>Aceptar la invitación</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>Certificados</translation>
    </message>
    <message>
        <source>Your own authorities</source>
        <translation>Autoridades propias</translation>
    </message>
    <message>
        <source>A PEM file with certificates to trust beside the system&apos;s, for servers whose authority is your own. Connections that are made from now on follow it.</source>
        <translation>Un archivo PEM con certificados de confianza además de los del sistema, para servidores cuya autoridad es tuya. Lo siguen las conexiones que se hagan desde ahora.</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Servidores</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>Elegir un archivo</translation>
    </message>
    <message>
        <source>Certificates to trust</source>
        <translation>Certificados de confianza</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer);;All files (*)</source>
        <translation>Certificados (*.pem *.crt *.cer);;Todos los archivos (*)</translation>
    </message>
</context>
<context>
    <name>pipit::SessionFiles</name>
    <message>
        <source>Another session is being exported or imported; wait for that, or stop it.</source>
        <translation>Se está exportando o importando otra sesión; espera a que termine o detenla.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Export the session</source>
        <translation>Exportar la sesión</translation>
    </message>
    <message>
        <source>Exporting “%1”</source>
        <translation>Exportando «%1»</translation>
    </message>
    <message>
        <source>Nothing was exported: %1</source>
        <translation>No se exportó nada: %1</translation>
    </message>
    <message>
        <source>Nothing was exported, because %1 cannot be written: %2. Choose another folder, or make room on the disk, and export it again.</source>
        <translation>No se exportó nada porque no se puede escribir %1: %2. Elige otra carpeta o libera espacio en el disco y expórtalo de nuevo.</translation>
    </message>
    <message>
        <source>Exported to %1.</source>
        <translation>Exportado a %1.</translation>
    </message>
    <message>
        <source>Import a session</source>
        <translation>Importar una sesión</translation>
    </message>
    <message>
        <source>Sessions exported as JSON (*.json)</source>
        <translation>Sesiones exportadas como JSON (*.json)</translation>
    </message>
    <message>
        <source>Nothing was imported, because %1 cannot be read: %2.</source>
        <translation>No se importó nada porque no se puede leer %1: %2.</translation>
    </message>
    <message>
        <source>Nothing was imported from %1: %2</source>
        <translation>No se importó nada de %1: %2</translation>
    </message>
    <message>
        <source>Importing “%1”</source>
        <translation>Importando «%1»</translation>
    </message>
    <message>
        <source>The import was stopped. Import the same file again to go on.</source>
        <translation>La importación se detuvo. Importa el mismo archivo otra vez para continuar.</translation>
    </message>
    <message>
        <source>The import did not come to its end: %1</source>
        <translation>La importación no llegó a su fin: %1</translation>
    </message>
    <message>
        <source>Imported %1 messages; %2 were left out, because this node does not take them.</source>
        <translation>Se importaron %1 mensajes; %2 se omitieron porque este nodo no los acepta.</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) imported.</source>
        <translation>
            <numerusform>%n mensaje importado.</numerusform>
            <numerusform>%n mensajes importados.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::SessionList</name>
    <message>
        <source>No sessions yet. Start one with +.</source>
        <translation>Todavía no hay sesiones. Empieza una con +.</translation>
    </message>
    <message>
        <source>Nothing found for “%1”.</source>
        <translation>No se encontró nada para «%1».</translation>
    </message>
    <message>
        <source>New session (Ctrl+N)</source>
        <translation>Nueva sesión (Ctrl+N)</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>Nueva sesión</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sesiones</translation>
    </message>
    <message>
        <source>Search sessions and messages</source>
        <translation>Buscar sesiones y mensajes</translation>
    </message>
    <message>
        <source>Hide archived sessions</source>
        <translation>Ocultar las sesiones archivadas</translation>
    </message>
    <message numerus="yes">
        <source>%n archived session(s)</source>
        <translation>
            <numerusform>%n sesión archivada</numerusform>
            <numerusform>%n sesiones archivadas</numerusform>
        </translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>The sessions are not here yet.</source>
        <translation>Las sesiones aún no están aquí.</translation>
    </message>
</context>
<context>
    <name>pipit::SessionListModel</name>
    <message>
        <source>No messages yet</source>
        <translation>Sin mensajes todavía</translation>
    </message>
    <message>
        <source>Removed by an operator</source>
        <translation>Eliminado por un operador</translation>
    </message>
    <message>
        <source>Answering…</source>
        <translation>Respondiendo…</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n sin leer</numerusform>
            <numerusform>%n sin leer</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 changed the note</source>
        <translation>%1 cambió la nota</translation>
    </message>
    <message>
        <source>Draft: %1</source>
        <translation>Borrador: %1</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>fijada</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>silenciada</translation>
    </message>
</context>
<context>
    <name>pipit::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>All settings</source>
        <translation>Todos los ajustes</translation>
    </message>
    <message>
        <source>Back to all settings</source>
        <translation>Volver a todos los ajustes</translation>
    </message>
    <message>
        <source>Sections of the settings</source>
        <translation>Secciones de los ajustes</translation>
    </message>
</context>
<context>
    <name>pipit::ShortcutsSection</name>
    <message>
        <source>Click on keys, or reach them with Tab, and press others. Backspace leaves an action without any.</source>
        <translation>Haz clic en unas teclas, o llega a ellas con Tab, y pulsa otras. Retroceso deja una acción sin teclas.</translation>
    </message>
    <message>
        <source>Search actions</source>
        <translation>Buscar acciones</translation>
    </message>
    <message>
        <source>As they were at first</source>
        <translation>Como al principio</translation>
    </message>
    <message>
        <source>Keys for “%1”</source>
        <translation>Teclas de «%1»</translation>
    </message>
    <message>
        <source>As at first: %1</source>
        <translation>Como al principio: %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
    <message>
        <source>Use them here</source>
        <translation>Usarlas aquí</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Atajos</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
</context>
<context>
    <name>pipit::SseClient</name>
    <message>
        <source>The server did not answer within %1 s.</source>
        <translation>El servidor no respondió en %1 s.</translation>
    </message>
    <message>
        <source>The server has been silent for %1 s.</source>
        <translation>El servidor lleva %1 s en silencio.</translation>
    </message>
    <message>
        <source>%1 answers with %2, not with text/event-stream; is this the address of an event stream?</source>
        <translation>%1 responde con %2, no con text/event-stream; ¿es la dirección de un flujo de eventos?</translation>
    </message>
    <message>
        <source>The server ended the stream.</source>
        <translation>El servidor terminó el flujo.</translation>
    </message>
    <message>
        <source>No answer from %1: %2</source>
        <translation>Sin respuesta de %1: %2</translation>
    </message>
    <message>
        <source>The server refuses the stream (%1): %2</source>
        <translation>El servidor rechaza el flujo (%1): %2</translation>
    </message>
    <message>
        <source>%1 answers %2 %3, not with an event stream.</source>
        <translation>%1 responde %2 %3, no con un flujo de eventos.</translation>
    </message>
</context>
<context>
    <name>pipit::StartCard</name>
    <message>
        <source>Where the node keeps its data</source>
        <translation>Dónde guarda el nodo sus datos</translation>
    </message>
    <message>
        <source>The node starts anew with what is in %1, which may be nothing. What is in the folder that it has now stays there.</source>
        <translation>El nodo se inicia de nuevo con lo que haya en %1, que puede ser nada. Lo que hay en la carpeta actual se queda allí.</translation>
    </message>
    <message>
        <source>Keep the data in another folder?</source>
        <translation>¿Guardar los datos en otra carpeta?</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Usar</translation>
    </message>
    <message>
        <source>The folder is decided by %1.</source>
        <translation>La carpeta la decide %1.</translation>
    </message>
    <message>
        <source>Place and start</source>
        <translation>Lugar e inicio</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Carpeta de datos</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Open the data folder</source>
        <translation>Abrir la carpeta de datos</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Cambiar…</translation>
    </message>
    <message>
        <source>Change the data folder</source>
        <translation>Cambiar la carpeta de datos</translation>
    </message>
    <message>
        <source>Start with the session</source>
        <translation>Iniciar con la sesión</translation>
    </message>
    <message>
        <source>Keep serving when the window is closed</source>
        <translation>Seguir sirviendo con la ventana cerrada</translation>
    </message>
    <message>
        <source>This desktop has no tray: a window that is closed could not be brought back.</source>
        <translation>Este escritorio no tiene bandeja: una ventana cerrada no se podría recuperar.</translation>
    </message>
</context>
<context>
    <name>pipit::StateContent</name>
    <message>
        <source>Shared note</source>
        <translation>Nota compartida</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Vacío</translation>
    </message>
</context>
<context>
    <name>pipit::StatusBar</name>
    <message>
        <source>Own node</source>
        <translation>Nodo propio</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Nodo</translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s)</source>
        <translation>
            <numerusform>%n conexión</numerusform>
            <numerusform>%n conexiones</numerusform>
        </translation>
    </message>
    <message>
        <source>push p99 %1 ms</source>
        <translation>envío p99 %1 ms</translation>
    </message>
    <message numerus="yes">
        <source>%n unsent</source>
        <translation>
            <numerusform>%n sin enviar</numerusform>
            <numerusform>%n sin enviar</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pipit::StreamDetails</name>
    <message>
        <source>Stream %1 of %2 (%3)</source>
        <translation>Flujo %1 de %2 (%3)</translation>
    </message>
    <message numerus="yes">
        <source>(%n event(s) came while there was no room)</source>
        <translation>
            <numerusform>(%n evento llegó cuando no había sitio)</numerusform>
            <numerusform>(%n eventos llegaron cuando no había sitio)</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop listening</source>
        <translation>Dejar de escuchar</translation>
    </message>
    <message>
        <source>Listen in</source>
        <translation>Escuchar</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>terminado</translation>
    </message>
    <message>
        <source>The stream has ended.</source>
        <translation>El flujo ha terminado.</translation>
    </message>
    <message numerus="yes">
        <source>Paused; %n event(s) wait.</source>
        <translation>
            <numerusform>En pausa; %n evento espera.</numerusform>
            <numerusform>En pausa; %n eventos esperan.</numerusform>
        </translation>
    </message>
    <message>
        <source>Hears what this stream is sent.</source>
        <translation>Oye lo que se envía a este flujo.</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Conectando…</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>Desconectar</translation>
    </message>
    <message>
        <source>The stream is ended with the reason closed_by_operator. Its client may come back, and goes on where it was.</source>
        <translation>El flujo se termina con el motivo closed_by_operator. Su cliente puede volver y sigue donde estaba.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>What the stream is sent</source>
        <translation>Lo que se envía al flujo</translation>
    </message>
</context>
<context>
    <name>pipit::StreamStory</name>
    <message>
        <source>The client closed the connection.</source>
        <translation>El cliente cerró la conexión.</translation>
    </message>
    <message>
        <source>The client no longer acknowledged what was sent.</source>
        <translation>El cliente ya no confirmaba lo enviado.</translation>
    </message>
    <message>
        <source>The connection broke while something was being sent.</source>
        <translation>La conexión se rompió mientras se enviaba algo.</translation>
    </message>
    <message>
        <source>More was waiting for the client than streams.queue_bytes allows.</source>
        <translation>Esperaba por el cliente más de lo que permite streams.queue_bytes.</translation>
    </message>
    <message>
        <source>The history after the client&apos;s cursor could not be read.</source>
        <translation>No se pudo leer el historial tras el cursor del cliente.</translation>
    </message>
    <message>
        <source>The token by which the client was named has expired.</source>
        <translation>El token que identificaba al cliente ha caducado.</translation>
    </message>
    <message>
        <source>The token by which the client was named was taken back.</source>
        <translation>El token que identificaba al cliente fue revocado.</translation>
    </message>
    <message>
        <source>The stream had a last event, and it was sent.</source>
        <translation>El flujo tenía un último evento y se envió.</translation>
    </message>
    <message>
        <source>The node was stopping.</source>
        <translation>El nodo se estaba deteniendo.</translation>
    </message>
    <message>
        <source>The node carries as many streams as limits.streams allows.</source>
        <translation>El nodo lleva tantos flujos como permite limits.streams.</translation>
    </message>
    <message>
        <source>An operator has closed it; its client may come back.</source>
        <translation>Un operador lo ha cerrado; su cliente puede volver.</translation>
    </message>
    <message>
        <source>%1: opened by %2 from %3.</source>
        <translation>%1: abierto por %2 desde %3.</translation>
    </message>
    <message>
        <source>%1: opened by %2 from %3, with %4.</source>
        <translation>%1: abierto por %2 desde %3, con %4.</translation>
    </message>
    <message>
        <source>It carries no messages: a console&apos;s, or a test&apos;s.</source>
        <translation>No lleva mensajes: es de una consola o de una prueba.</translation>
    </message>
    <message numerus="yes">
        <source>It went on from cursor %1 and was sent %n message(s) again.</source>
        <translation>
            <numerusform>Siguió desde el cursor %1 y se le reenvió %n mensaje.</numerusform>
            <numerusform>Siguió desde el cursor %1 y se le reenviaron %n mensajes.</numerusform>
        </translation>
    </message>
    <message>
        <source>Its cursor was of no use (%1): it was told to load its history again.</source>
        <translation>Su cursor no servía (%1): se le dijo que cargara de nuevo el historial.</translation>
    </message>
    <message>
        <source>It came with cursor %1, and has not caught up yet.</source>
        <translation>Llegó con el cursor %1 y aún no se ha puesto al día.</translation>
    </message>
    <message>
        <source>It came without a cursor, and hears what is new.</source>
        <translation>Llegó sin cursor y oye lo nuevo.</translation>
    </message>
    <message>
        <source>It had caught up after %1.</source>
        <translation>Se puso al día tras %1.</translation>
    </message>
    <message numerus="yes">
        <source>Its socket took no more %n time(s); at most %1 waited.</source>
        <translation>
            <numerusform>Su socket dejó de aceptar %n vez; como máximo esperaban %1.</numerusform>
            <numerusform>Su socket dejó de aceptar %n veces; como máximo esperaban %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) were delivered; its cursor is %1.</source>
        <translation>
            <numerusform>Se entregó %n mensaje; su cursor es %1.</numerusform>
            <numerusform>Se entregaron %n mensajes; su cursor es %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) wait for it: %1.</source>
        <translation>
            <numerusform>%n mensaje lo espera: %1.</numerusform>
            <numerusform>%n mensajes lo esperan: %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: ended as %2. %3</source>
        <translation>%1: terminó como %2. %3</translation>
    </message>
    <message>
        <source>Its client was back after %1</source>
        <translation>Su cliente volvió tras %1</translation>
    </message>
    <message numerus="yes">
        <source>%1, and was sent %n message(s) again.</source>
        <translation>
            <numerusform>%1, y se le reenvió %n mensaje.</numerusform>
            <numerusform>%1, y se le reenviaron %n mensajes.</numerusform>
        </translation>
    </message>
    <message>
        <source>Its client has not come back to this node.</source>
        <translation>Su cliente no ha vuelto a este nodo.</translation>
    </message>
</context>
<context>
    <name>pipit::StreamsModel</name>
    <message>
        <source>(console, test)</source>
        <translation>(consola, prueba)</translation>
    </message>
    <message>
        <source>all</source>
        <translation>todas</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n sesión</numerusform>
            <numerusform>%n sesiones</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 y %n más</numerusform>
            <numerusform>%1 y %n más</numerusform>
        </translation>
    </message>
    <message>
        <source>long poll</source>
        <translation>sondeo largo</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>Quién</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sesiones</translation>
    </message>
    <message>
        <source>Via</source>
        <translation>Vía</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>Cursor</source>
        <translation>Cursor</translation>
    </message>
    <message>
        <source>Lag</source>
        <translation>Retraso</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>En cola</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Entregados</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programa</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Fin</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
</context>
<context>
    <name>pipit::StreamsPanel</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>Story</source>
        <translation>Historia</translation>
    </message>
    <message>
        <source>Listen in</source>
        <translation>Escuchar</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>Desconectar</translation>
    </message>
    <message>
        <source>All of %1</source>
        <translation>Todos los de %1</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Copiar la dirección</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>Flujos</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abiertos</translation>
    </message>
    <message>
        <source>Ended lately</source>
        <translation>Terminados hace poco</translation>
    </message>
    <message>
        <source>Which streams</source>
        <translation>Qué flujos</translation>
    </message>
    <message>
        <source>Caller, session, address…</source>
        <translation>Quién, sesión, dirección…</translation>
    </message>
    <message>
        <source>Find streams</source>
        <translation>Buscar flujos</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>Ordenar por</translation>
    </message>
</context>
<context>
    <name>pipit::Times</name>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Ayer</translation>
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
        <translation>%1 min %2 s</translation>
    </message>
</context>
<context>
    <name>pipit::TrayIcon</name>
    <message numerus="yes">
        <source>Pipit, %n unread</source>
        <translation>
            <numerusform>Pipit, %n sin leer</numerusform>
            <numerusform>Pipit, %n sin leer</numerusform>
        </translation>
    </message>
    <message>
        <source>Show Pipit</source>
        <translation>Mostrar Pipit</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>Nueva sesión</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
</context>
<context>
    <name>pipit::TrialWords</name>
    <message>
        <source>Cut a stream</source>
        <translation>Cortar un flujo</translation>
    </message>
    <message>
        <source>Freeze a reader</source>
        <translation>Congelar a un lector</translation>
    </message>
    <message>
        <source>Drop the listener</source>
        <translation>Cortar la escucha</translation>
    </message>
    <message>
        <source>Restart the local PostgreSQL</source>
        <translation>Reiniciar el PostgreSQL local</translation>
    </message>
    <message>
        <source>Storm of %1 reconnects</source>
        <translation>Tormenta de %1 reconexiones</translation>
    </message>
    <message>
        <source>the node does not run</source>
        <translation>el nodo no funciona</translation>
    </message>
    <message>
        <source>only with PostgreSQL</source>
        <translation>solo con PostgreSQL</translation>
    </message>
    <message>
        <source>only with a PostgreSQL of its own</source>
        <translation>solo con un PostgreSQL propio</translation>
    </message>
    <message>
        <source>It is being cancelled…</source>
        <translation>Cancelando…</translation>
    </message>
    <message>
        <source>Streams are being opened…</source>
        <translation>Abriendo flujos…</translation>
    </message>
    <message>
        <source>Messages flow…</source>
        <translation>Los mensajes fluyen…</translation>
    </message>
    <message>
        <source>The stream was cut…</source>
        <translation>El flujo se ha cortado…</translation>
    </message>
    <message>
        <source>One reader does not read…</source>
        <translation>Un lector no lee…</translation>
    </message>
    <message>
        <source>The listening connection was ended…</source>
        <translation>La conexión de escucha se ha cortado…</translation>
    </message>
    <message>
        <source>PostgreSQL is being restarted…</source>
        <translation>Reiniciando PostgreSQL…</translation>
    </message>
    <message>
        <source>All streams were cut at once…</source>
        <translation>Todos los flujos se han cortado a la vez…</translation>
    </message>
    <message>
        <source>Until everything has come…</source>
        <translation>Hasta que todo haya llegado…</translation>
    </message>
    <message>
        <source>The trial&apos;s messages are being deleted…</source>
        <translation>Borrando los mensajes de la prueba…</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>superada</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fallida</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>cancelada</translation>
    </message>
    <message>
        <source>It was ended before there was a verdict.</source>
        <translation>Se terminó antes de que hubiera veredicto.</translation>
    </message>
    <message>
        <source>Its session %1 could not be deleted; the next trial does it.</source>
        <translation>Su sesión %1 no se pudo borrar; lo hará la próxima prueba.</translation>
    </message>
    <message>
        <source>The stream was cut in the middle of %1 messages. It was back after %2 with its cursor, and had caught up after %3; %4 of %1 came, none twice.</source>
        <translation>El flujo se cortó en medio de %1 mensajes. Volvió con su cursor a los %2 y se puso al día a los %3; llegaron %4 de %1, ninguno dos veces.</translation>
    </message>
    <message>
        <source>A reader stopped reading. When %1 waited for it (limit: %2), the node closed it as slow_consumer; this program&apos;s memory grew by %3 at most. The reader beside it waited %4 at most for a message. The frozen one came back and has all %5 messages, none twice.</source>
        <translation>Un lector dejó de leer. Cuando le esperaban %1 (límite: %2), el nodo lo cerró como slow_consumer; la memoria de este programa creció %3 como máximo. El lector de al lado esperó un mensaje %4 como máximo. El congelado volvió y tiene los %5 mensajes, ninguno dos veces.</translation>
    </message>
    <message>
        <source>The connection on which the node listens was ended; another was there after %1. Of %2 messages, half of them written with plain SQL, %3 came, the latest after %4, none twice.</source>
        <translation>La conexión con la que escucha el nodo se cortó; a los %1 había otra. De %2 mensajes, la mitad escritos con SQL, llegaron %3, el más tardío a los %4, ninguno dos veces.</translation>
    </message>
    <message>
        <source>PostgreSQL was back after %1. %2 messages were accepted, some of them sent again because the node had said not_stored or in_doubt (%3 times in all); each is there once.</source>
        <translation>PostgreSQL volvió a los %1. Se aceptaron %2 mensajes, algunos enviados otra vez porque el nodo dijo not_stored o in_doubt (%3 veces en total); cada uno está una vez.</translation>
    </message>
    <message>
        <source>PostgreSQL was back after %1. %2 messages were accepted, the latest after %3; each is there once.</source>
        <translation>PostgreSQL volvió a los %1. Se aceptaron %2 mensajes, el más tardío a los %3; cada uno está una vez.</translation>
    </message>
    <message>
        <source>%1 streams were cut at once. The last of them was back after %2 and had caught up after %3; %4 of %5 messages came, none twice.</source>
        <translation>Se cortaron %1 flujos a la vez. El último volvió a los %2 y se puso al día a los %3; llegaron %4 de %5 mensajes, ninguno dos veces.</translation>
    </message>
    <message>
        <source>%1 of %2 streams came back and went on from their cursor.</source>
        <translation>%1 de %2 flujos volvieron y siguieron desde su cursor.</translation>
    </message>
    <message>
        <source>The frozen reader was closed, and did not come back with its cursor.</source>
        <translation>El lector congelado se cerró y no volvió con su cursor.</translation>
    </message>
    <message>
        <source>The connection on which the node listens was ended, and no other was there in time.</source>
        <translation>La conexión con la que escucha el nodo se cortó y no hubo otra a tiempo.</translation>
    </message>
    <message>
        <source>PostgreSQL was stopped, and was not back in time.</source>
        <translation>PostgreSQL se detuvo y no volvió a tiempo.</translation>
    </message>
    <message>
        <source>It could not be tried: %1</source>
        <translation>No se pudo probar: %1</translation>
    </message>
    <message>
        <source>The node took %1 of %2 messages (%3).</source>
        <translation>El nodo aceptó %1 de %2 mensajes (%3).</translation>
    </message>
    <message>
        <source>%1 of %2 messages came; %3 were lost.</source>
        <translation>Llegaron %1 de %2 mensajes; se perdieron %3.</translation>
    </message>
    <message>
        <source>All %1 messages came, but %2 came twice.</source>
        <translation>Llegaron los %1 mensajes, pero %2 llegaron dos veces.</translation>
    </message>
    <message>
        <source>All %1 messages came, but %2 came out of order.</source>
        <translation>Llegaron los %1 mensajes, pero %2 llegaron desordenados.</translation>
    </message>
    <message>
        <source>The node kept the reader that did not read: %1 waited for it, and the limit is %2.</source>
        <translation>El nodo conservó al lector que no leía: le esperaban %1, y el límite es %2.</translation>
    </message>
    <message>
        <source>This program&apos;s memory grew by %1, and %2 waited for the frozen reader; %3 is the most that the limits explain.</source>
        <translation>La memoria de este programa creció %1 y al lector congelado le esperaban %2; los límites explican %3 como máximo.</translation>
    </message>
    <message>
        <source>The reader beside the frozen one waited %1 for a message; %2 is the limit.</source>
        <translation>El lector de al lado esperó un mensaje %1; el límite es %2.</translation>
    </message>
    <message>
        <source>All %1 messages came, but the latest after %2; %3 is the limit.</source>
        <translation>Llegaron los %1 mensajes, pero el más tardío a los %2; el límite es %3.</translation>
    </message>
    <message>
        <source>It was not over in time; %1 of %2 messages had come by then.</source>
        <translation>No terminó a tiempo; hasta entonces habían llegado %1 de %2 mensajes.</translation>
    </message>
    <message>
        <source>See what the health check and the node&apos;s log say, and try it again.</source>
        <translation>Mira qué dicen la revisión y el registro del nodo, y vuelve a probar.</translation>
    </message>
    <message>
        <source>See what the health check says: the database may be slow, or its disk full.</source>
        <translation>Mira qué dice la revisión: la base de datos puede ir lenta o su disco estar lleno.</translation>
    </message>
    <message>
        <source>See whether the database takes connections (max_connections), and restart the node.</source>
        <translation>Mira si la base de datos admite conexiones (max_connections) y reinicia el nodo.</translation>
    </message>
    <message>
        <source>Restart the node. Why PostgreSQL did not start is in the file postgres/server.log of the data directory.</source>
        <translation>Reinicia el nodo. Por qué no arrancó PostgreSQL está en el archivo postgres/server.log de la carpeta de datos.</translation>
    </message>
    <message>
        <source>See in the node&apos;s log why streams were refused.</source>
        <translation>Mira en el registro del nodo por qué se rechazaron flujos.</translation>
    </message>
    <message>
        <source>This must never be. See whether something stands between the node and its readers; if not, keep the node&apos;s log and tell the makers.</source>
        <translation>Esto no debe ocurrir nunca. Mira si hay algo entre el nodo y sus lectores; si no, guarda el registro del nodo y avisa a los autores.</translation>
    </message>
    <message>
        <source>Make streams.queue_bytes in pipit.toml smaller, so that one reader cannot take the memory of all.</source>
        <translation>Reduce streams.queue_bytes en pipit.toml, para que un lector no se quede con la memoria de todos.</translation>
    </message>
    <message>
        <source>Make streams.queue_bytes in pipit.toml smaller. If that does not help, keep the node&apos;s log and tell the makers.</source>
        <translation>Reduce streams.queue_bytes en pipit.toml. Si no ayuda, guarda el registro del nodo y avisa a los autores.</translation>
    </message>
    <message>
        <source>Try it again while this computer has nothing else to do. If it stays so, tell the makers.</source>
        <translation>Vuelve a probar cuando este equipo no tenga otra cosa que hacer. Si sigue igual, avisa a los autores.</translation>
    </message>
    <message>
        <source>See what the health check says of notifications: something may keep them back.</source>
        <translation>Mira qué dice la revisión sobre las notificaciones: algo puede retenerlas.</translation>
    </message>
</context>
<context>
    <name>pipit::TrialsCard</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Faults to try</source>
        <translation>Probar fallos</translation>
    </message>
    <message>
        <source>Try a fault…</source>
        <translation>Probar un fallo…</translation>
    </message>
    <message>
        <source>See with your own eyes what becomes of a fault: each takes some seconds, under a small load of its own, in sessions that nobody else sees and that are deleted afterwards.</source>
        <translation>Mira con tus propios ojos qué pasa con un fallo: cada prueba dura unos segundos, con una pequeña carga propia, en sesiones que nadie más ve y que después se borran.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>pipit::UpdateNotice</name>
    <message>
        <source>Pipit %1 is there.</source>
        <translation>Ya está disponible Pipit %1.</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>Novedades</translation>
    </message>
    <message>
        <source>Skip this version</source>
        <translation>Omitir esta versión</translation>
    </message>
</context>
<context>
    <name>pipit::UpdateWatch</name>
    <message>
        <source>%1 has not answered within %2 s. Look whether it can be reached from here; Pipit asks again tomorrow.</source>
        <translation>%1 no ha respondido en %2 s. Mira si se puede llegar desde aquí; Pipit volverá a preguntar mañana.</translation>
    </message>
    <message>
        <source>This is not an address of http or https without a user name. Write one such as https://example.org/pipit/releases.atom.</source>
        <translation>No es una dirección de http o https sin nombre de usuario. Escribe una como https://example.org/pipit/releases.atom.</translation>
    </message>
    <message>
        <source>What %1 sends is larger than 1 MiB, which no feed of releases is. Look whether the address is right.</source>
        <translation>Lo que envía %1 ocupa más de 1 MiB, y ningún canal de versiones es tan grande. Mira si la dirección es correcta.</translation>
    </message>
    <message>
        <source>%1 leads on to %2, where Pipit does not follow: only to https, or from http to the same host. Give that address itself if you trust it.</source>
        <translation>%1 lleva a %2, y Pipit no va allí: solo a https, o de http al mismo equipo. Si te fías de esa dirección, indícala directamente.</translation>
    </message>
    <message>
        <source>%1 leads on and on. Give the address at which the feed is.</source>
        <translation>%1 lleva de un sitio a otro sin fin. Indica la dirección donde está el canal.</translation>
    </message>
    <message>
        <source>%1 has no certificate that is trusted here: %2. Where its authority is your own, name its file in the settings of the servers.</source>
        <translation>%1 no tiene un certificado de confianza aquí: %2. Si la autoridad es tuya, indica su archivo en los ajustes de los servidores.</translation>
    </message>
    <message>
        <source>%1 cannot be reached: %2. Look at the address and at your network; Pipit asks again tomorrow.</source>
        <translation>No se puede llegar a %1: %2. Mira la dirección y tu red; Pipit volverá a preguntar mañana.</translation>
    </message>
    <message>
        <source>%1 answers with %2 instead of a feed. Look whether the address is right; Pipit asks again tomorrow.</source>
        <translation>%1 responde con %2 en lugar de un canal. Mira si la dirección es correcta; Pipit volverá a preguntar mañana.</translation>
    </message>
</context>
<context>
    <name>pipit::UpdatesSection</name>
    <message>
        <source>This is Pipit %1. It looks for a newer version once a day, in the feed that is named here, and tells of it; it downloads and installs nothing. Without a feed it asks nobody.</source>
        <translation>Este es Pipit %1. Una vez al día mira si hay una versión más nueva en el canal que se indica aquí, y avisa; no descarga ni instala nada. Sin canal no pregunta a nadie.</translation>
    </message>
    <message>
        <source>Address of the feed</source>
        <translation>Dirección del canal</translation>
    </message>
    <message>
        <source>An Atom feed: the releases.atom of a code host, or a file on a server of your own.</source>
        <translation>Un canal Atom: el releases.atom de un alojamiento de código, o un archivo en un servidor tuyo.</translation>
    </message>
    <message>
        <source>This is decided by %1.</source>
        <translation>Esto lo decide %1.</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Comprobar ahora</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>Novedades</translation>
    </message>
    <message>
        <source>Asked: %1.</source>
        <comment>time of day, or the day</comment>
        <translation>Consultado: %1.</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Preguntando…</translation>
    </message>
    <message>
        <source>Pipit %1 is there.</source>
        <translation>Ya está disponible Pipit %1.</translation>
    </message>
    <message>
        <source>There is no newer version.</source>
        <translation>No hay ninguna versión más nueva.</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>Actualizaciones</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>two sentences</comment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>pipit::WelcomePage</name>
    <message>
        <source>Welcome to Pipit</source>
        <translation>Te damos la bienvenida a Pipit</translation>
    </message>
    <message>
        <source>Choose who answers you first. You can add the others at any time in the settings.</source>
        <translation>Elige quién te responde primero. Puedes añadir los demás en cualquier momento en los ajustes.</translation>
    </message>
    <message>
        <source>Try it at once</source>
        <translation>Pruébalo ya</translation>
    </message>
    <message>
        <source>Echo is built in and says what you say. It needs no account, and shows how answers arrive.</source>
        <translation>Echo está incluido y repite lo que dices. No necesita cuenta y muestra cómo llegan las respuestas.</translation>
    </message>
    <message>
        <source>Start with Echo</source>
        <translation>Empezar con Echo</translation>
    </message>
    <message>
        <source>A model on this computer</source>
        <translation>Un modelo en este ordenador</translation>
    </message>
    <message>
        <source>Looking for Ollama…</source>
        <translation>Buscando Ollama…</translation>
    </message>
    <message>
        <source>Ollama was not found here. Start it, with a model such as “ollama run qwen3”, and look again.</source>
        <translation>No se encontró Ollama aquí. Inícialo con un modelo, por ejemplo «ollama run qwen3», y vuelve a buscar.</translation>
    </message>
    <message>
        <source>Ollama is running. What you write stays on this computer.</source>
        <translation>Ollama está en marcha. Lo que escribes se queda en este ordenador.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Buscar de nuevo</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Usarlo</translation>
    </message>
    <message>
        <source>Look for Ollama again</source>
        <translation>Buscar Ollama de nuevo</translation>
    </message>
    <message>
        <source>Use the model of Ollama</source>
        <translation>Usar el modelo de Ollama</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Coze, or another provider</source>
        <translation>Coze u otro proveedor</translation>
    </message>
    <message>
        <source>With a token of your account at Coze, DeepSeek or any other that speaks OpenAI&apos;s language.</source>
        <translation>Con un token de tu cuenta en Coze, DeepSeek u otro compatible con la interfaz de OpenAI.</translation>
    </message>
    <message>
        <source>Set it up</source>
        <translation>Configurar</translation>
    </message>
    <message>
        <source>A server of your team</source>
        <translation>Un servidor de tu equipo</translation>
    </message>
    <message>
        <source>With its address and a token, or with an invitation link.</source>
        <translation>Con su dirección y un token, o con un enlace de invitación.</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Conectar</translation>
    </message>
</context>
</TS>
