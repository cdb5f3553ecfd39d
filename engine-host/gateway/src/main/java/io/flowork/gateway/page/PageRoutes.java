package io.flowork.gateway.page;

import io.flowork.gateway.http.Answer;
import io.flowork.gateway.http.Exchange;
import io.flowork.gateway.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The files of the page at {@code /}. They are the same for everybody and need no token; the page asks for it and sends it
 * along when it reads runs.
 */
public final class PageRoutes {
    /** Everything comes from here, no script or style is written into the page, and no other page may hold it. */
    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'");

    private static final String HTML = "text/html;charset=utf-8";
    private static final String SCRIPT = "text/javascript;charset=utf-8";
    private static final int TAG_BYTES = 8;

    private record File(String path, String resource, String type) {}

    private static final List<File> FILES = List.of(
            new File("/", "index.html", HTML),
            new File("/page/page.css", "page.css", "text/css;charset=utf-8"),
            new File("/page/icon.svg", "icon.svg", "image/svg+xml"),
            new File("/page/page.js", "page.js", SCRIPT),
            new File("/page/api.js", "api.js", SCRIPT),
            new File("/page/dom.js", "dom.js", SCRIPT),
            new File("/page/list.js", "list.js", SCRIPT),
            new File("/page/run.js", "run.js", SCRIPT),
            new File("/page/program.js", "program.js", SCRIPT),
            new File("/page/timeline/theme.js", "timeline/theme.js", SCRIPT),
            new File("/page/timeline/timeline.js", "timeline/timeline.js", SCRIPT),
            new File("/page/timeline/layout.js", "timeline/layout.js", SCRIPT),
            new File("/page/timeline/diagram.js", "timeline/diagram.js", SCRIPT),
            new File("/page/timeline/values.js", "timeline/values.js", SCRIPT));

    private PageRoutes() {}

    /** The routes to the files. They are no part of the API, so its description does not have them. */
    public static List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (File file : FILES) {
            Answer.Whole whole = answer(file);
            String tag = whole.headers().getOrDefault("ETag", "");
            routes.add(Route.of("GET", file.path(), "page", "A file of the page.")
                    .open()
                    .handledBy(exchange ->
                            isKnown(exchange, tag) ? Answer.empty(304).with("ETag", tag) : whole));
        }
        return routes;
    }

    private static boolean isKnown(Exchange exchange, String tag) {
        return tag.equals(exchange.header("If-None-Match"));
    }

    private static Answer.Whole answer(File file) {
        byte[] bytes;
        try (InputStream in = PageRoutes.class.getResourceAsStream(file.resource())) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + file.resource());
            }
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Answer.Whole(
                200,
                Map.of(
                        "Content-Type",
                        file.type(),
                        "ETag",
                        tag(bytes),
                        "Cache-Control",
                        "no-cache",
                        "Content-Security-Policy",
                        POLICY,
                        "Referrer-Policy",
                        "no-referrer",
                        "Cross-Origin-Opener-Policy",
                        "same-origin",
                        "Cross-Origin-Resource-Policy",
                        "same-origin"),
                bytes);
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "\"" + HexFormat.of().formatHex(hash, 0, TAG_BYTES) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
