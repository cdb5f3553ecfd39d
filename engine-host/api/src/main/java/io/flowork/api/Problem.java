package io.flowork.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why something was not done (RFC 9457).
 *
 * @param type a URI that names the kind of problem
 * @param status the status, as in HTTP
 * @param title what the kind is, in a few words
 * @param detail what is wrong here, and what to do next
 * @param errors the single mistakes, if there are several or they have places
 */
public record Problem(String type, int status, String title, String detail, List<Mistake> errors) {
    private static final String PREFIX = "urn:flowork:problem:";

    /** Copies the mistakes. */
    public Problem {
        errors = errors == null ? List.of() : List.copyOf(errors);
    }

    /**
     * One mistake.
     *
     * @param detail what is wrong
     * @param pointer the JSON pointer of its place in the data, if it has one
     * @param line its line in the text, from 1, if it has one
     * @param column its column in the text, from 1, if it has one
     * @param code its diagnostic code, such as {@code FW1201}, if it has one
     */
    public record Mistake(
            String detail,
            @Nullable String pointer,
            @Nullable Integer line,
            @Nullable Integer column,
            @Nullable String code) {
        /** A mistake at a place in data. */
        public static Mistake at(String pointer, String detail) {
            return new Mistake(detail, pointer, null, null, null);
        }

        /** A mistake at a place in a text. */
        public static Mistake at(int line, int column, String detail) {
            return new Mistake(detail, null, line, column, null);
        }
    }

    /** The kinds of problems. */
    public enum Kind {
        INVALID_REQUEST("invalid-request", 400, "The request cannot be understood"),
        UNAUTHENTICATED("unauthenticated", 401, "Authentication is needed"),
        FORBIDDEN("forbidden", 403, "This is not allowed"),
        NOT_FOUND("not-found", 404, "There is no such thing"),
        METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method is not allowed here"),
        CONFLICT("conflict", 409, "The state does not allow this"),
        TOO_LARGE("too-large", 413, "The request is too large"),
        UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The content type is not understood"),
        INVALID_CONTENT("invalid-content", 422, "The content is not acceptable"),
        BUSY("busy", 429, "The engine has as much to do as it may"),
        INTERNAL("internal", 500, "Flowork failed"),
        UNAVAILABLE("unavailable", 503, "The engine cannot be used now");

        private final String suffix;
        private final int status;
        private final String title;

        Kind(String suffix, int status, String title) {
            this.suffix = suffix;
            this.status = status;
            this.title = title;
        }

        /** The problem of this kind with a detail. */
        public Problem of(String detail) {
            return of(detail, List.of());
        }

        /** The problem of this kind with mistakes. */
        public Problem of(String detail, List<Mistake> errors) {
            return new Problem(PREFIX + suffix, status, title, detail, errors);
        }

        /** The problem of this kind as an exception. */
        public ProblemException because(String detail) {
            return new ProblemException(of(detail));
        }
    }
}
