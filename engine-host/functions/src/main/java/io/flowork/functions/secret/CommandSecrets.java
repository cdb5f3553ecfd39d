package io.flowork.functions.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.SecretSource;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Secrets from a program that prints the one it is asked for, such as {@code pass show flowork/{name}}. Its words are
 * separated by spaces; no shell reads them. When it ends with another code than 0, it does not have the secret.
 */
public final class CommandSecrets implements SecretSource {
    /** How long the program may take, in seconds. */
    private static final long PATIENCE = 30;

    /** The longest secret, in bytes. */
    private static final int MOST = 1 << 20;

    private static final String PLACE = "{name}";

    /** A name must not be taken for an option. */
    private static final Pattern NAME = Pattern.compile("\\w[\\w.-]*");

    /** The source. */
    public CommandSecrets() {}

    @Override
    public String name() {
        return "command";
    }

    @Override
    public @Nullable String where(String secret, Settings settings) {
        List<String> command = command(secret, settings);
        return command == null ? null : "the command " + command.getFirst();
    }

    @Override
    public @Nullable JsonValue value(String secret, Settings settings) throws FunctionException, InterruptedException {
        List<String> command = command(secret, settings);
        if (command == null) {
            return null;
        }
        String what = "The command for secrets, " + command.getFirst() + ",";
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(settings.folder().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            builder.environment().putAll(settings.environment());
            process = builder.start();
        } catch (IOException e) {
            throw Failures.configuration(what + " cannot be started.");
        }
        try {
            process.getOutputStream().close();
            CompletableFuture<byte[]> printed = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    byte[] bytes = process.getInputStream().readNBytes(MOST + 1);
                    printed.complete(bytes);
                    if (bytes.length > MOST) {
                        process.destroyForcibly();
                    }
                } catch (IOException e) {
                    printed.completeExceptionally(e);
                }
            });
            if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
                throw Failures.configuration(what + " took longer than " + PATIENCE + " seconds.");
            }
            byte[] bytes = printed.get();
            if (bytes.length > MOST) {
                throw Failures.configuration(what + " printed more than 1 MiB.");
            }
            return process.exitValue() == 0 ? SecretText.read(new String(bytes, UTF_8)) : null;
        } catch (IOException | ExecutionException e) {
            throw Failures.configuration(what + " broke off.");
        } finally {
            process.destroyForcibly();
        }
    }

    private static @Nullable List<String> command(String secret, Settings settings) {
        String configured = settings.configured();
        if (configured == null || configured.isBlank() || !NAME.matcher(secret).matches()) {
            return null;
        }
        List<String> command = new ArrayList<>();
        for (String word : configured.strip().split("\\s+", -1)) {
            command.add(word.replace(PLACE, secret));
        }
        if (!configured.contains(PLACE)) {
            command.add(secret);
        }
        return command;
    }
}
