package io.flowork.dap.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.machine.Evaluation;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import io.flowork.dap.session.Session.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Steps into what is inside of stops pass by all that a fold of the whole run tells of, once and in its order, and back again.
 * {@code -Dseed=N} begins with another run.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InnerPropertyTest {
    private static final long SEED = Long.getLong("seed", 1);
    private static final int CASES = Integer.getInteger("properties.runs", 25);
    private static final String END = "end";

    /** A place on the way: a stop, or what is inside of one. */
    private record Point(String text, boolean isStop, long visit, long parent) {}

    @Test
    void stepsInPassAllPointsAndStepsBackPassThemAgain() {
        int inner = 0;
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            Random random = new Random(seed);
            String flow = flow(random);
            try {
                inner += check(Recorded.of(flow, "{'n': 3, 'items': [1, 'two', {'n': 3}]}"), random);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", again with -Dseed=" + seed + "\n" + flow, e);
            }
        }
        System.out.printf("inner points: seeds %d to %d, %d points%n", SEED, SEED + CASES - 1, inner);
        assertThat(inner).isGreaterThan(CASES * 20);
    }

    private static int check(Recorded run, Random random) {
        List<Point> all = all(run);
        List<String> texts = all.stream().map(Point::text).toList();
        Session session = new Session(run.debugged(null), new Control(() -> {}), line -> {});
        session.enter();
        assertThat(walk(session, Way.INTO, true, texts.size())).isEqualTo(texts);
        assertThat(walk(session, Way.BACK_INTO, true, texts.size())).isEqualTo(texts.reversed());
        session.enter();
        List<String> usual = usual(all);
        assertThat(walk(session, Way.INTO, false, texts.size())).isEqualTo(usual);
        assertThat(walk(session, Way.BACK_INTO, false, texts.size())).isEqualTo(usual.reversed());

        session.enter();
        int at = random.nextInt(texts.size());
        for (int i = 0; i < at; i++) {
            session.step(Way.INTO, 0, true);
        }
        int steps = random.nextInt(texts.size() - at);
        Session.Standing here = session.standing();
        for (int i = 0; i < steps; i++) {
            session.step(Way.INTO, 0, true);
        }
        for (int i = 0; i < steps; i++) {
            session.step(Way.BACK_INTO, 0, true);
        }
        assertThat(session.standing()).isEqualTo(here);
        return (int) all.stream().filter(point -> !point.isStop).count();
    }

    /** What one comes by on the way to where it ends. */
    private static List<String> walk(Session session, Way way, boolean fine, int most) {
        List<String> seen = new ArrayList<>(List.of(text(session)));
        Session.Standing before = session.standing();
        session.step(way, 0, fine);
        while (!session.standing().equals(before)) {
            assertThat(seen.size()).isLessThanOrEqualTo(most);
            seen.add(text(session));
            before = session.standing();
            session.step(way, 0, fine);
        }
        return seen;
    }

    private static String text(Session session) {
        return switch (session.inner()) {
            case null -> session.at().isEnd() ? END : "stop " + session.at().t();
            case InnerPoint.Part part ->
                text(part.at().t(), part.program(), part.event().number());
            case InnerPoint.Asked asked -> "effect " + asked.at().t();
        };
    }

    private static String text(long t, Evaluation.Program program, long number) {
        return t + " " + program.expression().range() + " " + number;
    }

    /** Without what is inside of tasks between their beginning and that of their first task. */
    private static List<String> usual(List<Point> all) {
        List<String> usual = new ArrayList<>();
        Point stop = all.getFirst();
        List<String> inside = new ArrayList<>();
        usual.add(stop.text);
        for (Point point : all.subList(1, all.size())) {
            if (!point.isStop) {
                inside.add(point.text);
            } else {
                if (point.parent != stop.visit) {
                    usual.addAll(inside);
                }
                inside.clear();
                usual.add(point.text);
                stop = point;
            }
        }
        return usual;
    }

    /** The points of a run without forks from its first stop on, as a fold comes by. */
    private static List<Point> all(Recorded run) {
        List<Point> all = new ArrayList<>();
        Steps collector = new Steps() {
            @Override
            public void step(Step step) {
                if (step instanceof Step.Entered && step.at().parent() >= 0) {
                    all.add(new Point(
                            "stop " + step.at().t(),
                            true,
                            step.at().visit(),
                            step.at().parent()));
                } else if (step instanceof Step.Scheduled) {
                    all.add(new Point("effect " + step.at().t(), false, -1, -1));
                }
            }

            @Override
            public boolean followsExpressions() {
                return true;
            }

            @Override
            public void evaluated(Evaluation evaluation) {
                for (Evaluation.Program program : evaluation.programs()) {
                    int size = evaluation.trace(program, new Interrupt()).size();
                    for (int i = 0; i < size; i++) {
                        all.add(new Point(text(evaluation.at().t(), program, i), false, -1, -1));
                    }
                }
            }
        };
        Fold fold = new Fold(Recorded.machine(), State.initial(run.program()), collector);
        for (JournalEntry entry : run.journal()) {
            assertThat(fold.add(entry)).isNull();
        }
        fold.advance(Long.MAX_VALUE);
        while (!all.getFirst().isStop) {
            all.removeFirst();
        }
        all.add(new Point(END, true, -2, -3));
        return all;
    }

    // --- random workflows ---

    private static final List<String> EXPRESSIONS = List.of(
            "${ .n }",
            "${ [.items[]? | tostring] | join(\", \") }",
            "${ $context.sum + 1 }",
            "${ .items | map(.n?) | add }",
            "${ (.n, 2) as $x | $x + 1 }",
            "${ try error(\"no\") catch . }",
            "${ reduce range(3) as $i (0; . + $i) }",
            "${ if .n > 2 then \"big\" else \"small\" end }",
            "plain",
            "${ .items.wrong }");

    private static String flow(Random random) {
        StringBuilder text = new StringBuilder("do:\n");
        tasks(random, text, "  ", 2, new int[1]);
        return text.toString();
    }

    private static void tasks(Random random, StringBuilder text, String indent, int depth, int[] count) {
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            text.append(indent).append("- t").append(count[0]++).append(":\n");
            String inside = indent + "    ";
            if (random.nextInt(4) == 0) {
                line(text, inside, "if: ${ .n != 99 }");
            }
            if (random.nextInt(4) == 0) {
                line(text, inside, "input: {from: '${ {n: 3, items: [1, 2]} + (.? // {} | objects) }'}");
            }
            if (random.nextInt(3) == 0) {
                line(text, inside, "export: {as: '${ {sum: (($context.sum? // 0) + 1)} }'}");
            }
            switch (random.nextInt(depth > 0 ? 6 : 3)) {
                case 0 -> line(text, inside, "wait: {seconds: 1}");
                case 1 -> {
                    line(text, inside, "call: http");
                    line(
                            text,
                            inside,
                            "with: {method: get, endpoint: 'https://a.example', query: {q: '" + expression(random)
                                    + "'}}");
                }
                case 2 ->
                    line(text, inside, "set: {n: '" + expression(random) + "', items: '" + expression(random) + "'}");
                case 3 -> {
                    line(text, inside, "for: {each: item, in: '${ .items // [] | arrays }'}");
                    line(text, inside, "do:");
                    tasks(random, text, inside + "  ", depth - 1, count);
                }
                case 4 -> {
                    line(text, inside, "try:");
                    tasks(random, text, inside + "  ", depth - 1, count);
                    line(text, inside, "catch: {as: problem, when: '${ $problem.status != 1 }'}");
                }
                default -> {
                    line(text, inside, "do:");
                    tasks(random, text, inside + "  ", depth - 1, count);
                }
            }
        }
    }

    private static String expression(Random random) {
        return EXPRESSIONS.get(random.nextInt(EXPRESSIONS.size()));
    }

    private static void line(StringBuilder text, String indent, String line) {
        text.append(indent).append(line).append('\n');
    }
}
