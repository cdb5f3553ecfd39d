package io.flowork.grammar.workflow;

import io.flowork.grammar.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A workflow in the Open Workflow Specification's DSL, without errors.
 *
 * @param dsl the version of the DSL it is written in
 * @param namespace its namespace
 * @param name its name
 * @param version its semantic version
 * @param input {@code input}
 * @param tasks {@code do}
 * @param functions {@code use.functions}; a function's task has the reference {@code /use/functions/<name>}
 * @param catalogs {@code use.catalogs}: what produces each one's root, a URI or an object with {@code uri} and
 *     {@code authentication}
 * @param extensions {@code use.extensions} in order
 * @param secrets the names in {@code use.secrets}
 * @param timeout how long a run may take, if limited
 * @param output {@code output}
 * @param schedule when it starts by itself, if ever
 * @param definition the whole document as written, for {@code $workflow.definition}
 */
public record Workflow(
        String dsl,
        String namespace,
        String name,
        String version,
        DataStage input,
        List<Task> tasks,
        Map<String, Task> functions,
        Map<String, Template> catalogs,
        List<Extension> extensions,
        List<String> secrets,
        @Nullable Duration timeout,
        DataStage output,
        @Nullable Schedule schedule,
        JsonObject definition) {}
