package io.flowork.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What an editor asks the language server first, for {@link AotTraining}: as messages, as the host knows no more of LSP. */
final class LspTraining {
    private static final String TEXT = "textDocument/";

    private final TrainedServer server;
    private int asked;

    private LspTraining(TrainedServer server) {
        this.server = server;
    }

    /** One session about a workflow. */
    static void with(TrainedServer.Server server, String workflow, Path folder) throws IOException {
        TrainedServer.with(server, client -> new LspTraining(client).session(workflow, folder));
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
                """.formatted(uri, TrainedServer.quoted(workflow)));
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

    private void tell(String method, String params) throws IOException {
        server.send("{\"jsonrpc\": \"2.0\", \"method\": \"%s\", \"params\": %s}".formatted(method, params));
    }

    /** Asks, and waits for the answer. */
    private void ask(String method, String params) throws IOException {
        asked++;
        server.send("{\"jsonrpc\": \"2.0\", \"id\": %d, \"method\": \"%s\", \"params\": %s}"
                .formatted(asked, method, params));
        var _ = server.await("\"id\":" + asked + ",");
    }
}
