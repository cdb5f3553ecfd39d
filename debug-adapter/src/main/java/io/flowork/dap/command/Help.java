package io.flowork.dap.command;

import io.flowork.dap.session.RefusedException;
import java.util.ArrayList;
import java.util.List;

/** What there is to know about the commands. */
public final class Help {
    private static final int COLUMN = 30;

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
                    String shorter = verb.shorter().isEmpty() ? "" : " (:" + verb.shorter().getFirst() + ")";
                    String usage = usage(verb) + shorter;
                    String gap = usage.length() < COLUMN ? " ".repeat(COLUMN - usage.length()) : "\n" + " ".repeat(COLUMN + 2);
                    lines.addAll(("  " + usage + gap + verb.summary()).lines().toList());
                }
            }
        }
        lines.add("Anything without ':' is jq, evaluated where one is: . is the task's input.");
        return lines;
    }
}
