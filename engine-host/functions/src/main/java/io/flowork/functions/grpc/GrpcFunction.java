package io.flowork.functions.grpc;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Descriptors;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.arguments.Nearest;
import io.flowork.functions.cache.Recent;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.secret.SecretResolver;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * {@code call: grpc}. Its argument {@code proto} is the fetched document: an object with {@code uri} and {@code content},
 * and {@code imports}, the texts of the files it imports by the names they are imported by. No code is generated: messages
 * are made from JSON by what the document says, in protobuf's own mapping.
 *
 * <p>A method that takes a stream is given {@code arguments} as an array, or as an object with the array {@code messages};
 * one that answers with a stream gives an array.
 */
public final class GrpcFunction implements FunctionHandler {
    private static final String OF = "call: grpc";
    private static final String MESSAGES = "messages";

    private record Source(String uri, String text, Map<String, String> imports) {}

    private final HttpSettings settings;
    private final TrustManager @Nullable [] trust;
    private @Nullable GrpcCaller caller;
    private final Recent<Source, FileDescriptor> files = new Recent<>(16);

    /** The function with what the owner of the engine decides about connections. */
    public GrpcFunction(HttpSettings settings) {
        this(settings, null);
    }

    /**
     * The function with certificates of its own.
     *
     * @param trust whom connections by TLS trust; null for the default of the JDK
     */
    GrpcFunction(HttpSettings settings, TrustManager @Nullable [] trust) {
        this.settings = settings;
        this.trust = trust;
    }

    /** Made by the first call: until then nothing of gRPC is loaded. */
    private synchronized GrpcCaller caller() {
        GrpcCaller existing = caller;
        if (existing == null) {
            existing = new GrpcCaller(settings, trust);
            caller = existing;
        }
        return existing;
    }

    @Override
    public FunctionDescriptor descriptor() {
        return Descriptors.read(GrpcFunction.class, "grpc");
    }

    @Override
    public JsonValue call(FunctionCall call) throws FunctionException, InterruptedException {
        SecretResolver secrets = new SecretResolver(call.context());
        Arguments with = new Arguments(OF, secrets.object(call.arguments().without("proto")));
        FileDescriptor file = file(new Arguments(OF, call.arguments()).object("proto"));
        Arguments service = new Arguments("'service' of " + OF, with.object("service"));
        MethodDescriptor method = method(file, service.needText("name"), with.needText("method"));
        MessageJson json = new MessageJson(file, secrets.masking());
        GrpcCaller.Request request = new GrpcCaller.Request(
                GrpcTarget.of(service, settings), method, messages(method, with.get("arguments"), json));
        List<JsonValue> answers = new ArrayList<>();
        for (byte[] answer : caller().call(request, call, service.get("authentication"), secrets)) {
            answers.add(json.read(method.getOutputType(), answer));
        }
        return method.isServerStreaming() ? JsonArray.of(answers) : answers.getFirst();
    }

    private FileDescriptor file(JsonObject document) throws FunctionException {
        Arguments fetched = new Arguments("'proto' of " + OF, document);
        Map<String, String> imports = new LinkedHashMap<>();
        for (JsonObject.Member member : fetched.object("imports")) {
            imports.put(member.key(), Arguments.textOf(member.value()));
        }
        Source source = new Source(fetched.needText("uri"), fetched.needText("content"), Map.copyOf(imports));
        FileDescriptor file = files.get(source);
        if (file == null) {
            try {
                file = ProtoFiles.link(source.uri(), source.text(), source.imports());
            } catch (ProtoException e) {
                String problem = e.problem();
                throw Failures.configuration(
                        "The proto document cannot be used: " + problem + (problem.endsWith(".") ? "" : "."));
            }
            files.put(source, file);
        }
        return file;
    }

    private static MethodDescriptor method(FileDescriptor file, String serviceName, String name)
            throws FunctionException {
        Map<String, ServiceDescriptor> services = services(file);
        ServiceDescriptor service = services.get(serviceName);
        if (service == null) {
            throw Failures.configuration("The proto document has no service '" + serviceName + "'"
                    + Nearest.hint(serviceName, List.copyOf(services.keySet())));
        }
        MethodDescriptor method = service.findMethodByName(name);
        if (method == null) {
            throw Failures.configuration("The service '" + service.getFullName() + "' has no method '" + name + "'"
                    + Nearest.hint(
                            name,
                            service.getMethods().stream()
                                    .map(MethodDescriptor::getName)
                                    .toList()));
        }
        return method;
    }

    /** Every service of a file and those it imports, by its qualified name. */
    private static Map<String, ServiceDescriptor> services(FileDescriptor file) {
        Map<String, FileDescriptor> seen = new HashMap<>();
        Map<String, ServiceDescriptor> services = new LinkedHashMap<>();
        Queue<FileDescriptor> left = new ArrayDeque<>(List.of(file));
        while (!left.isEmpty()) {
            FileDescriptor next = left.remove();
            if (seen.putIfAbsent(next.getFullName(), next) == null) {
                next.getServices().forEach(service -> services.put(service.getFullName(), service));
                left.addAll(next.getDependencies());
            }
        }
        return services;
    }

    private static List<byte[]> messages(MethodDescriptor method, @Nullable JsonValue arguments, MessageJson json)
            throws FunctionException {
        List<byte[]> messages = new ArrayList<>();
        JsonValue given = arguments == null ? JsonObject.EMPTY : arguments;
        if (method.isClientStreaming()
                && given instanceof JsonObject object
                && object.size() == 1
                && object.get(MESSAGES) instanceof JsonArray array
                && method.getInputType().findFieldByName(MESSAGES) == null) {
            given = array;
        }
        if (method.isClientStreaming() && given instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                messages.add(json.write(
                        method.getInputType(), array.get(i), "Message " + (i + 1) + " of 'arguments' of " + OF));
            }
        } else if (given instanceof JsonObject || given == JsonNull.NULL) {
            messages.add(json.write(method.getInputType(), given, "'arguments' of " + OF));
        } else {
            throw Failures.validation(
                    method.isClientStreaming()
                            ? "'arguments' of " + OF + " must be an array of messages, or an object with the array '"
                                    + MESSAGES + "': the method '" + method.getName() + "' takes a stream."
                            : "'arguments' of " + OF + " must be an object: the fields of "
                                    + method.getInputType().getFullName() + ".");
        }
        return messages;
    }
}
