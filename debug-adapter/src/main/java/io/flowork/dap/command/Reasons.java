package io.flowork.dap.command;

import io.flowork.core.history.Cause;
import io.flowork.core.history.Provenance;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.dap.session.Origin;
import io.flowork.dap.value.Brief;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a value comes from, as lines of text. */
final class Reasons {
    private static final int VALUE = 60;
    private static final String INDENT = "  ";

    /** How many times a line is moved to the right at most. */
    private static final int DEEPEST = 12;

    private final Origin origin;

    Reasons(Origin origin) {
        this.origin = origin;
    }

    /** Where a value comes from that somebody sees at a frame, a line for each value on the way. */
    List<String> why(String expression, ActiveFrame frame) {
        Origin.Story story =
                origin.why(expression, frame, new Provenance.Limits(Origin.USUAL, Provenance.Limits.USUAL.links()));
        List<String> lines = new ArrayList<>();
        add(story.value(), null, 0, lines);
        if (!story.isWhole()) {
            lines.add("… and so on: this has the first " + Origin.USUAL
                    + " values. ':seek' to a step of the last ones and ask there");
        }
        return lines;
    }

    private static void add(Origin.Link link, Origin.@Nullable Link of, int depth, List<String> lines) {
        Cause cause = link.cause();
        String how = of == null
                ? ""
                : switch (cause.how()) {
                    case COPIED -> "<- ";
                    case COMPUTED -> "<- computed from ";
                    case DECIDED -> "<- decided by ";
                    case WRITTEN -> "<- written: ";
                };
        lines.add(INDENT.repeat(Math.min(depth, DEEPEST)) + how + what(link) + " = " + Brief.of(cause.value(), VALUE)
                + place(link) + (link.isElsewhere() ? ", told at another line" : ""));
        for (Origin.Link from : link.from()) {
            // what is handed on as it is makes a straight line
            boolean isStraight = link.from().size() == 1 && of != null;
            add(from, link, isStraight ? depth : depth + 1, lines);
        }
    }

    private static String what(Origin.Link link) {
        Cause cause = link.cause();
        String name = name(cause.reference());
        String stage = cause.stage() == null ? "" : cause.stage();
        String path = link.path().equals(".") ? "" : " " + link.path();
        return switch (cause.kind()) {
            case INPUT -> "input of " + name + path;
            case RAW_INPUT -> "raw input of " + name + path;
            case OUTPUT -> "output of " + name + path;
            case RAW_OUTPUT -> "raw output of " + name + path;
            case CONTEXT -> "$context" + (link.path().equals(".") ? "" : link.path());
            case EXPRESSION -> stage.isEmpty() ? "`" + link.part() + "`" : stage + " of " + name + path;
            case RUN_INPUT -> "the run's input" + path;
            case ANSWER -> "the answer of " + stage + " to " + name + path;
            case CHILD_RUN -> "the output of the run of " + stage + " that " + name + " started" + path;
            case EVENT -> "an event that " + name + " took" + path;
            case INDEX -> "the number of a turn of " + name(stage);
            case ERROR -> "the error of " + name + path;
            case WRITTEN -> "written in " + (stage.isEmpty() ? "" : stage + " of ") + name + path;
            case RUNTIME -> stage + path + ", which the engine gives";
            case SECRET -> "a secret" + path;
            case EDITED -> "an edit of the branch" + path;
            case UNKNOWN -> "the run does not say" + path;
        };
    }

    private static String name(String reference) {
        return reference.equals("/") ? "the workflow" : reference.substring(reference.lastIndexOf('/') + 1);
    }

    private static String place(Origin.Link link) {
        Cause cause = link.cause();
        List<String> parts = new ArrayList<>();
        if (cause.t() >= 0) {
            parts.add("step " + cause.t());
        }
        if (cause.strand() > 0) {
            parts.add("thread " + (cause.strand() + 1));
        }
        if (link.place() != null) {
            parts.add(link.place().text().source().name() + ":"
                    + link.place().start().line());
        }
        if (link.part() != null && !(cause.kind() == Cause.Kind.EXPRESSION && cause.stage() == null)) {
            parts.add("`" + shortened(link.part()) + "`");
        }
        return parts.isEmpty() ? "" : "  (" + String.join(", ", parts) + ")";
    }

    private static String shortened(String part) {
        String line = part.strip().replaceAll("\\s+", " ");
        return line.length() <= VALUE ? line : line.substring(0, VALUE) + "…";
    }
}
