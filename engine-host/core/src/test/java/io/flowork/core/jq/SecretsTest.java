package io.flowork.core.jq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final JsonSecret KEY = handle();

    private static JsonSecret handle(String... path) {
        return JsonSecret.of(new JsonSecret.Handle("key", List.of(path)));
    }

    private static JsonSecret text(JsonValue... parts) {
        return JsonSecret.of(new JsonSecret.Concat(List.of(parts)));
    }

    private static JsonSecret encoded(String format, JsonValue value) {
        return JsonSecret.of(new JsonSecret.Encoded(format, value));
    }

    @Test
    void fieldsOfASecretExtendItsPath() {
        assertThat(Jq.one("$secrets.key.user.name")).isEqualTo(handle("user", "name"));
        assertThat(Jq.one("$secrets.key[\"user\"]?")).isEqualTo(handle("user"));
    }

    @Test
    void textWithSecretsIsBuiltLater() {
        JsonString bearer = JsonString.of("Bearer ");
        assertThat(Jq.one("\"Bearer \" + $secrets.key")).isEqualTo(text(bearer, KEY));
        assertThat(Jq.one("\"Bearer \\($secrets.key)\"")).isEqualTo(text(bearer, KEY));
        assertThat(Jq.one("$secrets.key + \":\" + $secrets.key.b"))
                .isEqualTo(text(KEY, JsonString.of(":"), handle("b")));
        assertThat(Jq.one("[$secrets.key, \"x\"] | join(\"-\")"))
                .isEqualTo(text(KEY, JsonString.of("-"), JsonString.of("x")));
        assertThat(Jq.one("[\"a\", $secrets.key] | add")).isEqualTo(text(JsonString.of("a"), KEY));
        assertThat(Jq.one("$secrets.key | tostring")).isEqualTo(KEY);
    }

    @Test
    void formatsOfSecretsAreAppliedLater() {
        assertThat(Jq.one("$secrets.key | @base64")).isEqualTo(encoded("base64", KEY));
        assertThat(Jq.one("$secrets.key | @base64d")).isEqualTo(encoded("base64d", KEY));
        assertThat(Jq.one("@uri \"a=\\($secrets.key)\"")).isEqualTo(text(JsonString.of("a="), encoded("uri", KEY)));
        assertThat(Jq.one("$secrets.key | @json")).isEqualTo(encoded("json", KEY));
        assertThat(Jq.one("{a: [$secrets.key]} | tojson"))
                .isEqualTo(encoded("json", JsonObject.of("a", JsonArray.of(KEY))));
    }

    @Test
    void secretsCanBeCarriedInsideOfValues() {
        assertThat(Jq.one("{auth: $secrets.key} | .list = [.auth] | .list[0]")).isEqualTo(KEY);
        assertThat(Jq.one("[$secrets.key] | length")).hasToString("1");
        assertThat(Jq.one("$secrets.key // 1")).isEqualTo(KEY);
        assertThat(Jq.one("{a: 1, b: $secrets.key} | to_entries | from_entries | .b"))
                .isEqualTo(KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$secrets.key | length",
                "$secrets.key == \"x\"",
                "[$secrets.key] == [\"x\"]",
                "$secrets.key < 1",
                "$secrets.key[1:2]",
                "$secrets.key[0]",
                "$secrets.key[]",
                "$secrets.key * 2",
                "$secrets.key / \",\"",
                "$secrets.key + 1",
                "$secrets.key | keys",
                "$secrets.key | contains(\"a\")",
                "\"abc\" | contains($secrets.key)",
                "\"abc\" | startswith($secrets.key)",
                "$secrets.key | tonumber",
                "$secrets.key | fromjson",
                "$secrets.key | @html",
                "$secrets.key | @sh",
                "[$secrets.key] | @csv",
                "$secrets.key | explode",
                "$secrets.key | ascii_downcase",
                "[$secrets.key, 1] | sort",
                "[$secrets.key, 1] | unique",
                "[$secrets.key, 1] | index(1)",
                "[1, 2] - [$secrets.key]",
                "{($secrets.key): 1}",
                "{a: 1} | .[$secrets.key]",
                "{a: 1} | has($secrets.key)",
                "[1] | .[$secrets.key:]",
                "-$secrets.key",
                "range($secrets.key)",
                "$secrets.key | setpath([\"a\"]; 1)",
                "$secrets.key | .a = 1",
                "$secrets.key | split(\"a\")",
                "$secrets.key + \"x\" | .a",
                "$secrets.key | trim",
                "[$secrets.key, \"a\"] | min",
                "$secrets.key | implode",
                "$secrets.key | has(\"a\")",
                "$secrets.key | floor"
            })
    void nothingLooksIntoASecret(String program) {

        assertThatThrownBy(() -> Jq.one(program))
                .isInstanceOf(JqException.class)
                .hasMessage("a secret cannot be looked into; it is resolved only where it is used");
    }
}
