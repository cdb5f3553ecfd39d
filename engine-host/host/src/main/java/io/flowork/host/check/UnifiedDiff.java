package io.flowork.host.check;

import java.util.ArrayList;
import java.util.List;

/** What a fix changes, as {@code diff -u} shows it, so that {@code patch} takes it. */
final class UnifiedDiff {
    private static final int AROUND = 3;

    private final List<String> before;
    private final List<String> after;
    private final StringBuilder out = new StringBuilder();

    private UnifiedDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    /** The difference of two texts; empty when they are equal. */
    static String of(String name, String before, String after) {
        if (before.equals(after)) {
            return "";
        }
        UnifiedDiff diff = new UnifiedDiff(lines(before), lines(after));
        diff.out.append("--- a/").append(name).append("\n+++ b/").append(name).append('\n');
        if (diff.before.size() == diff.after.size()) {
            diff.lineByLine();
        } else {
            diff.allBetween();
        }
        return diff.out.toString();
    }

    /** Fixes change lines and hardly ever add one: the lines of the same number belong together. */
    private void lineByLine() {
        int at = 0;
        while (at < before.size()) {
            if (before.get(at).equals(after.get(at))) {
                at++;
                continue;
            }
            int last = at;
            for (int i = at; i < before.size() && i <= last + 2 * AROUND; i++) {
                last = before.get(i).equals(after.get(i)) ? last : i;
            }
            hunk(at, last + 1, last + 1);
            at = last + 1;
        }
    }

    private void allBetween() {
        int start = 0;
        while (start < Math.min(before.size(), after.size())
                && before.get(start).equals(after.get(start))) {
            start++;
        }
        int end = 0;
        while (end < Math.min(before.size(), after.size()) - start
                && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
            end++;
        }
        hunk(start, before.size() - end, after.size() - end);
    }

    private void hunk(int start, int endBefore, int endAfter) {
        int from = Math.max(0, start - AROUND);
        int to = Math.min(before.size(), endBefore + AROUND);
        int shift = endAfter - endBefore;
        out.append("@@ -%d,%d +%d,%d @@\n".formatted(from + 1, to - from, from + 1, to - from + shift));
        before.subList(from, start).forEach(line -> line(' ', line));
        for (int i = start; i < Math.max(endBefore, endAfter); ) {
            int run = i;
            while (run < Math.min(endBefore, endAfter) && before.get(run).equals(after.get(run))) {
                run++;
            }
            before.subList(i, run).forEach(line -> line(' ', line));
            i = run;
            while (run < Math.max(endBefore, endAfter)
                    && !(run < Math.min(endBefore, endAfter) && before.get(run).equals(after.get(run)))) {
                run++;
            }
            before.subList(i, Math.max(i, Math.min(run, endBefore))).forEach(line -> line('-', line));
            after.subList(i, Math.max(i, Math.min(run, endAfter))).forEach(line -> line('+', line));
            i = run;
        }
        before.subList(endBefore, to).forEach(line -> line(' ', line));
    }

    private void line(char sign, String line) {
        out.append(sign).append(line);
        if (!line.endsWith("\n")) {
            out.append("\n\\ No newline at end of file\n");
        }
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(start, end));
            start = end;
        }
        return lines;
    }
}
