package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError.Kind;
import org.junit.jupiter.api.Test;

/** {@code use.extensions}. */
class ExtensionTest {
    private static final String CALL = "{c: {call: http, with: {method: get, endpoint: https://x.example}}}";

    private static Trial extended(String extension, String tasks) {
        return Trial.of("use: {extensions: [{x: " + extension + "}]}\ndo: [" + tasks + "]");
    }

    @Test
    void beforeAndAfterRunAroundTheTask() {
        Trial trial = extended(
                "{extend: set, before: [{b: {wait: PT1S}}], after: [{a: {wait: PT1S}}]}", "{s: {set: '${ 1 }'}}");
        trial.run().enters("s", "b", "a").completes("1");
    }

    @Test
    void onlyTasksOfItsKindAreExtended() {
        extended("{extend: call, before: [{b: {set: '${ 0 }'}}]}", "{s: {set: '${ 1 }'}}, " + CALL)
                .calls("2")
                .run()
                .enters("s", "c", "b")
                .completes("2");
    }

    @Test
    void allTasksAreExtendedButNotThoseOfExtensions() {
        extended("{extend: all, before: [{b: {set: '${ 0 }'}}]}", "{d: {do: [{s: {set: '${ 1 }'}}]}}")
                .run()
                .enters("d", "b", "s", "b")
                .completes("1");
    }

    @Test
    void whenItDoesNotHoldTheTaskRunsAlone() {
        extended(
                        "{extend: set, when: '$task.name == \"t\"', before: [{b: {wait: PT1S}}], after: [{a: {wait: PT1S}}]}",
                        "{s: {set: '${ 1 }'}}, {t: {set: '${ 2 }'}}")
                .run()
                .enters("s", "t", "b", "a");
    }

    @Test
    void exitBeforeATaskMocksIt() {
        Trial trial = extended(
                        "{extend: call, before: [{mock: {set: {mocked: true}, then: exit}}, {never: {set: '${ 0 }'}}], after: [{a: {set: '${ 0 }'}}]}",
                        CALL + ", {s: {set: '${ .mocked }'}}")
                .run()
                .completes("true");
        assertThat(trial.effects(Effect.Call.class)).isEmpty();
        assertThat(trial.entered()).doesNotContain("never");
    }

    @Test
    void whatIsMockedStillGoesThroughTheTasksOutput() {
        extended(
                        "{extend: call, before: [{mock: {set: {mocked: true}, then: exit}}]}",
                        "{c: {call: http, with: {method: get, endpoint: https://x.example}, output: {as: '[.mocked]'}}}")
                .run()
                .completes("[true]");
    }

    @Test
    void theTaskOfAnExtensionIsTheOneItExtends() {
        extended("{extend: call, before: [{b: {set: '${ $task.name }', then: exit}}]}", CALL)
                .run()
                .completes("'c'");
    }

    @Test
    void anErrorInAnExtensionIsAnErrorOfTheTask() {
        extended("{extend: set, before: [{b: {set: '${ error(\"x\") }'}}]}", "{s: {set: '${ 1 }'}}")
                .run()
                .faults(Kind.EXPRESSION, "/use/extensions/0/x/before/0/b");
    }

    @Test
    void severalExtensionsApplyInTheirOrder() {
        Trial.of("""
                use:
                  extensions:
                    - one: {extend: set, before: [{b1: {wait: PT1S}}], after: [{a1: {wait: PT1S}}]}
                    - two: {extend: all, before: [{b2: {wait: PT1S}}], after: [{a2: {wait: PT1S}}]}
                do: [{s: {set: '${ 1 }'}}]
                """).run().enters("s", "b1", "b2", "a2", "a1");
    }
}
