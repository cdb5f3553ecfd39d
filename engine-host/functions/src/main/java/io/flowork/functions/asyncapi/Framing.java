package io.flowork.functions.asyncapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.functions.http.EventStream;
import io.flowork.functions.http.MediaType;
import io.flowork.grammar.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Takes messages out of the body of a response as it comes in. */
sealed interface Framing {
    /**
     * How a body of some type holds messages.
     *
     * @param headers what the headers of a message are that is the whole body
     * @param lastId the id of the last event before, for a stream of events
     */
    static Framing of(MediaType type, JsonObject headers, String lastId) {
        return switch (type.essence()) {
            case "text/event-stream" -> new Events(lastId);
            case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines" ->
                new Lines();
            case String other
            when other.equals("application/json-seq") || other.endsWith("+json-seq") -> new Sequence();
            case String other -> new Whole(headers);
        };
    }

    /** Reads on; gives the messages that are complete. */
    List<Message> read(byte[] bytes);

    /** How many bytes of the message that is not complete are held, about. */
    long held();

    /** What the end of the body completes. */
    List<Message> end();

    /** Server-sent events: each one's data is a message. One that is not complete at the end is none. */
    final class Events implements Framing {
        private final EventStream stream;

        Events(String lastId) {
            stream = new EventStream(lastId);
        }

        /** The last id that the stream had. */
        String lastId() {
            return stream.lastId();
        }

        @Override
        public List<Message> read(byte[] bytes) {
            List<Message> messages = new ArrayList<>();
            for (EventStream.Event event : stream.read(bytes)) {
                JsonObject.Builder headers = new JsonObject.Builder();
                if (!event.id().isEmpty()) {
                    headers.put("id", event.id());
                }
                if (!event.type().isEmpty()) {
                    headers.put("event", event.type());
                }
                messages.add(Message.received(event.data().getBytes(UTF_8), headers.build(), null));
            }
            return messages;
        }

        @Override
        public long held() {
            return stream.held();
        }

        @Override
        public List<Message> end() {
            return List.of();
        }

        /** How long the server wants to be left alone after the end, in milliseconds; -1 when it did not say. */
        long retry() {
            return stream.retry();
        }
    }

    /** JSON values in a line each; empty lines mean nothing. */
    final class Lines implements Framing {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public List<Message> read(byte[] bytes) {
            List<Message> messages = new ArrayList<>();
            for (byte each : bytes) {
                if (each == '\n') {
                    messages.addAll(end());
                } else {
                    line.write(each);
                }
            }
            return messages;
        }

        @Override
        public long held() {
            return line.size();
        }

        @Override
        public List<Message> end() {
            return record(line);
        }
    }

    /** A text sequence (RFC 7464): each JSON value comes after a record separator, and a line break ends it. */
    final class Sequence implements Framing {
        private static final byte SEPARATOR = 0x1e;

        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private int depth;
        private boolean quoted;
        private boolean escaped;

        @Override
        public List<Message> read(byte[] bytes) {
            List<Message> messages = new ArrayList<>();
            for (byte each : bytes) {
                if (each == SEPARATOR || (each == '\n' && depth <= 0 && !quoted)) {
                    messages.addAll(end());
                } else {
                    text.write(each);
                    look(each);
                }
            }
            return messages;
        }

        /** A line break inside a value does not end it. */
        private void look(byte each) {
            if (quoted) {
                quoted = escaped || each != '"';
                escaped = !escaped && each == '\\';
                return;
            }
            switch (each) {
                case '"' -> quoted = true;
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
        }

        @Override
        public long held() {
            return text.size();
        }

        @Override
        public List<Message> end() {
            depth = 0;
            quoted = false;
            escaped = false;
            return record(text);
        }
    }

    /** The record that was put together, unless it is blank. */
    private static List<Message> record(ByteArrayOutputStream bytes) {
        boolean blank = bytes.toString(UTF_8).isBlank();
        List<Message> record =
                blank ? List.of() : List.of(Message.received(bytes.toByteArray(), JsonObject.EMPTY, null));
        bytes.reset();
        return record;
    }

    /** A body that is one message, with the header of the response as its headers. */
    final class Whole implements Framing {
        private final JsonObject headers;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Whole(JsonObject headers) {
            this.headers = headers;
        }

        @Override
        public List<Message> read(byte[] bytes) {
            body.writeBytes(bytes);
            return List.of();
        }

        @Override
        public long held() {
            return body.size();
        }

        /** The body as it came in. */
        byte[] bytes() {
            return body.toByteArray();
        }

        @Override
        public List<Message> end() {
            return List.of(Message.received(body.toByteArray(), headers, null));
        }
    }
}
