package io.flowork.dap.command;

import io.flowork.dap.session.RefusedException;
import java.util.ArrayList;
import java.util.List;

/** What there is to know about the commands. */
public final class Help {
    private static final int COLUMN = 26;
    private static final int WIDTH = 78;

    private Help() {}

    /**
     * All commands, or one.
     *
     * @param command its name with or without the sign; empty for all
     */
    public static String of(String command) {
        String word = command.startsWith(Commands.SIGN) ? command.substring(Commands.SIGN.length()) : command;
        if (word.isEmpty()) {
            return String.join("\n", all());
        }
        Verb verb = Verb.of(word);
        if (verb == null) {
            throw new RefusedException("There is no command ':" + word + "'; ':help' lists them");
        }
        String shorter = verb.shorter().isEmpty() ? "" : "\nShorter: :" + String.join(", :", verb.shorter());
        return usage(verb) + "\n" + verb.summary() + shorter;
    }

    private static String usage(Verb verb) {
        return (Commands.SIGN + verb.word() + " " + verb.arguments()).strip();
    }

    /** All commands by what they are for, a line each. */
    public static List<String> all() {
        List<String> lines = new ArrayList<>();
        for (Verb.Family family : Verb.Family.values()) {
            lines.add(family.title());
            for (Verb verb : Verb.values()) {
                if (verb.family() == family) {
                    String shorter = verb.shorter().isEmpty()
                            ? ""
                            : " (:" + verb.shorter().getFirst() + ")";
                    lines.addAll(columns(usage(verb) + shorter, verb.summary()));
                }
            }
        }
        lines.add("Anything without ':' is jq, evaluated where one is: . is the task's input.");
        return lines;
    }

    /** A usage and what it does beside it, on as many lines as that takes. */
    private static List<String> columns(String usage, String summary) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("  " + usage);
        if (line.length() >= COLUMN) {
            lines.add(line.toString());
            line.setLength(0);
        }
        line.append(" ".repeat(COLUMN - line.length()));
        for (String word : summary.split(" ", -1)) {
            if (line.length() + word.length() > WIDTH) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
                line.append(" ".repeat(COLUMN));
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }
}
