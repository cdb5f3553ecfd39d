package io.flowork.functions.grpc;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.http.ClientIdentity;
import io.flowork.functions.spi.FunctionException;
import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The connections to services. Calls share them; one that is not used for {@value #IDLE_SECONDS} seconds is closed.
 * Thread-safe.
 */
final class Channels {
    private static final int MOST = 64;
    private static final int IDLE_SECONDS = 30;
    private static final int MOST_METADATA = 64 << 10;

    /** What calls share a connection: never calls with another client certificate. */
    private record Key(
            String host, int port, boolean tls, @Nullable ClientIdentity identity) {}

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
    private final TrustManager @Nullable [] trust;

    Channels(int maxMessageBytes, TrustManager @Nullable [] trust) {
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

    /**
     * A connection to a service, made when the first call goes out.
     *
     * @param identity who the client is in TLS; null if it does not say
     * @throws FunctionException if the client's certificate cannot be read
     */
    synchronized Lease use(GrpcTarget target, @Nullable ClientIdentity identity) throws FunctionException {
        Key key = new Key(target.address().getHost(), target.realPort(), target.tls(), identity);
        Shared shared = all.get(key);
        if (shared == null) {
            shared = new Shared(key, open(key));
            all.put(key, shared);
        }
        shared.users++;
        shared.uses++;
        return new Lease(shared);
    }

    private ManagedChannel open(Key key) throws FunctionException {
        OkHttpChannelBuilder builder = OkHttpChannelBuilder.forAddress(key.host(), key.port())
                .executor(threads)
                .transportExecutor(threads)
                .maxInboundMessageSize(maxMessageBytes)
                .maxInboundMetadataSize(MOST_METADATA)
                .userAgent("Flowork");
        if (!key.tls()) {
            builder.usePlaintext();
        } else if (trust != null || key.identity() != null) {
            builder.sslSocketFactory(context(key.identity()).getSocketFactory());
        }
        return builder.build();
    }

    private SSLContext context(@Nullable ClientIdentity identity) throws FunctionException {
        try {
            if (identity != null) {
                return identity.context(trust);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw Failures.configuration(ClientIdentity.UNREADABLE);
        }
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
