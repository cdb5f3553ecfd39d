package io.flowork.host;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an editor asks the language server first, for {@link AotTraining}: as messages, as the host knows no more of LSP. */
final class LspTraining {
    private static final int PIPE = 1 << 16;
    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)", Pattern.CASE_INSENSITIVE);
    private static final String TEXT = "textDocument/";

    private final OutputStream toServer;
    private final InputStream fromServer;
    private int asked;

    private LspTraining(OutputStream toServer, InputStream fromServer) {
        this.toServer = toServer;
        this.fromServer = new BufferedInputStream(fromServer);
    }

    /** What a server is to do with a client's side of its streams. */
    @FunctionalInterface
    interface Server {
        /** Serves until the client says goodbye. */
        void serve(InputStream in, PrintStream out);
    }

    /** One session about a workflow. */
    static void with(Server server, String workflow, Path folder) throws IOException {
        try (PipedOutputStream toServer = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(toServer, PIPE);
                PipedInputStream fromServer = new PipedInputStream(PIPE);
                PrintStream out = new PrintStream(new PipedOutputStream(fromServer), false, StandardCharsets.UTF_8)) {
            Thread serving = Thread.ofPlatform().start(() -> server.serve(in, out));
            new LspTraining(toServer, fromServer).session(workflow, folder);
            serving.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void session(String workflow, Path folder) throws IOException {
        String uri = folder.resolve("edited.flow.yaml").toUri().toString();
        ask("initialize", """
                {"processId": %s, "rootUri": "%s", "workspaceFolders": [{"uri": "%2$s", "name": "training"}],
                 "clientInfo": {"name": "training"}, "capabilities": {
                 "general": {"positionEncodings": ["utf-16"]}, "window": {"workDoneProgress": true},
                 "workspace": {"workspaceFolders": true, "configuration": true, "workspaceEdit": {"documentChanges": true}},
                 "textDocument": {"completion": {"completionItem": {"snippetSupport": true,
                 "documentationFormat": ["markdown"], "resolveSupport": {"properties": ["documentation"]}}},
                 "hover": {"contentFormat": ["markdown"]}, "publishDiagnostics": {"relatedInformation": true},
                 "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}}}}
                """.formatted(starter(), folder.toUri()));
        tell("initialized", "{}");
        tell("textDocument/didOpen", """
                {"textDocument": {"uri": "%s", "languageId": "yaml", "version": 1, "text": "%s"}}
                """.formatted(uri, quoted(workflow)));
        List<String> lines = workflow.lines().toList();
        for (int line = 0; line < lines.size(); line++) {
            for (int character = 2; character < lines.get(line).length(); character += 5) {
                String place = """
                        {"textDocument": {"uri": "%s"}, "position": {"line": %d, "character": %d}, "context":
                         {"triggerKind": 1, "includeDeclaration": true}}
                        """.formatted(uri, line, character);
                for (String method : List.of(
                        "completion", "hover", "signatureHelp", "definition", "references", "documentHighlight")) {
                    ask(TEXT + method, place);
                }
            }
            tell("textDocument/didChange", """
                    {"textDocument": {"uri": "%s", "version": %d}, "contentChanges": [{"text": " ", "range":
                     {"start": {"line": %3$d, "character": 0}, "end": {"line": %3$d, "character": 0}}}]}
                    """.formatted(uri, line + 2, line));
        }
        String text = """
                {"textDocument": {"uri": "%s"}, "context": {"diagnostics": []}, "options":
                 {"tabSize": 2, "insertSpaces": true}, "range":
                 {"start": {"line": 0, "character": 0}, "end": {"line": %d, "character": 0}}}
                """.formatted(uri, lines.size());
        for (String method : List.of(
                "documentSymbol",
                "documentLink",
                "foldingRange",
                "diagnostic",
                "semanticTokens/full",
                "inlayHint",
                "codeLens",
                "codeAction",
                "formatting")) {
            ask(TEXT + method, text);
        }
        ask("shutdown", "null");
        tell("exit", "null");
    }

    /** The process that started this one, as an editor is: a server watches the one it is told of. */
    private static String starter() {
        return ProcessHandle.current()
                .parent()
                .map(parent -> Long.toString(parent.pid()))
                .orElse("null");
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private void tell(String method, String params) throws IOException {
        send("{\"jsonrpc\": \"2.0\", \"method\": \"%s\", \"params\": %s}".formatted(method, params));
    }

    /** Asks, and waits for the answer: what comes before it is not looked at. */
    private void ask(String method, String params) throws IOException {
        asked++;
        send("{\"jsonrpc\": \"2.0\", \"id\": %d, \"method\": \"%s\", \"params\": %s}".formatted(asked, method, params));
        String answer = "\"id\":" + asked + ",";
        while (!read().contains(answer)) {
            // a notification, or a question of the server's own that training leaves open
        }
    }

    private void send(String message) throws IOException {
        byte[] content = message.getBytes(StandardCharsets.UTF_8);
        toServer.write("Content-Length: %d\r\n\r\n".formatted(content.length).getBytes(StandardCharsets.US_ASCII));
        toServer.write(content);
        toServer.flush();
    }

    private String read() throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = fromServer.read();
            if (next < 0) {
                throw new IOException("The language server ended while it was asked");
            }
            head.append((char) next);
        }
        Matcher length = LENGTH.matcher(head);
        if (!length.find()) {
            throw new IOException("The language server wrote no length: " + head);
        }
        return new String(fromServer.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8);
    }
}
