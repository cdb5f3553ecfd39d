package io.flowork.dap.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.dap.session.Control;
import io.flowork.dap.session.DebuggedRun;
import io.flowork.dap.session.Evaluations;
import io.flowork.dap.session.Frames;
import io.flowork.dap.session.Halt;
import io.flowork.dap.session.Recorded;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import io.flowork.dap.session.Scopes;
import io.flowork.dap.session.Session;
import io.flowork.dap.session.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandsTest {
    private static final String FLOW = """
            do:
              - begin:
                  set: {total: 0}
                  export: {as: .}
              - over:
                  for: {in: '${ [1, 2, 3, 4] }'}
                  do:
                    - add:
                        set: {total: '${ $context.total + $item }'}
                        export: {as: .}
              - fail:
                  try:
                    - no: {raise: {error: {type: 'x:y', status: 409, title: No}}}
                  catch: {}
              - end: {set: {done: true}}
            """;

    private Session session;
    private Frames frames;
    private Commands commands;

    private record Opened(DebuggedRun run) implements Runs.Open {
        @Override
        public void close() {}
    }

    @BeforeEach
    void begin() {
        DebuggedRun run = Recorded.of(FLOW, "{'a': 1}").debugged(null);
        session = new Session(run, new Control(() -> {}), line -> {});
        Sources sources = new Sources(run, path -> null);
        frames = new Frames(session, sources);
        commands = new Commands(
                session,
                new Evaluations(session),
                new Listing(session, sources, frames, new Scopes(session)),
                new TypedBreakpoints(session, sources),
                name -> new Opened(Recorded.of(name.equals("same") ? FLOW : FLOW.replace("4]", "5]"), "{'a': 1}")
                        .debugged(null)));
        session.enter();
    }

    private Answer answer(String text) {
        return commands.answer(text, frames.top());
    }

    private String said(String text) {
        return ((Answer.Text) answer(text)).text();
    }

    private Halt go(String text) {
        Answer.Move move = (Answer.Move) answer(text);
        Halt halt = move.way().go(session, t -> {});
        commands.listing().moved();
        return halt;
    }

    private String task(String text) {
        String reference = go(text).at().reference();
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    @Test
    void wordsMoveBothWays() {
        List<String> seen = new ArrayList<>();
        for (String word : List.of(
                ":next", ":step", ":next 2", ":back", ":out", ":back", ":n", ":back-step", ":back-out", ":ro")) {
            seen.add(task(word));
        }
        assertThat(seen).containsExactly("over", "add", "add", "add", "fail", "over", "fail", "add", "add", "over");
        assertThat(go(":continue").at().isEnd()).isTrue();
        assertThat(go(":reverse").description()).startsWith("The beginning");
        assertThat(go(":back 3").description()).startsWith("There is nothing before this");
    }

    @Test
    void seeksByNumberAndFromHere() {
        long end = go(":seek end").at().t();
        assertThat(end).isEqualTo(session.steps());
        long middle = go(":seek " + end / 2).at().t();
        assertThat(middle).isPositive().isLessThanOrEqualTo(end / 2);
        assertThat(go(":seek -1000").at()).isEqualTo(go(":seek start").at());
        assertThatThrownBy(() -> answer(":seek soon"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("start or end");
    }

    @Test
    void findsWhereSomethingHolds() {
        assertThat(said(":find $context.total > 2")).startsWith("holds at ").contains("/do/1/over/do/0/add");
        assertThat(said(":find $context.total > 99")).contains("holds at no task");
        assertThat(task(":until $context.total == 3")).isEqualTo("add");
        assertThat(said("$item")).isEqualTo("3");
        assertThat(go(":until $context.total == 99").description()).contains("does not hold at a task after this");
        go(":seek end");
        assertThat(task(":since $context.total == 1")).isEqualTo("add");
        assertThat(said("$item")).isEqualTo("2");
        assertThatThrownBy(() -> answer(":find $nobody"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("$nobody");
    }

    @Test
    void goesBackToTheLastChange() {
        go(":seek end");
        Halt changed = go(":last $context.total");
        assertThat(changed.description()).contains("$context.total changed from 6 to 10");
        assertThat(go(":last $context.total").description()).contains("changed from 3 to 6");
        assertThatThrownBy(() -> answer(":last 1 + 1"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is not a part of");
    }

    @Test
    void breakpointsStopUntilTheyAreForgotten() {
        assertThat(said(":break add if $item == 2")).isEqualTo("1: add if $item == 2");
        assertThat(said(":break /do/*/fail")).contains("fail");
        Halt halt = go(":continue");
        assertThat(halt.reason()).isEqualTo(Halt.Reason.FUNCTION_BREAKPOINT);
        assertThat(said("$item")).isEqualTo("2");
        assertThat(said(":delete all")).startsWith("Forgot");
        assertThat(said(":catch caught if .status == 409")).contains("errors that are caught");
        assertThat(go(":continue").reason()).isEqualTo(Halt.Reason.EXCEPTION);
        answer(":delete all");
        go(":seek start");
        assertThat(said(":watch $context.total")).contains("changes of $context.total");
        assertThat(go(":continue").reason()).isEqualTo(Halt.Reason.DATA_BREAKPOINT);
        assertThat(said(":breaks")).contains("changes of $context.total");
        assertThatThrownBy(() -> answer(":break nobody")).hasMessageContaining("There is no task 'nobody'");
        assertThatThrownBy(() -> answer(":break 99")).hasMessageContaining("has no line 99");
        assertThatThrownBy(() -> answer(":delete 99")).hasMessageContaining("There is no breakpoint");
    }

    @Test
    void aLineIsSetAndForgottenAgain() {
        assertThat(said(":break 9")).startsWith("1: line 9, add");
        assertThat(said(":list 7")).contains("* 9      ");
        assertThat(commands.breakpoints().lines()).containsExactly(9);
        assertThat(commands.breakpoints().toggle(9)).startsWith("Forgot 1");
        assertThat(commands.breakpoints().lines()).isEmpty();
    }

    @Test
    void tellsWhatThereIs() {
        go(":until $context.total == 3");
        assertThat(said(":where").lines().toList())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("#0 add  /do/1/over/do/0/add");
        assertThat(said(":list 1").lines().toList())
                .hasSize(3)
                .element(1)
                .asString()
                .startsWith("->");
        assertThat(said(":values")).contains("total: 3").contains("$item: 3");
        assertThat(said(":print $context")).isEqualTo("{\n  \"total\": 3\n}");
        assertThat(said(":timeline")).contains("-> " + session.at().t() + "  entered  /do/1/over/do/0/add");
        assertThat(said(":timeline 0 2").lines().toList()).hasSize(2);
        assertThat(said(":fork")).contains("--at " + session.at().t());
        assertThat(said(":diff same")).contains("no difference");
        assertThat(said(":diff other"))
                .contains("visits differ")
                .contains("/do/1/over")
                .contains("10, the other 11");
        assertThat(said(":why $context.total").lines()).first().asString().startsWith("$context.total = 3  (step ");
        assertThat(said(":why $item")).contains("for.in of over .[2] = 3");
    }

    @Test
    void everyCommandHasHelpAndIsFound() {
        String help = said(":help");
        for (Verb verb : Verb.values()) {
            assertThat(help).contains(":" + verb.word());
            assertThat(said(":help " + verb.word())).contains(verb.summary());
            verb.shorter().forEach(shorter -> assertThat(Verb.of(shorter)).isEqualTo(verb));
            assertThat(Verb.of(verb.word())).isEqualTo(verb);
        }
        assertThat(help.lines().mapToInt(String::length).max().orElse(0)).isLessThanOrEqualTo(80);
        assertThatThrownBy(() -> answer(":jump")).hasMessageContaining("There is no command ':jump'");
        assertThatThrownBy(() -> answer(":continue 3")).hasMessageContaining("takes nothing after it");
        assertThatThrownBy(() -> answer(":next none")).hasMessageContaining("no number");
    }

    @Test
    void completesCommandsTasksAndJq() {
        assertThat(commands.completions(":ti", 3, frames.top()))
                .extracting("label")
                .containsExactly("timeline");
        assertThat(commands.completions(":break a", 8, frames.top()))
                .extracting("label")
                .containsExactly("add");
        go(":until $context.total == 3");
        assertThat(commands.completions(":last $context.t", 16, frames.top()))
                .extracting("label")
                .containsExactly("total");
    }
}
