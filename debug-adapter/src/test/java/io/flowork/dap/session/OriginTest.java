package io.flowork.dap.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.core.history.Cause;
import io.flowork.core.history.Provenance;
import io.flowork.core.jq.Lineage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OriginTest {
    private static final Provenance.Limits ALL = Provenance.Limits.USUAL;

    private final Session session = new Session(
            Recorded.of(SessionTest.LOOP, SessionTest.INPUT).debugged(null), new Control(() -> {}), line -> {});
    private final Sources sources = new Sources(session.run(), path -> null);

    private Origin.Story why(String expression) {
        return new Origin(session, sources).why(expression, new Frames(session, sources).top(), ALL);
    }

    private void goTo(String condition) {
        session.enter();
        session.seek(session.search()
                .find(condition, Search.Which.NEXT, 1)
                .stops()
                .getFirst()
                .t());
    }

    @Test
    void followsTheContextToTheRunsInput() {
        goTo("$context.total == 3");
        Origin.Story story = why("$context.total");
        assertThat(story.isWhole()).isTrue();
        assertThat(story.value().cause().kind()).isEqualTo(Cause.Kind.CONTEXT);
        assertThat(story.value().path()).isEqualTo(".total");
        assertThat(story.value().cause().value()).hasToString("3");
        List<Origin.Link> leaves = new ArrayList<>();
        leaves(story.value(), leaves);
        assertThat(leaves)
                .filteredOn(leaf -> leaf.cause().kind() == Cause.Kind.RUN_INPUT)
                .extracting(Origin.Link::path)
                .containsExactlyInAnyOrder(".items[0]", ".items[1]");
        assertThat(leaves)
                .filteredOn(leaf -> leaf.cause().kind() == Cause.Kind.WRITTEN)
                .extracting(leaf -> leaf.cause().value().toString())
                .containsExactly("0");
        assertThat(leaves).noneMatch(leaf -> leaf.cause().kind() == Cause.Kind.UNKNOWN);
    }

    private static void leaves(Origin.Link link, List<Origin.Link> leaves) {
        if (link.from().isEmpty()) {
            leaves.add(link);
        }
        link.from().forEach(from -> leaves(from, leaves));
    }

    @Test
    void tellsWhereInTheTextAValueWasMade() {
        goTo("$context.total == 1");
        Origin.Link made = why("$context.total").value().from().getFirst();
        assertThat(made.cause().kind()).isEqualTo(Cause.Kind.EXPRESSION);
        assertThat(made.cause().stage()).isEqualTo("export.as");
        Origin.Link output = made.from().getFirst();
        Origin.Link set = output.from().getFirst();
        assertThat(set.cause().stage()).isEqualTo("set");
        assertThat(set.part()).isEqualTo("$context.total + $item");
        assertThat(set.place()).isNotNull();
        assertThat(set.place().start().line()).isEqualTo(10);
        assertThat(set.place()
                        .text()
                        .source()
                        .line(10)
                        .substring(set.place().start().column() - 1))
                .startsWith("$context.total + $item");
        assertThat(set.from()).extracting(link -> link.cause().how()).containsOnly(Lineage.Kind.COMPUTED);
    }

    @Test
    void takesAnyExpressionAndSaysWhatIsWrongWithOne() {
        goTo("$item == 2");
        Origin.Link item = why("$item").value();
        assertThat(item.cause().value()).hasToString("2");
        Origin.Link sum = why("$item + .total").value();
        assertThat(sum.cause().kind()).isEqualTo(Cause.Kind.EXPRESSION);
        assertThat(sum.from()).hasSize(2);
        assertThat(sum.place()).isNull();
        assertThatThrownBy(() -> why("$nobody"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> why(". +")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> why("error(\"no\")")).isInstanceOf(RefusedException.class);
    }

    @Test
    void aLongStoryBreaksOffAndSaysSo() {
        goTo("$context.total == 6");
        Origin origin = new Origin(session, sources);
        Origin.Story few = origin.why(
                "$context.total", new Frames(session, sources).top(), new Provenance.Limits(5, Integer.MAX_VALUE));
        assertThat(few.isWhole()).isFalse();
        Origin.Story shallow =
                origin.why("$context.total", new Frames(session, sources).top(), new Provenance.Limits(400, 3));
        assertThat(shallow.isWhole()).isFalse();
        assertThat(depth(shallow.value())).isEqualTo(3);
        assertThat(why("$context.total").isWhole()).isTrue();
    }

    private static int depth(Origin.Link link) {
        return 1 + link.from().stream().mapToInt(OriginTest::depth).max().orElse(0);
    }

    @Test
    void theOutputOfTheRunHasOriginsToo() {
        session.enter();
        session.seek(Long.MAX_VALUE);
        Origin.Story story = why(".result");
        assertThat(story.value().cause().kind()).isEqualTo(Cause.Kind.OUTPUT);
        assertThat(story.value().cause().value()).hasToString("10");
    }
}
