package io.flowork.lsp.complete;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What HTTP requests are made of, of which the language says nothing (RFC 9110, and the registries of IANA). */
final class Headers {
    /** Headers that authors set, each with a value to begin with. */
    static final Map<String, String> REQUEST = new LinkedHashMap<>();

    /** Media types that bodies mostly have. */
    static final List<String> MEDIA_TYPES = List.of(
            "application/json",
            "application/xml",
            "application/x-www-form-urlencoded",
            "application/octet-stream",
            "application/problem+json",
            "application/x-ndjson",
            "multipart/form-data",
            "text/plain",
            "text/html",
            "text/csv",
            "text/event-stream");

    /** The methods, as the language's examples write them. */
    static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete", "head", "options");

    static {
        REQUEST.put("Accept", "application/json");
        REQUEST.put("Accept-Language", "en");
        REQUEST.put("Authorization", "Bearer");
        REQUEST.put("Cache-Control", "no-cache");
        REQUEST.put("Content-Type", "application/json");
        REQUEST.put("Cookie", "");
        REQUEST.put("Idempotency-Key", "");
        REQUEST.put("If-Match", "");
        REQUEST.put("If-Modified-Since", "");
        REQUEST.put("If-None-Match", "");
        REQUEST.put("Prefer", "respond-async");
        REQUEST.put("Referer", "");
        REQUEST.put("User-Agent", "");
        REQUEST.put("X-Request-Id", "");
    }

    private Headers() {}
}
