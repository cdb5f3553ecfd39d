package io.flowork.core.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes the texts that the fuzzer begins with: workflows, and the expressions in them. */
public final class FuzzSeeds {
    private static final Pattern EXPRESSION =
            Pattern.compile("\\$\\{(.+?)}['\"]?\\s*$|(?:when|if|as|from): (\\..+)$", Pattern.MULTILINE);
    private static final List<String> WORKFLOWS =
            List.of("testdata/workflows", "testdata/diagnostics", "bench/workflows", "../shared/spec/examples");

    private FuzzSeeds() {}

    /**
     * Writes them.
     *
     * @param arguments the project's root; the folder to write to, in which {@code text} and {@code jq} are made
     */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        Path texts = Files.createDirectories(Path.of(arguments[1]).resolve("text"));
        Path programs = Files.createDirectories(Path.of(arguments[1]).resolve("jq"));
        Set<String> expressions = new TreeSet<>();
        int number = 0;
        for (String folder : WORKFLOWS) {
            for (Path file : files(root.resolve(folder), ".yaml")) {
                String text = Files.readString(file);
                Files.writeString(texts.resolve("seed-" + number++ + ".yaml"), text);
                Matcher matcher = EXPRESSION.matcher(text);
                while (matcher.find()) {
                    expressions.add((matcher.group(1) == null ? matcher.group(2) : matcher.group(1)).strip());
                }
            }
        }
        for (Path file : files(root.resolve("../shared/jq"), ".test")) {
            expressions.addAll(cases(Files.readAllLines(file)));
        }
        int expression = 0;
        for (String program : expressions) {
            Files.writeString(programs.resolve("seed-" + expression++ + ".jq"), program);
        }
        System.out.println("seeds: " + number + " texts, " + expression + " programs in " + arguments[1]);
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    /** The programs in a file of the jq project's tests, each with its input: the first two lines of each block. */
    private static List<String> cases(List<String> lines) {
        List<String> cases = new ArrayList<>();
        boolean inside = false;
        for (int i = 0; i + 1 < lines.size(); i++) {
            String line = lines.get(i);
            boolean text = !line.isBlank() && !line.startsWith("#") && !line.startsWith("%%");
            if (text && !inside) {
                cases.add(line + '\0' + lines.get(i + 1));
            }
            inside = !line.isBlank();
        }
        return cases;
    }
}
