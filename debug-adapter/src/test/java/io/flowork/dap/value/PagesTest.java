package io.flowork.dap.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PagesTest {

    @Test
    void pagesThroughALongList() {
        Variable list = new Variable("list", numbers(100_000), "$context.list");

        List<Variable> page = Pages.of(list, 99_990, 50);
        assertThat(page).hasSize(10);
        assertThat(page.getFirst()).isEqualTo(new Variable("99990", JsonNumber.of(99_990), "$context.list[99990]"));
        assertThat(Pages.of(list, 100_001, 5)).isEmpty();
        assertThat(Pages.of(list, Integer.MAX_VALUE, Integer.MAX_VALUE)).isEmpty();
        assertThat(Pages.of(list, -5, 2)).extracting(Variable::name).containsExactly("0", "1");
    }

    @Test
    void givesRangesToWhoAsksForAll() {
        Variable list = new Variable("list", numbers(2_500), ".");

        List<Variable> ranges = Pages.of(list, 0, 0);
        assertThat(ranges).extracting(Variable::name).containsExactly("[0…999]", "[1000…1999]", "[2000…2499]");
        assertThat(ranges.getLast().children()).isEqualTo(500);
        List<Variable> last = Pages.of(ranges.getLast(), 0, 0);
        assertThat(last).hasSize(500);
        assertThat(last.getLast().path()).isEqualTo(".[2499]");
        assertThat(Pages.of(ranges.get(1), 999, 5)).extracting(Variable::name).containsExactly("1999");
        assertThat(Pages.of(new Variable("x", numbers(3_000_000), "."), 0, 0).size())
                .isLessThanOrEqualTo(Pages.PAGE);
    }

    @Test
    void namesMembersAsJqDoes() {
        Variable object = new Variable("o", JsonReader.parse("{\"a\":{\"b c\":1},\"0\":2}"), ".");
        assertThat(Pages.of(object, 0, 0)).extracting(Variable::path).containsExactly(".a", ".[\"0\"]");
        assertThat(Pages.of(Pages.of(object, 0, 1).getFirst(), 0, 0))
                .extracting(Variable::path)
                .containsExactly(".a[\"b c\"]");
        assertThat(Pages.of(new Variable("n", JsonNumber.of(1), "."), 0, 0)).isEmpty();
    }

    @Test
    void shortens() {
        assertThat(Brief.of(JsonReader.parse("{\"a\":[1,true,null,\"x\"]}"), 100))
                .isEqualTo("{\"a\":[1,true,null,\"x\"]}");
        assertThat(Brief.of(numbers(100_000), 20))
                .startsWith("[0,1,2,")
                .endsWith("…]")
                .hasSizeLessThan(30);
        assertThat(Brief.of(JsonString.of("x".repeat(1_000_000)), 20)).isEqualTo("\"" + "x".repeat(20) + "…\"");
        assertThat(Brief.of(JsonString.of("\uD83D\uDC15".repeat(100)), 21)).doesNotContain("\uD83D…");
        JsonValue deep = JsonArray.EMPTY;
        for (int i = 0; i < 5_000; i++) {
            deep = JsonArray.of(deep);
        }
        assertThat(Brief.of(deep, 100)).isEqualTo("[[[[[[[[[…]]]]]]]]]");
        JsonValue secret = JsonSecret.of(new JsonSecret.Handle("token", List.of()));
        assertThat(Brief.of(JsonArray.of(secret), 100)).isEqualTo("[\"••••\"]");
    }

    private static JsonArray numbers(int count) {
        List<JsonValue> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(JsonNumber.of(i));
        }
        return JsonArray.of(numbers);
    }
}
