package io.flowork.runtime;

import io.flowork.functions.Functions;
import io.flowork.store.Store;
import java.time.Clock;
import java.util.List;

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

    static final LoadedWorkflow ENDLESS = workflow("endless", """
              - a: {call: '%1$s', with: {}}
              - b: {listen: {to: {one: {with: {type: never}}}}}
            """);

    private static final String RUN_ENDLESS = "{run: {workflow: {namespace: crash, name: endless, version: 1.0.0}}";

    static final LoadedWorkflow COMPETES = workflow("competes", """
              - both:
                  fork:
                    compete: true
                    branches:
                      - slow: %2$s}
                      - quick: {wait: {milliseconds: 5}}
              - after: {call: '%1$s', with: {}}
            """);

    static final LoadedWorkflow TIMES_OUT = workflow("times-out", """
              - late:
                  try: [{child: %2$s, timeout: {after: {milliseconds: 5}}}}]
                  catch: {do: [{after: {call: '%1$s', with: {}}}]}
            """);

    static final LoadedWorkflow FAULTS = workflow("faults", """
              - both:
                  fork:
                    branches:
                      - slow: %2$s}
                      - bad:
                          do:
                            - pause: {wait: {milliseconds: 5}}
                            - no: {raise: {error: {type: 'https://example.com/no', status: 400, title: No}}}
            """);

    private static final List<LoadedWorkflow> ALL = List.of(MAIN, CHILD, ENDLESS, COMPETES, TIMES_OUT, FAULTS);

    private CrashWorkflows() {}

    private static LoadedWorkflow workflow(String name, String tasks) {
        String text = "document: {dsl: 1.0.3, namespace: crash, name: " + name + ", version: 1.0.0}\ndo:\n"
                + tasks.formatted(StepFunction.NAME, RUN_ENDLESS);
        return TestWorkflows.parse(text);
    }

    /** An engine that knows these workflows. */
    static Engine engine(Store store) {
        return new Engine(
                EngineSettings.of("test"),
                store,
                Functions.load(),
                (namespace, name, version) -> ALL.stream()
                        .filter(workflow -> workflow.source().name().equals(name))
                        .findFirst(),
                Secrets.NONE,
                Clock.systemUTC());
    }

    /** The program of a hash. */
    static LoadedWorkflow program(String hash) {
        return ALL.stream()
                .filter(workflow -> workflow.source().hash().equals(hash))
                .findFirst()
                .orElseThrow();
    }
}
