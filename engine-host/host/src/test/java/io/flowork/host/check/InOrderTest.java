package io.flowork.host.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InOrderTest {
    private static final List<Integer> THINGS =
            IntStream.range(0, 1_000).boxed().toList();

    @Test
    void resultsComeInTheOrderOfTheThings() {
        List<Integer> results = new ArrayList<>();
        InOrder.each(THINGS, 4, thing -> thing * 2, results::add);
        assertThat(results).isEqualTo(THINGS.stream().map(thing -> thing * 2).toList());
    }

    @Test
    void theWorkIsDoneAtTheSameTime() {
        CountDownLatch both = new CountDownLatch(2);
        List<Integer> results = new ArrayList<>();
        InOrder.each(
                List.of(1, 2),
                2,
                thing -> {
                    both.countDown();
                    try {
                        both.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return thing;
                },
                results::add);
        assertThat(results).containsExactly(1, 2);
    }

    @Test
    void aFailureReachesTheCaller() {
        assertThatThrownBy(() -> InOrder.each(
                        THINGS,
                        4,
                        thing -> {
                            if (thing == 500) {
                                throw new IllegalArgumentException("no " + thing);
                            }
                            return thing;
                        },
                        thing -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no 500");
    }
}
