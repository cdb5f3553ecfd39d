package io.flowork.host.render;

import io.flowork.core.machine.Step;
import io.flowork.core.program.Node;
import io.flowork.core.program.Program;
import io.flowork.grammar.ExpressionPlaces;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.SourceText;
import org.jspecify.annotations.Nullable;

/** Where the tasks of a program stand in its text. Tasks that a run fetched stand in other files, and have no place in it. */
public final class TaskPlaces {
    private final Program program;
    private final SourceText source;

    /** The places of a program's tasks. */
    public TaskPlaces(Program program, SourceText source) {
        this.program = program;
        this.source = source;
    }

    /** As {@code orders.flow.yaml:12}; empty if the task has no place. */
    public String text(String reference) {
        Position at = position(reference);
        return at == null ? "" : source.name() + ":" + at.line();
    }

    /** The line, from 1; null if the task has no place. */
    JsonValue json(String reference) {
        Position at = position(reference);
        return at == null ? JsonNull.NULL : JsonNumber.of(at.line());
    }

    /** Where a part of an expression of a task stands; null if that is in another file. */
    @Nullable
    Position position(String reference, Step.Spot spot) {
        return isHere(reference)
                ? source.position(ExpressionPlaces.inFile(source, spot.expression(), spot.part())
                        .start())
                : null;
    }

    /** How people call a place. */
    String text(Position at) {
        return source.name() + ":" + at.line() + ":" + at.column();
    }

    private @Nullable Position position(String reference) {
        Node node = isHere(reference) ? TaskText.node(program, reference) : null;
        return node == null || node.range().end() == 0
                ? null
                : source.position(node.range().start());
    }

    private static boolean isHere(String reference) {
        return Program.place(reference).isEmpty();
    }
}
