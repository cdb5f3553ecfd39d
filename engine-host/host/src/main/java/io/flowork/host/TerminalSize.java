package io.flowork.host;

import io.flowork.host.terminal.Screen;
import io.flowork.host.terminal.Screen.Dimensions;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * The size of the process's terminal: at first what the launcher saw, later what {@code stty} says, asked at most once a
 * second.
 */
final class TerminalSize implements Screen.Size {
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private Dimensions known = read(System.getProperty("flowork.screen", ""), Dimensions.USUAL);
    private long asked = System.nanoTime();

    @Override
    public synchronized Dimensions now() {
        if (System.nanoTime() - asked > PERIOD_NANOS) {
            known = ask(known);
            asked = System.nanoTime();
        }
        return known;
    }

    private static Dimensions ask(Dimensions otherwise) {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return read(size, otherwise);
        } catch (IOException noTerminal) {
            return otherwise;
        }
    }

    /** Reads rows and columns. */
    private static Dimensions read(String text, Dimensions otherwise) {
        String[] parts = text.strip().split(" ", -1);
        try {
            int rows = Integer.parseInt(parts[0]);
            int columns = parts.length == 2 ? Integer.parseInt(parts[1]) : 0;
            return rows > 0 && columns > 0 ? new Dimensions(columns, rows) : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
