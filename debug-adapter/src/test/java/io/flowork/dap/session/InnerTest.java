package io.flowork.dap.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.machine.ActiveFrame;
import io.flowork.dap.session.Session.Way;
import io.flowork.dap.value.Brief;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps into expressions and effects. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InnerTest {
    private static final String CALLS = """
            use: {secrets: [key]}
            do:
              - safe:
                  try:
                    - ask:
                        call: http
                        with:
                          method: post
                          endpoint: https://price.example
                          headers: {authorization: '${ "Bearer " + $secrets.key }'}
                          body: {id: '${ .id * 2 }'}
                        output: {as: .answer}
                  catch: {retry: {delay: {seconds: 1}, limit: {attempt: {count: 3}}}}
              - fails: {set: {fine: '${ . }', bad: '${ .x | map(. + 1) }'}}
            """;

    private static Session session(String flow, String input) {
        Session session = new Session(Recorded.of(flow, input).debugged(null), new Control(() -> {}), line -> {});
        session.enter();
        return session;
    }

    /** Goes to the first stop of a task. */
    private static Session at(Session session, String task, String input) {
        Traps.Place place = new Traps.Place(1, false, Set.of(task), null, null, null);
        session.set(new Traps(List.of(place), List.of(), List.of()));
        assertThat(session.resume(t -> {}).at().reference()).isEqualTo(task);
        session.set(Traps.NONE);
        assertThat(session.state().rawInput()).hasToString(input);
        return session;
    }

    private static String step(Session session, Way way) {
        String text = session.step(way, 0).description();
        int place = text.indexOf(" (");
        return place < 0 ? text : text.substring(0, place);
    }

    @Test
    void stepsThroughAnExpressionAndOutOfIt() {
        Session session =
                at(session(SessionTest.LOOP, SessionTest.INPUT), "/do/1/over/do/0/add", "{\"items\":[1,2,3,4]}");
        long stop = session.at().t();
        assertThat(step(session, Way.INTO)).isEqualTo("`$context.total + $item` begins");
        assertThat(session.at().t()).isEqualTo(stop);
        assertThat(step(session, Way.NEXT)).isEqualTo("`$context.total + $item` gives 1");
        assertThat(step(session, Way.NEXT)).isEqualTo("`.` begins");
        assertThat(step(session, Way.BACK)).isEqualTo("`$context.total + $item` gives 1");
        assertThat(step(session, Way.BACK_INTO)).isEqualTo("`$context.total` gives 0");
        assertThat(step(session, Way.OUT)).isEqualTo("`.` begins");
        assertThat(step(session, Way.OUT)).startsWith("step ");
        assertThat(session.inner()).isNull();
        assertThat(session.at().t()).isGreaterThan(stop);
        assertThat(step(session, Way.BACK_INTO)).isEqualTo("`.` gives {\"total\":1}");
        assertThat(step(session, Way.BACK_OUT)).startsWith("step ");
        assertThat(session.at().t()).isEqualTo(stop);
    }

    @Test
    void aTaskWithTasksInsideIsGoneIntoUnlessAskedFor() {
        Session session = session(SessionTest.LOOP, SessionTest.INPUT);
        session.step(Way.NEXT, 0);
        assertThat(session.step(Way.INTO, 0, true).description()).startsWith("`$workflow.input.items` begins (step ");
        session.step(Way.BACK_OUT, 0);
        assertThat(session.step(Way.INTO, 0).at().reference()).isEqualTo("/do/1/over/do/0/add");
        assertThat(session.inner()).isNull();
        assertThat(session.step(Way.BACK_INTO, 0).at().reference()).isEqualTo("/do/1/over");
        assertThat(session.inner()).isNull();
    }

    @Test
    void showsAFrameAndScopesOfTheExpression() {
        Session session =
                at(session(SessionTest.LOOP, SessionTest.INPUT), "/do/1/over/do/0/add", "{\"items\":[1,2,3,4]}");
        session.step(Way.INTO, 0);
        session.step(Way.INTO, 0);
        Frames frames = new Frames(session, new Sources(session.run(), path -> null));
        List<Frames.Entry> stack = frames.stack(0);
        assertThat(stack)
                .extracting(Frames.Entry::name)
                .containsExactly("set: $context.total + $item", "add", "over [1/4]", "trial");
        Sources.Place place = stack.getFirst().place();
        InnerPoint.Part part = (InnerPoint.Part) session.inner();
        assertThat(place.text()
                        .source()
                        .line(place.start().line())
                        .substring(place.start().column() - 1, place.end().column() - 1))
                .isEqualTo(part.text());
        assertThat(frames.inner(stack.getFirst().id())).isEqualTo(part);
        assertThat(frames.inner(stack.get(1).id())).isNull();
        Scopes scopes = new Scopes(session);
        List<Scopes.Scope> found = scopes.of(part);
        assertThat(found).extracting(Scopes.Scope::name).containsExactly("Part", "Variables", "Expression");
        assertThat(scopes.variables(found.get(1).number(), null, 0, 0))
                .extracting(each -> each.variable().name())
                .contains("$item", "$context");
        Evaluations evaluations = new Evaluations(session);
        assertThat(evaluations.evaluate("[$item, .total]", part, false).text()).isEqualTo("[1,0]");
        ActiveFrame task = stack.get(1).frame();
        assertThat(evaluations.evaluate("$item", task, false).text()).isEqualTo("1");
    }

    @Test
    void variablesThatTheProgramBindsCanBeEvaluated() {
        Session session = session("do: [{a: {set: {n: '${ .x as $twice | $twice + 1 }'}}}]\n", "{'x': 4}");
        String text = "";
        while (!text.equals("`$twice + 1` gives 5")) {
            text = step(session, Way.INTO);
        }
        InnerPoint.Part part = (InnerPoint.Part) session.inner();
        assertThat(new Evaluations(session).evaluate("$twice * 10", part, false).text())
                .isEqualTo("40");
        assertThat(InnerScopes.names(part)).endsWith("twice");
    }

    @Test
    void showsRequestAndResponseOfAnEffect() {
        Session session = at(session(CALLS, "{'id': 4}"), "/do/0/safe/try/0/ask", "{\"id\":4}");
        goToEffect(session);
        assertThat(values(session))
                .containsEntry("kind", "\"http\"")
                .containsEntry("attempt", "1")
                .containsEntry("milliseconds", "1000")
                .hasEntrySatisfying("error", error -> assertThat(error).contains("\"status\":503"))
                .hasEntrySatisfying(
                        "request",
                        request -> assertThat(request)
                                .contains("\"endpoint\":\"https://price.example\"", "{\"id\":8}", "••••")
                                .doesNotContain("Bearer"));
        Frames frames = new Frames(session, new Sources(session.run(), path -> null));
        assertThat(frames.stack(0))
                .extracting(Frames.Entry::name)
                .startsWith("effect http", "ask", "safe (attempt 1 of 4)");
        assertThat(session.step(Way.BACK_OUT, 0).at().reference()).isEqualTo("/do/0/safe/try/0/ask");

        assertThat(session.step(Way.NEXT, 0).at().reference()).isEqualTo("/do/0/safe/try/0/ask"); // again
        goToEffect(session);
        assertThat(values(session)).containsEntry("attempt", "2").containsEntry("response", "{\"answer\":2}");
        assertThat(session.inner()).isInstanceOf(InnerPoint.Asked.class);
        assertThat(step(session, Way.NEXT)).isEqualTo("`.answer` begins");
        assertThat(step(session, Way.BACK)).isEqualTo("effect http: answered after 1000 ms");
    }

    private static void goToEffect(Session session) {
        step(session, Way.INTO);
        while (session.inner() instanceof InnerPoint.Part) {
            step(session, Way.OUT);
        }
        assertThat(session.inner()).isInstanceOf(InnerPoint.Asked.class);
    }

    @Test
    void anEffectWithoutAnAnswerIsPending() {
        Session session = session(
                "do: [{other: {run: {workflow: {namespace: a, name: b, version: 1.0.0, input: {v: 1}}}}}]\n", "{}");
        goToEffect(session);
        assertThat(values(session)).containsEntry("response", "\"pending\"").doesNotContainKey("milliseconds");
        assertThat(step(session, Way.NEXT)).startsWith("the end, after ");
    }

    private static Map<String, String> values(Session session) {
        Map<String, String> values = new HashMap<>();
        Scopes scopes = new Scopes(session);
        InnerPoint point = session.inner();
        assertThat(point).isNotNull();
        Scopes.Scope scope = scopes.of(point).getFirst();
        assertThat(scope.name()).isEqualTo("Effect");
        for (Scopes.Numbered each : scopes.variables(scope.number(), null, 0, 0)) {
            values.put(each.variable().name(), Brief.of(each.variable().value(), 10_000));
        }
        return values;
    }

    @Test
    void showsWhereAnExpressionFails() {
        Session session = session("do: [{fails: {set: {bad: '${ .x | map(. + 1) }'}}}]\n", "{'x': ['a']}");
        List<String> seen = new ArrayList<>();
        do {
            seen.add(step(session, Way.INTO));
        } while (session.inner() != null);
        assertThat(seen).anyMatch(text -> text.startsWith("`. + 1` fails: "));
        assertThat(seen.getLast()).startsWith("the end, after ");
    }

    @Test
    void aLongEvaluationIsCutOffAndSaysSo() {
        Session session = session("do: [{sum: {set: {n: '${ reduce range(1500000) as $i (0; . + $i) }'}}}]\n", "{}");
        session.seek(Long.MAX_VALUE);
        String last = "; the evaluation goes on, but no more of it can be shown (step ";
        assertThat(session.step(Way.BACK_INTO, 0).description()).contains(last);
        assertThat(session.step(Way.BACK_INTO, 0).description()).doesNotContain(last);
        assertThat(step(session, Way.OUT)).startsWith("the end, after ");
    }
}
