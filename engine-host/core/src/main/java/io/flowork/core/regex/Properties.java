package io.flowork.core.regex;

import java.lang.Character.UnicodeBlock;
import java.lang.Character.UnicodeScript;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Sets of characters that have a name: Unicode's properties and those of POSIX. */
final class Properties {
    private static final Map<String, IntPredicate> NAMED = new HashMap<>();

    /** The general categories by the numbers of {@link Character#getType(int)}. */
    private static final String[] CATEGORIES = {
        "Cn Unassigned",
        "Lu Uppercase_Letter",
        "Ll Lowercase_Letter",
        "Lt Titlecase_Letter",
        "Lm Modifier_Letter",
        "Lo Other_Letter",
        "Mn Nonspacing_Mark",
        "Me Enclosing_Mark",
        "Mc Spacing_Mark",
        "Nd Decimal_Number",
        "Nl Letter_Number",
        "No Other_Number",
        "Zs Space_Separator",
        "Zl Line_Separator",
        "Zp Paragraph_Separator",
        "Cc Control",
        "Cf Format",
        "",
        "Co Private_Use",
        "Cs Surrogate",
        "Pd Dash_Punctuation",
        "Ps Open_Punctuation",
        "Pe Close_Punctuation",
        "Pc Connector_Punctuation",
        "Po Other_Punctuation",
        "Sm Math_Symbol",
        "Sc Currency_Symbol",
        "Sk Modifier_Symbol",
        "So Other_Symbol",
        "Pi Initial_Punctuation",
        "Pf Final_Punctuation"
    };

    static final IntPredicate DIGIT = type(1 << Character.DECIMAL_DIGIT_NUMBER);
    static final IntPredicate SPACE = c -> (c >= 9 && c <= 13)
            || c == 0x20
            || c == 0x85
            || c == 0xa0
            || c == 0x1680
            || (c >= 0x2000 && c <= 0x200a)
            || c == 0x2028
            || c == 0x2029
            || c == 0x202f
            || c == 0x205f
            || c == 0x3000;

    private static final int MARKS =
            1 << Character.NON_SPACING_MARK | 1 << Character.ENCLOSING_MARK | 1 << Character.COMBINING_SPACING_MARK;

    static final IntPredicate WORD = either(
            Character::isAlphabetic,
            type(MARKS | 1 << Character.DECIMAL_DIGIT_NUMBER | 1 << Character.CONNECTOR_PUNCTUATION));

    static {
        Map<String, Integer> groups = new HashMap<>();
        for (int type = 0; type < CATEGORIES.length; type++) {
            if (CATEGORIES[type].isEmpty()) {
                continue;
            }
            for (String name : CATEGORIES[type].split(" ", -1)) {
                NAMED.put(plain(name), type(1 << type));
            }
            groups.merge(CATEGORIES[type].substring(0, 1), 1 << type, (a, b) -> a | b);
        }
        Map<String, String> long1 = Map.of(
                "L",
                "Letter",
                "M",
                "Mark",
                "N",
                "Number",
                "Z",
                "Separator",
                "C",
                "Other",
                "P",
                "Punctuation",
                "S",
                "Symbol");
        groups.forEach((name, types) -> {
            NAMED.put(plain(name), type(types));
            NAMED.put(plain(long1.get(name) + ""), type(types));
        });
        IntPredicate cased = type(
                1 << Character.UPPERCASE_LETTER | 1 << Character.LOWERCASE_LETTER | 1 << Character.TITLECASE_LETTER);
        NAMED.put("lc", cased);
        NAMED.put("casedletter", cased);
        NAMED.put("combiningmark", type(MARKS));
        NAMED.put("any", c -> true);
        NAMED.put("assigned", type(1 << Character.UNASSIGNED).negate());
        posix();
        NAMED.put("alphabetic", Character::isAlphabetic);
        NAMED.put("uppercase", Character::isUpperCase);
        NAMED.put("lowercase", Character::isLowerCase);
        NAMED.put("whitespace", SPACE);
        NAMED.put("ideographic", Character::isIdeographic);
        NAMED.put("emoji", Character::isEmoji);
        NAMED.put("emojipresentation", Character::isEmojiPresentation);
        NAMED.put("emojimodifier", Character::isEmojiModifier);
        NAMED.put("emojimodifierbase", Character::isEmojiModifierBase);
        NAMED.put("emojicomponent", Character::isEmojiComponent);
        NAMED.put("extendedpictographic", Character::isExtendedPictographic);
    }

    /** What is not in a set; equal to another of the same set. */
    record Not(IntPredicate set) implements IntPredicate {
        @Override
        public boolean test(int c) {
            return !set.test(c);
        }
    }

    private Properties() {}

    private static void posix() {
        IntPredicate control = type(1 << Character.CONTROL);
        IntPredicate separator = type(1 << Character.SPACE_SEPARATOR);
        IntPredicate graph = either(SPACE, type(1 << Character.CONTROL | 1 | 1 << Character.SURROGATE))
                .negate();
        int symbols = 0;
        for (int type = 0; type < CATEGORIES.length; type++) {
            symbols |= CATEGORIES[type].startsWith("P") || CATEGORIES[type].startsWith("S") ? 1 << type : 0;
        }
        NAMED.put("alnum", either(Character::isAlphabetic, DIGIT));
        NAMED.put("alpha", Character::isAlphabetic);
        NAMED.put("ascii", c -> c < 128);
        NAMED.put("blank", either(separator, c -> c == '\t'));
        NAMED.put("cntrl", control);
        NAMED.put("digit", DIGIT);
        NAMED.put("graph", graph);
        NAMED.put("lower", Character::isLowerCase);
        NAMED.put("print", either(graph, separator));
        NAMED.put("punct", type(symbols));
        NAMED.put("space", SPACE);
        NAMED.put("upper", Character::isUpperCase);
        NAMED.put("xdigit", c -> c < 128 && Character.digit(c, 16) >= 0);
        NAMED.put("word", WORD);
    }

    private static IntPredicate either(IntPredicate one, IntPredicate other) {
        return one.or(other);
    }

    /** The characters whose general category is among those of the bits. */
    private static IntPredicate type(int bits) {
        return c -> (bits >>> Character.getType(c) & 1) != 0;
    }

    private static String plain(String name) {
        return name.replaceAll("[ _-]", "").toLowerCase(Locale.ROOT);
    }

    /** The set that {@code [:name:]} means, or null. */
    static @Nullable IntPredicate bracket(String name) {
        return switch (name) {
            case "alnum",
                    "alpha",
                    "blank",
                    "cntrl",
                    "digit",
                    "graph",
                    "lower",
                    "print",
                    "punct",
                    "space",
                    "upper",
                    "xdigit",
                    "ascii",
                    "word" -> NAMED.get(name);
            default -> null;
        };
    }

    /** The set that {@code \p{name}} means, or null: POSIX's, a general category, a script, a block ({@code In…}). */
    static @Nullable IntPredicate named(String name) {
        String plain = plain(name);
        IntPredicate known = NAMED.get(plain);
        if (known != null) {
            return known;
        }
        IntPredicate script = Scripts.BY_NAME.get(plain);
        return script != null || !plain.startsWith("in") ? script : block(name.substring(2));
    }

    /** The scripts, made when one is first asked for. */
    private static final class Scripts {
        static final Map<String, IntPredicate> BY_NAME = new HashMap<>();

        static {
            for (UnicodeScript script : UnicodeScript.values()) {
                BY_NAME.put(plain(script.name()), c -> UnicodeScript.of(c) == script);
            }
        }
    }

    private static @Nullable IntPredicate block(String name) {
        String trimmed = name.startsWith("_") || name.startsWith(" ") ? name.substring(1) : name;
        try {
            UnicodeBlock block = UnicodeBlock.forName(trimmed.replace('_', ' '));
            return c -> block.equals(UnicodeBlock.of(c));
        } catch (IllegalArgumentException e) {
            try {
                UnicodeBlock block = UnicodeBlock.forName(trimmed);
                return c -> block.equals(UnicodeBlock.of(c));
            } catch (IllegalArgumentException none) {
                return null;
            }
        }
    }
}
