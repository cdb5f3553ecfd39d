package io.flowork.core.jq;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.jq.JqFunction;
import io.flowork.grammar.jq.JqFunction.Availability;
import io.flowork.grammar.jq.JqFunctions;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue that people read is what the runtime does. */
class JqFunctionsTest {

    private static Set<String> keys(Availability... availabilities) {
        Set<String> keys = new TreeSet<>();
        for (JqFunction function : JqFunctions.all().values()) {
            if (Set.of(availabilities).contains(function.availability())) {
                keys.add(function.key());
            }
        }
        return keys;
    }

    @Test
    void theCatalogueHasExactlyTheFunctionsOfTheRuntime() {
        assertThat(keys(Availability.AVAILABLE, Availability.INTERNAL)).isEqualTo(Builtins.all());
    }

    @Test
    void theCatalogueHasExactlyTheFormatsOfTheRuntime() {
        assertThat(JqFunctions.formats().keySet()).isEqualTo(Formats.NAMES);
    }

    static Stream<JqFunction> available() {
        return JqFunctions.all().values().stream()
                .filter(function -> function.availability() == Availability.AVAILABLE);
    }

    @ParameterizedTest
    @MethodSource("available")
    void examplesAreTrue(JqFunction function) {
        JqFunction.Example example = function.example();
        assertThat(example).isNotNull();
        assertThat(Jq.run(example.program(), example.input())).isEqualTo(example.outputs());
        assertThat(example.program()).contains(function.name());
        assertThat(function.summary()).endsWith(".");
    }
}
