package io.flowork.host.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonStreamTest {
    @Test
    void looksLikeWhatIsWrittenAtOnce() {
        JsonObject inner = (JsonObject) JsonReader.parse("{\"a\": [1, {\"b\\n\": \"c\\nd\"}], \"e\": {}}");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonStream stream = new JsonStream(new PrintStream(out, true, StandardCharsets.UTF_8));
        stream.object().name("none").array().end();
        stream.name("some")
                .array()
                .value(inner)
                .object()
                .name("x")
                .value(inner)
                .end()
                .value(inner)
                .end();
        stream.name("last").value(inner).end();
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text).isEqualTo(JsonWriter.pretty(JsonReader.parse(text)) + "\n");
        assertThat(((JsonObject) JsonReader.parse(text)).keys()).containsExactly("none", "some", "last");
    }
}
