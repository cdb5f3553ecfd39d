package io.flowork.lsp.mend;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.diagnostic.Diagnostic.Fix;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.lsp.document.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ways to mend what has no fix of its own: they are likely what was meant, but somebody has to choose and to complete them. */
final class LikelyFixes {
    private static final Pattern VERSION = Pattern.compile("['\"]?v?(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?['\"]?");
    private static final Pattern HANDLEBARS = Pattern.compile("['\"]?\\{\\{\\s*([^{}\"']*?)\\s*}}['\"]?");

    private LikelyFixes() {}

    /** The ways, best first. */
    static List<Fix> of(Snapshot snapshot, Diagnostic diagnostic) {
        DiagnosticCode code = DiagnosticCode.find(diagnostic.code());
        Range range = diagnostic.range();
        if (code == null) {
            return List.of();
        }
        Optional<Fix> fix = switch (code) {
            case MISSING_PROPERTY -> Additions.of(snapshot, range);
            case IGNORED_PROPERTY, UNKNOWN_PROPERTY, DUPLICATE_KEY, SEVERAL_CHOICES, SEVERAL_TASK_KINDS ->
                Removals.of(snapshot, range);
            case NOT_YET -> newest(snapshot);
            case UNKNOWN_TAG -> Optional.of(replace("Remove the tag", withBlank(snapshot, range), ""));
            case UNKNOWN_ALIAS -> Optional.of(quote(snapshot, range));
            case BAD_VERSION -> version(snapshot, range);
            case BAD_POINTER -> Optional.of(pointer(snapshot, range));
            case KEY_NOT_TEXT -> handlebars(snapshot, range);
            case EMPTY_EXPRESSION -> Optional.of(replace("Write '${ . }', all the data", range, "'${ . }'"));
            case UNCLOSED_BRACKET -> closed(snapshot, range);
            default -> Optional.empty();
        };
        return fix.stream().toList();
    }

    private static Fix replace(String title, Range range, String text) {
        return new Fix(title, List.of(new Edit(range, text)));
    }

    private static Range withBlank(Snapshot snapshot, Range range) {
        boolean blank = snapshot.source().text().startsWith(" ", range.end());
        return blank ? new Range(range.start(), range.end() + 1) : range;
    }

    private static Fix quote(Snapshot snapshot, Range range) {
        String text = snapshot.source().text(range);
        return replace("Quote it, as it is meant as a text", range, "'" + text.replace("'", "''") + "'");
    }

    /** {@code document.dsl} of the version that knows everything here. */
    private static Optional<Fix> newest(Snapshot snapshot) {
        @Nullable Node dsl = snapshot.root() instanceof MappingNode root
                        && root.get("document") instanceof MappingNode document
                ? document.get("dsl")
                : null;
        boolean json = snapshot.source().text().stripLeading().startsWith("{");
        return dsl instanceof ScalarNode scalar && !scalar.text().equals("1.0.3")
                ? Optional.of(replace("Write the document in DSL 1.0.3", scalar.range(), json ? "\"1.0.3\"" : "'1.0.3'"))
                : Optional.empty();
    }

    private static Optional<Fix> version(Snapshot snapshot, Range range) {
        Matcher matcher = VERSION.matcher(snapshot.source().text(range));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String version = matcher.group(1) + "." + orZero(matcher.group(2)) + "." + orZero(matcher.group(3));
        boolean json = snapshot.source().text().stripLeading().startsWith("{");
        return Optional.of(replace("Write " + version, range, json ? "\"" + version + "\"" : "'" + version + "'"));
    }

    private static String orZero(@Nullable String number) {
        return number == null ? "0" : number;
    }

    private static Fix pointer(Snapshot snapshot, Range range) {
        char first = snapshot.source().text().charAt(range.start());
        int start = range.start() + (first == '"' || first == '\'' ? 1 : 0);
        return replace("Write a slash before it", new Range(start, start), "/");
    }

    /** <code>{{ .a }}</code> as an expression of jq. */
    private static Optional<Fix> handlebars(Snapshot snapshot, Range range) {
        String text = snapshot.source().text();
        int start = text.lastIndexOf("{{", range.start() + 1);
        int end = start < 0 ? -1 : text.indexOf("}}", start);
        if (end < 0 || start < range.start() - 1) {
            return Optional.empty();
        }
        Range whole = new Range(start, end + 2);
        Matcher matcher = HANDLEBARS.matcher(snapshot.source().text(whole));
        return matcher.matches()
                ? Optional.of(replace("Write it as an expression", whole, "'${ " + matcher.group(1) + " }'"))
                : Optional.empty();
    }

    /** The closing bracket at the end of the line of the open one, if the whole text is not in brackets. */
    private static Optional<Fix> closed(Snapshot snapshot, Range range) {
        String text = snapshot.source().text();
        if (text.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        String close = text.charAt(range.start()) == '{' ? "}" : "]";
        int end = range.start();
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        String rest = text.substring(range.start(), end);
        if (rest.indexOf(']') >= 0 || rest.indexOf('}') >= 0) {
            return Optional.empty(); // one of them is the wrong one
        }
        return Optional.of(replace("Write " + close + " at the end of the line", new Range(end, end), close));
    }
}
