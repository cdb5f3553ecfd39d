package io.flowork.grammar.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.WorkflowAnalysis.Analysis;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Duration;
import io.flowork.grammar.workflow.EventStrategy;
import io.flowork.grammar.workflow.Expression;
import io.flowork.grammar.workflow.FlowDirective;
import io.flowork.grammar.workflow.Task;
import io.flowork.grammar.workflow.Template;
import io.flowork.grammar.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BindingTest {
    private static final String DOCUMENT =
            "document: {dsl: '1.0.3', namespace: test, name: example, version: '0.1.0'}\n";

    @Test
    void everyTaskHasItsPointer() {
        Workflow workflow = bind("""
                use:
                  functions:
                    'a/b': {set: {x: 1}}
                  extensions:
                    - log:
                        extend: all
                        before:
                          - say: {set: {x: 1}}
                do:
                  - attempt:
                      try:
                        - getPet: {call: a/b}
                      catch:
                        do:
                          - sorry: {set: {x: 1}}
                  - loop:
                      for: {in: .x}
                      do:
                        - inner:
                            do:
                              - deep: {set: {x: 1}}
                  - split:
                      fork:
                        branches:
                          - left: {set: {x: 1}}
                  - hear:
                      listen: {to: {any: []}}
                      foreach:
                        do:
                          - each: {set: {x: 1}}
                """);
        assertThat(references(workflow.tasks()))
                .containsExactly(
                        "/do/0/attempt",
                        "/do/0/attempt/try/0/getPet",
                        "/do/0/attempt/catch/do/0/sorry",
                        "/do/1/loop",
                        "/do/1/loop/do/0/inner",
                        "/do/1/loop/do/0/inner/do/0/deep",
                        "/do/2/split",
                        "/do/2/split/fork/branches/0/left",
                        "/do/3/hear",
                        "/do/3/hear/foreach/do/0/each");
        assertThat(workflow.functions().get("a/b").head().reference()).isEqualTo("/use/functions/a~1b");
        assertThat(references(workflow.extensions().getFirst().before()))
                .containsExactly("/use/extensions/0/log/before/0/say");
    }

    private static List<String> references(List<Task> tasks) {
        List<String> references = new ArrayList<>();
        for (Task task : tasks) {
            references.add(task.head().reference());
            switch (task) {
                case Task.Do group -> references.addAll(references(group.tasks()));
                case Task.For loop -> references.addAll(references(loop.tasks()));
                case Task.Fork fork -> references.addAll(references(fork.branches()));
                case Task.Listen listen ->
                    references.addAll(references(listen.foreach().tasks()));
                case Task.Try attempt -> {
                    references.addAll(references(attempt.tasks()));
                    references.addAll(references(attempt.handler().tasks()));
                }
                default -> {}
            }
        }
        return references;
    }

    @Test
    void wholeTextsAreExpressionsAndPartsAreNot() {
        Task.Set set = (Task.Set)
                task("set: {a: '${ .x }', b: 'Hi ${ .x }', c: .x, d: [1, '  ${.y}  '], e: '${ .a } ${ .b }'}");
        assertThat(set.value()).isInstanceOf(Template.ObjectOf.class);
        List<Template.Member> members = ((Template.ObjectOf) set.value()).members();
        assertThat(members.get(0).value())
                .isInstanceOfSatisfying(
                        Template.Computed.class,
                        value -> assertThat(value.expression().text()).isEqualTo(".x"));
        assertThat(members.get(1).value()).isEqualTo(new Template.Literal(JsonString.of("Hi ${ .x }")));
        assertThat(members.get(2).value()).isEqualTo(new Template.Literal(JsonString.of(".x")));
        assertThat(members.get(3).value()).isInstanceOf(Template.ArrayOf.class);
        assertThat(members.get(4).value()).isEqualTo(new Template.Literal(JsonString.of("${ .a } ${ .b }")));
    }

    @Test
    void conditionsAndTransformationsNeedNoBraces() {
        Task task = task("""
                if: .a == 1
                input: {from: .b}
                output: {as: '${ .c }'}
                export: {as: {d: '${ .d }', e: .e}}
                set: {x: 1}
                """);
        assertThat(task.head().condition()).extracting(Expression::text).isEqualTo(".a == 1");
        assertThat(text(task.head().input().transform())).isEqualTo(".b");
        assertThat(text(task.head().output().transform())).isEqualTo(".c");
        assertThat(task.head().export().transform()).isInstanceOf(Template.ObjectOf.class);
    }

    private static String text(Template template) {
        return ((Template.Computed) template).expression().text();
    }

    @Test
    void anExpressionKnowsItsPlaceInTheFile() {
        String text =
                DOCUMENT + "do:\n  - a:\n      set:\n        x: |\n          ${ .first\n            | .second }\n";
        SourceText source = SourceText.of("text", text);
        Workflow workflow = WorkflowAnalysis.analyze(source).workflow();
        Task.Set set = (Task.Set) workflow.tasks().getFirst();
        Expression expression = ((Template.Computed)
                        ((Template.ObjectOf) set.value()).members().getFirst().value())
                .expression();
        assertThat(expression.text()).isEqualTo(".first\n  | .second");
        assertThat(source.text(expression.range())).isEqualTo(".first\n            | .second");
    }

    @Test
    void inLooseModeEveryTextIsTried() {
        Workflow workflow = bind("evaluate: {mode: loose}\ndo:\n  - a: {set: {x: .a, y: '${ .b }'}}\n");
        List<Template.Member> members =
                ((Template.ObjectOf) ((Task.Set) workflow.tasks().getFirst()).value()).members();
        assertThat(members.get(0).value())
                .isInstanceOfSatisfying(
                        Template.Loose.class, value -> assertThat(value.text()).isEqualTo(".a"));
        assertThat(members.get(1).value()).isInstanceOf(Template.Computed.class);
    }

    @Test
    void endpointsHaveVariables() {
        Task.Call call = (Task.Call) task("""
                call: http
                with:
                  method: get
                  endpoint: https://example.com/{id}?q={q}
                """);
        assertThat(member(call.arguments(), "endpoint"))
                .isEqualTo(new Template.UriTemplate("https://example.com/{id}?q={q}"));
        assertThat(member(call.arguments(), "method")).isEqualTo(new Template.Literal(JsonString.of("get")));
    }

    private static Template member(Template template, String key) {
        for (Template.Member member : ((Template.ObjectOf) template).members()) {
            if (member.key().equals(key)) {
                return member.value();
            }
        }
        throw new AssertionError("no member " + key);
    }

    @Test
    void authenticationByNameIsWrittenOut() {
        Workflow workflow = bind("""
                use:
                  secrets: [token]
                  authentications:
                    me: {basic: {username: u, password: p}}
                do:
                  - a:
                      call: http
                      with:
                        method: get
                        endpoint: {uri: https://example.com, authentication: {use: me}}
                  - b:
                      call: openapi
                      with:
                        document: {endpoint: https://example.com}
                        operationId: x
                        authentication: {bearer: {use: token}}
                """);
        assertThat(literal(((Task.Call) workflow.tasks().get(0)).arguments())).isEqualTo(json("""
                        {"method": "get", "endpoint": {"uri": "https://example.com",
                          "authentication": {"basic": {"username": "u", "password": "p"}}}}"""));
        assertThat(literal(((Task.Call) workflow.tasks().get(1)).arguments())).isEqualTo(json("""
                        {"document": {"endpoint": "https://example.com"}, "operationId": "x",
                          "authentication": {"bearer": {"use": "token"}}}"""));
    }

    @Test
    void functionsAreFoundWhereTheyAreDefined() {
        Workflow workflow = bind("""
                use:
                  functions: {greet: {set: {a: 1}}}
                  catalogs: {mine: {endpoint: https://example.com}}
                do:
                  - a: {call: greet, with: {x: 1}}
                  - b: {call: 'log:1.0.0@mine'}
                  - c: {call: 'chat:1.0.0@default', with: {prompt: hi}}
                  - d: {call: 'https://example.com/function.yaml', with: {a: 1}}
                """);
        assertThat(workflow.tasks().get(0)).isInstanceOf(Task.CallDefined.class);
        assertThat(workflow.tasks().subList(1, 4))
                .extracting(task -> ((Task.Call) task).function())
                .containsExactly("log:1.0.0@mine", "chat:1.0.0@default", "https://example.com/function.yaml");
        assertThat(literal(((Task.Call) workflow.tasks().get(1)).arguments())).isEqualTo(json("{}"));
    }

    @Test
    void retriesErrorsAndTimeoutsByName() {
        Workflow workflow = bind("""
                use:
                  retries:
                    often: {delay: PT1S, backoff: {linear: {}}, limit: {attempt: {count: 3, duration: PT5S}, duration: PT1M},
                            jitter: {from: {milliseconds: 1}, to: {milliseconds: 2}}}
                  errors:
                    no: {type: 'https://example.com/no', status: 400, title: '${ .why }'}
                  timeouts:
                    short: {after: {minutes: 1, seconds: 30}}
                timeout: short
                do:
                  - attempt:
                      timeout: short
                      try:
                        - fail: {raise: {error: no}}
                      catch:
                        errors: {with: {status: 400}}
                        as: problem
                        retry: often
                        then: end
                """);
        Task.Try attempt = (Task.Try) workflow.tasks().getFirst();
        Task.Retry retry = attempt.handler().retry();
        assertThat(workflow.timeout()).isEqualTo(new Duration.Fixed(90_000));
        assertThat(attempt.head().timeout()).isEqualTo(new Duration.Fixed(90_000));
        assertThat(retry.delay()).isEqualTo(new Duration.Fixed(1000));
        assertThat(retry.backoff()).isEqualTo(Task.Backoff.LINEAR);
        assertThat(retry.attempts()).isEqualTo(3);
        assertThat(retry.attemptDuration()).isEqualTo(new Duration.Fixed(5000));
        assertThat(retry.totalDuration()).isEqualTo(new Duration.Fixed(60_000));
        assertThat(retry.jitterTo()).isEqualTo(new Duration.Fixed(2));
        assertThat(attempt.handler().as()).isEqualTo("problem");
        assertThat(attempt.handler().filter()).isEqualTo(json("{\"status\": 400}"));
        assertThat(attempt.handler().then()).isEqualTo(new FlowDirective.End());
        assertThat(((Task.Raise) attempt.tasks().getFirst()).error()).isInstanceOf(Template.ObjectOf.class);
    }

    @Test
    void durations() {
        assertThat(pause("PT30S")).isEqualTo(new Duration.Fixed(30_000));
        assertThat(pause("P1Y2M3W4DT5H6M7.5S"))
                .isEqualTo(new Duration.Fixed(((365L + 60 + 21 + 4) * 24 + 5) * 3_600_000 + 6 * 60_000 + 7500));
        assertThat(pause("{days: 1, hours: 2, milliseconds: 3}")).isEqualTo(new Duration.Fixed(26 * 3_600_000 + 3));
        assertThat(pause("'${ .delay }'")).isInstanceOf(Duration.Computed.class);
        assertThat(pause("{days: 9223372036854775807}")).isEqualTo(new Duration.Fixed(Long.MAX_VALUE));
    }

    private static Duration pause(String duration) {
        return ((Task.Wait) task("wait: " + duration)).duration();
    }

    @Test
    void eventsToWaitFor() {
        Task.Listen listen = (Task.Listen) task("""
                listen:
                  to:
                    any:
                      - with: {type: order, data: '${ .total > 3 }', custom: x}
                        correlate: {id: {from: .data.id, expect: '42'}, user: {from: .subject, expect: '${ .user }'}}
                    until: {one: {with: {type: stop}}}
                  read: envelope
                """);
        EventStrategy.Any any = (EventStrategy.Any) listen.to();
        EventStrategy.Filter filter = any.filters().getFirst();
        assertThat(filter.with()).extracting(EventStrategy.Attribute::name).containsExactly("type", "data", "custom");
        assertThat(filter.with().get(1).value()).isInstanceOf(Template.Computed.class);
        assertThat(filter.correlate().get(0).expect()).isEqualTo(new EventStrategy.Constant(JsonString.of("42")));
        assertThat(filter.correlate().get(1).expect()).isInstanceOf(EventStrategy.Computed.class);
        assertThat(any.untilConsumed()).isInstanceOf(EventStrategy.One.class);
        assertThat(listen.read()).isEqualTo(Task.EventRead.ENVELOPE);
    }

    @Test
    void argumentsOfOlderVersionsAreAnObject() {
        Analysis analysis = WorkflowAnalysis.analyze(SourceText.of("text", """
                document: {dsl: '1.0.1', namespace: test, name: example, version: '0.1.0'}
                do:
                  - a: {run: {shell: {command: ls, arguments: {dir: '${ .dir }'}}}}
                """));
        assertThat(analysis.diagnostics()).isEmpty();
        assertThat(analysis.workflow()).isNotNull();
    }

    @Test
    void jsonIsReadLikeYaml() {
        String json =
                "{\r\n\t\"document\": {\"dsl\": \"1.0.3\", \"namespace\": \"test\", \"name\": \"a\", \"version\": \"1.0.0\"},"
                        + "\r\n\t\"do\": [\r\n\t\t{\"a\": {\"set\": {\"x\": \"\\ud83d\\ude00\\t\\/\", \"y\": \"${ {a: 1} }\"}}}\r\n\t]\r\n}";
        Analysis analysis = WorkflowAnalysis.analyze(SourceText.of("a.flow.json", json));
        assertThat(analysis.diagnostics()).isEmpty();
        assertThat(analysis.workflow().definition()).isEqualTo(json(json));
    }

    @Test
    void theDefinitionIsTheDocumentAsWritten() {
        Workflow workflow = bind("do:\n  - b: {set: {z: 1, a: 1.5, x: null, t: true, s: '1'}}\n");
        assertThat(workflow.tasks().getFirst().head().definition())
                .isEqualTo(json("{\"set\": {\"z\": 1, \"a\": 1.5, \"x\": null, \"t\": true, \"s\": \"1\"}}"));
    }

    private static JsonValue literal(Template template) {
        return ((Template.Literal) template).value();
    }

    private static JsonValue json(String text) {
        return JsonReader.parse(text);
    }

    private static Task task(String definition) {
        return bind("do:\n  - a:\n" + definition.indent(6)).tasks().getFirst();
    }

    private static Workflow bind(String text) {
        Analysis analysis = WorkflowAnalysis.analyze(SourceText.of("text", DOCUMENT + text));
        assertThat(analysis.workflow()).as("%s", analysis.diagnostics()).isNotNull();
        return analysis.workflow();
    }
}
