package io.flowork.gateway.http;

import io.flowork.api.Problem;
import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.grammar.text.Suggestions;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** From a request to its route and back: whatever goes wrong is answered with a problem. */
public final class Router extends Handler.Abstract {
    private static final System.Logger LOG = System.getLogger(Router.class.getName());

    private static final int MOST_DISCARDED = 1 << 20;

    private final Routes routes;
    private final Guard guard;
    private final long mostBytes;
    private final Timings timings;

    /**
     * A router.
     *
     * @param routes where requests go
     * @param guard who may ask
     * @param mostBytes the largest body
     * @param timings told of each request
     */
    public Router(Routes routes, Guard guard, long mostBytes, Timings timings) {
        this.routes = routes;
        this.guard = guard;
        this.mostBytes = mostBytes;
        this.timings = timings;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long began = System.nanoTime();
        Answer answer;
        Routes.Match match =
                routes.find(request.getMethod(), request.getHttpURI().getDecodedPath());
        AtomicBoolean unread = new AtomicBoolean(request.getLength() != 0);
        try {
            answer = answer(request, match, unread);
        } catch (Exception e) {
            Answer.Whole refusal = Problems.answer(problem(e));
            if (match.route() == null && !match.methods().isEmpty()) {
                refusal = refusal.with("Allow", String.join(", ", match.methods()));
            }
            // What was not read would be taken for the next request; told so, a client does not try to send one.
            answer = unread.get() && !discard(request) ? refusal.with("Connection", "close") : refusal;
        }
        if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
            note(request, match, answer, System.nanoTime() - began);
        }
        switch (answer) {
            case Answer.Whole whole -> {
                timings.add(match.route(), whole.status(), System.nanoTime() - began);
                send(whole, response, callback);
            }
            case Answer.Lasting lasting -> lasting.body().answer(request, response, callback);
        }
        return true;
    }

    /** Says what was asked: neither query nor body, nor a path that is none of ours. */
    private static void note(Request request, Routes.Match match, Answer answer, long nanos) {
        String path = match.route() == null ? "-" : request.getHttpURI().getPath();
        LOG.log(
                System.Logger.Level.DEBUG,
                "%s %s %s, %d us"
                        .formatted(
                                request.getMethod(),
                                path,
                                answer instanceof Answer.Whole whole ? whole.status() : "lasts",
                                nanos / 1_000));
    }

    private Answer answer(Request request, Routes.Match match, AtomicBoolean unread) throws Exception {
        guard.checkSource(request);
        Route route = match.route();
        if (route == null || !route.open()) {
            guard.checkToken(request.getHeaders().get("Authorization"));
        }
        if (route == null) {
            throw match.methods().isEmpty()
                    ? Kind.NOT_FOUND.because("There is nothing at %s. /openapi.json says what there is"
                            .formatted(request.getHttpURI().getDecodedPath()))
                    : Kind.METHOD_NOT_ALLOWED.because("%s is not allowed here; there is %s"
                            .formatted(request.getMethod(), String.join(", ", match.methods())));
        }
        Map<String, List<String>> query = query(request, route);
        byte[] body = body(request, route, unread);
        return route.handler().handle(new Exchange(request.getHeaders(), match.parameters(), query, body));
    }

    private static Map<String, List<String>> query(Request request, Route route) {
        Map<String, List<String>> query = new HashMap<>();
        if (request.getHttpURI().getQuery() == null) {
            return query;
        }
        List<String> names = new ArrayList<>();
        for (Route.Parameter parameter : route.parameters()) {
            if (parameter.in().equals("query")) {
                names.add(parameter.name());
            }
        }
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            if (!names.contains(field.getName())) {
                throw Kind.INVALID_REQUEST.because("There is no parameter '%s' here%s"
                        .formatted(field.getName(), Suggestions.didYouMean(field.getName(), names)));
            }
            query.put(field.getName(), List.copyOf(field.getValues()));
        }
        return query;
    }

    private byte[] body(Request request, Route route, AtomicBoolean unread) throws IOException {
        HttpFields headers = request.getHeaders();
        if (headers.getLongField("Content-Length") > mostBytes) {
            throw tooLarge();
        }
        byte[] body = new byte[0];
        if (request.getLength() != 0) {
            try (InputStream in = Content.Source.asInputStream(request)) {
                body = in.readNBytes((int) Math.min(mostBytes + 1, Integer.MAX_VALUE - 8));
            }
        }
        if (body.length > mostBytes) {
            throw tooLarge();
        }
        unread.set(false);
        if (body.length == 0) {
            if (route.needsBody()) {
                throw Kind.INVALID_REQUEST.because("There is no content");
            }
            return body;
        }
        String type = Exchange.type(headers);
        if (!route.types().contains(type) && !route.types().contains("*/*")) {
            throw Kind.UNSUPPORTED_MEDIA_TYPE.because(
                    route.types().isEmpty()
                            ? "No content is expected here"
                            : "The content must be of type %s; it is %s"
                                    .formatted(
                                            String.join(" or ", route.types()),
                                            type.isEmpty() ? "of none: set Content-Type" : "of type " + type));
        }
        return body;
    }

    private ProblemException tooLarge() {
        return Kind.TOO_LARGE.because("The content is larger than " + mostBytes + " bytes. "
                + "Put large data where the workflow can fetch it, or raise serve.body-bytes");
    }

    /**
     * Reads what nobody wants, as a connection that is closed meanwhile is reset, and its client would not get the answer.
     *
     * @return whether that was all of it
     */
    private static boolean discard(Request request) {
        try (InputStream in = Content.Source.asInputStream(request)) {
            in.skipNBytes(MOST_DISCARDED);
            return false;
        } catch (EOFException e) {
            return true;
        } catch (IOException e) {
            return false; // the client is gone, or says nothing more
        }
    }

    /** What a failure is to the caller. */
    public static Problem problem(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof CompletionException || cause instanceof ExecutionException)) {
            cause = cause.getCause();
        }
        if (cause instanceof ProblemException known) {
            return known.problem();
        }
        if (cause instanceof IOException) {
            return Kind.INVALID_REQUEST.of("The request could not be read to its end");
        }
        LOG.log(System.Logger.Level.ERROR, "A request failed", cause);
        return Kind.INTERNAL.of("This is a bug in Flowork. Its log says more");
    }

    private static void send(Answer.Whole answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }
}
