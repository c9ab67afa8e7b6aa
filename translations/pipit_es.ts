<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES" sourcelanguage="en">
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
    <name>pipit::ChatHeader</name>
    <message>
        <source>Show the sessions</source>
        <translation>Mostrar las sesiones</translation>
    </message>
    <message>
        <source>Rename this session (F2)</source>
        <translation>Cambiar el nombre de esta sesión (F2)</translation>
    </message>
    <message>
        <source>Rename this session</source>
        <translation>Cambiar el nombre de esta sesión</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>More about this session</source>
        <translation>Más sobre esta sesión</translation>
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
        <translation>No se exportó nada, porque no se puede escribir %1: %2. Elija otra carpeta o libere espacio en el disco y vuelva a exportar.</translation>
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
        <translation>Guarde primero este, o pulse Esc para dejarlo como estaba.</translation>
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
</context>
<context>
    <name>pipit::Desktop</name>
    <message>
        <source>The directory %1 cannot be made; choose another with --data.</source>
        <translation>No se puede crear el directorio %1; elige otro con --data.</translation>
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
    <name>pipit::EditLine</name>
    <message>
        <source>Editing: %1</source>
        <translation>Editando: %1</translation>
    </message>
    <message>
        <source>Leave it as it was (Esc)</source>
        <translation>Dejarlo como estaba (Esc)</translation>
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
    <name>pipit::GrowingFile</name>
    <message>
        <source>It cannot be kept in the folder for temporary files: %1. Make room there and try again.</source>
        <translation>No se puede guardar en la carpeta de archivos temporales: %1. Libere espacio e inténtelo de nuevo.</translation>
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
    <name>pipit::MainWindow</name>
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
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>not running</source>
        <translation>no funciona</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>arrancando</translation>
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
        <source>Pipit</source>
        <translation>Pipit</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Theme and language</source>
        <translation>Tema e idioma</translation>
    </message>
    <message>
        <source>Open this node to the network…</source>
        <translation>Abrir este nodo a la red…</translation>
    </message>
    <message>
        <source>Other computers will be able to reach this node. Whoever has a token can read and write what that token is for; nobody else can.

Without a certificate (tls.cert_file in pipit.toml) nothing is encrypted on the way: in a network that you do not trust, others can read your messages and your token.</source>
        <translation>Otros equipos podrán llegar a este nodo. Quien tenga un token puede leer y escribir aquello para lo que sirve ese token; nadie más.

Sin certificado (tls.cert_file en pipit.toml) nada va cifrado por el camino: en una red en la que no confía, otros pueden leer sus mensajes y su token.</translation>
    </message>
    <message>
        <source>Open this node to the network?</source>
        <translation>¿Abrir este nodo a la red?</translation>
    </message>
    <message>
        <source>From the next start on, other computers can reach this node.</source>
        <translation>A partir del próximo inicio, otros equipos podrán llegar a este nodo.</translation>
    </message>
    <message>
        <source>From the next start on, only this computer can reach this node.</source>
        <translation>A partir del próximo inicio, solo este equipo podrá llegar a este nodo.</translation>
    </message>
</context>
<context>
    <name>pipit::MediaPlayer</name>
    <message>
        <source>It is larger than 2 GiB, too large to be played here. Save the file and open it with another player.</source>
        <translation>Ocupa más de 2 GiB, demasiado para reproducirlo aquí. Guarde el archivo y ábralo con otro reproductor.</translation>
    </message>
    <message>
        <source>It is damaged, or there is nothing in it that can be played. Save the file to look at it with another program.</source>
        <translation>Está dañado o no contiene nada que se pueda reproducir. Guarde el archivo para verlo con otro programa.</translation>
    </message>
    <message>
        <source>Not all of it can be decoded here (codec: %1).</source>
        <translation>No todo se puede decodificar aquí (códec: %1).</translation>
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
        <translation>libmpv no arranca (%1). Guarde el archivo y ábralo con otro reproductor.</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>This system cannot decode it (codec: %1). Save the file and open it with another player.</source>
        <translation>Este sistema no puede decodificarlo (códec: %1). Guarde el archivo y ábralo con otro reproductor.</translation>
    </message>
    <message>
        <source>This is no sound or video that can be played here (%1). Save the file to look at it with another program.</source>
        <translation>No es un sonido ni un vídeo que se pueda reproducir aquí (%1). Guarde el archivo para verlo con otro programa.</translation>
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
        <source>%1: %2</source>
        <comment>sender and last message of a session</comment>
        <translation>%1: %2</translation>
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
        <source>%n stream(s)</source>
        <translation>
            <numerusform>%n flujo</numerusform>
            <numerusform>%n flujos</numerusform>
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
        <translation>Sesión nueva</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
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
