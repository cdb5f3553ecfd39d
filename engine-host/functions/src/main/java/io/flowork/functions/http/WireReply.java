package io.flowork.functions.http;

import java.io.InputStream;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * A response as it came in, decompressed.
 *
 * @param status its status code
 * @param headers its header: canonical names, case-insensitive, in alphabetical order
 * @param body its body, empty for none
 * @param stream the body as it comes in, if that was asked for and the response is no refusal; whoever has it closes it
 */
public record WireReply(
        int status,
        NavigableMap<String, List<String>> headers,
        byte[] body,
        @Nullable InputStream stream) {
    /** A response with all of its body. */
    public WireReply(int status, NavigableMap<String, List<String>> headers, byte[] body) {
        this(status, headers, body, null);
    }

    /** The first value of a field, or null. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }
}
