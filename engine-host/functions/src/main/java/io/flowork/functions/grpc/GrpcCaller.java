package io.flowork.functions.grpc;

import com.google.protobuf.Descriptors;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.http.ClientIdentity;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.http.HttpTransport;
import io.flowork.functions.http.WireReply;
import io.flowork.functions.http.WireRequest;
import io.flowork.functions.http.auth.Authenticator;
import io.flowork.functions.http.auth.Credentials;
import io.flowork.functions.http.auth.Digest;
import io.flowork.functions.memory.AnswerMemory;
import io.flowork.functions.secret.SecretResolver;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonValue;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Calls methods of services with encoded messages. Thread-safe; connections and tokens are shared by all calls. */
final class GrpcCaller {
    /** How many messages of a stream are taken. */
    static final int MOST_MESSAGES = 100_000;

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> IDEMPOTENCY_KEY =
            Metadata.Key.of("idempotency-key", Metadata.ASCII_STRING_MARSHALLER);
    private static final Bytes BYTES = new Bytes();

    private final HttpSettings settings;
    private final Channels channels;
    private final Authenticator authenticator;

    GrpcCaller(HttpSettings settings, TrustManager @Nullable [] trust) {
        this.settings = settings;
        this.channels = new Channels(settings.maxResponseBytes(), trust);
        this.authenticator = new Authenticator(new HttpTransport(settings), Clock.systemUTC());
    }

    /**
     * What is asked.
     *
     * @param target where the service is
     * @param method which of its methods
     * @param messages what it is given, encoded
     */
    record Request(GrpcTarget target, Descriptors.MethodDescriptor method, List<byte[]> messages) {
        String fullName() {
            return MethodDescriptor.generateFullMethodName(method.getService().getFullName(), method.getName());
        }
    }

    /** The answers, encoded: exactly one, unless the method answers with a stream. */
    List<byte[]> call(Request request, FunctionCall call, @Nullable JsonValue authentication, SecretResolver secrets)
            throws FunctionException, InterruptedException {
        GrpcFailures failures = new GrpcFailures(request, secrets.masking());
        URI uri = URI.create(
                (request.target().tls() ? "https://" : "http://") + request.target() + "/" + request.fullName());
        Credentials credentials = authenticator.credentials(authentication, uri, secrets);
        if (credentials instanceof Digest) {
            throw Failures.configuration(
                    "call: grpc cannot authenticate by digest. Use basic, bearer, oauth2 or oidc.");
        }
        WireRequest asHttp = new WireRequest("POST", uri, uri, List.of(), null);
        while (true) {
            Metadata metadata = new Metadata();
            metadata.put(IDEMPOTENCY_KEY, call.key());
            String authorization = credentials.authorization(asHttp);
            if (authorization != null) {
                metadata.put(AUTHORIZATION, authorization);
                secrets.masking().add(authorization.substring(authorization.indexOf(' ') + 1));
            }
            try {
                return exchange(
                        request,
                        metadata,
                        credentials.identity(),
                        call.context().deadline());
            } catch (Refused refused) {
                if (refused.status.getCode() != Status.Code.UNAUTHENTICATED
                        || !credentials.again(
                                new WireReply(401, new TreeMap<>(String.CASE_INSENSITIVE_ORDER), new byte[0]))) {
                    throw failures.of(refused.status, refused.trailers);
                }
            }
        }
    }

    /** A call that ended with another status than OK. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Status status;
        private final transient Metadata trailers;

        Refused(Status status, Metadata trailers) {
            super(status.toString());
            this.status = status;
            this.trailers = trailers;
        }
    }

    /** What comes in. */
    private sealed interface Incoming {}

    private record Answer(byte[] message) implements Incoming {}

    private record Closed(Status status, Metadata trailers) implements Incoming {}

    private List<byte[]> exchange(
            Request request, Metadata metadata, @Nullable ClientIdentity identity, @Nullable Instant deadline)
            throws Refused, FunctionException, InterruptedException {
        CallOptions options = CallOptions.DEFAULT;
        if (deadline != null) {
            long left = deadline.toEpochMilli() - System.currentTimeMillis();
            options = options.withDeadline(Deadline.after(left, TimeUnit.MILLISECONDS));
        }
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.<byte[], byte[]>newBuilder(BYTES, BYTES)
                .setFullMethodName(request.fullName())
                .setType(type(request.method()))
                .build();
        try (Channels.Lease lease = channels.use(request.target(), identity)) {
            ClientCall<byte[], byte[]> call = lease.channel().newCall(method, options);
            boolean ended = false;
            try {
                BlockingQueue<Incoming> incoming = new LinkedBlockingQueue<>();
                call.start(listener(incoming), metadata);
                call.request(1);
                request.messages().forEach(call::sendMessage);
                call.halfClose();
                List<byte[]> answers = answers(request, call, incoming);
                ended = true;
                return answers;
            } finally {
                if (!ended) {
                    call.cancel("the call is no longer wanted", null);
                }
            }
        }
    }

    private List<byte[]> answers(Request request, ClientCall<byte[], byte[]> call, BlockingQueue<Incoming> incoming)
            throws Refused, FunctionException, InterruptedException {
        List<byte[]> answers = new ArrayList<>();
        long bytes = 0;
        while (true) {
            switch (incoming.take()) {
                case Answer(byte[] message) -> {
                    try {
                        AnswerMemory.share().take(message.length);
                    } catch (AnswerMemory.FullException e) {
                        throw Failures.communication(
                                request.fullName() + " at " + request.target() + " failed: " + e.problem() + ".");
                    }
                    answers.add(message);
                    bytes += message.length;
                    if (answers.size() > MOST_MESSAGES || bytes > settings.maxResponseBytes()) {
                        throw Failures.communication(request.fullName() + " at " + request.target()
                                + " failed: it answered with more than " + MOST_MESSAGES + " messages or "
                                + settings.maxResponseBytes() + " bytes.");
                    }
                    call.request(1);
                }
                case Closed(Status status, Metadata trailers) -> {
                    if (!status.isOk()) {
                        throw new Refused(status, trailers);
                    }
                    if (!request.method().isServerStreaming() && answers.size() != 1) {
                        throw Failures.communication(request.fullName() + " at " + request.target()
                                + " failed: it answered with " + answers.size() + " messages instead of one.");
                    }
                    return answers;
                }
            }
        }
    }

    private static ClientCall.Listener<byte[]> listener(BlockingQueue<Incoming> incoming) {
        return new ClientCall.Listener<>() {
            @Override
            public void onMessage(byte[] message) {
                incoming.add(new Answer(message));
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
                incoming.add(new Closed(status, trailers));
            }
        };
    }

    private static MethodType type(Descriptors.MethodDescriptor method) {
        if (method.isClientStreaming()) {
            return method.isServerStreaming() ? MethodType.BIDI_STREAMING : MethodType.CLIENT_STREAMING;
        }
        return method.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY;
    }

    /** Messages stay encoded on their way through gRPC. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream message) {
            try (message) {
                return message.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
