package io.flowork.functions.uri;

import io.flowork.functions.arguments.Arguments;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and changes URIs (RFC 3986). */
public final class Uris {
    /** RFC 3986, appendix B. */
    private static final Pattern PARTS =
            Pattern.compile("(?s)(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#(.*))?");

    private Uris() {}

    /**
     * Reads a URI reference; characters that cannot stand in one, such as spaces, are encoded.
     *
     * @return the URI without its fragment, or null if the text is none
     */
    public static @Nullable URI parse(String text) {
        Matcher parts = PARTS.matcher(text.strip());
        if (!parts.matches()) {
            return null;
        }
        StringBuilder uri = new StringBuilder(text.length() + 16);
        if (parts.group(1) != null) {
            uri.append(parts.group(1)).append(':');
        }
        if (parts.group(2) != null) {
            uri.append("//").append(parts.group(2));
        }
        uri.append(PercentEncoding.path(parts.group(3)));
        if (parts.group(4) != null) {
            uri.append('?').append(PercentEncoding.query(parts.group(4)));
        }
        try {
            return new URI(uri.toString());
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** A URI with further query parameters, already encoded ones as {@code name=value}. */
    public static URI withQuery(URI uri, List<String> parameters) {
        if (parameters.isEmpty()) {
            return uri;
        }
        String old = uri.getRawQuery();
        String joined = String.join("&", parameters);
        return with(
                uri,
                uri.getRawAuthority(),
                uri.getRawPath(),
                old == null || old.isEmpty() ? joined : old + "&" + joined);
    }

    /** A URI without the user and password in it. */
    public static URI withoutUserInfo(URI uri) {
        String authority = uri.getRawAuthority();
        return authority == null || authority.indexOf('@') < 0
                ? uri
                : with(uri, authority.substring(authority.lastIndexOf('@') + 1), uri.getRawPath(), uri.getRawQuery());
    }

    /** The URI that a base leads to when a path with its query is added to it. */
    public static URI append(URI base, @Nullable String rawPath, @Nullable String rawQuery) {
        String start = base.getRawPath() == null ? "" : base.getRawPath();
        String path = rawPath == null ? "" : rawPath;
        if (start.endsWith("/") && path.startsWith("/")) {
            path = path.substring(1);
        } else if (!start.isEmpty() && !start.endsWith("/") && !path.isEmpty() && !path.startsWith("/")) {
            path = "/" + path;
        }
        return with(base, base.getRawAuthority(), start + path, rawQuery);
    }

    private static URI with(URI uri, @Nullable String authority, @Nullable String path, @Nullable String query) {
        StringBuilder text = new StringBuilder();
        if (uri.getScheme() != null) {
            text.append(uri.getScheme()).append(':');
        }
        if (authority != null) {
            text.append("//").append(authority);
        }
        if (path != null) {
            text.append(path);
        }
        if (query != null) {
            text.append('?').append(query);
        }
        return URI.create(text.toString());
    }

    /** Scheme, host and port, by which two URIs are of the same origin (RFC 6454). */
    public static String origin(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + host + ":" + port;
    }

    /** Members as encoded {@code name=value}: an array repeats its name, null is left out, an object becomes JSON. */
    public static List<String> parameters(JsonObject members) {
        List<String> parameters = new ArrayList<>();
        members.forEach((name, value) -> parameter(name, value, parameters));
        return parameters;
    }

    private static void parameter(String name, JsonValue value, List<String> parameters) {
        switch (value) {
            case JsonNull nothing -> {}
            case JsonArray array ->
                array.forEach(element -> {
                    if (element != JsonNull.NULL) {
                        parameters.add(pair(name, Arguments.textOf(element)));
                    }
                });
            case JsonValue other -> parameters.add(pair(name, Arguments.textOf(other)));
        }
    }

    private static String pair(String name, String value) {
        return PercentEncoding.unreserved(name) + "=" + PercentEncoding.unreserved(value);
    }
}
