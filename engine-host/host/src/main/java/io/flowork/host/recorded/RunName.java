package io.flowork.host.recorded;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How somebody calls a run, and a branch of it, as in {@code last~2}.
 *
 * @param run an id or its beginning, {@code last} or a file; null if nobody says
 * @param branch the number of the branch; null for the one the run is on
 */
public record RunName(@Nullable String run, @Nullable Integer branch) {
    private static final Pattern BRANCH = Pattern.compile("(.*)~(\\d{1,9})");

    /** What a text calls. */
    public static RunName of(@Nullable String text) {
        Matcher matcher = BRANCH.matcher(text == null ? "" : text);
        if (!matcher.matches()) {
            return new RunName(text, null);
        }
        return new RunName(matcher.group(1).isEmpty() ? null : matcher.group(1), Integer.valueOf(matcher.group(2)));
    }

    /** A run as people call it, and a branch of it by its number. */
    public static String of(String run, int branch) {
        return run + "~" + branch;
    }
}
