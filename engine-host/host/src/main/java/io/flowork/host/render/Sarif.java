package io.flowork.host.render;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.docs.DiagnosticPages;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.SourceText;
import io.flowork.host.workspace.Version;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.TreeSet;

/** Diagnostics as a log in SARIF 2.1.0 (OASIS), which code scanning services read. */
public final class Sarif {
    private final JsonArray.Builder results = new JsonArray.Builder();
    private final Set<String> codes = new TreeSet<>();

    /** Adds a diagnostic. */
    public void add(Diagnostic diagnostic, SourceText source) {
        codes.add(diagnostic.code());
        Position start = source.position(diagnostic.range().start());
        Position end = source.position(diagnostic.range().end());
        JsonObject region = new JsonObject.Builder()
                .put("startLine", start.line())
                .put("startColumn", start.column())
                .put("endLine", end.line())
                .put("endColumn", end.column())
                .build();
        JsonObject place = JsonObject.of(
                "artifactLocation",
                new JsonObject.Builder().put("uri", uri(source.name())).build(),
                "region",
                region);
        results.add(new JsonObject.Builder()
                .put("ruleId", diagnostic.code())
                .put("level", level(diagnostic.severity()))
                .put("message", text(diagnostic.message()))
                .put("locations", array(JsonObject.of("physicalLocation", place)))
                .build());
    }

    /** The log. */
    public JsonObject json() {
        JsonArray.Builder rules = new JsonArray.Builder();
        for (DiagnosticCode code : DiagnosticCode.values()) {
            if (codes.contains(code.code())) {
                rules.add(new JsonObject.Builder()
                        .put("id", code.code())
                        .put("shortDescription", text(code.title()))
                        .put("fullDescription", text(code.explanation()))
                        .put("help", text(DiagnosticPages.text(code)))
                        .build());
            }
        }
        JsonObject driver = new JsonObject.Builder()
                .put("name", "flowork")
                .put("version", Version.current())
                .put("rules", rules.build())
                .build();
        JsonObject run = new JsonObject.Builder()
                .put("tool", JsonObject.of("driver", driver))
                .put("columnKind", "utf16CodeUnits")
                .put("results", results.build())
                .build();
        return new JsonObject.Builder()
                .put("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
                .put("version", "2.1.0")
                .put("runs", array(run))
                .build();
    }

    private static JsonValue text(String text) {
        return new JsonObject.Builder().put("text", text).build();
    }

    private static JsonArray array(JsonValue element) {
        return JsonArray.of(element);
    }

    private static String uri(String path) {
        try {
            return new URI(null, null, path.replace('\\', '/'), null).toASCIIString();
        } catch (URISyntaxException e) {
            return path;
        }
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFORMATION, HINT -> "note";
        };
    }
}
