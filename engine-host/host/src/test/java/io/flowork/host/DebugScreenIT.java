package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowork.host.serve.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The debugger on a full screen, in a real terminal: the tour of {@code docs/debugging.md}, key by key. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DebugScreenIT {
    private static final Pattern BLOCK = Pattern.compile("```(yaml|keys|screen)\n(.*?)```", Pattern.DOTALL);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    /** After so long without another key a screen is taken as it is, when the page is written anew. */
    private static final long STILL = TimeUnit.SECONDS.toNanos(3);

    @TempDir
    Path folder;

    private Path page;

    @BeforeEach
    void needsTmux() {
        String path = System.getenv("PATH");
        assumeTrue(
                Stream.of((path == null ? "" : path).split(":", -1))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "tmux"))),
                "needs tmux (apt install tmux)");
        page = Workbench.root().resolve("docs/debugging.md");
    }

    @AfterEach
    void end() throws Exception {
        var _ = tmux("kill-server");
    }

    /** Asks a server of its own, so that nobody's sessions and settings matter. */
    private String tmux(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "tmux", "-f", "/dev/null", "-u", "-S", folder.resolve("tmux").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().remove("TMUX");
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }

    private void start(int columns, int rows, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(Processes.command(arguments));
        command.add(1, "-Dflowork.terminal=12");
        String line = command.stream().map(each -> "'" + each + "'").collect(Collectors.joining(" "));
        Path script =
                Files.writeString(folder.resolve("start.sh"), line + " 2> err; echo \"ended with $?\"; exec cat\n");
        assertThat(tmux("new-session", "-d", "-x", "" + columns, "-y", "" + rows, "sh " + script))
                .isEmpty();
    }

    private String screen() throws Exception {
        return tmux("capture-pane", "-p")
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"))
                .strip();
    }

    /** The screen, once it has a text, or whatever it has in the end. */
    private String awaited(String text) throws Exception {
        return awaited(text, PATIENCE);
    }

    private String awaited(String text, long patience) throws Exception {
        long began = System.nanoTime();
        String seen = screen();
        while (!seen.contains(text) && System.nanoTime() - began < patience) {
            seen = screen();
        }
        return seen;
    }

    @Test
    void theTourOfTheDocumentationIsTrue() throws Exception {
        String text = Files.readString(page);
        StringBuilder updated = new StringBuilder();
        Matcher blocks = BLOCK.matcher(text);
        int screens = 0;
        while (blocks.find()) {
            String content = blocks.group(2);
            String replacement = blocks.group();
            switch (blocks.group(1)) {
                case "yaml" -> {
                    Files.writeString(folder.resolve("sum.flow.yaml"), content);
                    start(80, 24, "debug", "sum.flow.yaml");
                    assertThat(awaited("Entry: step")).contains("Entry: step");
                }
                case "keys" -> {
                    for (String keys : content.strip().split(" ", -1)) {
                        boolean isNamed = keys.length() > 1 && Character.isUpperCase(keys.charAt(0));
                        var _ = isNamed ? tmux("send-keys", keys) : tmux("send-keys", "-l", keys);
                    }
                }
                default -> {
                    screens++;
                    String wanted = content.strip();
                    boolean update = Boolean.getBoolean("update.golden");
                    String seen = update ? awaited("it stands still", STILL) : awaited(wanted);
                    if (update) {
                        replacement = "```screen\n" + seen + "\n```";
                    } else {
                        assertThat(seen).isEqualTo(wanted);
                    }
                }
            }
            blocks.appendReplacement(updated, Matcher.quoteReplacement(replacement));
        }
        blocks.appendTail(updated);
        if (Boolean.getBoolean("update.golden")) {
            Files.writeString(page, updated);
        }
        assertThat(screens).isEqualTo(4);
        var _ = tmux("send-keys", "q");
        assertThat(awaited("ended with")).contains("ended with 0");
        assertThat(folder.resolve("err")).isEmptyFile();
    }

    @Test
    void itIsDrawnAgainInAnotherSize() throws Exception {
        Files.writeString(folder.resolve("one.flow.yaml"), Workbench.workflow("one", "- a: {set: {b: 1}}"));
        start(100, 30, "debug", "one.flow.yaml");
        assertThat(awaited("Entry: step").lines().count()).isEqualTo(30);
        var _ = tmux("resize-window", "-x", "50", "-y", "12");
        String small = awaited("Source: one.flow.yaml\n");
        assertThat(small.lines().mapToInt(String::length).max().orElse(0)).isLessThanOrEqualTo(50);
        assertThat(small).doesNotContain("Values");
        var _ = tmux("send-keys", "-l", ":next");
        var _ = tmux("send-keys", "Enter");
        assertThat(awaited("the run has completed")).contains("The end, after");
        var _ = tmux("send-keys", "h");
        assertThat(awaited("any key goes on")).contains("  n         next task, over");
    }
}
