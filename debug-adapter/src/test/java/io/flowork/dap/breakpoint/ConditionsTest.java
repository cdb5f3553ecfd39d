package io.flowork.dap.breakpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConditionsTest {

    @Test
    void countsHits() throws UnusableBreakpointException {
        assertThat(hits("5")).containsExactly(5L);
        assertThat(hits("== 5")).containsExactly(5L);
        assertThat(hits(">= 9")).containsExactly(9L, 10L);
        assertThat(hits("> 9")).containsExactly(10L);
        assertThat(hits("<3")).containsExactly(1L, 2L);
        assertThat(hits("<= 1")).containsExactly(1L);
        assertThat(hits(" % 4 ")).containsExactly(4L, 8L);
    }

    @Test
    void refusesCountsThatAreNone() {
        for (String text : List.of("", "five", ">=", "% 0", "-1", "1.5", "99999999999999999999")) {
            assertThatThrownBy(() -> HitCondition.parse(text))
                    .as(text)
                    .isInstanceOf(UnusableBreakpointException.class)
                    .hasMessageContaining("'" + text + "'");
        }
    }

    @Test
    void readsMessages() throws UnusableBreakpointException {
        assertThat(read("paid {.amount} of {.total}")).isEqualTo("paid <.amount> of <.total>");
        assertThat(read("{{n}} \\{x\\} {{a: 1}.a} {\"}\"}")).isEqualTo("{n} {x} {a: 1}.a} <\"}\">");
        assertThat(read("{ {a: {b: 2}} | tojson }")).isEqualTo("< {a: {b: 2}} | tojson >");
        assertThat(read("")).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithAMessage() {
        assertThatThrownBy(() -> read("open {.a")).hasMessageContaining("'{' without '}'");
        assertThatThrownBy(() -> read("bad {.a +}"))
                .hasMessageContaining("is not valid jq")
                .hasMessageContaining("{.a +}");
    }

    private static List<Long> hits(String text) throws UnusableBreakpointException {
        HitCondition condition = HitCondition.parse(text);
        return LongStream.rangeClosed(1, 10).filter(condition::holds).boxed().toList();
    }

    private static String read(String message) throws UnusableBreakpointException {
        StringBuilder read = new StringBuilder();
        for (LogMessage.Part part : LogMessage.parse(message).parts()) {
            read.append(
                    switch (part) {
                        case LogMessage.Text text -> text.text();
                        case LogMessage.Value value -> "<" + value.text() + ">";
                    });
        }
        return read.toString();
    }
}
