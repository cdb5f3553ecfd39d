package io.flowork.functions.a2a;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads a stream of server-sent events, as the HTML standard describes them, piece by piece; only their data counts. */
final class EventStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private boolean afterReturn;
    private boolean first = true;

    /** Reads on; gives the data of the events that have ended. */
    List<String> read(byte[] bytes) {
        List<String> events = new ArrayList<>();
        for (byte each : bytes) {
            boolean second = each == '\n' && afterReturn;
            afterReturn = each == '\r';
            if (second) {
                continue;
            }
            if (each == '\n' || each == '\r') {
                line(line.toString(UTF_8), events);
                line.reset();
            } else {
                line.write(each);
            }
        }
        return events;
    }

    private void line(String read, List<String> events) {
        String text = first && read.startsWith("\ufeff") ? read.substring(1) : read;
        first = false;
        if (text.isEmpty()) {
            if (hasData) {
                events.add(data.toString());
            }
            data.setLength(0);
            hasData = false;
        } else if (text.equals("data") || text.startsWith("data:")) {
            String value = text.length() <= 5 ? "" : text.substring(5);
            if (hasData) {
                data.append('\n');
            }
            data.append(value.startsWith(" ") ? value.substring(1) : value);
            hasData = true;
        }
    }
}
