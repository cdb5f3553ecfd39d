package io.flowork.functions.grpc;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.functions.secret.Masking;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonObject;
import io.grpc.Metadata;
import io.grpc.Status;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns the status of a call into the error that the workflow sees. */
final class GrpcFailures {
    /** How much of what a server says, or of one of its metadata, is kept, in characters. */
    private static final int MOST_TEXT = 2_000;

    private static final int MOST_METADATA = 50;

    private final GrpcCaller.Request request;
    private final Masking masking;

    GrpcFailures(GrpcCaller.Request request, Masking masking) {
        this.request = request;
        this.masking = masking;
    }

    /** The error of a status; its data are the code, what the server said, and the metadata it sent at the end. */
    FunctionException of(Status status, Metadata trailers) {
        Kind kind = kind(status.getCode());
        String said = problem(status);
        JsonObject.Builder metadata = new JsonObject.Builder();
        trailers.keys().stream().sorted().limit(MOST_METADATA).forEach(name -> {
            if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                String value = trailers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
                metadata.put(name, text(value == null ? "" : value));
            }
        });
        JsonObject data = new JsonObject.Builder()
                .put("code", status.getCode().name())
                .put("message", said)
                .put("metadata", metadata.build())
                .build();
        String detail = request.fullName() + " at " + request.target() + " ended with "
                + status.getCode().name() + (said.isEmpty() ? "" : ": " + said);
        return new FunctionException(
                WorkflowError.of(kind, httpStatus(status.getCode()), detail.endsWith(".") ? detail : detail + ".")
                        .with(data));
    }

    private String text(String text) {
        String masked = masking.text(text);
        return masked.length() <= MOST_TEXT ? masked : masked.substring(0, MOST_TEXT) + "…";
    }

    private String problem(Status status) {
        String own = own(status.getCause());
        if (own != null) {
            return own;
        }
        String said = status.getDescription();
        return said == null ? "" : text(said);
    }

    /** What is wrong in plain words, when it is the connection. */
    private @Nullable String own(@Nullable Throwable failure) {
        boolean insecure = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException e -> {
                    return "the host is unknown";
                }
                case ConnectException e -> {
                    return "nothing answers at " + request.target();
                }
                case CertificateException e -> {
                    return "the server's certificate is not trusted";
                }
                case SSLException e -> insecure = true;
                default -> {}
            }
        }
        return insecure ? "a TLS connection could not be made" : null;
    }

    private static Kind kind(Status.Code code) {
        return switch (code) {
            case INVALID_ARGUMENT, OUT_OF_RANGE -> Kind.VALIDATION;
            case UNAUTHENTICATED -> Kind.AUTHENTICATION;
            case PERMISSION_DENIED -> Kind.AUTHORIZATION;
            case DEADLINE_EXCEEDED -> Kind.TIMEOUT;
            case OK,
                    CANCELLED,
                    UNKNOWN,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    RESOURCE_EXHAUSTED,
                    FAILED_PRECONDITION,
                    ABORTED,
                    UNIMPLEMENTED,
                    INTERNAL,
                    UNAVAILABLE,
                    DATA_LOSS -> Kind.COMMUNICATION;
        };
    }

    /** The status of HTTP that says the same (google.rpc.Code). */
    private static int httpStatus(Status.Code code) {
        return switch (code) {
            case OK -> 200;
            case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
            case UNAUTHENTICATED -> 401;
            case PERMISSION_DENIED -> 403;
            case NOT_FOUND -> 404;
            case DEADLINE_EXCEEDED -> 408;
            case ALREADY_EXISTS, ABORTED -> 409;
            case RESOURCE_EXHAUSTED -> 429;
            case CANCELLED -> 499;
            case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
            case UNIMPLEMENTED -> 501;
            case UNAVAILABLE -> 503;
        };
    }
}
