package io.flowork.dap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PreparationTest {
    private final Control control = new Control(() -> {});
    private final Session session = new Session(Recorded.of("""
                    do:
                      - early: {set: {x: 1}}
                      - all:
                          for: {each: i, in: '${ [range(20000)] }'}
                          do:
                            - a: {set: {n: '${ $i }'}}
                      - end: {set: {z: 1}}
                    """, "{}").debugged(null), control, said -> {});

    private void back() {
        session.set(new Traps(
                List.of(new Traps.Place(1, false, Set.of("/do/0/early"), null, null, null)), List.of(), List.of()));
        session.seek(Long.MAX_VALUE);
        assertThat(session.reverse(t -> {}).at().reference()).isEqualTo("/do/0/early");
    }

    @Test
    void itIsDoneInPartsAndThenIsOver() {
        session.enter();
        int parts = 0;
        while (session.preparation().more(() -> false)) {
            parts++;
        }
        assertThat(parts).isGreaterThan(10);
        assertThat(session.preparation().more(() -> false)).isFalse();
        back();
    }

    @Test
    void whoeverAsksIsNotKeptWaiting() {
        session.enter();
        boolean[] asked = {false};
        for (int i = 0; i < 5; i++) {
            assertThat(session.preparation().more(() -> true))
                    .as("it knows that somebody asks, so it does nothing and is not over")
                    .isTrue();
            assertThat(session.step(Session.Way.INTO, 0).at().isEnd()).isFalse();
            // asked while it is at work: what was raised then does not stop the next way
            boolean more = session.preparation().more(() -> {
                asked[0] = true;
                control.asked();
                return false;
            });
            assertThat(more).isTrue();
            assertThat(asked[0]).isTrue();
        }
        control.asked(); // nothing is at work: it stops nothing
        back();
        int parts = 0;
        while (session.preparation().more(() -> false)) {
            parts++;
        }
        assertThat(parts)
                .as("the way back has made the index of stops; that of writes is left")
                .isLessThan(10);
        assertThat(session.search().lastWrite().of(DataPath.ofContext("."))).isNull();
        assertThat(session.at().reference()).isEqualTo("/do/0/early");
    }
}
