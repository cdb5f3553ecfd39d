package io.flowork.core.regex;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.jq.JqProgram;
import io.flowork.core.regex.Regex.Option;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Random patterns beside the {@code jq} program, which uses Oniguruma. {@code -Dregex.cases} and {@code -Dregex.seed}
 * change how many and which.
 */
class RegexDifferentialTest {
    private static final int CASES = Integer.getInteger("regex.cases", 5_000);
    private static final long SEED = Long.getLong("regex.seed", 20_260_101L);
    private static final long TOO_LONG = 20_000;

    private static final String[] ATOMS = {
        "a",
        "b",
        "c",
        "é",
        "É",
        " ",
        "1",
        ".",
        "\\w",
        "\\W",
        "\\d",
        "\\s",
        "\\S",
        "[ab]",
        "[^a]",
        "[a-c1]",
        "[\\w-]",
        "[[:alpha:]]",
        "[^[:space:]b]",
        "\\b",
        "\\B",
        "^",
        "$",
        "\\A",
        "\\z",
        "\\Z",
        "\\n",
        "\\x41",
        "\\p{L}",
        "\\P{Lu}",
        "\\G",
        "[A-Z]",
        "K",
        "k",
        "\\1",
        "\\2",
        "\\k<x>",
        "\\O",
        "\\N",
        "\\Qa.\\E",
        "\\g<1>",
        "(?(1)a|b)",
        "\\K"
    };
    private static final String[] QUANTIFIERS = {
        "*", "+", "?", "*?", "+?", "??", "*+", "++", "?+", "{2}", "{1,2}", "{0,3}?", "{2,}", "{1,3}+"
    };
    private static final String[] GROUPS = {
        "(", "(", "(", "(?:", "(?=", "(?!", "(?>", "(?<=", "(?<!", "(?<x>", "(?i:", "(?s:", "(?m:"
    };
    private static final Pattern POSSESSIVE = Pattern.compile("[*+?}]\\+|\\(\\?>");
    private static final String TEXT = "aabbc1 \nABéÉKk-_";

    /** A search that does too much is not compared. */
    private static final class Stopped extends RuntimeException {
        Stopped() {
            super(null, null, false, false);
        }
    }

    private record Case(String pattern, String flags, String text, String ours) {
        JsonObject json() {
            return new JsonObject.Builder()
                    .put("p", JsonString.of(pattern))
                    .put("f", JsonString.of(flags))
                    .put("t", JsonString.of(text))
                    .build();
        }
    }

    @Test
    void findsWhatJqFinds() {
        Random random = new Random(SEED);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            String pattern = pattern(random, 3);
            String text = text(random);
            Set<Option> options = EnumSet.noneOf(Option.class);
            StringBuilder flags = new StringBuilder();
            option(random, options, Option.IGNORE_CASE, flags, 'i');
            option(random, options, Option.DOT_ALL, flags, 'p');
            option(random, options, Option.NOT_EMPTY, flags, 'n');
            option(random, options, Option.EXTENDED, flags, 'x');
            String ours = ours(pattern, options, text);
            if (!ours.isEmpty()) {
                cases.add(new Case(pattern, flags.toString(), text, ours));
            }
        }
        List<String> theirs = JqProgram.run(
                ".[] | . as $c | try [$c.t | match($c.p; $c.f) | .offset, .length, (.captures[] | .offset, .length)]"
                        + " catch .",
                JsonArray.of(cases.stream().map(c -> (JsonValue) c.json()).toList()));
        assertThat(theirs).hasSameSizeAs(cases);
        List<String> differences = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < cases.size(); i++) {
            Case one = cases.get(i);
            boolean error = theirs.get(i).startsWith("\"");
            refused += error ? 1 : 0;
            if (isKnown(one.pattern, theirs.get(i))) {
                continue;
            }
            boolean same = error ? one.ours.startsWith("\"") : one.ours.equals(theirs.get(i));
            if (!same) {
                differences.add(one.pattern + "   " + one.flags + " on " + JsonString.of(one.text) + "\n    ours "
                        + one.ours + "\n    jq   " + theirs.get(i));
            }
        }
        System.out.println("regex.seed=" + SEED + ": " + cases.size() + " compared, of which jq refuses " + refused
                + ", " + differences.size() + " differ");
        assertThat(differences.stream().limit(30)).isEmpty();
    }

    /**
     * Where we differ from the Oniguruma of jq 1.6 on purpose, or know of it: look-behinds may have any length here; it refuses some,
     * has an internal error for others, and lets a possessive part end at the place looked back from. It
     * also refuses to repeat some parts that can only be empty.
     */
    private static boolean isKnown(String pattern, String theirs) {
        if (theirs.contains("target of repeat operator is invalid")) {
            return true;
        }
        boolean behind = pattern.contains("(?<=") || pattern.contains("(?<!");
        return behind && (theirs.startsWith("\"") || POSSESSIVE.matcher(pattern).find());
    }

    private static void option(Random random, Set<Option> options, Option option, StringBuilder flags, char flag) {
        if (random.nextInt(5) == 0) {
            options.add(option);
            flags.append(flag);
        }
    }

    private static String pattern(Random random, int depth) {
        StringBuilder pattern = new StringBuilder();
        int parts = 1 + random.nextInt(4);
        for (int i = 0; i < parts; i++) {
            if (i > 0 && random.nextInt(5) == 0) {
                pattern.append('|');
            }
            if (depth > 0 && random.nextInt(3) == 0) {
                pattern.append(GROUPS[random.nextInt(GROUPS.length)])
                        .append(pattern(random, depth - 1))
                        .append(')');
            } else {
                pattern.append(ATOMS[random.nextInt(ATOMS.length)]);
            }
            if (random.nextInt(3) == 0) {
                pattern.append(QUANTIFIERS[random.nextInt(QUANTIFIERS.length)]);
            }
        }
        return pattern.toString();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(10);
        for (int i = 0; i < length; i++) {
            text.append(TEXT.charAt(random.nextInt(TEXT.length())));
        }
        return text.toString();
    }

    /** The places of the first match, an error as JSON, or nothing if it takes too long. */
    private static String ours(String pattern, Set<Option> options, String text) {
        long[] used = {0};
        Work work = new Work() {
            @Override
            public void steps(int count) {
                used[0] += count;
                if (used[0] > TOO_LONG) {
                    throw new Stopped();
                }
            }

            @Override
            public void bytes(long count) {}
        };
        try {
            Regex regex = Regex.compile(pattern, options);
            Matcher matcher = regex.matcher(text.codePoints().toArray(), work);
            List<JsonValue> found = new ArrayList<>();
            if (matcher.find(0)) {
                // of an empty match, jq 1.6 says nothing about groups
                int groups = matcher.start(0) == matcher.end(0) ? 0 : regex.groups();
                for (int g = 0; g <= groups; g++) {
                    found.add(JsonNumber.of(matcher.start(g)));
                    found.add(JsonNumber.of(matcher.end(g) - matcher.start(g)));
                }
            }
            return JsonArray.of(found).toString();
        } catch (Stopped e) {
            return "";
        } catch (RegexSyntaxException e) {
            return JsonString.of(e.getMessage()).toString();
        }
    }
}
