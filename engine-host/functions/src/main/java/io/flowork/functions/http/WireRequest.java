package io.flowork.functions.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as it goes out.
 *
 * @param method its method in capitals
 * @param uri where it goes, as users see it
 * @param target where it really goes, see {@link HttpSettings#hostOverrides()}
 * @param headers the fields of its header
 * @param body its body, or null for none
 */
public record WireRequest(String method, URI uri, URI target, List<HeaderField> headers, byte @Nullable [] body) {
    /** Copies the fields. */
    public WireRequest {
        headers = List.copyOf(headers);
    }

    /** This request with a field set in place of those with its name. */
    public WireRequest with(HeaderField field) {
        List<HeaderField> changed = new ArrayList<>(headers);
        changed.removeIf(old -> old.is(field.name()));
        changed.add(field);
        return new WireRequest(method, uri, target, changed, body);
    }
}
