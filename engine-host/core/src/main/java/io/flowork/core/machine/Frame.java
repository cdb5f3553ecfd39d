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
        return copy(next, input, output, rawOutput, extensions, timeout, detail);
    }

    Frame with(Detail next) {
        return copy(phase, input, output, rawOutput, extensions, timeout, next);
    }

    Frame withInput(JsonValue next, Phase nextPhase) {
        return copy(nextPhase, next, output, rawOutput, extensions, timeout, detail);
    }

    /** After its body: the raw output is there. */
    Frame completed(JsonValue raw, Phase next, Detail nextDetail) {
        return copy(next, input, raw, raw, extensions, timeout, nextDetail);
    }

    Frame withOutput(JsonValue next, Phase nextPhase) {
        return copy(nextPhase, input, next, rawOutput, extensions, timeout, detail);
    }

    Frame withExtensions(long applying, Detail nextDetail) {
        return copy(phase, input, output, rawOutput, applying, timeout, nextDetail);
    }

    Frame withTimeout(@Nullable String key) {
        return copy(phase, input, output, rawOutput, extensions, key, detail);
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

    /** The same visit of the same task, with what changes while it runs. */
    private Frame copy(
            Phase newPhase,
            JsonValue newInput,
            @Nullable JsonValue newOutput,
            @Nullable JsonValue newRawOutput,
            long newExtensions,
            @Nullable String newTimeout,
            Detail newDetail) {
        return new Frame(
                parent,
                node,
                newPhase,
                visit,
                startedAt,
                rawInput,
                newInput,
                newOutput,
                newRawOutput,
                vars,
                newExtensions,
                newTimeout,
                newDetail);
    }
}
