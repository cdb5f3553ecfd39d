package io.flowork.core.machine;

import io.flowork.core.program.Node;
import io.flowork.grammar.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * An active task: where it stands and what it has.
 *
 * @param parent the task around it on the same strand, if any
 * @param node the task
 * @param phase how far it has come
 * @param visit the number of this visit of a task in the run
 * @param startedAt when it began
 * @param rawInput its raw input
 * @param input its transformed input; the raw one until it is transformed
 * @param output its raw output from the end of its body on, its transformed output after {@code output.as}
 * @param rawOutput its raw output from the end of its body on
 * @param vars the variables it sees
 * @param extensions one bit for each of the node's extensions that applies
 * @param timeout the key of the timer that limits it, if any
 * @param detail what its body remembers
 */
record Frame(
        @Nullable Frame parent,
        Node node,
        Phase phase,
        long visit,
        long startedAt,
        JsonValue rawInput,
        JsonValue input,
        @Nullable JsonValue output,
        @Nullable JsonValue rawOutput,
        @Nullable Vars vars,
        long extensions,
        @Nullable String timeout,
        Detail detail) {

    Frame in(Phase next) {
        return new Frame(
                parent,
                node,
                next,
                visit,
                startedAt,
                rawInput,
                input,
                output,
                rawOutput,
                vars,
                extensions,
                timeout,
                detail);
    }

    Frame with(Detail next) {
        return new Frame(
                parent,
                node,
                phase,
                visit,
                startedAt,
                rawInput,
                input,
                output,
                rawOutput,
                vars,
                extensions,
                timeout,
                next);
    }

    Frame withInput(JsonValue next, Phase nextPhase) {
        return new Frame(
                parent,
                node,
                nextPhase,
                visit,
                startedAt,
                rawInput,
                next,
                output,
                rawOutput,
                vars,
                extensions,
                timeout,
                detail);
    }

    /** After its body: the raw output is there. */
    Frame completed(JsonValue raw, Phase next, Detail nextDetail) {
        return new Frame(
                parent, node, next, visit, startedAt, rawInput, input, raw, raw, vars, extensions, timeout, nextDetail);
    }

    Frame withOutput(JsonValue next, Phase nextPhase) {
        return new Frame(
                parent,
                node,
                nextPhase,
                visit,
                startedAt,
                rawInput,
                input,
                next,
                rawOutput,
                vars,
                extensions,
                timeout,
                detail);
    }

    Frame withExtensions(long applying, Detail nextDetail) {
        return new Frame(
                parent,
                node,
                phase,
                visit,
                startedAt,
                rawInput,
                input,
                output,
                rawOutput,
                vars,
                applying,
                timeout,
                nextDetail);
    }

    Frame withTimeout(@Nullable String key) {
        return new Frame(
                parent,
                node,
                phase,
                visit,
                startedAt,
                rawInput,
                input,
                output,
                rawOutput,
                vars,
                extensions,
                key,
                detail);
    }

    /** This frame inside another one. */
    Frame inside(Frame around) {
        return new Frame(
                around,
                node,
                phase,
                visit,
                startedAt,
                rawInput,
                input,
                output,
                rawOutput,
                vars,
                extensions,
                timeout,
                detail);
    }
}
