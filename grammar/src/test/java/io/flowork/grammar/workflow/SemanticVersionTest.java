package io.flowork.grammar.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SemanticVersionTest {
    /** In order, with the example of SemVer 2.0, section 11. */
    private static final List<String> ORDERED = List.of(
            "0.9.0",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.9.0",
            "1.10.0",
            "99999999999999999999.0.0");

    @Test
    void sortsAsTheStandardSays() {
        long seed = System.nanoTime();
        List<String> mixed = new ArrayList<>(ORDERED);
        Collections.shuffle(mixed, new Random(seed));
        mixed.sort(SemanticVersion::compare);
        assertThat(mixed).as("seed " + seed).isEqualTo(ORDERED);
    }

    @Test
    void whatWasBuiltMakesNoDifference() {
        assertThat(SemanticVersion.compare("1.0.0+a", "1.0.0+b")).isZero();
        assertThat(SemanticVersion.compare("1.0.0-rc.1+x-y", "1.0.0")).isNegative();
    }
}
