package io.flowork.dap.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.core.machine.ActiveFrame;
import io.flowork.dap.breakpoint.LogMessage;
import io.flowork.dap.breakpoint.UnusableBreakpointException;
import io.flowork.dap.value.Variable;
import io.flowork.grammar.jq.JqParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SessionTest {
    static final String LOOP = """
            do:
              - begin:
                  set: {total: 0}
                  export: {as: .}
              - over:
                  for: {each: item, in: '${ $workflow.input.items }'}
                  do:
                    - add:
                        set: {total: '${ $context.total + $item }'}
                        export: {as: .}
              - end:
                  set: {result: '${ $context.total }'}
            """;
    static final String INPUT = "{'items': [1, 2, 3, 4]}";

    private final List<String> said = new ArrayList<>();
    private final Session session =
            new Session(Recorded.of(LOOP, INPUT).debugged("/work/trial.flow.yaml"), new Control(() -> {}), said::add);

    private static String name(Halt halt) {
        String reference = halt.at().reference();
        return halt.at().isEnd() ? "END" : reference.substring(reference.lastIndexOf('/') + 1);
    }

    @Test
    void stepsForwardsAndBackwards() {
        assertThat(name(session.enter())).isEqualTo("begin");
        assertThat(name(session.step(Session.Way.NEXT, 0))).isEqualTo("over");
        assertThat(name(session.step(Session.Way.INTO, 0))).isEqualTo("add");
        assertThat(name(session.step(Session.Way.NEXT, 0))).isEqualTo("add");
        assertThat(name(session.step(Session.Way.BACK, 0))).isEqualTo("add");
        assertThat(name(session.step(Session.Way.OUT, 0))).isEqualTo("end");
        assertThat(name(session.step(Session.Way.BACK, 0))).isEqualTo("over");
        assertThat(name(session.step(Session.Way.NEXT, 0))).isEqualTo("end");
        assertThat(name(session.step(Session.Way.BACK_INTO, 0))).isEqualTo("add");
        assertThat(session.inner()).isNotNull();
        assertThat(name(session.step(Session.Way.BACK_OUT, 0))).isEqualTo("add");
        assertThat(session.inner()).isNull();
        assertThat(name(session.step(Session.Way.BACK_OUT, 0))).isEqualTo("over");
        assertThat(name(session.step(Session.Way.NEXT, 0))).isEqualTo("end");
        Halt end = session.step(Session.Way.NEXT, 0);
        assertThat(end.description()).startsWith("the end, after ").endsWith("the run has completed");
        Halt still = session.step(Session.Way.NEXT, 0);
        assertThat(still.at()).isEqualTo(end.at());
        assertThat(still.description()).startsWith("There is nothing after this (");
    }

    @Test
    void saysWhereInTimeOneIs() {
        Halt first = session.enter();
        assertThat(first.description())
                .isEqualTo("step " + first.at().t() + " of " + session.steps() + ", in the past");
        assertThat(session.step(Session.Way.BACK, 0).description()).startsWith("There is nothing before this (step ");
        assertThat(session.reverse(t -> {}).at()).isEqualTo(first.at());
    }

    @Test
    void breakpointsStopSteps() {
        session.set(at("/do/1/over/do/0/add", "$item == 3", null));
        session.enter();
        session.step(Session.Way.NEXT, 0);
        Halt halt = session.step(Session.Way.NEXT, 0); // over the loop
        assertThat(name(halt)).isEqualTo("add");
        assertThat(halt.reason()).isEqualTo(Halt.Reason.BREAKPOINT);
        assertThat(halt.breakpoints()).containsExactly(1);
    }

    @Test
    void logMessagesAreSaidInTheOrderOfTheWay() {
        session.set(at("/do/1/over/do/0/add", null, "item {$item} of {$context}"));
        session.enter();
        session.resume(t -> {});
        assertThat(said)
                .containsExactly(
                        "item 1 of {\"total\":0}",
                        "item 2 of {\"total\":1}",
                        "item 3 of {\"total\":3}",
                        "item 4 of {\"total\":6}");
        said.clear();
        session.reverse(t -> {});
        assertThat(said).hasSize(4).first().isEqualTo("item 4 of {\"total\":6}");
    }

    @Test
    void aConditionThatFailsSaysSoOnce() {
        session.set(at("/do/1/over/do/0/add", "$item.x", null));
        session.enter();
        assertThat(name(session.resume(t -> {}))).isEqualTo("END");
        assertThat(said).hasSize(1).first().asString().startsWith("The condition of a breakpoint fails");
    }

    @Test
    void watchesTheContext() {
        Traps.Data total = new Traps.Data(7, DataPath.read("context .total"), null, null);
        session.set(new Traps(List.of(), List.of(total), List.of()));
        session.enter();
        List<String> changes = new ArrayList<>();
        for (Halt halt = session.resume(t -> {}); !halt.at().isEnd(); halt = session.resume(t -> {})) {
            assertThat(halt.reason()).isEqualTo(Halt.Reason.DATA_BREAKPOINT);
            changes.add(halt.description());
        }
        assertThat(changes).hasSize(5);
        assertThat(changes.getLast()).startsWith("$context.total changed from 6 to 10 (step ");
        assertThat(session.reverse(t -> {}).description()).isEqualTo(changes.getLast());
        assertThat(session.reverse(t -> {}).description()).isEqualTo(changes.get(3));
        assertThatThrownBy(() -> DataPath.read("nothing")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> DataPath.read("input 99:/do")).isInstanceOf(RefusedException.class);
        DataPath path = DataPath.ofInput("/do/0/odd name", ".a");
        assertThat(path.id()).isEqualTo("input 14:/do/0/odd name.a");
        assertThat(DataPath.read(path.id())).isEqualTo(path);
    }

    @Test
    void watchesTheOutputOfATask() {
        String add = "/do/1/over/do/0/add";
        session.enter();
        session.set(at(add, "$index == 1", null));
        session.resume(t -> {});
        Frames frames = new Frames(session, new Sources(session.run(), path -> null));
        Scopes scopes = new Scopes(session);
        Scopes.Scope output = scopes.of(frames.top()).get(1);
        assertThat(output.name()).isEqualTo("Output of add");
        DataPath total = Objects.requireNonNull(scopes.watchable(output.number(), "total"));
        assertThat(total.id()).isEqualTo("output 19:" + add + ".total");
        assertThat(DataPath.read(total.id())).isEqualTo(total);
        session.set(new Traps(List.of(), List.of(new Traps.Data(7, total, null, null)), List.of()));
        session.enter();
        List<String> changes = new ArrayList<>();
        for (Halt halt = session.resume(t -> {}); !halt.at().isEnd(); halt = session.resume(t -> {})) {
            changes.add(halt.description().replaceAll(" \\(step.*", "") + " at " + name(halt));
        }
        assertThat(changes)
                .containsExactly(
                        "the output.total of " + add + " changed from null to 1 at add",
                        "the output.total of " + add + " changed from 1 to 3 at add",
                        "the output.total of " + add + " changed from 3 to 6 at add",
                        "the output.total of " + add + " changed from 6 to 10 at end");
        assertThat(name(session.reverse(t -> {}))).isEqualTo("end");
        assertThat(session.reverse(t -> {}).description()).contains("changed from 3 to 6");
    }

    @Test
    void stepsIntoOneOfTheTasksInside() {
        Session forked = new Session(
                Recorded.of(
                                "do: [{both: {fork: {branches: [{left: {do: [{l: {set: {a: 1}}}]}}, {right: {set: {b: 2}}}]}}}]",
                                "{}")
                        .debugged(null),
                new Control(() -> {}),
                said::add);
        forked.enter();
        List<StepTargets.Target> targets = forked.stepTargets();
        assertThat(targets)
                .extracting(target -> target.label().replaceAll(" .*", ""))
                .containsExactly("left", "right");
        assertThat(forked.stepTo(targets.get(1)).at()).isEqualTo(targets.get(1).at());
        assertThat(forked.stepTargets()).isEmpty();
        assertThat(name(forked.step(Session.Way.BACK_OUT, forked.thread()))).isEqualTo("both");
    }

    @Test
    void showsStacksScopesAndVariables() {
        session.enter();
        session.set(at("/do/1/over/do/0/add", "$index == 2", null));
        session.resume(t -> {});
        Sources sources = new Sources(session.run(), path -> null);
        Frames frames = new Frames(session, sources);
        List<Frames.Entry> stack = frames.stack(0);
        assertThat(stack).extracting(Frames.Entry::name).containsExactly("add", "over [3/4]", "trial");
        assertThat(stack).extracting(entry -> entry.place().start().line()).containsExactly(9, 6, 1);
        Scopes scopes = new Scopes(session);
        List<Scopes.Scope> found = scopes.of(frames.frame(stack.getFirst().id()));
        assertThat(found)
                .extracting(Scopes.Scope::name)
                .containsExactly("Input", "Output of add", "Context", "Variables", "Task", "Workflow");
        List<Variable> locals = scopes.variables(found.get(3).number(), null, 0, 0).stream()
                .map(Scopes.Numbered::variable)
                .toList();
        assertThat(locals).extracting(Variable::toString).hasSize(2);
        assertThat(locals.getFirst().name()).isEqualTo("$item");
        assertThat(locals.getFirst().value()).hasToString("3");
        assertThat(scopes.watchable(found.get(2).number(), "total")).isEqualTo(DataPath.ofContext(".total"));
        frames.moved();
        assertThatThrownBy(() -> frames.frame(stack.getFirst().id())).hasMessageContaining("the session has moved");
    }

    @Test
    void evaluatesAndCompletes() {
        session.enter();
        session.set(at("/do/1/over/do/0/add", "$index == 1", null));
        session.resume(t -> {});
        Frames frames = new Frames(session, new Sources(session.run(), path -> null));
        ActiveFrame frame = frames.top();
        Evaluations evaluations = new Evaluations(session);
        assertThat(evaluations.evaluate("$context.total + $item", frame, false).text())
                .isEqualTo("3");
        assertThat(evaluations.evaluate("$item, .total", frame, false).text()).isEqualTo("2, 1");
        assertThat(evaluations.evaluate("empty", frame, false).text()).isEqualTo("empty");
        assertThat(evaluations.evaluate("{a: [1]}", frame, true).text()).contains("\n");
        assertThatThrownBy(() -> evaluations.evaluate(". +", frame, false)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> evaluations.evaluate("$nobody", frame, false)).hasMessageContaining("nobody");
        assertThatThrownBy(() -> evaluations.evaluate("[range(1e12)]", frame, false))
                .isInstanceOf(RefusedException.class);
        assertThat(evaluations.completions("$it", 3, frame))
                .extracting(Evaluations.Completion::label)
                .containsExactly("$item");
        assertThat(evaluations.completions("$context.to", 11, frame))
                .containsExactly(new Evaluations.Completion("total", 9, 2, "property"));
        assertThat(evaluations.completions(". | sort_", 9, frame))
                .extracting(Evaluations.Completion::label)
                .contains("sort_by");
        assertThat(evaluations.completions("\"text", 5, frame)).isEmpty();
    }

    @Test
    void completesWithWhatIsThere() {
        Session data = new Session(
                Recorded.of(
                                "do: [{one: {set: {n: 1}}}]",
                                "{'pets': [{'name': 'Rex', 'odd name': 1}, {'age': 3}], 'by': {'x': {'deep': 1}}}")
                        .debugged(null),
                new Control(() -> {}),
                said::add);
        data.enter();
        ActiveFrame frame = new Frames(data, new Sources(data.run(), path -> null)).top();
        Function<String, List<String>> labels = text -> new Evaluations(data)
                .completions(text, text.length(), frame).stream()
                        .map(Evaluations.Completion::label)
                        .toList();
        assertThat(labels.apply(".")).containsExactly("pets", "by");
        assertThat(labels.apply(".pets[0].")).containsExactly("name", "\"odd name\"");
        assertThat(labels.apply(".pets[].")).containsExactly("name", "\"odd name\"", "age");
        assertThat(labels.apply(".pets | map(.a")).containsExactly("age");
        assertThat(labels.apply(".pets | map(select(.n")).containsExactly("name");
        assertThat(labels.apply(".by as $all | $all.x.")).containsExactly("deep");
        assertThat(labels.apply(".by as $all | .p")).containsExactly("pets");
        assertThat(labels.apply(".by as $all | $a")).containsExactly("$all", "$authorization");
        assertThat(labels.apply(".by[\"x\"].")).containsExactly("deep");
        assertThat(labels.apply("{a: .by.")).containsExactly("x");
        assertThat(labels.apply("\"it is \\(.by.")).containsExactly("x");
        assertThat(labels.apply("\"it is .by.")).isEmpty();
        assertThat(labels.apply(". # .")).isEmpty();
        assertThat(labels.apply("first(.by).")).isEmpty();
        assertThat(labels.apply("@base6")).containsExactly("@base64", "@base64d");
        assertThat(labels.apply("_m")).isEmpty();
        String astral = "\"\uD83D\uDC15\" | $context, .pe";
        assertThat(new Evaluations(data).completions(astral, astral.length(), frame))
                .isEmpty(); // of a text
        astral = "(\"\uD83D\uDC15\"), .pe";
        assertThat(new Evaluations(data).completions(astral, astral.length(), frame))
                .containsExactly(new Evaluations.Completion("pets", astral.length() - 2, 2, "property"));
    }

    @Test
    void findsWhereAConditionHolds() {
        Halt here = session.enter();
        assertThat(session.search()
                        .find("$context.total > 2", Search.Which.ALL, 10)
                        .stops())
                .extracting(stop -> stop.reference())
                .containsExactly("/do/1/over/do/0/add", "/do/1/over/do/0/add", "/do/2/end");
        assertThat(session.search()
                        .find("$context.total > 2", Search.Which.ALL, 1)
                        .stops())
                .hasSize(1);
        assertThat(session.search()
                        .find("$context.total > 2", Search.Which.LAST, 1)
                        .stops())
                .extracting(stop -> stop.reference())
                .containsExactly("/do/2/end");
        assertThat(session.search()
                        .find("$context.total == 1", Search.Which.NEXT, 1)
                        .stops())
                .isEqualTo(session.search()
                        .find("$context.total == 1", Search.Which.FIRST, 1)
                        .stops());
        assertThat(session.search()
                        .find("$context.total == 1", Search.Which.PREVIOUS, 1)
                        .stops())
                .isEmpty();
        assertThatThrownBy(() -> session.search().find("$nobody", Search.Which.LAST, 1))
                .hasMessageContaining("$nobody");
        assertThatThrownBy(() -> session.search().find(". +", Search.Which.ALL, 1))
                .isInstanceOf(RefusedException.class);
        assertThat(session.at()).isEqualTo(here.at());
    }

    @Test
    void findsOtherVisits() {
        session.enter();
        session.seek(session.steps() / 2);
        assertThat(session.search().visits(Set.of("/do/1/over/do/0/add"), 10)).hasSize(4);
        assertThat(session.seek(Long.MAX_VALUE).at().isEnd()).isTrue();
        assertThat(session.seek(-5).at()).isEqualTo(session.enter().at());
    }

    private static Traps at(String reference, @Nullable String condition, @Nullable String log) {
        try {
            return new Traps(
                    List.of(new Traps.Place(
                            1,
                            false,
                            Set.of(reference),
                            condition == null ? null : JqParser.parse(condition).filter(),
                            null,
                            log == null ? null : LogMessage.parse(log))),
                    List.of(),
                    List.of());
        } catch (UnusableBreakpointException e) {
            throw new AssertionError(e);
        }
    }
}
