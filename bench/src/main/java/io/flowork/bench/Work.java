package io.flowork.bench;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A workflow of the benchmark.
 *
 * @param name the name of its file in {@code bench/workflows}, without the ending
 * @param tasks how many tasks one run enters
 * @param input the input of every run
 */
public record Work(String name, int tasks, JsonValue input) {
    /** Ten tasks in a row; a loop that carries its list along; a loop over small data; ten branches. */
    public static List<Work> all() {
        JsonValue small =
                new JsonObject.Builder().put("counter", 0).put("name", "bench").build();
        var items = new JsonArray.Builder();
        for (int i = 0; i < 1000; i++) {
            items.add(JsonNumber.of(i));
        }
        JsonValue thousand = JsonObject.of("sum", JsonNumber.of(0), "items", items.build());
        return List.of(
                new Work("a-set10", 10, small),
                new Work("b-for1000", 1_001, thousand),
                new Work("b2-for1000-const", 1_001, thousand),
                new Work("c-fork10", 11, small));
    }

    /** The workflow's text. */
    public String yaml(Path projectRoot) {
        try {
            return Files.readString(projectRoot.resolve("bench/workflows/" + name + ".yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
