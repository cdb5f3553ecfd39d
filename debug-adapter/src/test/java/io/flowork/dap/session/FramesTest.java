package io.flowork.dap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The stack at each stop of a run, and its threads. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FramesTest {
    private static Session session(String yaml, Map<String, String> workflows) {
        return new Session(
                Recorded.of(yaml, "{}", workflows).debugged("/work/trial.flow.yaml"),
                new Control(() -> {}),
                line -> {});
    }

    /** The stacks on a way that steps into everything, each from the workflow inwards. */
    private static List<String> stacks(String yaml, Map<String, String> workflows) {
        Session session = session(yaml, workflows);
        Frames frames = new Frames(session, new Sources(session.run(), path -> null));
        List<String> stacks = new ArrayList<>();
        session.enter();
        while (!session.at().isEnd()) {
            stacks.add(String.join(
                    " > ",
                    frames.stack(session.thread()).reversed().stream()
                            .map(Frames.Entry::name)
                            .toList()));
            StopSteps.step(session, Session.Way.INTO, session.thread());
            frames.moved();
        }
        return stacks;
    }

    @Test
    void loopsBlocksAndBranches() {
        assertThat(stacks("""
                do:
                  - block: {do: [{inner: {set: {a: 1}}}]}
                  - over:
                      for: {each: x, in: '${ [7, 8] }'}
                      do:
                        - both:
                            fork:
                              branches:
                                - left: {do: [{l: {set: {a: 1}}}]}
                                - right: {set: {b: 2}}
                """, Map.of()))
                .containsExactly(
                        "trial > block",
                        "trial > block > inner",
                        "trial > over",
                        "trial > over [1/2] > both",
                        "trial > over [1/2] > both > left",
                        "trial > over [1/2] > both > left > l",
                        "trial > over [2/2] > both",
                        "trial > over [2/2] > both > left",
                        "trial > over [2/2] > both > left > l");
    }

    @Test
    void attemptsHandlersAndExtensions() {
        assertThat(stacks("""
                use:
                  extensions:
                    - around: {extend: call, before: [{ready: {set: {r: 1}}}], after: [{gone: {set: {g: 1}}}]}
                do:
                  - again:
                      try: [{ask: {call: http, with: {method: get, endpoint: 'http://localhost'}}}]
                      catch: {retry: {limit: {attempt: {count: 3}}}}
                  - safe:
                      try: [{ask: {call: http, with: {method: get, endpoint: 'http://localhost'}}}]
                      catch: {do: [{log: {set: {l: 1}}}]}
                """, Map.of()))
                .containsExactly(
                        "trial > again",
                        "trial > again (attempt 1 of 4) > ask",
                        "trial > again (attempt 1 of 4) > ask > ready",
                        "trial > again (attempt 2 of 4) > ask",
                        "trial > again (attempt 2 of 4) > ask > ready",
                        "trial > again (attempt 2 of 4) > ask > gone",
                        "trial > safe",
                        "trial > safe > ask",
                        "trial > safe > ask > ready",
                        "trial > safe (catch) > log");
    }

    @Test
    void runsThatRunsStarted() {
        String header = "document: {dsl: '1.0.3', namespace: shop, name: %s, version: %s}\n";
        String pay = header.formatted("pay", "2.1.0") + """
                do:
                  - both:
                      fork:
                        branches:
                          - card: {set: {c: 1}}
                          - log: {run: {workflow: {namespace: shop, name: log, version: 1.0.0}}}
                """;
        String log = header.formatted("log", "1.0.0") + "do: [{line: {set: {l: 1}}}]";
        String caller = """
                do:
                  - first: {set: {n: 1}}
                  - pay: {run: {workflow: {namespace: shop, name: pay, version: 2.1.0, input: {n: 5}}}}
                """;
        Session session = session(caller, Map.of("pay", pay, "log", log));
        Sources sources = new Sources(session.run(), path -> null);
        Frames frames = new Frames(session, sources);
        session.enter();
        session.step(Session.Way.NEXT, 0);
        session.step(Session.Way.INTO, 0);
        assertThat(session.at().reference()).isEqualTo("/do/0/both");
        session.set(new Traps(
                List.of(new Traps.Place(
                        1,
                        true,
                        sources.of(session.runHere()).named("log"),
                        null,
                        null,
                        null,
                        session.runHere().program().hash())),
                List.of(),
                List.of()));
        session.resume(t -> {});
        String payRun = "shop/pay 2.1.0, run " + session.runHere().id();
        session.step(Session.Way.INTO, session.thread());
        String logRun = "shop/log 1.0.0, run " + session.runHere().id();
        List<Frames.Entry> stack = frames.stack(session.thread());
        assertThat(stack)
                .extracting(Frames.Entry::name)
                .containsExactly("line", logRun, "log", "both", payRun, "pay", "trial");
        assertThat(stack)
                .extracting(entry -> entry.place().text().source().text())
                .containsExactly(
                        log,
                        log,
                        pay,
                        pay,
                        pay,
                        sources.program().source().text(),
                        sources.program().source().text());
        assertThat(frames.threads()).extracting(Frames.StrandName::name).contains("main", payRun, "both › log", logRun);
        assertThat(frames.threads()).extracting(Frames.StrandName::id).doesNotHaveDuplicates();
        assertThat(new Evaluations(session)
                        .evaluate(".n", stack.get(2).frame(), false)
                        .text())
                .isEqualTo("5");
        assertThat(new Evaluations(session)
                        .evaluate(
                                "$workflow.definition.document.name",
                                stack.get(5).frame(),
                                false)
                        .text())
                .isEqualTo("\"trial\"");
        for (Frames.StrandName thread : frames.threads()) {
            assertThat(frames.stack(thread.id()).getLast().name()).isEqualTo("trial");
        }
        session.step(Session.Way.NEXT, 0); // on the main line of the run that is debugged
        assertThat(session.at().isEnd()).isTrue();
        assertThat(session.runHere()).isEqualTo(session.run());
    }

    @Test
    void valuesOfARunThatWasStartedAreWatchedInIt() {
        String counts = """
                document: {dsl: '1.0.3', namespace: shop, name: counts, version: 1.0.0}
                do:
                  - one: {set: {n: 1}, export: {as: .}}
                  - two: {set: {n: 2}, export: {as: .}}
                  - three: {set: {n: 2}}
                """;
        Session session = session("""
                do:
                  - first: {run: {workflow: {namespace: shop, name: counts, version: 1.0.0}}}
                  - second: {set: {n: 7}, export: {as: .}}
                  - last: {set: {n: 8}}
                """, Map.of("counts", counts));
        session.enter();
        session.step(Session.Way.INTO, 0);
        session.step(Session.Way.NEXT, session.thread());
        Frames frames = new Frames(session, new Sources(session.run(), path -> null));
        Scopes scopes = new Scopes(session);
        Scopes.Scope context = scopes.of(frames.top()).stream()
                .filter(scope -> scope.name().equals("Context"))
                .findFirst()
                .orElseThrow();
        DataPath watched = Objects.requireNonNull(scopes.watchable(context.number(), "n"));
        String run = session.runHere().id();
        assertThat(watched.id()).isEqualTo("run " + run + " context .n");
        assertThat(DataPath.read(watched.id())).isEqualTo(watched);
        session.set(new Traps(List.of(), List.of(new Traps.Data(1, watched, null, null)), List.of()));
        Halt halt = session.resume(t -> {});
        assertThat(halt.description()).startsWith("$context.n in the run " + run + " changed from 1 to 2 (");
        assertThat(session.at().reference()).isEqualTo("/do/2/three");
        assertThat(session.resume(t -> {}).at().isEnd()).isTrue();
        assertThat(session.reverse(t -> {}).description()).isEqualTo(halt.description());
        session.reverse(t -> {});
        assertThat(session.at().reference()).isEqualTo("/do/1/two");
        assertThat(session.reverse(t -> {}).description()).startsWith("The beginning");
    }

    @Test
    void aRunThatIsNotThereIsSteppedOver() {
        Session session = session("""
                do:
                  - lost: {run: {workflow: {namespace: shop, name: lost, version: 1.0.0}, await: false}}
                  - last: {set: {n: 1}}
                """, Map.of());
        session.enter();
        Halt halt = session.step(Session.Way.INTO, 0);
        assertThat(halt.at().reference()).isEqualTo("/do/0/lost");
        assertThat(session.inner()).isInstanceOf(InnerPoint.Asked.class);
        assertThat(halt.description())
                .startsWith(
                        "The run of shop/lost 1.0.0 that was started here is stepped over: it was not recorded; effect run: ");
    }
}
