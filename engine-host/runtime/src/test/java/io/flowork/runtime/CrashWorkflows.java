package io.flowork.runtime;

import io.flowork.core.program.Program;
import io.flowork.functions.Functions;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.store.Store;
import io.flowork.store.StoredProgram;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;

/** Workflows with every kind of effect, to crash in the middle of. */
final class CrashWorkflows {
    static final LoadedWorkflow MAIN = workflow("main", """
              - first: {call: '%1$s', with: {}, export: {as: '{first: .key}'}}
              - branches:
                  fork:
                    branches:
                      - left: {do: [{pause: {wait: {milliseconds: 3}}}, {work: {call: '%1$s', with: {}}}]}
                      - right: {do: [{work: {call: '%1$s', with: {}}}, {pause: {wait: {milliseconds: 2}}}]}
              - attempt:
                  try:
                    - again:
                        try: [{fails: {call: '%1$s', with: {fail: true}}}]
                        catch:
                          retry: {delay: {milliseconds: 2}, limit: {attempt: {count: 2}}}
                  catch: {do: [{gaveUp: {set: {gaveUp: true}}}]}
              - attempt2:
                  try: [{fails: {call: '%1$s', with: {fail: true}}}]
                  catch: {do: [{mend: {call: '%1$s', with: {}}}]}
              - each:
                  for: {in: '${ [1, 2, 3] }', each: n}
                  do: [{turn: {call: '%1$s', with: {n: '${ $n }'}}}]
              - child: {run: {workflow: {namespace: crash, name: child, version: 1.0.0, input: {x: 1}}}}
              - last: {set: {child: '${ . }', first: '${ $context.first }'}}
            """);

    static final LoadedWorkflow CHILD = workflow("child", """
              - a: {call: '%1$s', with: {}}
              - b: {wait: {milliseconds: 1}}
              - c: {call: '%1$s', with: {}}
            """);

    private CrashWorkflows() {}

    private static LoadedWorkflow workflow(String name, String tasks) {
        String text = "document: {dsl: 1.0.3, namespace: crash, name: " + name + ", version: 1.0.0}\ndo:\n"
                + tasks.formatted(StepFunction.NAME);
        WorkflowAnalysis.Analysis analysis = WorkflowAnalysis.analyze(SourceText.of(name, text));
        Workflow workflow = analysis.workflow();
        if (workflow == null) {
            throw new AssertionError(analysis.diagnostics());
        }
        StoredProgram source = StoredProgram.of("crash", name, "1.0.0", "yaml", text);
        return new LoadedWorkflow(Program.compile(workflow, source.hash()), source);
    }

    /** An engine that knows these workflows. */
    static Engine engine(Store store) {
        return new Engine(
                EngineSettings.of("test"),
                store,
                Functions.load(),
                (namespace, name, version) -> name.equals("child") ? Optional.of(CHILD) : Optional.empty(),
                Secrets.NONE,
                Clock.systemUTC());
    }

    /** The program of a hash. */
    static LoadedWorkflow program(String hash) {
        return Stream.of(MAIN, CHILD)
                .filter(workflow -> workflow.source().hash().equals(hash))
                .findFirst()
                .orElseThrow();
    }
}
