package io.flowork.grammar.jq;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JqTokensTest {
    private static String shown(String program) {
        return JqTokens.of(program).stream()
                .map(token -> token.kind() + "`" + token.text() + "`")
                .collect(joining(" "));
    }

    @Test
    void everyKind() {
        assertThat(shown(".a | if $x then map(1.5) else @uri end # why"))
                .isEqualTo("FIELD`.a` SYMBOL`|` KEYWORD`if` VARIABLE`$x` KEYWORD`then` NAME`map` SYMBOL`(` NUMBER`1.5`"
                        + " SYMBOL`)` KEYWORD`else` FORMAT`@uri` KEYWORD`end` COMMENT`# why`");
    }

    @Test
    void whatIsInsertedIntoStrings() {
        assertThat(shown("\"a\\(.b + \"c\\((1))\")d\\n\""))
                .isEqualTo("QUOTE`\"` TEXT`a` INSERT`\\(` FIELD`.b` SYMBOL`+` QUOTE`\"` TEXT`c` INSERT`\\(` SYMBOL`(`"
                        + " NUMBER`1` SYMBOL`)` INSERT_END`)` QUOTE_END`\"` INSERT_END`)` TEXT`d\\n` QUOTE_END`\"`");
    }

    @Test
    void halfWritten() {
        assertThat(shown(".pet.")).isEqualTo("FIELD`.pet` SYMBOL`.`");
        assertThat(shown(".a | $")).isEqualTo("FIELD`.a` SYMBOL`|` UNKNOWN`$`");
        assertThat(shown("\"x \\(.na")).isEqualTo("QUOTE`\"` TEXT`x ` INSERT`\\(` FIELD`.na`");
        assertThat(shown("\"x")).isEqualTo("QUOTE`\"` TEXT`x`");
        assertThat(shown("\"\\")).isEqualTo("QUOTE`\"` TEXT`\\`");
        assertThat(shown(".a) & 💥")).isEqualTo("FIELD`.a` SYMBOL`)` UNKNOWN`&` UNKNOWN`💥`");
    }

    @Test
    void allOfAnyTextButBlanks() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> parts = List.of(
                ".", "a", "\"", "\\(", ")", "(", "[", "]", "{", "}", "#", "\n", " ", "\\", "$", "@", "?//", "1", "if",
                "💥", "\r\n", "::", ";");
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append(parts.get(random.nextInt(parts.size())));
            }
            String program = text.toString();
            int end = 0;
            for (JqToken token : JqTokens.of(program)) {
                assertThat(token.range().start())
                        .as("seed %d: %s", seed, program)
                        .isGreaterThanOrEqualTo(end);
                assertThat(program.substring(end, token.range().start()))
                        .as("seed %d: %s", seed, program)
                        .isBlank();
                assertThat(token.text())
                        .as("seed %d: %s", seed, program)
                        .isNotEmpty()
                        .isEqualTo(program.substring(
                                token.range().start(), token.range().end()));
                end = token.range().end();
            }
            assertThat(program.substring(end)).as("seed %d: %s", seed, program).isBlank();
        }
    }
}
