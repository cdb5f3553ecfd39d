package io.flowork.grammar.suppression;

import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.yaml.Document;
import io.flowork.grammar.yaml.ErrorNode;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the comments that suppress. What looks like one inside a text is none. */
final class CommentReader {
    /** Without this in it a text has no such comment. */
    static final String MARK = "flowork:";

    private static final Pattern COMMENT =
            Pattern.compile("#[ \\t]*flowork:[ \\t]*(ignore-file|ignore)\\b([^\\r\\n]*)");
    private static final Pattern CODE = Pattern.compile("[^\\s,]+");

    private final SourceText source;
    private final String text;
    private final List<Range> scalars = new ArrayList<>();

    CommentReader(Document document) {
        this.source = document.source();
        this.text = source.text();
        if (document.root() != null) {
            collect(document.root());
        }
        scalars.sort(Comparator.comparingInt(Range::start));
    }

    List<Suppression> read() {
        List<Suppression> found = new ArrayList<>();
        Matcher matcher = COMMENT.matcher(text);
        while (matcher.find()) {
            int at = matcher.start();
            boolean begins = at == 0 || Character.isWhitespace(text.charAt(at - 1));
            if (begins && scalarAt(at) == null) {
                boolean all = matcher.group(1).equals("ignore-file");
                comment(new Range(at, matcher.end()), matcher.start(2), all ? null : place(at), found);
            }
        }
        return found;
    }

    private void comment(Range comment, int rest, @Nullable Range place, List<Suppression> found) {
        List<Range> codes = new ArrayList<>();
        Matcher matcher = CODE.matcher(text).region(rest, comment.end());
        while (matcher.find() && !isReason(matcher.group())) {
            codes.add(new Range(matcher.start(), matcher.end()));
        }
        if (codes.isEmpty()) {
            found.add(new Suppression("", comment, comment, place, true));
        }
        for (Range code : codes) {
            found.add(new Suppression(source.text(code), code, comment, place, codes.size() == 1));
        }
    }

    /** Whether a word begins the reason, which may follow the codes. */
    private static boolean isReason(String word) {
        return !word.startsWith("FW") && !word.startsWith("fw");
    }

    /** What a comment is for: its line, or the next line with something in it; all of a block that begins there. */
    private Range place(int comment) {
        int line = source.position(comment).line();
        String before = source.line(line).substring(0, source.position(comment).column() - 1);
        if (before.isBlank()) {
            line++;
            while (line < source.lines() && isEmpty(source.line(line))) {
                line++;
            }
        }
        int start = source.offset(new Position(line, 1));
        int end = start + source.line(line).length();
        for (Range scalar : scalars) {
            if (scalar.start() > start && scalar.start() <= end + 1) {
                end = Math.max(end, scalar.end());
            }
        }
        return new Range(start, end);
    }

    private static boolean isEmpty(String line) {
        return line.isBlank() || line.strip().startsWith("#");
    }

    private @Nullable Range scalarAt(int offset) {
        int low = 0;
        int high = scalars.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Range scalar = scalars.get(middle);
            if (offset < scalar.start()) {
                high = middle - 1;
            } else if (offset >= scalar.end()) {
                low = middle + 1;
            } else {
                return scalar;
            }
        }
        return null;
    }

    private void collect(Node node) {
        switch (node) {
            case ScalarNode scalar -> scalars.add(body(scalar));
            case SequenceNode list -> list.items().forEach(this::collect);
            case MappingNode object -> {
                for (MappingNode.Entry entry : object.entries()) {
                    scalars.add(body(entry.key()));
                    collect(entry.value());
                }
            }
            case ErrorNode error -> scalars.add(error.range());
        }
    }

    /** Where a scalar's text stands; a comment may follow the mark of a block. */
    private Range body(ScalarNode scalar) {
        Range range = scalar.range();
        return switch (scalar.style()) {
            case PLAIN, SINGLE_QUOTED, DOUBLE_QUOTED -> range;
            case LITERAL, FOLDED -> {
                int start = range.start();
                while (start < range.end() && text.charAt(start) != '\n' && text.charAt(start) != '\r') {
                    start++;
                }
                yield new Range(start, range.end());
            }
        };
    }
}
