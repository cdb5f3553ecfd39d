package io.flowork.gateway.stream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/** Takes messages with a header before each, and gives each message on as a text. */
final class MessageFrames extends OutputStream {
    private static final String LENGTH = "content-length:";

    /** The longest header: anything longer is none. */
    private static final int LONGEST_HEADER = 4_096;

    private final Consumer<String> messages;
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private byte[] body = new byte[0];
    private int filled = -1;

    MessageFrames(Consumer<String> messages) {
        this.messages = messages;
    }

    @Override
    public synchronized void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        int at = from;
        int end = from + length;
        while (at < end) {
            if (filled < 0) {
                header(bytes[at++]);
            } else {
                int part = Math.min(end - at, body.length - filled);
                System.arraycopy(bytes, at, body, filled, part);
                filled += part;
                at += part;
            }
            if (filled == body.length) {
                String message = new String(body, StandardCharsets.UTF_8);
                filled = -1;
                body = new byte[0];
                messages.accept(message);
            }
        }
    }

    private void header(byte next) throws IOException {
        header.write(next);
        if (header.size() > LONGEST_HEADER) {
            throw new IOException("a message without an end of its header");
        }
        if (next != '\n') {
            return;
        }
        String text = header.toString(StandardCharsets.US_ASCII);
        if (text.endsWith("\r\n\r\n") || text.endsWith("\n\n")) {
            header.reset();
            body = new byte[length(text)];
            filled = 0;
        }
    }

    private static int length(String text) throws IOException {
        for (String line : text.split("\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                try {
                    return Integer.parseInt(line.substring(LENGTH.length()).strip());
                } catch (NumberFormatException e) {
                    throw new IOException("a message whose length is no number", e);
                }
            }
        }
        throw new IOException("a message without its length");
    }
}
