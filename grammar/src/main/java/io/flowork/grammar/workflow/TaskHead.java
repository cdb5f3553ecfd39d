package io.flowork.grammar.workflow;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.text.Range;
import org.jspecify.annotations.Nullable;

/**
 * What every task has.
 *
 * @param name the task's name, unique in its list
 * @param reference its JSON pointer with index and name, such as {@code /do/0/tryGetPet/try/0/getPet}
 * @param nameRange where its name stands in the file
 * @param range where its definition stands in the file, name included
 * @param condition {@code if}, if any
 * @param input {@code input}
 * @param output {@code output}
 * @param export {@code export}
 * @param timeout how long the task may take, if limited; a reference to {@code use.timeouts} is resolved
 * @param then where to go afterwards
 * @param definition the task as written, for {@code $task.definition}
 */
public record TaskHead(
        String name,
        String reference,
        Range nameRange,
        Range range,
        @Nullable Expression condition,
        DataStage input,
        DataStage output,
        DataStage export,
        @Nullable Duration timeout,
        FlowDirective then,
        JsonObject definition) {}
