package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Draws the README's picture from what the commands really print, so it cannot show anything else. Run with
 * {@code -Dupdate.golden} after a change, and look at it.
 */
class PictureTest {
    private static final int COLUMNS = 92;

    /** What differs from run to run, and what the picture shows instead. */
    private static final List<Replacement> STEADY = List.of(
            new Replacement(
                    "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                    "01a202cf-24d6-798f-bb13-054041cff289"),
            new Replacement("\\b[0-9a-f]{8}-[0-9a-f]{4}\\b(?!-)", "01a202cf-24d6"),
            new Replacement("\\+\\d+(\\.\\d+)? (ms|s)\\b", "+0 ms"),
            new Replacement("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "2026-11-22 10:30:59"),
            new Replacement("(?<![+\\d])\\b\\d+(\\.\\d+)? (ms|s)\\b", "1 ms"));

    private record Replacement(Pattern pattern, String text) {
        Replacement(String pattern, String text) {
            this(Pattern.compile(pattern), text);
        }
    }

    @TempDir
    Path folder;

    @Test
    void theFirstRun() throws IOException {
        Path workflows = Workbench.root().resolve("testdata/workflows");
        Workbench bench = new Workbench(folder).terminal(COLUMNS, 60);
        bench.file("triage.flow.yaml", Files.readString(workflows.resolve("triage.flow.yaml")));
        bench.file(
                "broken.flow.yaml",
                Files.readString(workflows.resolve("triage.flow.yaml")).replace("then: queue", "then: qeue"));
        TerminalPicture picture = new TerminalPicture(COLUMNS);
        show(picture, bench, "run", "triage.flow.yaml", "--input", "{\"severity\": 2}");
        show(picture, bench, "runs", "show", "last");
        show(picture, bench, "runs", "replay", "last");
        show(picture, bench, "check", "broken.flow.yaml");
        Path golden = Workbench.root().resolve("docs/images/first-run.svg");
        if (System.getProperty("update.golden") != null) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, picture.svg());
        }
        assertThat(golden).hasContent(picture.svg());
    }

    private static void show(TerminalPicture picture, Workbench bench, String... arguments) {
        StringBuilder line = new StringBuilder("$ ./flowork");
        for (String argument : arguments) {
            line.append(' ').append(argument.contains(" ") ? "'" + argument + "'" : argument);
        }
        Workbench.Outcome outcome = bench.run(arguments);
        picture.print("\u001b[1m" + line + "\u001b[0m\n");
        boolean summaryFirst = arguments[0].equals("run");
        String err = steady(outcome.err());
        String out = steady(outcome.out()).stripTrailing() + "\n";
        picture.print((summaryFirst ? err + out : out + err) + "\n");
    }

    private static String steady(String text) {
        String result = text;
        for (Replacement replacement : STEADY) {
            result = replacement.pattern().matcher(result).replaceAll(replacement.text());
        }
        return result;
    }
}
