package io.flowork.lsp.format;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.SequenceNode;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.format.Layout.Kind;
import io.flowork.lsp.format.Layout.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The white space of a text in YAML. */
final class YamlLayout {
    private final Gaps gaps;
    private final Layout layout;

    private YamlLayout(Gaps gaps) {
        this.gaps = gaps;
        this.layout = new Layout(gaps.source().lines());
    }

    /**
     * The changes that some lines of a text need.
     *
     * @param root the text's tree
     * @param first the first line, from 1
     * @param last the last one
     */
    static List<Edit> edits(Snapshot snapshot, Node root, int first, int last, Style style) {
        YamlLayout yaml = new YamlLayout(new Gaps(snapshot.source(), first, last));
        ExpressionLayout.apply(snapshot.analysis().sites(), yaml.gaps);
        try {
            int listStep = indentsLists(root, yaml.gaps) ? style.step() : 0;
            new BlockWalk(yaml.gaps, yaml.layout, style.step(), listStep).walk(root);
        } catch (UnknownLayoutException e) {
            return List.of();
        }
        yaml.lines();
        yaml.commentsBehind();
        return yaml.gaps.edits();
    }

    /** Whether lists are indented below their keys: unless all of them begin in the columns of their keys. */
    private static boolean indentsLists(Node root, Gaps gaps) {
        boolean none = true;
        Deque<Node> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            switch (open.pop()) {
                case MappingNode mapping -> {
                    for (MappingNode.Entry entry : mapping.entries()) {
                        boolean written =
                                mapping.range().start() <= entry.value().range().start();
                        if (written && entry.value() instanceof SequenceNode list && isBlock(list, gaps)) {
                            int key = gaps.column(entry.key().range().start());
                            if (gaps.column(list.range().start()) > key) {
                                return true;
                            }
                            none = false;
                        }
                        if (written) {
                            open.push(entry.value());
                        }
                    }
                }
                case SequenceNode list ->
                    list.items().stream()
                            .filter(item -> list.range().start() <= item.range().start())
                            .forEach(open::push);
                default -> {}
            }
        }
        return none;
    }

    private static boolean isBlock(SequenceNode list, Gaps gaps) {
        return gaps.source().text().startsWith("-", list.range().start());
    }

    // --- lines ---

    private void lines() {
        int lines = gaps.source().lines();
        int content = 0;
        int start = 0;
        int[] nextStarts = nextStarts();
        for (int line = 1; line <= lines; line++) {
            start = layout.kinds[line] == Kind.START ? line : start;
            switch (layout.kinds[line]) {
                case BLANK -> {}
                case START, REST, TEXT -> {
                    blanksBefore(content, line);
                    indent(line, layout.columns[line]);
                    content = line;
                }
                case COMMENT -> {
                    blanksBefore(content, line);
                    indent(line, commentColumn(line, start, nextStarts[line]));
                    content = line;
                }
            }
        }
        end(content, lines);
    }

    /** At most one blank line, and none at the beginning. */
    private void blanksBefore(int before, int line) {
        int kept = before == 0 ? 0 : 1;
        int first = before + 1;
        if (line - first > kept) {
            gaps.remove(gaps.start(first), gaps.start(line - kept));
        }
        if (kept == 1 && line > first) {
            gaps.replace(gaps.start(line - 1), gaps.end(line - 1), "");
        }
    }

    private void indent(int line, int column) {
        int indent = gaps.indent(line);
        boolean blank = gaps.isBlank(line) && layout.kinds[line] == Kind.REST;
        if (!blank && indent != column) {
            gaps.replace(gaps.start(line), gaps.start(line) + indent, " ".repeat(column));
        }
        if (!layout.open[line] && layout.kinds[line] != Kind.TEXT) {
            int end = gaps.end(line);
            int from = end;
            String text = gaps.source().text();
            while (from > gaps.start(line) && (text.charAt(from - 1) == ' ' || text.charAt(from - 1) == '\t')) {
                from--;
            }
            gaps.replace(from, end, "");
        }
    }

    /** One line break ends the text, unless that would be one more of a block of text. */
    private void end(int content, int lines) {
        if (content == 0) {
            return;
        }
        if (content < lines) {
            if (content + 1 < lines || gaps.end(lines) > gaps.start(lines)) {
                gaps.remove(gaps.start(content + 1), gaps.end(lines));
            }
        } else if (layout.kinds[content] != Kind.TEXT) {
            gaps.breakLine();
        }
    }

    // --- comments ---

    /** For each line the next one that starts something; 0 if there is none. */
    private int[] nextStarts() {
        int[] next = new int[layout.kinds.length];
        for (int line = layout.kinds.length - 2; line > 0; line--) {
            next[line] = layout.kinds[line + 1] == Kind.START ? line + 1 : next[line + 1];
        }
        return next;
    }

    /** A comment goes with the line below it that begins in its column, or with what it is in. */
    private int commentColumn(int line, int above, int below) {
        int was = gaps.indent(line);
        @Nullable Level next = layout.levels[below];
        @Nullable Level previous = layout.levels[above];
        for (@Nullable Level start : new @Nullable Level[] {next, previous}) {
            for (Level level = start; level != null; level = level.outer()) {
                if (level.was() == was) {
                    return level.now();
                }
            }
        }
        if (next != null && was <= next.was()) {
            return next.now();
        }
        for (Level level = previous; level != null; level = level.outer()) {
            if (level.was() <= was) {
                return level.now();
            }
        }
        return next == null ? 0 : next.now();
    }

    /** Comments that stand in one column on following lines stay in one; others stay as far away as they are, or nearer. */
    private void commentsBehind() {
        int lines = gaps.source().lines();
        for (int line = 1; line <= lines; line++) {
            if (layout.comments[line] == 0) {
                continue;
            }
            int last = line;
            int column = gaps.column(layout.comments[line]);
            while (layout.comments[last + 1] != 0 && gaps.column(layout.comments[last + 1]) == column) {
                last++;
            }
            comments(line, last);
            line = last;
        }
    }

    private void comments(int first, int last) {
        boolean together = last > first && gaps.mayChange(first, last);
        int gap = Integer.MAX_VALUE;
        int furthest = 0;
        for (int line = first; line <= last; line++) {
            gap = Math.min(gap, layout.comments[line] - layout.contents[line]);
            furthest = Math.max(furthest, gaps.newColumn(layout.contents[line]));
        }
        for (int line = first; line <= last; line++) {
            int blanks = together
                    ? furthest + gap - gaps.newColumn(layout.contents[line])
                    : Math.min(2, layout.comments[line] - layout.contents[line]);
            gaps.replace(layout.contents[line], layout.comments[line], " ".repeat(blanks));
        }
    }
}
