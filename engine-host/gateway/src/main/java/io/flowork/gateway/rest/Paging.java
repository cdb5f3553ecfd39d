package io.flowork.gateway.rest;

import io.flowork.gateway.http.Answer;
import io.flowork.gateway.http.Exchange;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages of lists: the next one is linked (RFC 8288). */
final class Paging {
    private Paging() {}

    /**
     * An answer with the link to the next page, if there is one.
     *
     * @param path the path of the list
     * @param parameter the parameter that says where a page begins
     * @param next its value for the next page; null if this is the last
     */
    static Answer.Whole link(
            Answer.Whole answer, Exchange exchange, String path, String parameter, @Nullable String next) {
        if (next == null) {
            return answer;
        }
        List<String> query = new ArrayList<>();
        for (Map.Entry<String, List<String>> each : exchange.query().entrySet()) {
            if (!each.getKey().equals(parameter)) {
                each.getValue().forEach(value -> query.add(each.getKey() + "=" + encoded(value)));
            }
        }
        query.add(parameter + "=" + encoded(next));
        return answer.with("Link", "<" + path + "?" + String.join("&", query) + ">; rel=\"next\"");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
