package io.flowork.runtime;

import java.util.Random;

/** Random tasks that call a server, each under its own name, inside of each other in all ways. */
final class RandomCalls {
    private static final int DEEPEST = 3;

    private final Random random;
    private final String base;
    private int number;

    RandomCalls(Random random, String base) {
        this.random = random;
        this.base = base;
    }

    /** A list of tasks. */
    String tasks() {
        return list(0);
    }

    private String list(int depth) {
        StringBuilder list = new StringBuilder();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            list.append(task("t" + number++, depth));
        }
        return list.toString();
    }

    private String task(String name, int depth) {
        int kind = depth == DEEPEST ? random.nextInt(3) : random.nextInt(8);
        return switch (kind) {
            case 0 -> "- " + name + ": {set: {n: '${ [range(3)] | add }'}}\n";
            case 1, 2 -> call(name, "");
            case 3 -> "- " + name + ":\n    do:\n" + list(depth + 1).indent(6);
            case 4 ->
                "- " + name + ":\n    for: {in: '${ [1, 2] }', each: i}\n    do:\n"
                        + list(depth + 1).indent(6);
            case 5 ->
                "- " + name + ":\n    fork:\n      branches:\n"
                        + list(depth + 1).indent(8);
            case 6 ->
                "- " + name + ":\n    try:\n" + (list(depth + 1) + call("f" + name, "fail/")).indent(6)
                        + "    catch:\n      retry: {delay: PT0.001S, limit: {attempt: {count: 2}}}\n      do:\n"
                        + list(depth + 1).indent(8);
            default -> "- " + name + ": {wait: PT0.001S}\n";
        };
    }

    private String call(String name, String before) {
        return "- %s: {call: http, with: {method: get, endpoint: '%s/%s%s'}}%n".formatted(name, base, before, name);
    }
}
