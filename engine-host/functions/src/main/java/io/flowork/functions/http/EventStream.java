package io.flowork.functions.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads a stream of server-sent events, as the HTML standard describes them, piece by piece. */
public final class EventStream {
    /**
     * An event that has ended.
     *
     * @param id the last id that the stream had up to here; empty when there was none
     * @param type its type; empty when it is the usual one, {@code message}
     * @param data its data
     */
    public record Event(String id, String type, String data) {}

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private String type = "";
    private String nextId;
    private String lastId;
    private long retry = -1;
    private boolean hasData;
    private boolean afterReturn;
    private boolean first = true;

    /** The first stream from a source. */
    public EventStream() {
        this("");
    }

    /** A stream that goes on where another one ended: after an event with this id. */
    public EventStream(String lastId) {
        this.nextId = lastId;
        this.lastId = lastId;
    }

    /** Reads on; gives the events that have ended. */
    public List<Event> read(byte[] bytes) {
        List<Event> events = new ArrayList<>();
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

    /** How much of the event that has not ended is held, about. */
    public long held() {
        return (long) line.size() + data.length();
    }

    /** The last id that an event had, or that stood alone; empty when there was none. */
    public String lastId() {
        return lastId;
    }

    /** How many milliseconds the server wants to pass before somebody comes again; -1 when it did not say. */
    public long retry() {
        return retry;
    }

    private void line(String read, List<Event> events) {
        String text = first && read.startsWith("\ufeff") ? read.substring(1) : read;
        first = false;
        if (text.isEmpty()) {
            lastId = nextId;
            if (hasData) {
                events.add(new Event(lastId, type, data.toString()));
            }
            data.setLength(0);
            type = "";
            hasData = false;
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String after = colon < 0 ? "" : text.substring(colon + 1);
        field(field, after.startsWith(" ") ? after.substring(1) : after);
    }

    private void field(String field, String value) {
        switch (field) {
            case "data" -> {
                if (hasData) {
                    data.append('\n');
                }
                data.append(value);
                hasData = true;
            }
            case "event" -> type = value;
            case "id" -> nextId = value.indexOf('\0') < 0 ? value : nextId;
            case "retry" -> retry = value.matches("[0-9]{1,15}") ? Long.parseLong(value) : retry;
            default -> {} // a comment, or a field that means nothing
        }
    }
}
