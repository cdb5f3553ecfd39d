package io.flowork.grammar.workflow;

import java.math.BigInteger;

/** The order of semantic versions (SemVer 2.0, section 11). */
public final class SemanticVersion {
    private SemanticVersion() {}

    /** Negative, zero or positive as the first version comes before, with or after the second. */
    public static int compare(String first, String second) {
        String[] a = withoutBuild(first).split("-", 2);
        String[] b = withoutBuild(second).split("-", 2);
        int core = compareParts(a[0].split("\\.", -1), b[0].split("\\.", -1));
        if (core != 0 || (a.length == 1 && b.length == 1)) {
            return core;
        }
        if (a.length != b.length) {
            return a.length == 1 ? 1 : -1;
        }
        return compareParts(a[1].split("\\.", -1), b[1].split("\\.", -1));
    }

    private static String withoutBuild(String version) {
        int plus = version.indexOf('+');
        return plus < 0 ? version : version.substring(0, plus);
    }

    private static int compareParts(String[] a, String[] b) {
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            int order = comparePart(a[i], b[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.length, b.length);
    }

    private static int comparePart(String a, String b) {
        boolean number = isNumber(a);
        if (number != isNumber(b)) {
            return number ? -1 : 1;
        }
        return number ? new BigInteger(a).compareTo(new BigInteger(b)) : a.compareTo(b);
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
