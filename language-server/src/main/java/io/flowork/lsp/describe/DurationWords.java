package io.flowork.lsp.describe;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ISO 8601 durations in words: {@code PT1H30M} is 1 hour and 30 minutes. */
public final class DurationWords {
    private static final String NUMBER = "(?:([0-9]{1,12}(?:\\.[0-9]{1,12})?)%s)?";
    private static final Pattern ISO = Pattern.compile("P" + NUMBER.formatted("Y") + NUMBER.formatted("M")
            + NUMBER.formatted("W") + NUMBER.formatted("D") + "(?:T" + NUMBER.formatted("H") + NUMBER.formatted("M")
            + NUMBER.formatted("S") + ")?");
    private static final List<String> UNITS = List.of("year", "month", "week", "day", "hour", "minute", "second");

    private DurationWords() {}

    /** The words for a duration; nothing if the text is none. */
    public static Optional<String> of(String iso) {
        Matcher parts = ISO.matcher(iso);
        if (!parts.matches() || iso.endsWith("T")) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        boolean calendar = false;
        for (int unit = 0; unit < UNITS.size(); unit++) {
            String number = parts.group(unit + 1);
            if (number != null) {
                String plain = new BigDecimal(number).stripTrailingZeros().toPlainString();
                words.add(plain + " " + UNITS.get(unit) + (plain.equals("1") ? "" : "s"));
                calendar |= unit < 2;
            }
        }
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(Listing.and(words) + (calendar ? "; a month counts as 30 days, a year as 365" : ""));
    }
}
