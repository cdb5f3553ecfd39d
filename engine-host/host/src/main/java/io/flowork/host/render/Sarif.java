package io.flowork.host.render;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.docs.DiagnosticPages;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.host.workspace.Version;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Diagnostics as a log in SARIF 2.1.0 (OASIS), which code scanning services read. */
public final class Sarif {
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(Diagnostic diagnostic, SourceText source) {}

    /** Adds a diagnostic. */
    public void add(Diagnostic diagnostic, SourceText source) {
        entries.add(new Entry(diagnostic, source));
    }

    /** Writes the log. */
    public void write(PrintStream out) {
        Set<String> used = new HashSet<>();
        entries.forEach(entry -> used.add(entry.diagnostic.code()));
        Map<String, Integer> ruleIndex = new LinkedHashMap<>();
        JsonArray.Builder rules = new JsonArray.Builder();
        for (DiagnosticCode code : DiagnosticCode.values()) {
            if (used.contains(code.code())) {
                ruleIndex.put(code.code(), ruleIndex.size());
                rules.add(rule(code));
            }
        }
        JsonObject driver = new JsonObject.Builder()
                .put("name", "flowork")
                .put("version", Version.current())
                .put("rules", rules.build())
                .build();
        JsonStream log = new JsonStream(out);
        log.object();
        log.name("$schema").value(JsonString.of("https://json.schemastore.org/sarif-2.1.0.json"));
        log.name("version").value(JsonString.of("2.1.0"));
        log.name("runs").array().object();
        log.name("tool").value(JsonObject.of("driver", driver));
        log.name("columnKind").value(JsonString.of("utf16CodeUnits"));
        log.name("results").array();
        entries.forEach(entry -> log.value(result(entry, ruleIndex)));
        log.end().end().end().end();
    }

    private static JsonObject rule(DiagnosticCode code) {
        return new JsonObject.Builder()
                .put("id", code.code())
                .put("shortDescription", text(code.title()))
                .put("fullDescription", text(code.explanation()))
                .put("help", text(DiagnosticPages.text(code)))
                .put("defaultConfiguration", JsonObject.of("level", JsonString.of(level(code.severity()))))
                .build();
    }

    private static JsonObject result(Entry entry, Map<String, Integer> ruleIndex) {
        Diagnostic diagnostic = entry.diagnostic;
        JsonObject.Builder result = new JsonObject.Builder().put("ruleId", diagnostic.code());
        Integer index = ruleIndex.get(diagnostic.code());
        if (index != null) {
            result.put("ruleIndex", index);
        }
        result.put("level", level(diagnostic.severity()))
                .put("message", text(diagnostic.message()))
                .put("locations", array(location(diagnostic.range(), entry.source, null, 0)));
        if (!diagnostic.related().isEmpty()) {
            JsonArray.Builder related = new JsonArray.Builder();
            for (Diagnostic.Related place : diagnostic.related()) {
                SourceText file = place.file() == null ? entry.source : place.file();
                related.add(location(place.range(), file, place.message(), related.size() + 1));
            }
            result.put("relatedLocations", related.build());
        }
        if (!diagnostic.fixes().isEmpty()) {
            JsonArray.Builder fixes = new JsonArray.Builder();
            diagnostic.fixes().forEach(fix -> fixes.add(fix(fix, entry.source)));
            result.put("fixes", fixes.build());
        }
        return result.build();
    }

    private static JsonObject location(Range range, SourceText source, @Nullable String message, int id) {
        JsonObject.Builder location = new JsonObject.Builder();
        if (id > 0) {
            location.put("id", id);
        }
        location.put(
                "physicalLocation",
                JsonObject.of("artifactLocation", artifact(source), "region", region(range, source)));
        if (message != null) {
            location.put("message", text(message));
        }
        return location.build();
    }

    private static JsonObject fix(Diagnostic.Fix fix, SourceText source) {
        JsonArray.Builder replacements = new JsonArray.Builder();
        for (Diagnostic.Edit edit : fix.edits()) {
            replacements.add(
                    JsonObject.of("deletedRegion", region(edit.range(), source), "insertedContent", text(edit.text())));
        }
        JsonObject change = JsonObject.of("artifactLocation", artifact(source), "replacements", replacements.build());
        return JsonObject.of("description", text(fix.title()), "artifactChanges", array(change));
    }

    private static JsonObject artifact(SourceText source) {
        return new JsonObject.Builder().put("uri", uri(source.name())).build();
    }

    private static JsonObject region(Range range, SourceText source) {
        Position start = source.position(range.start());
        Position end = source.position(range.end());
        return new JsonObject.Builder()
                .put("startLine", start.line())
                .put("startColumn", start.column())
                .put("endLine", end.line())
                .put("endColumn", end.column())
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
