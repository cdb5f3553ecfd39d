package io.flowork.functions.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A grpc-java server on a free port of the loopback interface, with a method of each kind. */
final class Greeter implements AutoCloseable {
    static final String PROTO = """
            syntax = "proto3";
            package greetings.v1;
            import "google/protobuf/timestamp.proto";
            import "google/protobuf/struct.proto";
            message Greeting {
              string display_name = 1;
              int64 big = 2;
              bytes raw = 3;
              Mood mood = 4;
              map<string, double> scores = 5;
              google.protobuf.Timestamp at = 6;
              google.protobuf.Value anything = 7;
              repeated Greeting inner = 8;
              optional int32 maybe = 9;
            }
            enum Mood { NEUTRAL = 0; GLAD = 1; }
            service Greeter {
              rpc Echo (Greeting) returns (Greeting);
              rpc Collect (stream Greeting) returns (Greeting);
              rpc Repeat (Greeting) returns (stream Greeting);
              rpc Chat (stream Greeting) returns (stream Greeting);
              rpc Fail (Greeting) returns (Greeting);
              rpc Hang (Greeting) returns (Greeting);
              rpc Forever (Greeting) returns (stream Greeting);
            }
            """;

    private static final Metadata.Key<String> WHY = Metadata.Key.of("why", Metadata.ASCII_STRING_MARSHALLER);

    private final FileDescriptor file;
    private final Descriptor greeting;
    private final Server server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Metadata> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private volatile long deadlineMillis = -1;
    private volatile @Nullable String onlyToken;

    Greeter() throws Exception {
        this(InsecureServerCredentials.create());
    }

    Greeter(ServerCredentials credentials) throws Exception {
        file = ProtoFiles.link("greeter.proto", PROTO, Map.of());
        greeting = file.findMessageTypeByName("Greeting");
        server = OkHttpServerBuilder.forPort(0, credentials)
                .executor(threads)
                .addService(service())
                .intercept(new Remember())
                .build()
                .start();
    }

    int port() {
        return server.getPort();
    }

    /** The metadata of the calls so far. */
    List<Metadata> asked() {
        return asked;
    }

    /** The milliseconds that the client gave the last call; -1 for no deadline. */
    long deadlineMillis() {
        return deadlineMillis;
    }

    /** Refuses every call without a token. */
    void requireToken(String token) {
        onlyToken = token;
    }

    /** Waits until a call hangs. */
    void awaitHanging() throws InterruptedException {
        hanging.await();
    }

    /** Whether the client has cancelled the call that hangs, within ten seconds. */
    boolean wasCancelled() throws InterruptedException {
        return cancelled.await(10, TimeUnit.SECONDS);
    }

    private final class Remember implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            asked.add(headers);
            deadlineMillis = Context.current().getDeadline() == null
                    ? -1
                    : Context.current().getDeadline().timeRemaining(TimeUnit.MILLISECONDS);
            String authorization = headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
            if (onlyToken != null && !("Bearer " + onlyToken).equals(authorization)) {
                call.close(Status.UNAUTHENTICATED.withDescription("not you, " + authorization), new Metadata());
                return new ServerCall.Listener<>() {};
            }
            return next.startCall(call, headers);
        }
    }

    private ServerServiceDefinition service() {
        ServiceDescriptor service = file.findServiceByName("Greeter");
        ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service.getFullName());
        definition.addMethod(
                method("Echo", MethodDescriptor.MethodType.UNARY), ServerCalls.asyncUnaryCall((in, out) -> {
                    out.onNext(in);
                    out.onCompleted();
                }));
        definition.addMethod(
                method("Collect", MethodDescriptor.MethodType.CLIENT_STREAMING),
                ServerCalls.asyncClientStreamingCall(this::collect));
        definition.addMethod(
                method("Repeat", MethodDescriptor.MethodType.SERVER_STREAMING),
                ServerCalls.asyncServerStreamingCall((in, out) -> {
                    long times = (Long) in.getField(greeting.findFieldByName("big"));
                    for (long i = 0; i < times; i++) {
                        out.onNext(in.toBuilder()
                                .setField(greeting.findFieldByName("big"), i)
                                .build());
                    }
                    out.onCompleted();
                }));
        definition.addMethod(
                method("Chat", MethodDescriptor.MethodType.BIDI_STREAMING),
                ServerCalls.asyncBidiStreamingCall(out -> new Each(out, message -> {
                    out.onNext(message);
                    out.onNext(message);
                })));
        definition.addMethod(
                method("Fail", MethodDescriptor.MethodType.UNARY), ServerCalls.asyncUnaryCall((in, out) -> {
                    String code = (String) in.getField(greeting.findFieldByName("display_name"));
                    Metadata trailers = new Metadata();
                    trailers.put(WHY, "because");
                    out.onError(new StatusException(
                            Status.Code.valueOf(code).toStatus().withDescription("it was " + code), trailers));
                }));
        definition.addMethod(
                method("Hang", MethodDescriptor.MethodType.UNARY), ServerCalls.asyncUnaryCall((in, out) -> {
                    ((ServerCallStreamObserver<Message>) out).setOnCancelHandler(cancelled::countDown);
                    hanging.countDown();
                }));
        definition.addMethod(
                method("Forever", MethodDescriptor.MethodType.SERVER_STREAMING),
                ServerCalls.asyncServerStreamingCall((in, out) -> {
                    ServerCallStreamObserver<Message> stream = (ServerCallStreamObserver<Message>) out;
                    stream.setOnCancelHandler(cancelled::countDown);
                    stream.setOnReadyHandler(() -> {
                        while (stream.isReady() && !stream.isCancelled()) {
                            stream.onNext(in);
                        }
                    });
                }));
        return definition.build();
    }

    private StreamObserver<Message> collect(StreamObserver<Message> out) {
        List<Message> collected = new ArrayList<>();
        return new Each(out, collected::add) {
            @Override
            public void onCompleted() {
                DynamicMessage.Builder all = DynamicMessage.newBuilder(greeting);
                collected.forEach(message -> all.addRepeatedField(greeting.findFieldByName("inner"), message));
                out.onNext(all.build());
                out.onCompleted();
            }
        };
    }

    private interface Use {
        void of(Message message);
    }

    private static class Each implements StreamObserver<Message> {
        private final StreamObserver<Message> out;
        private final Use use;

        Each(StreamObserver<Message> out, Use use) {
            this.out = out;
            this.use = use;
        }

        @Override
        public void onNext(Message message) {
            use.of(message);
        }

        @Override
        public void onError(Throwable failure) {
            out.onError(failure);
        }

        @Override
        public void onCompleted() {
            out.onCompleted();
        }
    }

    private MethodDescriptor<Message, Message> method(String name, MethodDescriptor.MethodType type) {
        Messages messages = new Messages();
        return MethodDescriptor.<Message, Message>newBuilder(messages, messages)
                .setFullMethodName(MethodDescriptor.generateFullMethodName("greetings.v1.Greeter", name))
                .setType(type)
                .build();
    }

    private final class Messages implements MethodDescriptor.Marshaller<Message> {
        @Override
        public InputStream stream(Message message) {
            return new ByteArrayInputStream(message.toByteArray());
        }

        @Override
        public Message parse(InputStream stream) {
            try {
                return DynamicMessage.parseFrom(greeting, stream, ExtensionRegistry.getEmptyRegistry());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        threads.shutdownNow();
    }
}
