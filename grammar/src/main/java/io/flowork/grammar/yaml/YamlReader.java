package io.flowork.grammar.yaml;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads YAML 1.2, and so JSON, into a tree. Reading never fails.
 *
 * <p>Where the text cannot be read, the smallest part that may be to blame is left out and the rest is read again, at
 * most {@value #MAX_ERRORS} times, so that a broken document still gives everything complete that is in it.
 */
public final class YamlReader {
    /** The number of characters a text may have. */
    public static final int MAX_LENGTH = 16 * 1024 * 1024;

    private static final int MAX_ERRORS = 10;

    private YamlReader() {}

    /** Reads a text. */
    public static Document read(SourceText source) {
        String text = source.text();
        if (text.length() > MAX_LENGTH) {
            return new Document(
                    source,
                    null,
                    List.of(DiagnosticCode.TOO_LARGE.at(
                            new Range(0, 1),
                            String.format(
                                    Locale.ROOT,
                                    "the file has %,d characters; up to %,d are read as a workflow",
                                    text.length(),
                                    MAX_LENGTH))),
                    List.of());
        }
        List<Diagnostic> diagnostics = new ArrayList<>();
        String work = sanitised(text, diagnostics);
        List<Range> skipped = new ArrayList<>();
        Conflicts.find(text, diagnostics, skipped);
        for (Range part : skipped) {
            work = blanked(work, part);
        }
        int conflicts = skipped.size();
        TreeBuilder tree = new TreeBuilder(text, work, skipped);
        TreeBuilder.Failure failure = tree.failure();
        while (failure != null) {
            SyntaxError error = SyntaxError.explain(source, work, failure, tree);
            if (!followsSkipped(work, skipped, error.start())) {
                diagnostics.add(error.diagnostic());
            }
            boolean truncated =
                    tree.allInBrackets() && failure.at() >= work.stripTrailing().length();
            if (skipped.size() - conflicts == MAX_ERRORS || truncated) {
                break;
            }
            Range known = error.part();
            Range part = known == null ? Recovery.part(work, error.start()) : known;
            skipped.add(part);
            work = blanked(work, part);
            tree = new TreeBuilder(text, work, skipped);
            failure = tree.failure();
        }
        Node root = tree.root();
        diagnostics.addAll(tree.diagnostics());
        if (diagnostics.isEmpty() && (root == null || root.range().length() == 0)) {
            diagnostics.add(
                    DiagnosticCode.EMPTY_FILE.at(Range.NONE, "the file is empty; a workflow starts with 'document:'"));
            root = null;
        }
        return new Document(source, root, diagnostics, skipped);
    }

    /** Whether nothing stands between an error and an unreadable part, so that it only goes on with that. */
    private static boolean followsSkipped(String work, List<Range> skipped, int start) {
        int at = start;
        while (at > 0 && Character.isWhitespace(work.charAt(at - 1))) {
            at--;
            for (Range part : skipped) {
                if (part.end() == at) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String blanked(String text, Range part) {
        StringBuilder blank = new StringBuilder(text);
        for (int i = part.start(); i < part.end(); i++) {
            char c = text.charAt(i);
            if (c != '\n' && c != '\r') {
                blank.setCharAt(i, ' ');
            }
        }
        return blank.toString();
    }

    /** The text with characters the scanner would refuse replaced one by one. */
    private static String sanitised(String text, List<Diagnostic> diagnostics) {
        boolean json = isJson(text);
        @Nullable StringBuilder changed = null;
        boolean quoted = false;
        boolean reported = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && json) {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
                continue;
            }
            if (c == '\t' && json && !quoted) {
                changed = changed == null ? new StringBuilder(text) : changed;
                changed.setCharAt(i, ' ');
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (!isPrintable(c)) {
                changed = changed == null ? new StringBuilder(text) : changed;
                changed.setCharAt(i, '\uFFFD');
                if (!reported) {
                    diagnostics.add(DiagnosticCode.UNPRINTABLE.at(
                            new Range(i, i + 1),
                            String.format(
                                    Locale.ROOT,
                                    "the character U+%04X is not allowed here; remove it, or write \"\\u%04X\" in double"
                                            + " quotes",
                                    (int) c,
                                    (int) c)));
                    reported = true;
                }
            }
        }
        return changed == null ? text : changed.toString();
    }

    private static boolean isJson(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c) && c != '\uFEFF') {
                return c == '{' || c == '[';
            }
        }
        return false;
    }

    private static boolean isPrintable(char c) {
        return (c >= ' ' && c <= '~')
                || c == '\t'
                || c == '\n'
                || c == '\r'
                || c == '\u0085'
                || (c >= '\u00A0' && !Character.isSurrogate(c) && c < '\uFFFE');
    }
}
