package io.flowork.lsp.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.workspace.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.DiagnosticCapabilities;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The table of requests in the README: which there are comes from the answer to {@code initialize}, what is said about them
 * from the table itself. {@code -Dupdate.golden=true} writes it.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FeatureTableTest {
    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- begin features -->\n";
    private static final String END = "<!-- end features -->";
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    /** What no capability says: notifications of each server and client, and what is registered later. */
    private static final List<String> ALWAYS = List.of(
            "textDocument/didOpen",
            "textDocument/didChange",
            "textDocument/didClose",
            "textDocument/publishDiagnostics",
            "workspace/didChangeWatchedFiles",
            "workspace/didChangeConfiguration");

    /** The requests of capabilities whose names do not say them, and the requests that an option of one adds. */
    private static final Map<String, List<String>> REQUESTS = Map.ofEntries(
            Map.entry("completionProvider.resolveProvider", List.of("completionItem/resolve")),
            Map.entry("codeActionProvider.resolveProvider", List.of("codeAction/resolve")),
            Map.entry("codeLensProvider.resolveProvider", List.of("codeLens/resolve")),
            Map.entry("inlayHintProvider.resolveProvider", List.of("inlayHint/resolve")),
            Map.entry("documentLinkProvider.resolveProvider", List.of("documentLink/resolve")),
            Map.entry("renameProvider.prepareProvider", List.of("textDocument/prepareRename")),
            Map.entry("documentFormattingProvider", List.of("textDocument/formatting")),
            Map.entry("documentRangeFormattingProvider", List.of("textDocument/rangeFormatting")),
            Map.entry("documentOnTypeFormattingProvider", List.of("textDocument/onTypeFormatting")),
            Map.entry("semanticTokensProvider", List.of()),
            Map.entry("semanticTokensProvider.full", List.of("textDocument/semanticTokens/full")),
            Map.entry("semanticTokensProvider.full.delta", List.of("textDocument/semanticTokens/delta")),
            Map.entry("semanticTokensProvider.range", List.of("textDocument/semanticTokens/range")),
            Map.entry("diagnosticProvider.workspaceDiagnostics", List.of("workspace/diagnostic")),
            Map.entry("workspaceSymbolProvider", List.of("workspace/symbol")),
            Map.entry("workspaceSymbolProvider.resolveProvider", List.of("workspaceSymbol/resolve")),
            Map.entry("executeCommandProvider", List.of("workspace/executeCommand")),
            Map.entry("colorProvider", List.of("textDocument/documentColor")),
            Map.entry(
                    "callHierarchyProvider",
                    List.of(
                            "textDocument/prepareCallHierarchy",
                            "callHierarchy/incomingCalls",
                            "callHierarchy/outgoingCalls")),
            Map.entry("workspace.workspaceFolders", List.of("workspace/didChangeWorkspaceFolders")),
            Map.entry("workspace.fileOperations.willRename", List.of("workspace/willRenameFiles")),
            Map.entry("workspace.fileOperations.didRename", List.of("workspace/didRenameFiles")));

    /** A row: requests, and what is said about them. */
    private record Row(List<String> requests, String words) {
        String text() {
            StringBuilder text = new StringBuilder("| ");
            String before = "";
            for (String request : requests) {
                String prefix = request.substring(0, request.lastIndexOf('/') + 1);
                text.append(text.length() == 2 ? "`" : ", `")
                        .append(prefix.equals(before) ? request.substring(prefix.length()) : request)
                        .append('`');
                before = prefix;
            }
            return text.append(" | ").append(words).append(" |\n").toString();
        }
    }

    @Test
    void theTableHasTheRequestsThatTheServerOffers() throws IOException {
        String readme = Files.readString(README);
        int from = readme.indexOf(BEGIN) + BEGIN.length();
        int to = readme.indexOf(END);
        assertThat(to).as("the marks around the table").isGreaterThan(from);
        String table = table(readme.substring(from, to), offered());
        if (Boolean.getBoolean("update.golden")) {
            Files.writeString(README, readme.substring(0, from) + table + readme.substring(to));
        } else {
            assertThat(readme.substring(from, to))
                    .as("language-server/README.md is not what the server offers; run with -Dupdate.golden=true")
                    .isEqualTo(table);
        }
        assertThat(table).as("a request of which nothing is said").doesNotContain("|  |");
    }

    /** The table as it is, without requests that there are not, and with rows for those that it lacks. */
    private static String table(String written, Set<String> offered) {
        Set<String> left = new LinkedHashSet<>(offered);
        StringBuilder table = new StringBuilder("| Request | What it gives |\n|---|---|\n");
        for (String line : written.lines().skip(2).toList()) {
            Row row = row(line);
            List<String> requests =
                    row.requests().stream().filter(left::contains).toList();
            requests.forEach(left::remove);
            if (!requests.isEmpty()) {
                table.append(new Row(requests, row.words()).text());
            }
        }
        left.forEach(request -> table.append(new Row(List.of(request), "").text()));
        return table.toString();
    }

    private static Row row(String line) {
        String[] cells = line.split("(?<!\\\\)\\|", -1);
        List<String> requests = new ArrayList<>();
        Matcher names = NAME.matcher(cells[1]);
        String prefix = "";
        while (names.find()) {
            String name = names.group(1);
            String request = name.contains("/") ? name : prefix + name;
            prefix = request.substring(0, request.lastIndexOf('/') + 1);
            requests.add(request);
        }
        return new Row(requests, cells[2].strip());
    }

    /** The requests that the server offers to a client that can do much. */
    private static Set<String> offered() {
        InitializeParams params = new InitializeParams();
        ClientCapabilities client = new ClientCapabilities();
        TextDocumentClientCapabilities texts = new TextDocumentClientCapabilities();
        texts.setDiagnostic(new DiagnosticCapabilities());
        client.setTextDocument(texts);
        params.setCapabilities(client);
        Set<String> offered = new LinkedHashSet<>(ALWAYS);
        ServerContext context = new ServerContext("test", FunctionSignatures.NONE, WorkspaceFiles.NONE);
        try (FloworkLanguageServer server = new FloworkLanguageServer(context, () -> null)) {
            String answer =
                    MessageJsonHandler.toString(server.initialize(params).join().getCapabilities());
            collect("", (JsonObject) JsonReader.parse(answer), offered);
        }
        return offered;
    }

    private static void collect(String path, JsonObject options, Set<String> offered) {
        for (String name : options.keys()) {
            JsonValue value = options.get(name);
            if (value == null || value.equals(JsonBoolean.FALSE)) {
                continue;
            }
            String key = path + name;
            List<String> requests = REQUESTS.get(key);
            if (requests != null) {
                offered.addAll(requests);
            } else if (path.isEmpty() && name.endsWith("Provider")) {
                offered.add("textDocument/" + name.substring(0, name.length() - "Provider".length()));
            }
            if (value instanceof JsonObject inner) {
                collect(key + ".", inner, offered);
            }
        }
    }
}
