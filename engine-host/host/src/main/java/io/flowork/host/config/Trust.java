package io.flowork.host.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which {@code flowork.toml} in a folder its user has agreed to. Such a file comes with a folder, perhaps somebody else's, so
 * what it grants counts only after {@code flowork config trust}, and only as long as the file is as it was then.
 */
public final class Trust {
    private static final String FILE = "trusted";
    private static final int MOST = 10_000;
    private static final Set<String> PROGRAMS = Set.of("process.environment", "process.python", "process.container");

    private Trust() {}

    /** Whether a setting lets programs run, code in, or secrets out: an engine is told its token. */
    static boolean grants(Setting setting) {
        SettingKey key = SettingKey.of(setting.key());
        return key != null
                && switch (key) {
                    case ALLOW -> !setting.value().equals("false");
                    case PROCESS -> PROGRAMS.contains(setting.key());
                    case ENGINES, OTEL_ENDPOINT, OTEL_HEADERS, PLUGINS, SECRETS, SERVE_DATA, SERVE_STORE -> true;
                    default -> false;
                };
    }

    /** Whether the user has agreed to a file with this text. */
    static boolean holds(Surroundings surroundings, Path file, String text) {
        Path list = list(surroundings);
        return list != null && Files.exists(list) && lines(list).contains(line(file, text));
    }

    /**
     * Notes that the user agrees to a file as it is now.
     *
     * @throws CommandException if that cannot be noted
     */
    static void note(Surroundings surroundings, Path file, String text) {
        Path folder = Configuration.userFolder(surroundings);
        if (folder == null) {
            throw CommandException.usage(
                    "there is no HOME to note that in: name what is allowed with --allow, or the file with --config");
        }
        Path list = folder.resolve(FILE);
        List<String> lines = new ArrayList<>(Files.exists(list) ? lines(list) : List.of());
        String place = " " + file.toAbsolutePath().normalize();
        lines.removeIf(line -> line.endsWith(place));
        lines.add(line(file, text));
        try {
            Files.createDirectories(folder);
            Files.write(list, lines.subList(Math.max(0, lines.size() - MOST), lines.size()));
        } catch (IOException e) {
            throw new CommandException(ExitCode.BROKEN, list + " cannot be written (" + e.getMessage() + ")", e);
        }
    }

    private static List<String> lines(Path list) {
        try {
            return Files.readAllLines(list);
        } catch (IOException e) {
            throw new CommandException(ExitCode.BROKEN, list + " cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static String line(Path file, String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash) + " " + file.toAbsolutePath().normalize();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static @Nullable Path list(Surroundings surroundings) {
        Path folder = Configuration.userFolder(surroundings);
        return folder == null ? null : folder.resolve(FILE);
    }
}
