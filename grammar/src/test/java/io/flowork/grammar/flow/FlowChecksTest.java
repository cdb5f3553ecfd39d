package io.flowork.grammar.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.text.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the flow checks must not say, each beside what they do say. The files in testdata/diagnostics show the rest. */
class FlowChecksTest {
    @Test
    void aTaskIsReachedByAnyWayThereIs() {
        silent("- a: {set: {x: 1}, then: c}\n- b: {set: {x: 1}}\n- c: {switch: [{back: {when: .x, then: b}}]}");
        silent("- a: {if: .x, raise: {error: {type: 'https://e.com/x', status: 400}}}\n- b: {set: {x: 1}}");
        silent("- a: {try: [{b: {set: {x: 1}}}], catch: {then: c}, then: end}\n- c: {set: {x: 1}}");
        silent("- a: {do: [{b: {if: .x, set: {y: 1}}}, {c: {set: {z: 1}, then: exit}}]}\n- d: {wait: PT1S}");
        reports("FW1601", "- a: {do: [{b: {set: {x: 1}, then: end}}]}\n- c: {set: {x: 1}}");
        reports(
                "FW1601",
                "- a: {fork: {branches: [{b: {raise: {error: {type: 'https://e.com/x', status: 400}}}}]}}\n- c: {wait: PT1S}");
    }

    @Test
    void anExtensionCanSkipTasks() {
        String raises = "do:\n- a: {raise: {error: {type: 'https://e.com/x', status: 400}}}\n- b: {set: {x: 1}}";
        assertThat(codes(raises)).containsExactly("FW1601");
        assertThat(codes("use: {extensions: [{mock: {extend: raise, before: [{c: {set: {x: 1}, then: exit}}]}}]}\n"
                        + raises))
                .isEmpty();
    }

    @Test
    void aLoopThatDoesSomethingMayGoOnForEver() {
        String call = "call: http, with: {method: get, endpoint: 'https://e.com'}";
        silent("- a: {" + call + "}\n- b: {set: {x: 1}, then: a}");
        silent("- a: {wait: PT1S, then: a}");
        silent("- a: {set: '${ if .n > 5 then error else . end }', then: a}");
        silent("- a: {set: {n: 1}}\n- b: {switch: [{on: {when: .n, then: a}}]}");
        reports("FW1602", "- a: {set: {n: 1}, then: a}");
        assertThat(codes("timeout: {after: PT1S}\ndo:\n- a: {set: {n: 1}, then: a}"))
                .isEmpty();
    }

    @Test
    void anErrorThatMayBeRaisedMayBeCaught() {
        String type = "catch: {errors: {with: {type: 'https://serverlessworkflow.io/spec/1.0.0/errors/%s'}}}}";
        silent("- a: {try: [{b: {set: {x: 1}}}], " + type.formatted("expression"));
        silent("- a: {try: [{b: {call: http, with: {method: get, endpoint: 'https://e.com'}}}], "
                + type.formatted("communication"));
        silent(
                "- a: {try: [{b: {raise: {error: {type: 'https://open-workflow-specification.org/spec/1.0.0/errors/timeout',"
                        + " status: 408}}}}], " + type.formatted("timeout"));
        silent("- a: {try: [{b: {raise: {error: {type: '${ .t }', status: 408}}}}], "
                + type.formatted("authorization"));
        silent("- a: {try: [{b: {set: {x: 1}, output: {schema: {resource: {endpoint: 'https://e.com'}}}}}], "
                + type.formatted("communication"));
        reports("FW1603", "- a: {try: [{b: {wait: PT1S}}], " + type.formatted("authorization"));
    }

    @Test
    void aRetryIsLimitedByMoreThanItsLimit() {
        String retries = "- a: {try: [{b: {wait: '${ .t }'}}], catch: {%s retry: {delay: PT1S%s}}%s}";
        reports("FW1608", retries.formatted("", "", ""));
        reports("FW1608", retries.formatted("", ", limit: {attempt: {duration: PT1S}}", ""));
        silent(retries.formatted("", ", limit: {attempt: {count: 3}}", ""));
        silent(retries.formatted("", ", limit: {duration: PT1S}", ""));
        silent(retries.formatted("", ", when: .retry", ""));
        silent(retries.formatted("when: .retry,", "", ""));
        silent(retries.formatted("", "", ", timeout: {after: PT1M}"));
    }

    @Test
    void aDayOfTheWeekMakesUpForADayThatNeverComes() {
        for (String cron :
                new String[] {"0 0 29 2 *", "0 0 30 2,4 *", "0 0 31 1-2 ?", "0 0 30 2 mon", "0 0 */30 feb *"}) {
            assertThat(codes("schedule: {cron: '" + cron + "'}\ndo:\n- a: {wait: PT1S}"))
                    .as(cron)
                    .isEmpty();
        }
        for (String cron : new String[] {"0 0 30 2 *", "0 0 31 feb,apr,jun,sep,nov *", "* * 30-31 2 ?"}) {
            assertThat(codes("schedule: {cron: '" + cron + "'}\ndo:\n- a: {wait: PT1S}"))
                    .as(cron)
                    .containsExactly("FW1610");
        }
    }

    @Test
    void aDefinitionIsUsedWhereverItsNameStands() {
        String secrets = "use: {secrets: [one]}\ndo:\n- a: {set: {x: '%s'}}";
        assertThat(codes(secrets.formatted("${ $secrets.one }"))).isEmpty();
        assertThat(codes(secrets.formatted("${ $secrets[\"one\"].key }"))).isEmpty();
        assertThat(codes(secrets.formatted("${ $secrets[.name] }"))).isEmpty();
        assertThat(codes(secrets.formatted("${ $secrets | keys }"))).isEmpty();
        assertThat(codes(secrets.formatted("${ $secrets.two }"))).contains("FW1611");
        assertThat(codes(
                        "use: {authentications: {one: {bearer: {token: abc}}}}\ndo:\n- a: {call: http, with: {method: get,"
                                + " endpoint: {uri: 'https://e.com', authentication: {use: one}}}}"))
                .isEmpty();
    }

    private static void silent(String tasks) {
        assertThat(codes("do:\n" + tasks)).as(tasks).isEmpty();
    }

    private static void reports(String code, String tasks) {
        assertThat(codes("do:\n" + tasks)).as(tasks).containsExactly(code);
    }

    private static List<String> codes(String text) {
        String document = "document: {dsl: '1.0.3', namespace: test, name: example, version: '0.1.0'}\n";
        return WorkflowAnalysis.analyze(SourceText.of("test.flow.yaml", document + text)).diagnostics().stream()
                .map(Diagnostic::code)
                .filter(code -> code.startsWith("FW16"))
                .toList();
    }
}
