package io.flowork.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The token of a data folder as it is by now: whoever changes its file shuts out those who know the old one. The file is looked
 * at again at most once in {@link #EVERY}.
 */
public final class CurrentToken implements Supplier<String> {
    /** How long a token that was changed may still count. */
    public static final Duration EVERY = Duration.ofSeconds(1);

    private static final System.Logger LOG = System.getLogger(CurrentToken.class.getName());

    private final Path folder;
    private final LongSupplier nanos;
    private String token;
    private long looked;

    /**
     * The token in a folder; made when there is none.
     *
     * @throws IOException if the file cannot be read or written, or is empty
     */
    public CurrentToken(Path folder) throws IOException {
        this(folder, System::nanoTime);
    }

    /**
     * The same with another clock.
     *
     * @param nanos tells time as {@link System#nanoTime} does
     */
    public CurrentToken(Path folder, LongSupplier nanos) throws IOException {
        this.folder = folder;
        this.nanos = nanos;
        this.token = TokenFile.of(folder);
        this.looked = nanos.getAsLong();
    }

    @Override
    public synchronized String get() {
        long now = nanos.getAsLong();
        if (now - looked >= EVERY.toNanos()) {
            looked = now;
            try {
                token = TokenFile.of(folder);
            } catch (IOException e) { // as while it is being written: the one that is known goes on to count
                LOG.log(System.Logger.Level.WARNING, "The token cannot be read again: {0}", e.getMessage());
            }
        }
        return token;
    }
}
