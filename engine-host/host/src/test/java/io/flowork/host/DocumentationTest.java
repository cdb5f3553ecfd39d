package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands in {@code docs/cli.md} and {@code docs/forks.md} do what the pages say, in a folder with the examples. */
class DocumentationTest {
    private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'|(\\S+)");

    private static final Pattern ENDING = Pattern.compile("\\s+# ends with (\\d)$");

    @TempDir
    Path folder;

    @Test
    void everyCommandOnThePageWorks() throws IOException {
        assertThat(commands("docs/cli.md")).isGreaterThan(15);
    }

    @Test
    void everyCommandAboutForksWorks() throws IOException {
        assertThat(commands("docs/forks.md")).isGreaterThan(10);
    }

    private int commands(String page) throws IOException {
        Workbench bench = new Workbench(folder).variable("HOME", folder.toString());
        try (Stream<Path> examples = Files.list(Workbench.root().resolve("testdata/workflows"))) {
            for (Path example : examples.filter(Files::isRegularFile).toList()) {
                Files.copy(example, folder.resolve(String.valueOf(example.getFileName())));
            }
        }
        bench.file("order.json", "{\"items\": [{\"name\": \"pen\", \"price\": 2, \"count\": 3}]}");
        int commands = 0;
        boolean shell = false;
        for (String line : Files.readAllLines(Workbench.root().resolve(page))) {
            if (line.startsWith("```")) {
                shell = line.equals("```sh");
            } else if (shell) {
                Matcher piped = Pattern.compile("echo '(.*)' \\| (.*)").matcher(line);
                bench.in(piped.matches() ? piped.group(1) : "");
                Matcher ending = ENDING.matcher(piped.matches() ? piped.group(2) : line);
                int code = ending.find() ? Integer.parseInt(ending.group(1)) : 0;
                bench.run(arguments(ending.replaceFirst(""))).ended(code);
                commands++;
            }
        }
        return commands;
    }

    private static String[] arguments(String command) {
        List<String> arguments = new ArrayList<>();
        Matcher matcher = ARGUMENT.matcher(command);
        while (matcher.find()) {
            arguments.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        assertThat(arguments.getFirst()).isEqualTo("flowork");
        return arguments.subList(1, arguments.size()).toArray(String[]::new);
    }
}
