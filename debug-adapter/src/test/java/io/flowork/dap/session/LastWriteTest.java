package io.flowork.dap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Wherever one stands, the last write of a value leads to the stop at which a data breakpoint stops backwards.
 * {@code -Dseed=N} begins with another run.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LastWriteTest {
    private static final long SEED = Long.getLong("seed", 1);
    private static final int CASES = Integer.getInteger("properties.runs", 40);
    private static final List<String> PATHS = List.of(
            "context .",
            "context .sum",
            "context .list",
            "context .list[0]",
            "context .list[-1]",
            "context .nothing.here",
            "input 19:/do/1/over/do/0/odd.",
            "input 19:/do/1/over/do/0/odd.n",
            "input 10:/do/2/last.",
            "output 19:/do/1/over/do/0/odd.n");

    private static final String LAST =
            SessionTest.LOOP.replace("set: {result: '${ $context.total }'}", "set: {total: 99}\n      export: {as: .}");

    @Test
    void leadsWhereADataBreakpointStops() {
        Recorded run = Recorded.of(TrapsPropertyTest.MIXED, "{'items': [2, 4, 5, 8]}");
        int found = 0;
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            Random random = new Random(seed);
            Session session = new Session(run.debugged(null), new Control(() -> {}), line -> {});
            session.enter();
            DataPath path = DataPath.read(PATHS.get(random.nextInt(PATHS.size())));
            Halt here = session.seek(random.nextLong(session.steps() + 1));
            LastWrite.Change change = session.search().lastWrite().of(path);
            Halt there = session.search().lastWrite().go(path, "it has not changed");
            session.seek(here.at().t());
            session.set(new Traps(List.of(), List.of(new Traps.Data(1, path, null, null)), List.of()));
            Halt expected = session.reverse(t -> {});
            String context = "seed " + seed + ": " + path + " from " + here;
            if (expected.reason() == Halt.Reason.DATA_BREAKPOINT) {
                found++;
                assertThat(there.at()).as(context).isEqualTo(expected.at());
                assertThat(change).as(context).isNotNull();
                if (!change.stop().equals(here.at())) { // where it changed one goes to the change before
                    assertThat(change.stop()).as(context).isEqualTo(expected.at());
                }
                String text = expected.description();
                assertThat(there.description()).as(context).startsWith(text.substring(0, text.indexOf(" (")) + ", by ");
            } else {
                assertThat(change == null || change.stop().equals(here.at()))
                        .as(context)
                        .isTrue();
                assertThat(there.at()).as(context).isEqualTo(here.at());
                assertThat(there.description()).startsWith("it has not changed");
            }
        }
        System.out.printf("last writes: seeds %d to %d, %d changes%n", SEED, SEED + CASES - 1, found);
        assertThat(found).isGreaterThan(CASES / 4);
    }

    @Test
    void tellsWhatMadeTheValueThatOneSees() {
        Session session =
                new Session(Recorded.of(LAST, "{'items': [1, 2]}").debugged(null), new Control(() -> {}), line -> {});
        session.enter();
        session.seek(Long.MAX_VALUE);
        DataPath total = DataPath.ofContext(".total");
        LastWrite.Change last = session.search().lastWrite().of(total);
        assertThat(last).isNotNull();
        assertThat(last.stop().isEnd()).isTrue();
        assertThat(last.before()).hasToString("3");
        assertThat(last.after()).hasToString("99");
        assertThat(last.write().at()).isNotNull();
        assertThat(last.write().at().reference()).isEqualTo("/do/2/end");
        Halt there = session.search().lastWrite().go(total, "it has not changed");
        assertThat(there.description())
                .startsWith("$context.total changed from 1 to 3, by /do/1/over/do/0/add at step ")
                .contains("; since then /do/2/end at step ");
        LastWrite.Change here = session.search().lastWrite().of(total);
        assertThat(here).isNotNull();
        assertThat(here.stop()).isEqualTo(there.at());
        assertThat(here.after()).hasToString("3");
    }
}
