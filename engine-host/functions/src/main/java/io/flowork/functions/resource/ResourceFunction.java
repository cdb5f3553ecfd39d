package io.flowork.functions.resource;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Descriptors;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.http.HeaderField;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpRequestSpec;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.http.MediaType;
import io.flowork.functions.http.Output;
import io.flowork.functions.http.WireReply;
import io.flowork.functions.secret.SecretResolver;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.functions.uri.Uris;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a document outside the workflow: over HTTP, or a file inside the folder of the workflow.
 *
 * <p>Addresses of pages that show a file at GitHub or GitLab are changed into those of the file itself.
 */
public final class ResourceFunction implements FunctionHandler {
    private final HttpCaller caller;
    private final LocalFiles files;
    private final Predicate<String> known;
    private final @Nullable Path workspace;

    /**
     * The function over a caller's connections.
     *
     * @param known whether the engine has a function of its default catalog itself
     * @param workspace the folder up to which the default catalog is looked for; null for the workflow's own
     */
    public ResourceFunction(
            HttpCaller caller, HttpSettings settings, Predicate<String> known, @Nullable Path workspace) {
        this.caller = caller;
        this.known = known;
        this.workspace = workspace;
        this.files = new LocalFiles(settings.maxResponseBytes());
    }

    @Override
    public FunctionDescriptor descriptor() {
        return Descriptors.read(ResourceFunction.class, "resource");
    }

    @Override
    public JsonValue call(FunctionCall call) throws FunctionException, InterruptedException {
        SecretResolver secrets = new SecretResolver(call.context());
        Arguments with = new Arguments("the resource", secrets.object(call.arguments()));
        String text = with.needText("uri");
        URI uri = Uris.parse(text);
        if (uri == null) {
            throw Failures.validation("'uri' of the resource must be a URI or a path.");
        }
        String function = with.text("function");
        if (function != null && known.test(function)) {
            return JsonObject.of("uri", JsonString.of(text), "function", JsonString.of(function));
        }
        String scheme = uri.getScheme();
        if ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme)) {
            return remote(uri, with, call.key(), secrets);
        }
        if (scheme == null || scheme.equalsIgnoreCase("file")) {
            Path folder = call.context().folder();
            if (folder == null) {
                throw Failures.configuration("The file '" + secrets.masking().text(text)
                        + "' cannot be read: the workflow itself is in no folder that it would be relative to.");
            }
            LocalFiles.Found found = files.read(uri, function == null ? folder : catalogue(uri, folder));
            return document(secrets.masking().text(text), found.mediaType(), found.bytes(), UTF_8, secrets);
        }
        throw Failures.configuration("Resources are fetched by http, https and file, not by " + scheme + ".");
    }

    /** The folder that the default catalog is in: the workflow's, or the nearest above it that has the function. */
    private Path catalogue(URI uri, Path folder) {
        if (workspace == null) {
            return folder;
        }
        Path top = workspace.toAbsolutePath().normalize();
        for (Path at = folder.toAbsolutePath().normalize(); at != null && at.startsWith(top); at = at.getParent()) {
            if (Files.isRegularFile(at.resolve(uri.getPath()))) {
                return at;
            }
        }
        return folder;
    }

    private JsonObject remote(URI uri, Arguments with, String key, SecretResolver secrets)
            throws FunctionException, InterruptedException {
        HttpRequestSpec request = new HttpRequestSpec(
                "get",
                RawFiles.of(uri),
                List.of(new HeaderField("Accept", "application/json, application/yaml, text/*;q=0.9, */*;q=0.8")),
                null,
                with.get("authentication"),
                Output.CONTENT,
                true);
        WireReply reply = caller.exchange(request, key, secrets).reply();
        MediaType type = MediaType.parse(reply.header("Content-Type"));
        String shown = secrets.masking().text(Uris.withoutUserInfo(uri).toString());
        return document(shown, type.essence(), reply.body(), type.charset(), secrets);
    }

    private static JsonObject document(
            String uri, String mediaType, byte[] bytes, Charset charset, SecretResolver secrets) {
        JsonObject.Builder document = new JsonObject.Builder().put("uri", uri);
        if (!mediaType.isEmpty()) {
            document.put("mediaType", mediaType);
        }
        return document.put("content", secrets.masking().text(new String(bytes, charset)))
                .put("sha256", sha256(bytes))
                .build();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
