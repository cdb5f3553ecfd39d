package io.flowork.host.debugger;

import io.flowork.dap.command.Help;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of the full screen: small letters go forwards, large ones back, as in debuggers of other languages. */
public enum Keys {
    NEXT("n", ":next", "next task, over what is inside this one"),
    BACK("N", ":back", "the task before, over what is inside it"),
    STEP("s", ":step", "into this task: its first task, or its expressions and effects"),
    BACK_STEP("S", ":back-step", "back into the task before, to the last thing inside it"),
    OUT("f", ":out", "out of the task around; also u"),
    BACK_OUT("F", ":back-out", "back to the task around; also U"),
    CONTINUE("c", ":continue", "on to the next breakpoint, or to the end"),
    REVERSE("C", ":reverse", "back to the breakpoint before, or to the beginning"),
    BREAK("b", null, "set or forget a breakpoint at the line of the cursor"),
    SEEK("g", ":seek ", "go to a step: a number, +N, -N, start or end"),
    UNTIL("/", ":until ", "on to where a jq expression holds"),
    SINCE("?", ":since ", "back to where a jq expression held"),
    LAST("l", ":last ", "back to where a value changed last"),
    WHY("y", ":why ", "what a value was made of, and where that came from"),
    WATCH("w", ":watch ", "stop where a value changes"),
    PRINT("p", ":print ", "evaluate jq here"),
    COMMAND(":", ":", "any command; Tab completes, Up brings the one before"),
    CURSOR("Up Down", null, "move the cursor in the source; PgUp and PgDn further"),
    HERE(".", null, "the cursor back to where one is"),
    VALUES("[ ]", null, "scroll the values"),
    ENDS("Home End", null, "the beginning of the run, and its end"),
    STOP("Ctrl-C", null, "stop what takes long"),
    HELP("h", null, "these keys and the commands; also F1"),
    QUIT("q", null, "quit; the run stays as it is");

    private final String key;
    private final @Nullable String command;
    private final String about;

    Keys(String key, @Nullable String command, String about) {
        this.key = key;
        this.command = command;
        this.about = about;
    }

    /** The command that a key means; with a space or a sign at its end it waits for more. Null if it means none. */
    static @Nullable String command(int key) {
        String name = switch (key) {
            case 'u' -> "f";
            case 'U' -> "F";
            default -> Character.toString(key);
        };
        for (Keys each : values()) {
            if (each.key.equals(name)) {
                return each.command;
            }
        }
        return null;
    }

    /** All keys, a line each. */
    static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Keys each : values()) {
            lines.add("  " + each.key + " ".repeat(10 - each.key.length()) + each.about);
        }
        return lines;
    }

    /** The end of the command's help: the keys, and then what was there. */
    public static String[] footer(String[] examples) {
        List<String> footer = new ArrayList<>();
        footer.add("%nKeys:");
        footer.addAll(lines());
        footer.add("%nCommands, for --batch and after ':' on the full screen:");
        Help.all().forEach(line -> footer.add("  " + line));
        footer.addAll(Arrays.asList(examples));
        return footer.toArray(String[]::new);
    }
}
