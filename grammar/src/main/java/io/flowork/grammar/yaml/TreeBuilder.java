package io.flowork.grammar.yaml;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.ScalarNode.Style;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Builds the tree of one text from the parser's events, up to the first syntax error. */
final class TreeBuilder {
    static final int MAX_DEPTH = 200;
    static final long MAX_NODES = 1_000_000;

    /**
     * Where and why the parser stopped.
     *
     * @param context what it was doing; empty when unknown
     * @param problem what it met, in its own words
     * @param start where that began
     * @param at where it stopped
     */
    record Failure(String context, String problem, int start, int at) {}

    /** A list or object that is still open. */
    private static final class Frame {
        final boolean mapping;
        final boolean flow;
        final int start;
        final @Nullable String anchor;
        final List<Node> items = new ArrayList<>();
        final List<MappingNode.Entry> entries = new ArrayList<>();
        final Map<String, ScalarNode> keys = new HashMap<>();

        @Nullable
        Node key;

        Frame(boolean mapping, boolean flow, int start, @Nullable String anchor) {
            this.mapping = mapping;
            this.flow = flow;
            this.start = start;
            this.anchor = anchor;
        }
    }

    private static final int SMALL = 8 * 1024;
    private static final int LARGE = 1 << 20;
    private static final LoadSettings SMALL_TEXT = settings(1024);
    private static final LoadSettings LARGE_TEXT = settings(16 * 1024);

    /** The scanner copies what it holds of a scalar with each buffer it reads: few buffers, few copies. */
    private static final LoadSettings HUGE_TEXT = settings(1 << 20);

    private final String source;
    private final String text;
    private final Offsets offsets;
    private final List<Range> skipped;
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private final Map<String, Node> anchors = new HashMap<>();
    private final Set<String> openAnchors = new HashSet<>();
    private @Nullable Node root;
    private @Nullable Failure failure;
    private @Nullable Range lastQuoted;
    private long nodes;
    private int documents;
    private boolean stopped;
    private final int openBracket;
    private final boolean allInBrackets;

    /**
     * Reads a text.
     *
     * @param source the text as written, for the offsets inside scalars
     * @param text the text to parse, as long as the source, with unreadable parts blanked
     * @param skipped those parts
     */
    TreeBuilder(String source, String text, List<Range> skipped) {
        this.source = source;
        this.text = text;
        this.offsets = new Offsets(text);
        this.skipped = skipped;
        LoadSettings settings = text.length() < SMALL ? SMALL_TEXT : text.length() < LARGE ? LARGE_TEXT : HUGE_TEXT;
        ParserImpl parser = new ParserImpl(settings, new StreamReader(settings, text));
        try {
            while (!stopped && parser.hasNext()) {
                handle(parser.next());
            }
        } catch (MarkedYamlEngineException e) {
            int at = offset(e.getProblemMark());
            int start = e.getContextMark().isPresent() ? offset(e.getContextMark()) : at;
            failure = new Failure(text(e.getContext()), text(e.getProblem()), Math.min(start, at), at);
        } catch (YamlEngineException e) {
            failure = new Failure("", text(e.getMessage()), text.length(), text.length());
        }
        Frame innermost = frames.peek();
        openBracket = innermost != null && innermost.flow ? innermost.start : -1;
        allInBrackets = innermost != null && frames.getLast().flow;
        while (!frames.isEmpty()) {
            close(text.length(), true);
        }
    }

    private static LoadSettings settings(int buffer) {
        return LoadSettings.builder()
                .setUseMarks(true)
                .setCodePointLimit(Integer.MAX_VALUE)
                .setBufferSize(buffer)
                .build();
    }

    @Nullable
    Node root() {
        return root;
    }

    @Nullable
    Failure failure() {
        return failure;
    }

    /** Where the innermost bracket stands that was open at the failure; -1 if none was. */
    int openBracket() {
        return openBracket;
    }

    /** Whether the whole text is in brackets, as JSON is, and one of them was open at the failure. */
    boolean allInBrackets() {
        return allInBrackets;
    }

    /** The last quoted scalar that was read, if it goes over several lines. */
    @Nullable
    Range lastQuoted() {
        return lastQuoted;
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private int offset(Optional<Mark> mark) {
        return mark.isPresent() ? offsets.utf16(mark.get().getIndex()) : text.length();
    }

    private void handle(Event event) {
        switch (event.getEventId()) {
            case DocumentStart -> documents++;
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart, MappingStart -> open((CollectionStartEvent) event);
            case SequenceEnd, MappingEnd -> close(offset(event.getEndMark()), false);
            case Alias -> alias((AliasEvent) event);
            case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
        }
    }

    private void open(CollectionStartEvent event) {
        int start = offset(event.getStartMark());
        if (frames.size() == MAX_DEPTH) {
            diagnostics.add(DiagnosticCode.TOO_DEEP.at(
                    new Range(start, Math.min(start + 1, text.length())),
                    "lists and objects are nested deeper than " + MAX_DEPTH
                            + " levels here; the rest of the file is not read"));
            stopped = true;
            return;
        }
        String anchor = anchor(event);
        boolean mapping = event instanceof MappingStartEvent;
        tag(event.getTag(), event, mapping ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq");
        if (anchor != null) {
            openAnchors.add(anchor);
        }
        frames.push(new Frame(mapping, event.isFlow(), start, anchor));
    }

    private void close(int end, boolean broken) {
        Frame frame = frames.pop();
        boolean incomplete = broken || touchesSkipped(frame.start, end) || (frames.isEmpty() && !skipped.isEmpty());
        Node node;
        if (frame.mapping) {
            if (frame.key != null) {
                Node key = frame.key;
                frame.key = null;
                entry(
                        frame,
                        key,
                        new ErrorNode(new Range(key.range().end(), key.range().end())));
            }
            int last = frame.entries.isEmpty()
                    ? frame.start
                    : frame.entries.getLast().range().end();
            Range range = range(frame, last, end);
            node = isExpression(frame) ? new ErrorNode(range) : new MappingNode(range, frame.entries, incomplete);
        } else {
            int last = frame.items.isEmpty()
                    ? frame.start
                    : frame.items.getLast().range().end();
            node = new SequenceNode(range(frame, last, end), frame.items, incomplete);
        }
        if (frame.anchor != null) {
            openAnchors.remove(frame.anchor);
        }
        add(node, frame.anchor);
    }

    /** Whether an object is really an expression with a colon in it, on a line of its own; if so, says it. */
    private boolean isExpression(Frame frame) {
        for (MappingNode.Entry entry : frame.entries) {
            ScalarNode key = entry.key();
            if (key.style() == Style.PLAIN && key.text().startsWith("${")) {
                Range expression = SyntaxError.expression(source, key.range().start());
                if (expression != null && expression.end() > key.range().end()) {
                    diagnostics.add(SyntaxError.unquoted(source, expression).diagnostic());
                    return true;
                }
            }
        }
        return false;
    }

    /** A flow collection ends with its bracket; a block collection with its last value. */
    private static Range range(Frame frame, int last, int end) {
        return new Range(frame.start, Math.max(frame.start, frame.flow ? end : Math.min(last, end)));
    }

    private boolean touchesSkipped(int start, int end) {
        for (Range part : skipped) {
            if (part.start() <= end && (part.end() >= start || isBlank(part.end(), start))) {
                return true;
            }
        }
        return false;
    }

    private boolean isBlank(int from, int to) {
        for (int at = from; at < to; at++) {
            if (!Character.isWhitespace(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    private void scalar(ScalarEvent event) {
        int start = offset(event.getStartMark());
        int end = offset(event.getEndMark());
        String value = event.getValue();
        Style style = style(event);
        if (style == Style.PLAIN && value.isEmpty() && event.getTag().isEmpty()) {
            Range lost = skippedAfter(end);
            if (lost != null) {
                add(new ErrorNode(lost), anchor(event));
                return;
            }
        }
        if (value.isEmpty()
                && event.getTag().isPresent()
                && isText(event.getTag().get())) {
            Range text = new Range(start, Math.max(start, lineEnd(start)));
            diagnostics.add(DiagnosticCode.NEEDS_QUOTES.at(
                    new Range(start, start + 1),
                    "a text cannot start with '!' unless it is quoted; jq negates with `| not`",
                    SyntaxError.quote(source, text)));
            add(new ErrorNode(text), anchor(event));
            return;
        }
        if (event.getAnchor().isPresent() || event.getTag().isPresent()) {
            start = behindProperties(start, end);
        }
        if (style == Style.LITERAL || style == Style.FOLDED) {
            while (end > start + 1 && Character.isWhitespace(text.charAt(end - 1))) {
                end--;
            }
        }
        if (value.length() != end - start && (style == Style.SINGLE_QUOTED || style == Style.DOUBLE_QUOTED)) {
            lastQuoted = hasBreak(start, end) ? new Range(start, end) : lastQuoted;
        }
        JsonValue json = resolve(event, value, style);
        add(new ScalarNode(source, new Range(start, Math.max(start, end)), style, value, json), anchor(event));
    }

    /** Whether a tag is none that anybody would write: the text after {@code !} begins as an expression does. */
    private static boolean isText(String tag) {
        return tag.length() > 1 && tag.charAt(0) == '!' && ".$(".indexOf(tag.charAt(1)) >= 0;
    }

    private int lineEnd(int from) {
        return new Lines(text).contentEnd(from);
    }

    private boolean hasBreak(int start, int end) {
        return text.indexOf('\n', start, end) >= 0;
    }

    /** The unreadable part that stands where an empty value ends, if there is one. */
    private @Nullable Range skippedAfter(int end) {
        for (Range part : skipped) {
            if (part.end() >= end
                    && text.substring(end, Math.max(end, part.end())).isBlank()) {
                return part;
            }
        }
        return null;
    }

    /** Where a value itself begins, behind its anchor and tag with the blanks and comments after each. */
    private int behindProperties(int start, int end) {
        int at = start;
        while (at < end && (text.charAt(at) == '&' || text.charAt(at) == '!')) {
            while (at < end && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            while (at < end && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '#')) {
                at = text.charAt(at) == '#' ? Math.min(end, lineEnd(at)) : at + 1;
            }
        }
        return at;
    }

    private JsonValue resolve(ScalarEvent event, String value, Style style) {
        String tag = event.getTag().orElse("");
        return switch (tag) {
            case "" -> style == Style.PLAIN ? CoreSchema.resolve(value) : JsonString.of(value);
            case "tag:yaml.org,2002:str", "!" -> JsonString.of(value);
            case "tag:yaml.org,2002:null" -> value.isEmpty() ? JsonNull.NULL : CoreSchema.resolve(value);
            case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool" ->
                CoreSchema.resolve(value);
            default -> {
                tag(event.getTag(), event, "");
                yield style == Style.PLAIN ? CoreSchema.resolve(value) : JsonString.of(value);
            }
        };
    }

    private void tag(Optional<String> tag, NodeEvent event, String known) {
        if (tag.isPresent() && !tag.get().equals(known) && !tag.get().equals("!")) {
            int start = offset(event.getStartMark());
            int at = start;
            while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            diagnostics.add(DiagnosticCode.UNKNOWN_TAG.at(
                    new Range(start, at),
                    "the tag " + text.substring(start, at) + " has no meaning here and is ignored"));
        }
    }

    private static Style style(ScalarEvent event) {
        return switch (event.getScalarStyle()) {
            case PLAIN, JSON_SCALAR_STYLE -> Style.PLAIN;
            case SINGLE_QUOTED -> Style.SINGLE_QUOTED;
            case DOUBLE_QUOTED -> Style.DOUBLE_QUOTED;
            case LITERAL -> Style.LITERAL;
            case FOLDED -> Style.FOLDED;
        };
    }

    private static @Nullable String anchor(NodeEvent event) {
        return event.getAnchor().isPresent() ? event.getAnchor().get().getValue() : null;
    }

    private void alias(AliasEvent event) {
        String name = event.getAlias().getValue();
        Range range = new Range(offset(event.getStartMark()), offset(event.getEndMark()));
        Node node = anchors.get(name);
        if (openAnchors.contains(name)) {
            diagnostics.add(DiagnosticCode.UNKNOWN_ALIAS.at(
                    range, "the alias *" + name + " stands inside the value that &" + name + " marks"));
            node = null;
        } else if (node == null) {
            diagnostics.add(
                    DiagnosticCode.UNKNOWN_ALIAS.at(range, "there is no anchor &" + name + " before this alias"));
        } else if (nodes + node.size() > MAX_NODES) {
            diagnostics.add(DiagnosticCode.ALIAS_BUDGET.at(
                    range,
                    "with this alias the document would have more than " + MAX_NODES
                            + " values; write the values out, or move them into the input"));
            node = null;
            stopped = true;
        } else if (frames.size() + node.height() > MAX_DEPTH) {
            diagnostics.add(DiagnosticCode.TOO_DEEP.at(
                    range, "with this alias lists and objects are nested deeper than " + MAX_DEPTH + " levels"));
            node = null;
        }
        if (node != null) {
            nodes += node.size();
        }
        add(node == null ? new ErrorNode(range) : node, null);
    }

    private void add(Node node, @Nullable String anchor) {
        nodes++;
        if (anchor != null) {
            anchors.put(anchor, node);
        }
        Frame frame = frames.peek();
        if (frame == null) {
            top(node);
        } else if (!frame.mapping) {
            frame.items.add(node);
        } else if (frame.key == null) {
            frame.key = node;
        } else {
            Node key = frame.key;
            frame.key = null;
            entry(frame, key, node);
        }
    }

    private void top(Node node) {
        if (documents <= 1) {
            root = node;
        } else if (!(node instanceof ScalarNode scalar && scalar.text().isEmpty())) {
            diagnostics.add(DiagnosticCode.SECOND_DOCUMENT.at(
                    new Range(node.range().start(), Math.min(node.range().start() + 1, text.length())),
                    "a second document starts here; a file holds one workflow, so move it to a file of its own"));
            stopped = true;
        }
    }

    private void entry(Frame frame, Node key, Node value) {
        switch (key) {
            case ScalarNode name -> {
                ScalarNode first = frame.keys.putIfAbsent(name.text(), name);
                if (first != null) {
                    diagnostics.add(DiagnosticCode.DUPLICATE_KEY.at(
                            name.range(),
                            "the key '" + name.text() + "' is already there; remove one of the two",
                            new Diagnostic.Related(first.range(), "the first '" + name.text() + "'")));
                }
                frame.entries.add(new MappingNode.Entry(name, value));
            }
            case ErrorNode ignored -> {}
            case SequenceNode list -> keyNotText(list);
            case MappingNode object -> keyNotText(object);
        }
    }

    private void keyNotText(Node key) {
        boolean braces = text.startsWith("{", key.range().start() - 1)
                && text.startsWith("{", key.range().start());
        diagnostics.add(DiagnosticCode.KEY_NOT_TEXT.at(
                key.range(),
                braces
                        ? "'{{ }}' has no meaning here; an expression is written ${ … }"
                        : "a key must be a text; quote it if it is meant to start with '[' or '{'"));
    }
}
