package io.flowork.functions.grpc;

import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The connections to services. Calls share them; one that is not used for {@value #IDLE_SECONDS} seconds is closed.
 * Thread-safe.
 */
final class Channels {
    private static final int MOST = 64;
    private static final int IDLE_SECONDS = 30;
    private static final int MOST_METADATA = 64 << 10;

    private record Key(String host, int port, boolean tls) {}

    private static final class Shared {
        final Key key;
        final ManagedChannel channel;
        int users;
        long uses;

        Shared(Key key, ManagedChannel channel) {
            this.key = key;
            this.channel = channel;
        }
    }

    private final Map<Key, Shared> all = new HashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final int maxMessageBytes;
    private final @Nullable SSLContext trust;

    Channels(int maxMessageBytes, @Nullable SSLContext trust) {
        this.maxMessageBytes = maxMessageBytes;
        this.trust = trust;
    }

    /** A connection that one call uses. */
    final class Lease implements AutoCloseable {
        private final Shared shared;

        private Lease(Shared shared) {
            this.shared = shared;
        }

        ManagedChannel channel() {
            return shared.channel;
        }

        @Override
        public void close() {
            release(shared);
        }
    }

    /** A connection to a service, made when the first call goes out. */
    synchronized Lease use(GrpcTarget target) {
        Shared shared = all.computeIfAbsent(
                new Key(target.address().getHost(), target.realPort(), target.tls()),
                key -> new Shared(key, open(key)));
        shared.users++;
        shared.uses++;
        return new Lease(shared);
    }

    private ManagedChannel open(Key key) {
        OkHttpChannelBuilder builder = OkHttpChannelBuilder.forAddress(key.host(), key.port())
                .executor(threads)
                .transportExecutor(threads)
                .maxInboundMessageSize(maxMessageBytes)
                .maxInboundMetadataSize(MOST_METADATA)
                .userAgent("Flowork");
        if (!key.tls()) {
            builder.usePlaintext();
        } else if (trust != null) {
            builder.sslSocketFactory(trust.getSocketFactory());
        }
        return builder.build();
    }

    private synchronized void release(Shared shared) {
        shared.users--;
        if (all.size() > MOST) {
            closeUnused(shared, shared.uses);
        } else {
            long uses = shared.uses;
            CompletableFuture.delayedExecutor(IDLE_SECONDS, TimeUnit.SECONDS, threads)
                    .execute(() -> closeUnused(shared, uses));
        }
    }

    /** Closes a connection unless it was used since. */
    private synchronized void closeUnused(Shared shared, long uses) {
        if (shared.users == 0 && shared.uses == uses && all.remove(shared.key, shared)) {
            shared.channel.shutdownNow();
        }
    }
}
