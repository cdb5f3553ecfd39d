package io.flowork.runtime.service;

import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.store.StoreException;
import org.jspecify.annotations.Nullable;

/** What is asked of every request. */
final class Requests {
    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;

    private Requests() {}

    /** A member that must be there; what came over a wire may lack any. */
    static <T> T present(@Nullable T value, String name) {
        if (value == null) {
            throw Kind.INVALID_REQUEST.because("'" + name + "' is missing");
        }
        return value;
    }

    /** A text that must be there and may not be empty. */
    static String text(@Nullable String value, String name) {
        String there = present(value, name);
        if (there.isEmpty()) {
            throw Kind.INVALID_REQUEST.because("'" + name + "' is empty");
        }
        return there;
    }

    /** The most elements that a page has. */
    static int limit(@Nullable Integer wanted) {
        int limit = wanted == null ? USUAL_PAGE : wanted;
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw Kind.INVALID_REQUEST.because("'limit' is a number from 1 to " + LARGEST_PAGE + "; it is " + limit);
        }
        return limit;
    }

    /** What a failure of the store is to a caller. */
    static ProblemException failed(StoreException failure) {
        Kind kind = switch (failure.kind()) {
            case NOT_FOUND -> Kind.NOT_FOUND;
            case CONFLICT, DIFFERENT_RUN -> Kind.CONFLICT;
            case FULL, READ_ONLY, LOCKED, IO, CLOSED -> Kind.UNAVAILABLE;
            case NEWER_VERSION, NOT_A_STORE, DAMAGED -> Kind.INTERNAL;
        };
        return new ProblemException(kind.of(failure.getMessage() + " [" + failure.code() + "]"), failure);
    }
}
